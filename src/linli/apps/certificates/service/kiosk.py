"""A kiosk: opened by staff, proved by card or code, looked at by staff, wiped after use and when nobody touches it."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.apps.certificates import events
from linli.apps.certificates.models import Kiosk, KioskVisit
from linli.apps.certificates.service.readers import reader
from linli.apps.certificates.service.recording import body_of_grants
from linli.apps.people import facts as people
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor, resident_actor
from linli.kernel.access.permissions import Permission
from linli.kernel.access.queries import NOTHING, within
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.service import account_of_code

BY_CARD, BY_CODE = "card", "code"
"""The only two ways to say who one is. There is none by typing a number of an identity card."""
OPEN_FOR = timedelta(hours=12)
IDLE = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody at the kiosk. ``actor`` is only there once staff have looked."""

    ref: str
    way: str
    actor: Actor | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits for a look: what staff compare with who stands there."""

    ref: str
    name: str
    phone: str
    way: str
    began_at: datetime


def open_kiosk(*, actor: Actor, act_id: str, at: datetime) -> str:
    """Make this device a kiosk of the actor's body; returns what the device keeps.

    Raises:
        Refused: the actor issues no certificates, or works for no body.
    """
    body = body_of_grants(actor, Permission.CERTIFICATE_ISSUE)
    secret = secrets.token_urlsafe(32)

    def work(acting: Acting) -> JsonValue:
        ref = uuid.uuid4()
        public: dict[str, JsonValue] = {"body": body.ref, "role": "clerk"}
        stream = acting.open_stream("kiosk", events.KIOSK_OPENED, public)
        Kiosk.objects.create(
            ref=ref, stream=stream, secret=_digest(secret), body_id=body.id, area_path=body.area_path,
            opened_at=acting.at, ends_at=acting.at + OPEN_FOR,
        )  # fmt: skip
        return str(ref)

    act("certificates.open_kiosk", work, said=[_digest(secret)], actor=actor, act_id=act_id, at=at)
    return secret


def is_kiosk(secret: str, at: datetime) -> bool:
    """Say whether a device is a kiosk now."""
    return _kiosk(secret, at) is not None


def close_kiosk(secret: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """End a device's time as a kiosk, and whatever is on it.

    Raises:
        NotVisible: it is none.
        Refused: the actor issues no certificates there.
    """
    kiosk = _kiosk(secret, at)
    if kiosk is None:
        raise NotVisible
    _refuse_others(actor, kiosk)

    def work(acting: Acting) -> JsonValue:
        row = Kiosk.objects.select_related("stream").get(pk=kiosk.pk)
        acting.enter(row.stream, events.KIOSK_CLOSED, {"role": "clerk"})
        Kiosk.objects.filter(pk=row.pk).update(ends_at=acting.at)
        KioskVisit.objects.filter(kiosk=row).update(over=True, person=None)
        return None

    act("certificates.close_kiosk", work, said=[str(kiosk.ref)], actor=actor, act_id=act_id, at=at)


def begin_by_card(kiosk_secret: str, at: datetime) -> str:
    """Read the card that lies on the reader and begin a visit; returns its secret.

    Raises:
        NotVisible: this is no kiosk.
        Invalid: there is no card, or it is nobody's here.
    """
    kiosk = _kiosk(kiosk_secret, at)
    if kiosk is None:
        raise NotVisible
    card = reader().read(str(kiosk.ref))
    if card is None:
        raise Invalid(Problem("card", "certificates.kiosk_no_card"))
    account = people.account_of_card(card.id_number)
    if account is None:
        raise Invalid(Problem("card", "certificates.kiosk_card_unknown"))
    return _begin(kiosk, BY_CARD, account, at)


def begin_by_code(kiosk_secret: str, phone: str, code: str, at: datetime) -> str:
    """Begin a visit with the code that was sent to a telephone; returns its secret.

    Raises:
        NotVisible: this is no kiosk.
        Invalid: wrong code.
    """
    kiosk = _kiosk(kiosk_secret, at)
    if kiosk is None:
        raise NotVisible
    return _begin(kiosk, BY_CODE, account_of_code(phone, code, at).pk, at)


def visit(kiosk_secret: str, secret: str, at: datetime, *, put_off: bool = True) -> Visit | None:
    """Return who stands at the kiosk, and put off the end unless a page only looked again; None when nobody does, or has for too long."""
    rows = KioskVisit.objects.select_related("person").filter(
        secret=_digest(secret), kiosk__secret=_digest(kiosk_secret), kiosk__ends_at__gt=at, over=False
    )
    row = rows.first()
    if row is None or row.person is None:
        return None
    if row.until <= at:
        end(secret)
        return None
    if put_off:
        KioskVisit.objects.filter(pk=row.pk).update(until=at + IDLE)
    person = row.person
    actor = resident_actor(account_id=person.pk, account_ref=str(person.ref), name=person.name)
    return Visit(str(row.ref), row.way, actor if row.seen_at else None)


def end(secret: str) -> None:
    """Wipe a visit: nothing is left but that somebody was there."""
    KioskVisit.objects.filter(secret=_digest(secret)).update(over=True, person=None)


def end_idle(at: datetime) -> int:
    """Wipe every visit that nobody went on with; the worker calls this."""
    return KioskVisit.objects.filter(over=False, until__lte=at).update(over=True, person=None)


def waiting(actor: Actor, at: datetime) -> list[Waiting]:
    """Return who waits for a look at the kiosks of the actor's area."""
    paths = {one.area_path for one in actor.grants_for(Permission.CERTIFICATE_ISSUE)}
    rows = KioskVisit.objects.filter(
        within(paths, "kiosk__area_path") if paths else NOTHING, over=False, seen_at=None, until__gt=at
    )
    found = rows.exclude(person=None).select_related("person").order_by("id")
    return [
        Waiting(str(row.ref), row.person.name, row.person.phone_masked, row.way, row.began_at)
        for row in found
        if row.person is not None
    ]


