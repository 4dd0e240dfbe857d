"""What the buttons on the page of a case carry: an id for each act, and the one press that dispatches."""

from __future__ import annotations

import uuid

from linli.web.desk.case import Page
from linli.web.desk.names import joined
from linli.web.desk.proposing import asks_lead, sends

DIRECT = ("dispatch_danger", "dispatch", "accept")
"""Moves that the matrix can fill in alone, where they ask for a body."""


def controls(page: Page) -> dict[str, object]:
    """Return what the templates need beside the page itself; every form has an act id of its own."""
    open_moves = {move.name for move in page.view.moves}
    asking = {move.name for move in page.view.moves if asks_lead(move)}
    suggested = page.suggested
    direct = next((name for name in DIRECT if name in asking), "") if suggested and suggested.lead else ""
    acts = (*page.acts.first, *page.acts.more, *page.acts.out)
    return {
        "sends": sends(page.view),
        "direct": direct,
        "direct_id": str(uuid.uuid4()),
        "act_ids": {act.name: str(uuid.uuid4()) for act in acts},
        "merge_open": "merge" in open_moves,
        "alike_ids": {one.ref: str(uuid.uuid4()) for one in page.alike},
        "exclusion_ids": {one.rate: str(uuid.uuid4()) for one in page.exclusions},
        "unmask_id": str(uuid.uuid4()),
        "suggested_supporting": joined(page.bodies.get(ref, "") for ref in suggested.supporting)
        if suggested
        else "",
    }
