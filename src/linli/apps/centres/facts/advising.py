"""What may be known of advice: by all who advises and which times are free; by the two of a consultation, and nobody else, the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from linli.apps.catalogue import facts as catalogue
from linli.apps.centres.models import Adviser, Centre, Consultation, ConsultationRecord, ConsultationWait
from linli.apps.centres.models.advising import BOOKED, OFFERED
from linli.core.clock.instants import local, midnight
from linli.core.slots.advising import Offer, Pattern, Weekly, free, offered, room_is_open
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.held import Held
from linli.kernel.identity.personal import index, unseal

SEALED = "consultation"
LIVE = (BOOKED, OFFERED)
OWN_LIST = 60
DIGITS = 8


@dataclass(frozen=True, slots=True)
class AdviserFact:
    """Somebody who advises, as everybody may know; ``first``: the next free time."""

    ref: str
    kind: str
    name_zh: str
    name_en: str
    centre: str
    centre_zh: str
    centre_en: str
    centre_phone: str
    minutes: int
    ways: tuple[str, ...]
    kept_days: int
    is_active: bool
    hours: tuple[Weekly, ...]
    first: datetime | None


@dataclass(frozen=True, slots=True)
class ConsultationFact:
    """A consultation, to its client or its adviser; ``room`` is the link while it is shown."""

    ref: str
    adviser: str
    kind: str
    adviser_zh: str
    adviser_en: str
    centre_zh: str
    centre_en: str
    client: str
    starts: datetime
    ends: datetime
    way: str
    state: str
    offer_until: datetime | None
    arrived_at: datetime | None
    called_at: datetime | None
    is_client: bool
    is_over: bool
    room: str
    record: str
    record_until: datetime | None
    code: str
    """The digits to tell at the desk, to the client alone."""


@dataclass(frozen=True, slots=True)
class CodeFact:
    """What staff see of a consultation whose digits a caller told: when and which way, never who or with whom."""

    ref: str
    starts: datetime
    way: str
    state: str


def is_remote_possible() -> bool:
    """Say whether this installation has rooms to meet in from afar."""
    return bool(settings.ROOM_LINK)


def may_keep(actor: Actor, centre: Centre) -> bool:
    """Say whether somebody keeps the centre at which an adviser advises."""
    return actor.may(Permission.CENTRE_KEEP, area_path=centre.area_path, body_id=centre.body_id)


def may_book(actor: Actor, centre: Centre) -> bool:
    """Say whether somebody books for callers there."""
    return actor.may(Permission.CONSULTATION_BOOK, area_path=centre.area_path, body_id=centre.body_id)


def ways_of(row: Adviser) -> tuple[str, ...]:
    """Return how somebody advises here."""
    ways = [
        *(("on_site",) if row.on_site else ()),
        *(("remote",) if row.remote and is_remote_possible() else ()),
    ]
    return tuple(ways)


def adviser_row(ref: UUID | str) -> Adviser:
    """Return an adviser's row; raises NotVisible where there is none."""
    try:
        rows = Adviser.objects.select_related("centre", "stream").prefetch_related("hours", "absences")
        row = rows.filter(ref=ref).first()
    except ValidationError:
        row = None
    if row is None:
        raise NotVisible
    return row


def advisers(at: datetime, *, actor: Actor | None = None, centre: UUID | str = "") -> tuple[AdviserFact, ...]:
    """Return who advises, with the next free time; with an actor, those for whom one may book."""
    rows = Adviser.objects.select_related("centre").prefetch_related("hours", "absences")
    rows = rows.filter(centre__ref=centre) if centre else rows.filter(is_active=True)
    found = [
        one
        for one in rows.order_by("kind", "name_zh", "id")[:60]
        if actor is None or may_book(actor, one.centre)
    ]
    taken = _taken(found, at)
    return tuple(_adviser(one, _free(one, taken.get(one.pk, ()), at)) for one in found)


def kept_advisers(centre: UUID | str, actor: Actor, at: datetime) -> tuple[AdviserFact, ...]:
    """Return all advisers of a centre to who keeps it."""
    row = Centre.objects.filter(ref=centre).first()
    if row is None or not may_keep(actor, row):
        raise NotVisible
    return advisers(at, centre=centre)


def adviser(ref: UUID | str, at: datetime) -> AdviserFact:
    """Return one adviser."""
    row = adviser_row(ref)
    return _adviser(row, _free(row, _taken([row], at).get(row.pk, ()), at))


