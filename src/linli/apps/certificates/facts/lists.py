"""What somebody may read of certificates: their own, those of an area, and how often any were checked."""

from __future__ import annotations

import hashlib
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum

from linli.apps.certificates.facts.sealing import seal
from linli.apps.certificates.models import Certificate, CheckCount
from linli.apps.certificates.policy.codes import write_code
from linli.apps.certificates.policy.seeing import asked_by, in_reach_of, visible_to
from linli.core.credentials import signed
from linli.core.credentials.status import status_list as as_credential
from linli.core.shared.figures import Figure
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.show import local

AT_MOST = 100
EVERYWHERE = "/"
A_LIST = 50_000
"""Certificates a list: well under its bits, so that a free position is found at once."""


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One certificate as its holder or staff see it."""

    ref: str
    code: str
    kind: str
    body_zh: str
    body_en: str
    case: str | None
    fields: Mapping[str, str]
    presence: str
    valid_from: datetime
    valid_until: datetime
    revoked_at: datetime | None
    revoked_for: str
    signed: str
    city_seal: Mapping[str, str]

    def state(self, at: datetime) -> str:
        """Say in one word how it stands."""
        if self.revoked_at is not None:
            return "revoked"
        return "valid" if at < self.valid_until else "expired"


def certificate(actor: Actor, ref: str | uuid.UUID) -> CertificateRow:
    """Return one certificate.

    Raises:
        NotVisible: absent, or not for this actor.
    """
    row = _rows().filter(visible_to(actor), ref=_uuid(ref)).first()
    if row is None:
        raise NotVisible
    return _fact(row)


def own(actor: Actor, ref: str | uuid.UUID) -> CertificateRow:
    """Return one of the actor's own, or one that they asked for as an agent.

    Raises:
        NotVisible: absent, somebody else's, or forgotten.
    """
    held = _rows().filter(_held(actor), ref=_uuid(ref)).exclude(holder_id=None)
    row = held.exclude(signed="").first()
    if row is None:
        raise NotVisible
    return _fact(row)


def mine(actor: Actor) -> Sequence[CertificateRow]:
    """Return the actor's own and those that they asked for as an agent, newest first."""
    if actor.account_id is None:
        return ()
    return [_fact(row) for row in _rows().filter(_held(actor)).order_by("-id")[:AT_MOST]]


def in_area(actor: Actor) -> Sequence[CertificateRow]:
    """Return those of the actor's area, newest first; for staff."""
    reach = in_reach_of(actor, Permission.CERTIFICATE_READ)
    return [_fact(row) for row in _rows().filter(reach).order_by("-id")[:AT_MOST]]


def checked(since: date) -> Sequence[tuple[str, str, int]]:
    """Return how often certificates of each kind were checked with which result."""
    rows = CheckCount.objects.filter(day__gte=since).values_list("kind", "result").annotate(Sum("n"))
    return [(kind, result, n) for kind, result, n in rows.order_by("kind", "result")]


def checked_by_day(since: date) -> Sequence[tuple[date, str, str, int]]:
    """Return how often certificates of each kind were checked on each day, and in which way; the latest day first."""
    rows = CheckCount.objects.filter(day__gte=since).values_list("day", "kind", "way").annotate(Sum("n"))
    return [(day, kind, way, n) for day, kind, way, n in rows.order_by("-day", "kind", "way")]


def figures(since: datetime, until: datetime, area_path: str) -> tuple[Figure, ...]:
    """Count what was issued in an area, and every check of the whole city: a check has no place."""
    rows = Certificate.objects.filter(valid_from__gte=since, valid_from__lt=until)
    if area_path != EVERYWHERE:
        made = rows.filter(area_path__startswith=area_path).count()
        return (Figure("certificates.issued", made, of_people=True),)
    days = CheckCount.objects.filter(day__gte=local(since).date(), day__lt=local(until).date())
    by_way = dict(days.values_list("way").annotate(Sum("n")))
    found = days.filter(result="valid").aggregate(n=Sum("n"))["n"] or 0
    return (
        Figure("certificates.issued", rows.count(), of_people=True),
        Figure("certificates.checked", found, sum(by_way.values())),
        Figure("certificates.checked_alone", by_way.get("alone", 0)),
    )


def issued(since: datetime) -> Sequence[tuple[str, str, str, int]]:
    """Return how many certificates of each kind were issued, by presence, and what became of them."""
    rows = Certificate.objects.filter(valid_from__gte=since).values_list("kind", "presence", "revoked_for")
    return list(rows.annotate(n=Count("id")).order_by("kind", "presence", "revoked_for"))


def list_of(latest: int) -> int:
    """Return the status list that belongs to a place in the order of issue."""
    return latest // A_LIST + 1


def list_address(number: int) -> str:
    """Return where a status list is published."""
    return f"{settings.CERTIFICATE_ISSUER}/certificates/status/{number}"


def status_list(number: int, at: datetime) -> str:
    """Return a status list, signed now.

    Raises:
        NotVisible: there is no such list yet.
    """
    latest = Certificate.objects.order_by("-id").values_list("id", flat=True).first() or 0
    if not 1 <= number <= list_of(latest):
        raise NotVisible
    revoked = Certificate.objects.filter(status_list=number, revoked_at__isnull=False)
    held, address = seal(), list_address(number)
    bits = revoked.values_list("status_index", flat=True)
    return signed.write(as_credential(address, held.key.issuer, bits, at), held.key, held.sign)


def status_lists(at: datetime) -> Iterator[tuple[str, str]]:
    """Yield the address and the text of every status list there is, signed now."""
    latest = Certificate.objects.order_by("-id").values_list("id", flat=True).first() or 0
    for number in range(1, list_of(latest) + 1):
        yield list_address(number), status_list(number, at)


def keys() -> dict[str, JsonValue]:
    """Return the keys that certificates are checked with, as a JSON Web Key Set (RFC 7517, RFC 8037)."""
    key = seal().key
    public = urlsafe_b64encode(key.public).rstrip(b"=").decode()
    return {
        "keys": [
            {"alg": key.algorithm, "crv": "Ed25519", "kid": key.name, "kty": "OKP", "use": "sig", "x": public}
        ]
    }


def digest_of(text: str) -> str:
    """Return the hash that the log holds of what was signed."""
    return hashlib.sha256(text.encode()).hexdigest()


def _held(actor: Actor) -> Q:
    return Q(holder_id=actor.account_id) | asked_by(actor)


def _rows() -> QuerySet[Certificate]:
    return Certificate.objects.select_related("body", "case")


def _fact(row: Certificate) -> CertificateRow:
    return CertificateRow(
        ref=str(row.ref),
        code=write_code(row.code),
        kind=row.kind,
        body_zh=row.body.name_zh,
        body_en=row.body.name_en or row.body.name_zh,
        case=str(row.case.ref) if row.case else None,
        fields=row.fields,
        presence=row.presence,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        revoked_at=row.revoked_at,
        revoked_for=row.revoked_for,
        signed=row.signed,
        city_seal=row.city_seal,
    )


def _uuid(ref: str | uuid.UUID) -> uuid.UUID:
    try:
        return ref if isinstance(ref, uuid.UUID) else uuid.UUID(ref)
    except ValueError as wrong:
        raise NotVisible from wrong
