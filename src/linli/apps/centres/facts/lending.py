"""What may be known of lending: by all what there is and whether it is in, by a borrower the own loans, by the desk what is out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet

from linli.apps.catalogue import facts as catalogue
from linli.apps.centres.models import Centre, Copy, Library, Loan, Reservation, Title
from linli.apps.centres.models.lending import OUT, SHELF
from linli.core.clock.deadlines import Due, due
from linli.core.clock.instants import local
from linli.core.clock.limits import Limit, Unit
from linli.core.clock.timetable import TIMETABLE
from linli.core.shared.outcomes import Reason
from linli.core.slots.lending import LendingRule, refused_renewal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.held import Held

PAGE = 20
WORDS = 5


@dataclass(frozen=True, slots=True)
class TitleFact:
    """A title: how many copies there are, how many are in, how many people wait."""

    ref: str
    kind: str
    name: str
    author: str
    isbn: str
    centre: str
    centre_zh: str
    centre_en: str
    copies: int
    shelf: int
    waiting: int
    loans_ended: int


@dataclass(frozen=True, slots=True)
class TitlePage:
    """A page of titles and where the next begins."""

    titles: tuple[TitleFact, ...]
    cursor: str


@dataclass(frozen=True, slots=True)
class LoanFact:
    """A loan: to its borrower, or at the desk while it is out (then with the borrower masked)."""

    ref: str
    kind: str
    name: str
    barcode: str
    lent_at: datetime
    due_on: date
    late: bool
    renewals: int
    may_renew: bool
    borrower: str
    phone: str


@dataclass(frozen=True, slots=True)
class ReservationFact:
    """A reservation: one's own, or at the desk what is set aside."""

    ref: str
    kind: str
    name: str
    title: str
    ahead: int
    barcode: str
    held_until: date | None
    phone: str


@dataclass(frozen=True, slots=True)
class LibraryFact:
    """A lending desk."""

    centre: str
    name_zh: str
    name_en: str
    rule: LendingRule
    titles: int
    out: int


def rule_of(library: Library) -> LendingRule:
    """Return the rules of a desk."""
    return LendingRule(
        library.loan_days, library.renewals, library.most_loans, library.held_days, library.fine_fen
    )


def may_lend(actor: Actor, centre: Centre) -> bool:
    """Say whether somebody works at the desk of a centre."""
    return actor.may(Permission.LENDING_SERVE, area_path=centre.area_path, body_id=centre.body_id)


def due_day(at: datetime, days: int) -> tuple[date, tuple[Reason, ...]]:
    """Return the day by which something lent now is due, and why: a rest day moves it to the next working day."""
    found = due(at, Limit(days, Unit.CALENDAR_DAYS), catalogue.calendar(), TIMETABLE)
    if not isinstance(found, Due):
        raise LookupError(found.code)  # noqa: TRY004 - a calendar that ends, no wrong type
    return (local(found.at) - timedelta(microseconds=1)).date(), found.steps


def found_by(*texts: str) -> str:
    """Return what is searched: wide and narrow signs, capitals and spaces do not matter."""
    return "".join(unicodedata.normalize("NFKC", " ".join(texts)).casefold().split())[:240]


def libraries(on: date) -> tuple[LibraryFact, ...]:
    """Return the desks that lend."""
    rows = Library.objects.select_related("centre").filter(centre__opened_on__lte=on)
    return tuple(
        _library(one) for one in rows.exclude(centre__closed_on__lte=on).order_by("centre__name_zh")[:100]
    )


def desks(actor: Actor) -> tuple[LibraryFact, ...]:
    """Return the desks at which somebody works."""
    rows = Library.objects.select_related("centre").annotate(
        count=Count("titles", distinct=True)
    ).order_by("centre__name_zh")[:100]  # fmt: skip
    return tuple(_library(one) for one in rows if may_lend(actor, one.centre))


def library_of(centre: UUID | str) -> Library:
    """Return the desk of a centre; raises NotVisible where there is none."""
    try:
        row = Library.objects.select_related("centre", "stream").filter(centre__ref=centre).first()
    except ValidationError:
        row = None
    if row is None:
        raise NotVisible
    return row


def desk_of(centre: UUID | str, actor: Actor) -> Library:
    """Return the desk of a centre to who works there."""
    row = library_of(centre)
    if not may_lend(actor, row.centre):
        raise NotVisible
    return row


def library(centre: UUID | str, actor: Actor) -> LibraryFact:
    """Return a desk to who works there, with how much is out."""
    row = desk_of(centre, actor)
    return _library(row, out=Copy.objects.filter(title__library=row, state=OUT).count())