def free_times(ref: UUID | str, at: datetime) -> tuple[Offer, ...]:
    """Return the times of an adviser that can be booked now."""
    row = adviser_row(ref)
    if not row.is_active:
        return ()
    return tuple(_free(row, _taken([row], at).get(row.pk, ()), at))


def is_offered(row: Adviser, starts: datetime, at: datetime) -> datetime | None:
    """Return when a time ends that an adviser offers, taken or not; None: it is none, or past."""
    day = local(starts).date()
    if not row.is_active or starts <= at or day > local(at).date() + timedelta(days=row.ahead_days):
        return None
    return next((one.ends for one in offered(_pattern(row), day, day) if one.starts == starts), None)


def my_consultations(actor: Actor, at: datetime) -> tuple[ConsultationFact, ...]:
    """Return one's own consultations as a client, the next first, the last year's after them."""
    if actor.account_id is None:
        return ()
    rows = _rows().filter(client_id=actor.account_id, starts__gt=at - timedelta(days=366))
    found = list(rows.order_by("-starts")[:OWN_LIST])
    found.sort(key=lambda one: (one.ends < at, one.starts if one.ends >= at else at, -one.starts.timestamp()))
    return tuple(_fact(one, actor, at) for one in found)


def adviser_day(actor: Actor, at: datetime) -> tuple[ConsultationFact, ...]:
    """Return an adviser's consultations from today on, in their order."""
    if actor.account_id is None:
        return ()
    rows = _rows().filter(adviser__account_id=actor.account_id, starts__gte=midnight(local(at).date()))
    return tuple(_fact(one, actor, at) for one in rows.exclude(off=True).order_by("starts")[:OWN_LIST])


def adviser_past(actor: Actor, at: datetime) -> tuple[ConsultationFact, ...]:
    """Return an adviser's consultations of which something is still kept, the latest first."""
    if actor.account_id is None:
        return ()
    rows = _rows().filter(adviser__account_id=actor.account_id, starts__lt=midnight(local(at).date()))
    rows = rows.filter(Q(record__isnull=False) | Q(state=BOOKED))
    return tuple(_fact(one, actor, at) for one in rows.order_by("-starts")[:OWN_LIST])


def own_advisers(actor: Actor) -> list[Adviser]:
    """Return where somebody advises."""
    rows = Adviser.objects.select_related("centre", "stream").prefetch_related("hours", "absences")
    return list(rows.filter(account_id=actor.account_id)) if actor.account_id is not None else []


def consultation(ref: UUID | str, actor: Actor, at: datetime) -> ConsultationFact:
    """Return a consultation to its client or its adviser; to everybody else it is not there."""
    return _fact(own_row(ref, actor), actor, at)


def own_row(ref: UUID | str, actor: Actor) -> Consultation:
    """Return a consultation's row to one of the two. No role, no system opens it."""
    try:
        row = _rows().filter(ref=ref).first()
    except ValidationError:
        row = None
    if row is None or actor.account_id is None:
        raise NotVisible
    if actor.account_id not in (row.client_id, row.adviser.account_id):
        raise NotVisible
    return row


def by_code(code: str, actor: Actor) -> CodeFact:
    """Return what staff may know of the consultation whose digits a caller told."""
    row = code_row(code, actor)
    return CodeFact(str(row.ref), row.starts, row.way, row.state)


def code_row(code: str, actor: Actor) -> Consultation:
    """Return the row behind digits, to who books for callers at that centre."""
    digits = "".join(one for one in code if one.isascii() and one.isdigit())
    row = _rows().filter(code=index(digits, SEALED), state__in=LIVE).first() if digits else None
    if row is None or not may_book(actor, row.adviser.centre):
        raise NotVisible
    return row


def waited_for(actor: Actor) -> tuple[str, ...]:
    """Return the advisers for whose next free time somebody waits."""
    if actor.account_id is None:
        return ()
    rows = ConsultationWait.objects.filter(client_id=actor.account_id).values_list("adviser__ref", flat=True)
    return tuple(str(one) for one in rows)


def what_is_held(account_id: int, _ref: str, _at: datetime) -> Iterable[Held]:
    """Tell a person their consultations and records; the text of a record is read on its own page."""
    for one in Consultation.objects.filter(client_id=account_id).order_by("-starts")[:OWN_LIST]:
        yield Held("centres.held_consultation", one.starts, "centres.held_consultation_why")
    records = ConsultationRecord.objects.filter(consultation__client_id=account_id).order_by("-written_at")
    for each in records[:OWN_LIST]:
        yield Held("centres.held_record", each.written_at, "centres.held_record_why", each.until)


