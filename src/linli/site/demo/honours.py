"""Two people of the demo city are nominated for an honour: one is published and objected to, one is being asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from linli.apps.cases import service as cases
from linli.apps.grid.facts import BodyFact
from linli.kernel.access.actors import STRANGER, Actor
from linli.kernel.audit.act import Source
from linli.site.demo import naming, offices
from linli.site.demo.ground import Place
from linli.site.demo.hand import Hand
from linli.site.demo.people import officer
from linli.site.demo.play import actor_of
from linli.site.demo.world import Resident

STEP = timedelta(hours=20)


def nominate(
    city: Place,
    people: Sequence[Resident],
    offices_of: Mapping[str, BodyFact],
    staff: Mapping[str, Actor],
    hand: Hand,
    until: datetime,
) -> None:
    """Nominate each and let the steps of the procedure follow as far as the story goes."""
    leaf = next(iter(city.below("community")))
    unit = offices.unit_code(leaf.code[:9])
    cast = {**staff, "unit": staff[officer(unit)], "anybody": STRANGER}
    for n, story in enumerate(naming.table("honours")):
        at = until - timedelta(days=story["ago"])
        told = cases.Told(
            body=story["answers"]["what"], service="honour", answers=story["answers"], area=leaf.code
        )
        teller = actor_of(people[story["who"]], until)
        opened = hand.once(f"honours/{n}", cases.open_case, told, **_by(teller, at))
        for turn, (who, move, said) in enumerate(story["course"], start=1):
            inputs: dict[str, Any] = {
                key: offices_of[unit].ref if value == "UNIT" else value for key, value in said.items()
            }
            step = f"honours/{n}/{turn}"
            when = _by(cast[who], at + turn * STEP)
            hand.once(step, cases.move, str(opened["ref"]), move, inputs, **when)


def _by(actor: Actor, at: datetime) -> dict[str, Any]:
    return {"actor": actor, "at": at, "source": Source.DEMO, "occurred_at": at}
