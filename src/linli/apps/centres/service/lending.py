"""Lends and takes back at the desk; renews for a borrower. A loan that ends leaves a count and nothing else."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from linli.apps.centres import events
from linli.apps.centres.facts import lending
from linli.apps.centres.models import Copy, LendingDay, Library, Loan, Reservation, Title
from linli.apps.centres.models.lending import DAMAGED, HELD, LOST, OUT, SHELF
from linli.apps.centres.service.reserving import set_aside_next
from linli.core.clock.instants import local
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.slots.lending import fine, refused_loan, refused_renewal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.acting import LostRaceError
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.personal import index
from linli.kernel.identity.service import open_resident

CONDITIONS = {"good": SHELF, "damaged": DAMAGED, "lost": LOST}


def lend(
    centre: UUID | str, barcode: str, phone: str, *, actor: Actor, act_id: str, at: datetime
) -> dict[str, str]:
    """Lend a copy to whoever has a telephone number; returns the loan's ref and the day it is due.

    Raises:
        NotVisible: no such desk, or not the actor's.
        Invalid: no such copy here, or no telephone number.
        Refused: it is out, set aside for somebody else, not fit to be lent, or the person has enough.
    """
    library = lending.desk_of(centre, actor)
    _copy(library, barcode)
    borrower = open_resident(phone, at=at)
    day, _steps = lending.due_day(at, library.loan_days)

    def work(acting: Acting) -> JsonValue:
        fresh = _copy(library, barcode)
        mine = _ready_for(fresh, borrower.pk)
        taken = Loan.objects.filter(borrower=borrower, copy__title__library=library).count()
        if no := refused_loan(lending.rule_of(library), taken):
            raise Refused(no)
        public = _public(library, fresh.title) | {"due": day.isoformat()}
        loan = Loan(copy=fresh, borrower=borrower, lent_at=at, due_on=day)
        loan.stream = acting.open_stream("loan", events.LOAN_BEGUN, public, sealed=True)
        if mine is not None:
            acting.enter(
                mine.stream, events.RESERVATION_ENDED, _public(library, fresh.title) | {"by": "loan"}
            )
            mine.delete()
        if not Copy.objects.filter(pk=fresh.pk, state=fresh.state).update(state=OUT):
            raise LostRaceError
        _store(loan)
        count(library, local(at).date(), "lent")
        return {"ref": str(loan.ref), "due": day.isoformat()}

    said: JsonValue = [str(centre), barcode, index(phone, "said")]
    answer = act("centres.lend", work, said=said, actor=actor, act_id=act_id, at=at)
    return {key: str(value) for key, value in answer.items()} if isinstance(answer, dict) else {}


def take_back(
    centre: UUID | str, barcode: str, condition: str = "good", *, actor: Actor, act_id: str, at: datetime
) -> dict[str, int]:
    """Take a copy back, from whoever brings it; it goes to the shelf, or aside for who waits longest.

    Returns whether it is set aside, and what a late return costs, in fen: what an act answers is kept, so it
    names neither the thing nor anybody.

    Raises:
        Invalid: no such copy here, or no such condition.
        Refused: it is not lent.
    """
    library = lending.desk_of(centre, actor)
    _copy(library, barcode)
    if condition not in CONDITIONS:
        raise Invalid(Problem("condition", "centres.lending.no_such_condition"))

    def work(acting: Acting) -> JsonValue:
        copy = _copy(library, barcode)
        loan = Loan.objects.select_related("stream").filter(copy=copy).first()
        if loan is None:
            raise Refused(Refusal("centres.lending.not_lent"))
        today, title = local(at).date(), copy.title
        late = today > loan.due_on
        public = _public(library, title) | {"late": late, "state": CONDITIONS[condition]}
        acting.enter(loan.stream, events.LOAN_ENDED, public)
        if not Loan.objects.filter(pk=loan.pk).delete()[0]:
            raise Stale("centres.lending.not_lent")
        Title.objects.filter(pk=title.pk).update(loans_ended=F("loans_ended") + 1)
        count(library, today, "returned", *(("late",) if late else ()))
        Copy.objects.filter(pk=copy.pk).update(state=CONDITIONS[condition])
        aside = condition == "good" and set_aside_next(acting, copy)
        return {"set_aside": int(aside), "fine": fine(lending.rule_of(library), loan.due_on, today)}

    said: JsonValue = [str(centre), barcode, condition]
    answer = act("centres.take_back", work, said=said, actor=actor, act_id=act_id, at=at)
    return {key: int(str(value)) for key, value in answer.items()} if isinstance(answer, dict) else {}


def renew(loan: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> date:
    """Renew one's own loan, or a loan of the desk where one works; returns the day it is due now.

    Raises:
        NotVisible: no such loan, or somebody else's.
        Refused: somebody waits for it, or it was renewed often enough.
    """
    _own(loan, actor)

    def work(acting: Acting) -> JsonValue:
        row = _own(loan, actor)
        title = row.copy.title
        library = title.library
        rule = lending.rule_of(library)
        if no := refused_renewal(rule, row.renewals, wanted=lending.is_wanted(title.pk)):
            raise Refused(no)
        day, _steps = lending.due_day(at, library.loan_days)
        acting.enter(row.stream, events.LOAN_RENEWED, _public(library, title) | {"due": day.isoformat()})
        Loan.objects.filter(pk=row.pk).update(due_on=day, renewals=F("renewals") + 1, reminded_on=None)
        count(library, local(at).date(), "renewed")
        return day.isoformat()

    answer = act("centres.renew", work, said=str(loan), actor=actor, act_id=act_id, at=at)
    return date.fromisoformat(str(answer))


def note_copy(
    centre: UUID | str, barcode: str, state: str, *, actor: Actor, act_id: str, at: datetime
) -> None:
    """Note that a copy on the shelf is lost or damaged, or fit again.

    Raises:
        Invalid: no such copy or state.
        Refused: it is out or set aside; take it back first.
    """
    library = lending.desk_of(centre, actor)
    _copy(library, barcode)
    if state not in (SHELF, LOST, DAMAGED):
        raise Invalid(Problem("state", "centres.lending.no_such_condition"))

    def work(acting: Acting) -> JsonValue:
        fresh = lending.desk_of(centre, actor)
        copy = _copy(library, barcode)
        if copy.state in (OUT, HELD):
            raise Refused(Refusal("centres.lending.not_on_shelf"))
        acting.enter(fresh.stream, events.COPY_NOTED, _public(library, copy.title) | {"state": state})
        Copy.objects.filter(pk=copy.pk, state=copy.state).update(state=state)
        return None

    act("centres.note_copy", work, said=[str(centre), barcode, state], actor=actor, act_id=act_id, at=at)


def count(library: Library, day: date, *names: str) -> None:
    """Count for a day: all that stays."""
    row, _ = LendingDay.objects.get_or_create(library=library, day=day)
    LendingDay.objects.filter(pk=row.pk).update(**{name: F(name) + 1 for name in names})


def _public(library: Library, title: Title) -> dict[str, JsonValue]:
    return {"centre": str(library.centre.ref), "kind": title.kind}


def _copy(library: Library, barcode: str) -> Copy:
    rows = Copy.objects.select_related("title__library__centre")
    row = rows.filter(barcode=barcode.strip(), title__library=library).first()
    if row is None:
        raise Invalid(Problem("barcode", "centres.lending.no_such_copy"))
    return row


def _ready_for(copy: Copy, account_id: int) -> Reservation | None:
    """Return the reservation that this copy is set aside by, where it is the borrower's; refuse what cannot be lent."""
    if copy.state == OUT:
        raise Refused(Refusal("centres.lending.lent_already"))
    if copy.state in (LOST, DAMAGED):
        raise Refused(Refusal("centres.lending.not_fit"))
    rows = Reservation.objects.select_related("stream").filter(title=copy.title, account_id=account_id)
    mine = rows.first()
    if copy.state == HELD and (mine is None or mine.copy_id != copy.pk):
        raise Refused(Refusal("centres.lending.set_aside"))
    return mine if mine is not None and mine.copy_id in (None, copy.pk) else None


def _store(loan: Loan) -> None:
    try:
        with transaction.atomic():
            loan.save(force_insert=True)
    except IntegrityError:
        raise LostRaceError from None


def _own(ref: UUID | str, actor: Actor) -> Loan:
    try:
        row = Loan.objects.select_related("stream", "copy__title__library__centre").filter(ref=ref).first()
    except ValidationError:
        row = None
    if row is None:
        raise NotVisible
    own = actor.account_id is not None and row.borrower_id == actor.account_id
    if not own and not lending.may_lend(actor, row.copy.title.library.centre):
        raise NotVisible
    return row