def place_of(row: Consultation, spoken: str) -> str:
    """Return the name of the centre in a language."""
    centre = row.adviser.centre
    return centre.name_zh if spoken == "zh" else centre.name_en or centre.name_zh


def _rows() -> QuerySet[Consultation]:
    return Consultation.objects.select_related("adviser__centre", "client", "stream", "record")


def _taken(rows: Sequence[Adviser], at: datetime) -> dict[int, list[tuple[datetime, datetime]]]:
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    times = Consultation.objects.filter(adviser__in=rows, off=False, ends__gt=at)
    for key, starts, ends in times.values_list("adviser_id", "starts", "ends"):
        found.setdefault(key, []).append((starts, ends))
    return found


def _free(row: Adviser, taken: Sequence[tuple[datetime, datetime]], at: datetime) -> list[Offer]:
    today = local(at).date()
    return free(offered(_pattern(row), today, today + timedelta(days=row.ahead_days)), taken, at)


def _pattern(row: Adviser) -> Pattern:
    weekly = [Weekly(one.weekday, one.starts, one.ends) for one in row.hours.all()]
    away = [(one.first, one.last) for one in row.absences.all()]
    return Pattern(weekly, row.minutes, away, _is_rest, midnight)


def _is_rest(day: date) -> bool:
    """Say whether a day is a public holiday; a weekend is none for who has hours on it."""
    return catalogue.calendar().kind(day).name is not None


def _adviser(row: Adviser, times: Sequence[Offer]) -> AdviserFact:
    centre = row.centre
    hours = sorted((Weekly(one.weekday, one.starts, one.ends) for one in row.hours.all()), key=lambda one: (one.weekday, one.starts))  # fmt: skip
    return AdviserFact(
        str(row.ref), row.kind, row.name_zh, row.name_en, str(centre.ref), centre.name_zh, centre.name_en,
        centre.phone, row.minutes, ways_of(row), row.kept_days, row.is_active, tuple(hours),
        times[0].starts if times else None,
    )  # fmt: skip


def _fact(row: Consultation, actor: Actor, at: datetime) -> ConsultationFact:
    made, centre = row.adviser, row.adviser.centre
    record = getattr(row, "record", None)
    if record is not None and record.until <= at:
        record = None
    return ConsultationFact(
        str(row.ref), str(made.ref), made.kind, made.name_zh, made.name_en, centre.name_zh, centre.name_en,
        row.client.name if row.client else "", row.starts, row.ends, row.way, row.state, row.offer_until,
        row.arrived_at, row.called_at, row.client_id == actor.account_id, row.ends <= at, _room(row, at),
        unseal(bytes(record.text_sealed), SEALED) if record else "", record.until if record else None,
        _code(row, actor),
    )  # fmt: skip


def digits_of(ref: UUID | str) -> str:
    """Return the digits of a consultation, which nobody makes out without the key; only their digest is stored."""
    return f"{int(index(str(ref), 'consultation-digits'), 16) % 10**DIGITS:0{DIGITS}d}"


def _code(row: Consultation, actor: Actor) -> str:
    """Return the digits to the client while they are good for something; none where an older row has others."""
    if row.client_id != actor.account_id or row.state not in LIVE:
        return ""
    digits = digits_of(row.ref)
    return digits if row.code == index(digits, SEALED) else ""


def _room(row: Consultation, at: datetime) -> str:
    """Return the link to the room, around the hour and for a consultation from afar only."""
    if row.way != "remote" or row.state != BOOKED or not room_is_open(row.starts, row.ends, at):
        return ""
    template: str = settings.ROOM_LINK
    return template.replace("{room}", unseal(bytes(row.room_sealed), SEALED)) if template else ""


@dataclass(frozen=True, slots=True)
class OwnHours:
    """Where somebody advises, with the days away that are to come."""

    adviser: AdviserFact
    away: tuple[tuple[date, date], ...]


def own_hours(actor: Actor, at: datetime) -> tuple[OwnHours, ...]:
    """Return where and when somebody advises."""
    return tuple(
        OwnHours(
            _adviser(one, ()),
            tuple((each.first, each.last) for each in one.absences.all() if each.last >= local(at).date()),
        )
        for one in own_advisers(actor)
    )
