"""A person's time account, and the pool around their home; nobody else's."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from linli.apps.grid import facts as grid
from linli.apps.people import facts as people
from linli.apps.volunteers.models import Booking, BookingLine, TimeAccount, Volunteer
from linli.apps.volunteers.models.bank import GIFT, HELP, PERSON, POOL, SOURCE
from linli.core.shared.accounts import Lot, left
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible

SHOWN, DEPTH, CODE = 200, 4, 8
MENDED = (GIFT, HELP)


@dataclass(frozen=True, slots=True)
class Booked:
    """One line of a statement."""

    at: datetime
    kind: str
    minutes: int
    runs_out: date | None
    code: str = ""
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Undoable:
    """A gift or a payment for help that a supervisor may book against: when, what, how much; never whose."""

    ref: str
    code: str
    kind: str
    at: datetime
    minutes: int
    undone: bool


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
    undone = set(
        Booking.objects.filter(undoes__in=[one.booking_id for one in latest]).values_list(
            "undoes_id", flat=True
        )
    )
    path = _home(actor)
    pool = TimeAccount.objects.filter(kind=POOL, area__path=path).first() if path else None
    return Statement(
        row.minutes if row else 0, lots[0] if lots else None,
        [_booked(one, undone) for one in latest],
        pool.minutes if pool else 0, path, _relatives(actor, at),
    )  # fmt: skip


def _booked(one: BookingLine, undone: set[int]) -> Booked:
    made = one.booking
    code = code_of(made) if made.kind in MENDED else ""
    return Booked(made.at, made.kind, one.minutes, one.runs_out, code, made.pk in undone)


def code_of(row: Booking) -> str:
    """Return what a statement calls a booking, to be told to a supervisor: eight signs."""
    return row.ref.hex[:8].upper()


def undoable(code: str, actor: Actor) -> Undoable:
    """Return the gift or payment with a code, to a supervisor; raises NotVisible for all others and for no such one."""
    said = "".join(one for one in code.lower() if one in "0123456789abcdef")[:32]
    if not actor.may(Permission.VOLUNTEER_RULE) or len(said) < CODE:
        raise NotVisible
    low, high = uuid.UUID(said.ljust(32, "0")), uuid.UUID(said.ljust(32, "f"))
    rows = Booking.objects.filter(ref__gte=low, ref__lte=high, kind__in=MENDED).prefetch_related("lines")
    found = list(rows[:2])
    if len(found) != 1:
        raise NotVisible
    row = found[0]
    moved = sum(one.minutes for one in row.lines.all() if one.minutes > 0)
    undone = Booking.objects.filter(undoes=row).exists()
    return Undoable(str(row.ref), code_of(row), row.kind, row.at, moved, undone)


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
