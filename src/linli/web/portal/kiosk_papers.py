"""What somebody can have printed at a kiosk: what their cases and registers allow, and what they already hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from linli.apps.cases import facts as cases
from linli.apps.certificates import facts
from linli.kernel.access.actors import Actor
from linli.web.portal.paper import offered

LATEST = 6
"""Cases that are looked at: a kiosk is for the matter at hand."""


def papers(actor: Actor, at: datetime) -> dict[str, Any]:
    """Return the offers with their values, and the certificates in force."""
    registered = facts.registered(actor.account_id) if actor.account_id is not None else ()
    offers = [{**offered(one), "case": "", "number": ""} for one in registered]
    for row in cases.mine(actor).rows[:LATEST]:
        view = cases.case_view(actor, row.ref, at=at)
        if view.relation == "reporter":
            offers += [
                {**offered(one), "case": str(view.case.ref), "number": view.case.number}
                for one in facts.offers(view)
            ]
    held = [one for one in facts.mine(actor) if one.state(at) == "valid" and one.presence != "agent"]
    return {"offers": offers, "held": held[:LATEST]}