def titles(*, words: str = "", kind: str = "", centre: str = "", after: str = "") -> TitlePage:
    """Return titles by name, found by words of name, author or ISBN."""
    rows = Title.objects.select_related("library__centre")
    for word in words[:80].split()[:WORDS]:
        rows = rows.filter(found__contains=found_by(word))
    if kind:
        rows = rows.filter(kind=kind)
    if centre:
        rows = rows.filter(library=library_of(centre))
    if start := _cursor(after):
        rows = rows.filter(Q(name__gt=start.name) | Q(name=start.name, pk__gt=start.pk))
    listed = list(_counted(rows).order_by("name", "id")[: PAGE + 1])
    last = str(listed[PAGE - 1].ref) if len(listed) > PAGE else ""
    return TitlePage(tuple(_title(one) for one in listed[:PAGE]), last)


def title(ref: UUID | str) -> TitleFact:
    """Return a title."""
    return _title(title_row(ref))


def title_row(ref: UUID | str) -> Title:
    """Return a title's row."""
    try:
        row = _counted(Title.objects.select_related("library__centre")).filter(ref=ref).first()
    except ValidationError:
        row = None
    if row is None:
        raise NotVisible
    return row


def my_loans(actor: Actor, at: datetime) -> tuple[LoanFact, ...]:
    """Return what somebody has borrowed, the most urgent first."""
    if actor.account_id is None:
        return ()
    return tuple(_loans(Loan.objects.filter(borrower_id=actor.account_id), at))


def own_of_title(actor: Actor, title: UUID | str) -> tuple[date | None, bool]:
    """Return till when somebody has a copy of a title, if they do, and whether they wait for one."""
    if actor.account_id is None:
        return None, False
    loans = Loan.objects.filter(borrower_id=actor.account_id, copy__title__ref=title)
    waits = Reservation.objects.filter(account_id=actor.account_id, title__ref=title)
    return loans.order_by("due_on").values_list("due_on", flat=True).first(), waits.exists()


def my_reservations(actor: Actor) -> tuple[ReservationFact, ...]:
    """Return what somebody waits for, with how many are ahead."""
    if actor.account_id is None:
        return ()
    rows = Reservation.objects.select_related("title", "copy", "account").filter(account_id=actor.account_id)
    found = list(rows.order_by("made_at", "id")[:50])
    ahead = Counted(found)
    return tuple(_reservation(one, ahead.of(one)) for one in found)


class Counted:
    """How many wait before each of some reservations, in one statement."""

    def __init__(self, rows: list[Reservation]) -> None:
        waiting = Reservation.objects.filter(title_id__in={one.title_id for one in rows}, copy=None)
        self._before = list(waiting.values_list("title_id", "made_at", "pk"))

    def of(self, row: Reservation) -> int:
        """Return how many are ahead of one."""
        mine = (row.made_at, row.pk)
        return sum(title == row.title_id and (made, pk) < mine for title, made, pk in self._before)


@dataclass(frozen=True, slots=True)
class LoanPage:
    """A page of what is out; ``cursor`` asks for the next, "" at the end."""

    loans: tuple[LoanFact, ...]
    cursor: str


def loans_out(
    centre: UUID | str, actor: Actor, at: datetime, *, late: bool = False, after: str = ""
) -> LoanPage:
    """Return what is out at a desk, the most urgent first, with the borrower masked."""
    rows = Loan.objects.filter(copy__title__library=desk_of(centre, actor))
    if late:
        rows = rows.filter(due_on__lt=local(at).date())
    if (start := _loan_after(after)) is not None:
        rows = rows.filter(Q(due_on__gt=start.due_on) | Q(due_on=start.due_on, pk__gt=start.pk))
    found = tuple(_loans(rows, at, desk=True, limit=PAGE + 1))
    return LoanPage(found[:PAGE], found[PAGE - 1].ref if len(found) > PAGE else "")


def _loan_after(ref: str) -> Loan | None:
    try:
        return Loan.objects.filter(ref=ref).first() if ref else None
    except ValidationError:
        return None


def set_aside(centre: UUID | str, actor: Actor) -> tuple[ReservationFact, ...]:
    """Return what is set aside at a desk and for whom, masked."""
    rows = Reservation.objects.select_related("title", "copy", "account").filter(copy__isnull=False)
    rows = rows.filter(title__library=desk_of(centre, actor)).order_by("held_until", "id")
    return tuple(_reservation(one, 0, desk=True) for one in rows[:100])


