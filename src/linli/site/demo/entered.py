"""What bodies of the demo city entered in registers, what a second person made of it, and a certificate of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from linli.apps.certificates import service
from linli.apps.grid import facts as grid
from linli.kernel.access.actors import Actor
from linli.kernel.ui import show
from linli.site.demo import naming
from linli.site.demo.hand import Hand
from linli.site.demo.play import actor_of
from linli.site.demo.world import Resident

LATER = timedelta(hours=5)
TAKEN = timedelta(days=2)


def enter(residents: Sequence[Resident], staff: Mapping[str, Actor], hand: Hand, until: datetime) -> None:
    """Enter, decide, and let the first resident take a certificate of the hours."""
    for n, one in enumerate(naming.table("registers")):
        _go(f"entered/{n}", one, residents[one["who"]], staff, hand, until)
    body = next((one.body_ref for one in staff["clerk"].grants if one.body_ref), None)
    known = grid.body(body) if body else None
    if known is not None:
        person = actor_of(residents[0], until)
        wish = service.RegisterWish("volunteer_hours", f"volunteers/{known.ref}", frozenset({"what"}))
        hand.once("entered/taken", service.issue_registered, wish, actor=person, at=until - TAKEN)


def _go(
    step: str,
    one: Mapping[str, Any],
    person: Resident,
    staff: Mapping[str, Actor],
    hand: Hand,
    until: datetime,
) -> None:
    at = until - timedelta(days=one["ago"])
    raw = {
        "phone": person.phone,
        "name": person.name,
        "on": show.local(at).date().isoformat(),
        **{name: one.get(name, "") for name in ("amount", "title", "number")},
    }
    ref = hand.once(step, service.record, one["register"], raw, actor=staff["clerk"], at=at)
    if one["state"] != "waiting":
        hand.once(
            f"{step}/decided", service.decide, ref, confirm=one["state"] == "confirmed",
            why=one.get("why", ""), actor=staff["supervisor"], at=at + LATER,
        )  # fmt: skip
