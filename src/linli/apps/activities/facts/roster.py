"""The list of an activity for those who hold it: names to call, never telephone numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.apps.activities.facts.calendar import Asked, asked
from linli.apps.activities.facts.finding import held_row
from linli.apps.activities.facts.own import name_of
from linli.apps.activities.models import LIVE, TAKEN, AskedQuestion, Helper, Seat, Session, SignUp
from linli.apps.activities.policy.codes import read_code
from linli.apps.activities.policy.signing import age_on
from linli.core.clock.instants import local
from linli.kernel.access.actors import Actor
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.models import Account
from linli.kernel.identity.service import phone_of


@dataclass(frozen=True, slots=True)
class OnList:
    """Somebody on the list, with whether they came to the session that is looked at."""

    ref: str
    name: str
    age: int | None
    child: bool
    consent: str
    mode: str
    standing: str
    at_counter: bool
    offered_until: datetime | None
    came_at: datetime | None
    seated: bool


@dataclass(frozen=True, slots=True)
class HelperFact:
    """Who holds an activity."""

    ref: str
    name: str
    part: str


@dataclass(frozen=True, slots=True)
class Entered:
    """One who came, as the register of attendance takes it."""

    key: int
    phone: str
    name: str
    on: str
    title: str


def roster(ref: UUID | str, session: int | None, actor: Actor) -> tuple[OnList, ...]:
    """Return who has, is offered or waits for a place, in the order of the list; raises NotVisible."""
    row = held_row(ref, actor)
    came = dict(
        Seat.objects.filter(session_id=session, session__activity=row).values_list("sign_up_id", "came_at")
    )
    rows = SignUp.objects.filter(activity=row, standing__in=LIVE).order_by("turn")
    day = local(row.starts).date()
    return tuple(
        OnList(
            str(one.ref), name_of(one), age_on(one.born, day) if one.born else None, one.child, one.consent,
            one.mode, one.standing, one.at_counter, one.offered_until, came.get(one.pk), one.pk in came,
        )
        for one in rows
    )  # fmt: skip


def helpers(ref: UUID | str, actor: Actor) -> tuple[HelperFact, ...]:
    """Return who holds an activity, to those who do and to who plans it."""
    rows = Helper.objects.filter(activity=held_row(ref, actor)).select_related("account").order_by("id")
    return tuple(
        HelperFact(str(one.account.ref), one.account.name or one.account.phone_masked, one.part)
        for one in rows
    )


def questions(ref: UUID | str, actor: Actor) -> tuple[Asked, ...]:
    """Return all questions, those without an answer first, to who holds the activity."""
    rows = AskedQuestion.objects.filter(activity=held_row(ref, actor)).exclude(text="")
    return tuple(
        asked(one) for one in sorted(rows[:200], key=lambda one: (one.answered_at is not None, one.asked_at))
    )


def found_code(code: str, actor: Actor) -> tuple[str, int]:
    """Return activity and session of a code that was scanned; raises NotVisible for who does not hold it."""
    seat = Seat.objects.filter(code=read_code(code)).select_related("sign_up__activity").first()
    if seat is None:
        raise NotVisible
    return str(held_row(seat.sign_up.activity.ref, actor).ref), seat.session_id


def entered(session: int) -> Sequence[Entered]:
    """Return who came to a session whose list was closed; for the register, by the system alone."""
    one = Session.objects.filter(pk=session, entered_at__isnull=False).select_related("activity").first()
    if one is None:
        return ()
    seats = Seat.objects.filter(session=one, came_at__isnull=False, sign_up__standing=TAKEN)
    return [
        Entered(
            seat.pk, _phone(seat.sign_up.account), name_of(seat.sign_up),
            local(one.starts).date().isoformat(), one.activity.title_zh,
        )
        for seat in seats.select_related("sign_up__account").order_by("id")
        if seat.sign_up.account is not None
    ]  # fmt: skip


def _phone(account: Account | None) -> str:
    return phone_of(account) if account is not None else ""
