"""A person's time account, and the pool around their home; nobody else's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from linli.apps.grid import facts as grid
from linli.apps.people import facts as people
from linli.apps.volunteers.models import BookingLine, TimeAccount, Volunteer
from linli.apps.volunteers.models.bank import PERSON, POOL, SOURCE
from linli.core.shared.accounts import Lot, left
from linli.kernel.access.actors import Actor

SHOWN, DEPTH = 200, 4


@dataclass(frozen=True, slots=True)
class Booked:
    """One line of a statement."""

    at: datetime
    kind: str
    minutes: int
    runs_out: date | None


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody has saved, what of it runs out next, the latest lines, the pool of their neighbourhood."""

    minutes: int
    next_lot: Lot | None
    lines: Sequence[Booked]
    pool: int
    pool_area: str
    relatives: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Totals:
    """What everybody has together: earned, in people's accounts, in pools. The first is the sum of the others."""

    earned: int
    saved: int
    pools: int


def statement(actor: Actor, at: datetime) -> Statement:
    """Return the actor's own statement."""
    row = TimeAccount.objects.filter(account_id=actor.account_id).first() if actor.account_id else None
    rows = BookingLine.objects.filter(time_account=row) if row else BookingLine.objects.none()
    moves = [Lot(minutes, day) for minutes, day in rows.order_by("id").values_list("minutes", "runs_out")]
    lots = sorted((one for one in left(moves) if one.runs_out), key=lambda one: one.runs_out or date.max)
    latest = rows.select_related("booking").order_by("-id")[:SHOWN]
    path = _home(actor)
    pool = TimeAccount.objects.filter(kind=POOL, area__path=path).first() if path else None
    return Statement(
        row.minutes if row else 0, lots[0] if lots else None,
        [Booked(one.booking.at, one.booking.kind, one.minutes, one.runs_out) for one in latest],
        pool.minutes if pool else 0, path, _relatives(actor, at),
    )  # fmt: skip


def totals() -> Totals:
    """Return the sums of the whole time bank."""
    sums = dict(TimeAccount.objects.values_list("kind").annotate(n=Sum("minutes")).order_by())
    return Totals(-sums.get(SOURCE, 0), sums.get(PERSON, 0), sums.get(POOL, 0))


def _home(actor: Actor) -> str:
    row = Volunteer.objects.filter(account_id=actor.account_id).first() if actor.account_id else None
    known = people.me(actor)
    path = row.area_path if row else known.area_path if known else ""
    steps = [step for step in path.split("/") if step][:DEPTH]
    area = grid.area_at(f"/{'/'.join(steps)}/") if steps else None
    return area.path if area else ""


def _relatives(actor: Actor, at: datetime) -> list[tuple[str, str]]:
    me = people.me(actor)
    if me is None:
        return []
    homes = people.households_of(me.ref, actor=actor, at=at)
    others = {one.resident.ref: one.resident.name for home in homes for one in home.members}
    others.pop(me.ref, None)
    return sorted(others.items())
