"""Who is on duty: names for staff who may read the roster, the office's number for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from linli.apps.grid.models import Body, DutyRoster, Shift, Swap, SwapState
from linli.apps.grid.policy.visibility import may_read_roster
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission


@dataclass(frozen=True, slots=True)
class RosterFact:
    """A duty that people of a body share."""

    ref: str
    code: str
    body_ref: str
    name_zh: str
    name_en: str
    phone: str


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A shift that runs now; ``name`` is "" for those who may not read the roster."""

    roster: RosterFact
    name: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class ShiftFact:
    """A shift as the roster's readers see it; ``mine`` marks the reader's own."""

    ref: str
    roster_ref: str
    account_ref: str
    name: str
    starts_at: datetime
    ends_at: datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class SwapFact:
    """A swap that one of the two sees; ``to_answer`` says that it waits for the reader."""

    ref: str
    shift: ShiftFact
    instead: ShiftFact | None
    asker: str
    asked: str
    state: str
    to_answer: bool


def rosters(body_ref: str) -> list[RosterFact]:
    """Return the duties of a body."""
    rows = DutyRoster.objects.filter(body__ref=body_ref).select_related("body").order_by("code")
    return [_roster(row) for row in rows]


def who_is_on_duty(body_ref: str, at: datetime, *, actor: Actor) -> list[OnDuty]:
    """Return the shifts of a body that run at a moment."""
    body = Body.objects.filter(ref=body_ref).select_related("area").defer("area__boundary").first()
    if body is None:
        return []
    open_names = may_read_roster(actor, body)
    running = _shifts(Q(roster__body=body, starts_at__lte=at, ends_at__gt=at))
    return [
        OnDuty(_roster(row.roster), row.account.name if open_names else "", row.starts_at, row.ends_at)
        for row in running
    ]


def shifts(roster_ref: str, from_: datetime, until: datetime, *, actor: Actor) -> list[ShiftFact]:
    """Return a roster's shifts that touch a span; one's own only, for those who may not read the roster."""
    roster = DutyRoster.objects.filter(ref=roster_ref).select_related("body__area").first()
    if roster is None:
        return []
    which = Q(roster=roster, starts_at__lt=until, ends_at__gt=from_)
    if not _may_read(actor, roster):
        which &= Q(account_id=actor.account_id)
    return [_shift(row, actor) for row in _shifts(which)]


def body_shifts(body_ref: str, from_: datetime, until: datetime, *, actor: Actor) -> list[ShiftFact]:
    """Return the shifts of all duties of a body, as `shifts` would duty by duty. Two statements."""
    body = Body.objects.filter(ref=body_ref).select_related("area").defer("area__boundary").first()
    if body is None:
        return []
    which = Q(roster__body=body, starts_at__lt=until, ends_at__gt=from_)
    if not may_read_roster(actor, body):
        which &= _shared(actor)
    return [_shift(row, actor) for row in _shifts(which)]


def my_shifts(from_: datetime, *, actor: Actor) -> list[ShiftFact]:
    """Return the reader's own shifts that are not over."""
    if actor.account_id is None:
        return []
    return [_shift(row, actor) for row in _shifts(Q(account_id=actor.account_id, ends_at__gt=from_))]


def swaps(*, actor: Actor) -> list[SwapFact]:
    """Return the open swaps that the reader asked for or is asked for."""
    if actor.account_id is None:
        return []
    mine = Q(asker_id=actor.account_id) | Q(asked_id=actor.account_id)
    related = ("shift__account", "shift__roster", "instead__account", "instead__roster", "asker", "asked")
    rows = Swap.objects.filter(mine, state=SwapState.ASKED).select_related(*related).order_by("asked_at")
    return [_swap(row, actor) for row in rows]


def _may_read(actor: Actor, roster: DutyRoster) -> bool:
    """Colleagues who share a duty see its roster, wherever their own area ends."""
    if may_read_roster(actor, roster.body):
        return True
    if actor.account_id is None or not actor.may(Permission.SHIFT_SWAP):
        return False
    return Shift.objects.filter(roster=roster, account_id=actor.account_id, cancelled=False).exists()


def _shared(actor: Actor) -> Q:
    """What somebody may see who may not read the roster: the duties they share, or their own shifts only."""
    if not actor.may(Permission.SHIFT_SWAP):
        return Q(account_id=actor.account_id)
    own = Shift.objects.filter(account_id=actor.account_id, cancelled=False)
    return Q(roster__in=own.values("roster"))


def _shifts(which: Q) -> QuerySet[Shift]:
    rows = Shift.objects.filter(which, cancelled=False).select_related("account", "roster__body")
    return rows.order_by("starts_at", "id")


def _roster(row: DutyRoster) -> RosterFact:
    return RosterFact(
        str(row.ref), row.code, str(row.body.ref), row.name_zh, row.name_en, row.phone or row.body.phone
    )


def _shift(row: Shift, actor: Actor) -> ShiftFact:
    return ShiftFact(
        str(row.ref), str(row.roster.ref), str(row.account.ref), row.account.name,
        row.starts_at, row.ends_at, row.account_id == actor.account_id,
    )  # fmt: skip


def _swap(row: Swap, actor: Actor) -> SwapFact:
    return SwapFact(
        ref=str(row.ref),
        shift=_shift(row.shift, actor),
        instead=_shift(row.instead, actor) if row.instead else None,
        asker=row.asker.name,
        asked=row.asked.name,
        state=row.state,
        to_answer=row.asked_id == actor.account_id,
    )