def labels(centre: UUID | str, actor: Actor, title_ref: str = "") -> tuple[tuple[str, str, str], ...]:
    """Return barcode, name and author of copies, for labels: of a title, or the newest of the desk."""
    rows = Copy.objects.filter(title__library=desk_of(centre, actor)).select_related("title")
    if title_ref:
        rows = rows.filter(title=title_row(title_ref))
    return tuple((one.barcode, one.title.name, one.title.author) for one in rows.order_by("-pk")[:60])


def copies(title_ref: str, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return barcodes and states of a title's copies, to who works at its desk; nothing to others."""
    row = title_row(title_ref)
    if not may_lend(actor, row.library.centre):
        return ()
    return tuple(row.copies.order_by("pk").values_list("barcode", "state"))


def copy_name(centre: UUID | str, barcode: str, actor: Actor) -> str:
    """Return what a copy is called, to who works at its desk; "" where there is none."""
    row = Copy.objects.select_related("title").filter(
        title__library=desk_of(centre, actor), barcode=barcode.strip()
    ).first()  # fmt: skip
    return row.title.name if row else ""


def is_wanted(title_id: int) -> bool:
    """Say whether somebody waits for a title for whom nothing is set aside."""
    return Reservation.objects.filter(title_id=title_id, copy=None).exists()


def what_is_held(account_id: int, _ref: str, _at: datetime) -> Iterable[Held]:
    """Tell a person what they have borrowed and wait for; both are forgotten when they end."""
    for one in Loan.objects.select_related("copy__title").filter(borrower_id=account_id)[:100]:
        yield Held("centres.held_loan", one.copy.title.name, "centres.held_loan_why")
    for each in Reservation.objects.select_related("title").filter(account_id=account_id)[:100]:
        yield Held("centres.held_reservation", each.title.name, "centres.held_reservation_why")


def _counted(rows: QuerySet[Title]) -> QuerySet[Title]:
    return rows.annotate(
        all_copies=Count("copies", distinct=True),
        on_shelf=Count("copies", filter=Q(copies__state=SHELF), distinct=True),
        wanted=Count("reservations", filter=Q(reservations__copy=None), distinct=True),
    )


def _cursor(after: str) -> Title | None:
    try:
        return Title.objects.filter(ref=after).first() if after else None
    except ValidationError:
        return None


def _title(row: Title) -> TitleFact:
    centre = row.library.centre
    return TitleFact(
        str(row.ref), row.kind, row.name, row.author, row.isbn, str(centre.ref), centre.name_zh,
        centre.name_en, row.all_copies, row.on_shelf, row.wanted, row.loans_ended,  # type: ignore[attr-defined]
    )  # fmt: skip


def _library(row: Library, *, out: int = 0) -> LibraryFact:
    return LibraryFact(
        str(row.centre.ref),
        row.centre.name_zh,
        row.centre.name_en,
        rule_of(row),
        getattr(row, "count", 0),
        out,
    )


def _loans(rows: QuerySet[Loan], at: datetime, *, desk: bool = False, limit: int = 100) -> Iterable[LoanFact]:
    found = list(rows.select_related("copy__title__library", "borrower").order_by("due_on", "id")[:limit])
    wanted = set(
        Reservation.objects.filter(title__in={one.copy.title_id for one in found}, copy=None).values_list(
            "title_id", flat=True
        )
    )
    today = local(at).date()
    for one in found:
        made, rule = one.copy.title, rule_of(one.copy.title.library)
        who = one.borrower if desk else None
        no = refused_renewal(rule, one.renewals, wanted=made.pk in wanted)
        yield LoanFact(
            str(one.ref), made.kind, made.name, one.copy.barcode, one.lent_at, one.due_on, one.due_on < today,
            one.renewals, no is None, who.name[:1] + "*" if who and who.name else "",
            who.phone_masked if who else "",
        )  # fmt: skip


def _reservation(row: Reservation, ahead: int, *, desk: bool = False) -> ReservationFact:
    return ReservationFact(
        str(row.ref), row.title.kind, row.title.name, str(row.title.ref), ahead,
        row.copy.barcode if row.copy else "", row.held_until, row.account.phone_masked if desk else "",
    )  # fmt: skip


def lending_rule(centre: UUID | str, actor: Actor) -> LendingRule | None:
    """Return the rules of a centre's desk to who keeps the centre; None: it does not lend yet."""
    row = Centre.objects.filter(ref=centre).first()
    if row is None or not actor.may(Permission.CENTRE_KEEP, area_path=row.area_path, body_id=row.body_id):
        raise NotVisible
    known = Library.objects.filter(centre=row).first()
    return rule_of(known) if known else None