def look(ref: str | uuid.UUID, *, is_person: bool, actor: Actor, act_id: str, at: datetime) -> None:
    """Say after a look whether the person at the kiosk is who they proved to be; if not, the visit is wiped.

    Raises:
        NotVisible: nobody waits there, or not for this actor.
        Stale: somebody else looked, or the visit is over.
    """
    row = KioskVisit.objects.select_related("kiosk").filter(ref=_uuid(ref)).first()
    if row is None:
        raise NotVisible
    _refuse_others(actor, row.kiosk)

    def work(acting: Acting) -> JsonValue:
        held = KioskVisit.objects.select_related("kiosk__stream").get(pk=row.pk)
        if held.over or held.seen_at is not None or held.until <= acting.at:
            raise Stale("certificates.kiosk_over")
        answer = "seen" if is_person else "refused"
        acting.enter(
            held.kiosk.stream, events.KIOSK_LOOKED, {"way": held.way, "answer": answer, "role": "clerk"}
        )
        if is_person:
            KioskVisit.objects.filter(pk=held.pk).update(seen_at=acting.at, until=acting.at + IDLE)
        else:
            KioskVisit.objects.filter(pk=held.pk).update(over=True, person=None)
        return None

    act("certificates.look", work, said=[str(row.ref), is_person], actor=actor, act_id=act_id, at=at)


def _begin(kiosk: Kiosk, way: str, account: int, at: datetime) -> str:
    """Begin; whoever stood there before is wiped."""
    KioskVisit.objects.filter(kiosk=kiosk, over=False).update(over=True, person=None)
    secret = secrets.token_urlsafe(32)
    KioskVisit.objects.create(
        ref=uuid.uuid4(), secret=_digest(secret), kiosk=kiosk, person_id=account, way=way, began_at=at,
        until=at + IDLE,
    )  # fmt: skip
    return secret


def _kiosk(secret: str, at: datetime) -> Kiosk | None:
    return Kiosk.objects.filter(secret=_digest(secret), ends_at__gt=at).first() if secret else None


def _refuse_others(actor: Actor, kiosk: Kiosk) -> None:
    if not actor.grants_for(Permission.CERTIFICATE_ISSUE):
        raise NotVisible
    if not actor.may(Permission.CERTIFICATE_ISSUE, area_path=kiosk.area_path):
        raise Refused(Refusal("certificates.not_allowed"))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _uuid(ref: str | uuid.UUID) -> uuid.UUID:
    try:
        return uuid.UUID(str(ref))
    except ValueError as wrong:
        raise NotVisible from wrong
