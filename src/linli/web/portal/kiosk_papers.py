"""What somebody can have printed at a kiosk: what their cases and registers allow, and what they already hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from linli.apps.cases import facts as cases
from linli.apps.certificates import facts
from linli.kernel.access.actors import Actor
from linli.kernel.ui.text import language
from linli.web.portal.paper import offered, told

OF_CASE = ("told_on", "number")
LATEST = 6
"""Cases that are looked at: a kiosk is for the matter at hand."""


def papers(actor: Actor, at: datetime) -> dict[str, Any]:
    """Return the offers with their values, and the certificates in force."""
    registered = facts.registered(actor.account_id) if actor.account_id is not None else ()
    offers = [offered(one) for one in registered]
    offers = [{**one, "case": "", "about": one["body"]} for one in offers]
    for row in cases.mine(actor).rows[:LATEST]:
        view = cases.case_view(actor, row.ref, at=at)
        if view.relation == "reporter":
            # Others stand near: what a confidential matter is about is not among the names of the keys.
            title = view.definition.text("title", language()) if view.case.sensitivity == "normal" else ""
            offers += [
                {**offered(one), "case": str(view.case.ref), "about": _about(title, one.values)}
                for one in facts.offers(view)
            ]
    held = [one for one in facts.mine(actor) if one.state(at) == "valid" and one.presence != "agent"]
    return {"offers": offers, "held": held[:LATEST]}


def _about(title: str, values: Mapping[str, str]) -> str:
    """Tell one offer from the next of its kind, in the language of who stands there; the paper itself is Chinese."""
    return " · ".join(
        filter(None, (title, *(told(name, values[name]) for name in OF_CASE if values.get(name))))
    )
