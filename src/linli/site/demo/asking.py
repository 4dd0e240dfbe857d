"""A few residents of the demo city are contact households and are asked for something: one task in every state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from linli.apps.grid import facts as grid
from linli.apps.grid import service
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Source
from linli.kernel.ui import show
from linli.site.demo import naming
from linli.site.demo.hand import Hand
from linli.site.demo.play import actor_of
from linli.site.demo.world import Resident

SERVED = timedelta(days=20)
STEP = timedelta(hours=3)


def ask(residents: Sequence[Resident], staff: Mapping[str, Actor], hand: Hand, until: datetime) -> None:
    """Let the households agree, be asked, and answer."""
    told = naming.table("households")
    people = {one["who"]: actor_of(residents[one["who"]], until) for one in told}
    homes = {who: _home(residents[who], people[who], hand, until - SERVED) for who in people}
    for n, one in enumerate(told):
        _go(f"asked/{n}", one, homes[one["who"]], (staff[one["asker"]], people[one["who"]]), hand, until)


def _home(one: Resident, actor: Actor, hand: Hand, at: datetime) -> str:
    """Let a resident agree, for the first estate or natural village at home."""
    village = grid.area(one.home)
    below = grid.children(village.path) if village else []
    given = hand.once(
        f"asked/home/{one.number}", service.give_consent, below[0].ref,
        name=one.name, phone=one.phone, actor=actor, at=at, source=Source.DEMO,
    )  # fmt: skip
    return str(given["household"])


def _go(
    step: str, one: Mapping[str, Any], home: str, who: tuple[Actor, Actor], hand: Hand, until: datetime
) -> None:
    """Ask one thing, and take the steps that followed."""
    worker, person = who
    at = until - timedelta(days=one["ago"])
    day = None if one["by"] is None else show.local(until).date() + timedelta(days=one["by"])
    new = service.NewTask(one["kind"], one["words"], day)
    asked = hand.once(step, service.ask_household, home, new, actor=worker, at=at, source=Source.DEMO)
    task = str(asked["task"])
    for what in one["course"]:
        at += STEP
        name = f"{step}/{what}"
        if what == "withdraw":
            hand.once(name, service.withdraw_task, task, actor=worker, at=at, source=Source.DEMO)
        elif what == "leave":
            hand.once(name, service.withdraw_consent, home, actor=person, at=at)
        else:
            word = one.get("word", "") if what in {"done", "not_done"} else ""
            hand.once(name, service.answer_task, task, what, word, actor=person, at=at, source=Source.DEMO)
