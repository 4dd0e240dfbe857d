"""What somebody can have printed at a kiosk: what their cases and registers allow, and what they already hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from linli.apps.cases import facts as cases
from linli.apps.certificates import facts
from linli.kernel.access.actors import Actor
from linli.web.portal.paper import offered, told

OF_CASE = ("told_on", "number")
LATEST = 6
"""Cases that are looked at: a kiosk is for the matter at hand."""


def papers(actor: Actor, at: datetime) -> dict[str, Any]:
    """Return the offers with their values, and the certificates in force."""
    registered = facts.registered(actor.account_id) if actor.account_id is not None else ()
    offers = [{**offered(one), "case": "", "about": _about(one.values, ("body",))} for one in registered]
    for row in cases.mine(actor).rows[:LATEST]:
        view = cases.case_view(actor, row.ref, at=at)
        if view.relation == "reporter":
            # Others stand near: what a confidential matter is about is not among the names of the keys.
            said = ("service", *OF_CASE) if view.case.sensitivity == "normal" else OF_CASE
            offers += [
                {**offered(one), "case": str(view.case.ref), "about": _about(one.values, said)}
                for one in facts.offers(view)
            ]
    held = [one for one in facts.mine(actor) if one.state(at) == "valid" and one.presence != "agent"]
    return {"offers": offers, "held": held[:LATEST]}


def _about(values: Mapping[str, str], names: Sequence[str]) -> str:
    """Tell one offer from the next of its kind."""
    return " · ".join(told(name, values[name]) for name in names if values.get(name))
