"""Checks a certificate for a recipient: signature, dates, and our own record of what was revoked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from linli.apps.certificates.facts.city_seals import fits, read_seal
from linli.apps.certificates.facts.lists import CertificateRow, digest_of
from linli.apps.certificates.facts.sealing import trust
from linli.apps.certificates.models import Certificate
from linli.apps.certificates.policy.codes import read_code
from linli.core.credentials.check import Fault, check, place_of
from linli.core.shared.outcomes import Problem
from linli.kernel.audit.outcomes import Invalid

NOT_FOUND, FORGOTTEN = "not_found", "forgotten"


@dataclass(frozen=True, slots=True)
class SealTold:
    """The city's seal on a certificate. ``fits`` is yes, no, or keeper: only who keeps the seal can say."""

    by: str
    number: str
    algorithm: str
    value: str
    fits: str

    @property
    def check(self) -> str:
        """Return where its keeper says whether it is theirs; empty when no address is known."""
        return str(settings.CITY_SEAL_CHECK)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a check. ``fault`` is empty when it holds; fields are shown whenever the signature is right."""

    fault: str = ""
    kind: str = ""
    body: str = ""
    fields: Mapping[str, str] | None = None
    valid_from: str = ""
    valid_until: str = ""
    revoked_at: datetime | None = None
    revoked_for: str = ""
    seal: SealTold | None = None


def check_text(text: str, at: datetime, status: str = "") -> Verdict:
    """Check a certificate as a file or as it was pasted; with a status list, that is checked too, and how old it is."""
    checked = check(text, trust(), at, status.strip() or None)
    credential = checked.credential
    if not credential:
        return Verdict(str(checked.fault))
    subject = {name: str(value) for name, value in credential["credentialSubject"].items()}
    found = Verdict(
        fault=str(checked.fault or ""),
        kind=subject.pop("kind", ""),
        body=str(credential["issuer"].get("name", "")),
        fields=subject,
        valid_from=credential["validFrom"],
        valid_until=credential["validUntil"],
    )
    return _with_revocation(replace(found, seal=_seal_of(text, credential)), *place_of(credential))


def seal_on(row: CertificateRow) -> SealTold | None:
    """Tell of the city's seal on a certificate that somebody may see."""
    return seal_told(row.city_seal, digest_of(row.signed))


def seal_told(stored: Mapping[str, str], digest: str) -> SealTold | None:
    """Tell of a seal as it is stored whether it was made of what has this hash; None where there is none."""
    seal = read_seal(stored) if stored else None
    if seal is None:
        return None
    word = {True: "yes", False: "no", None: "keeper"}[fits(seal, digest)]
    return SealTold(seal.by, seal.number, seal.algorithm, seal.value, word)


def _seal_of(text: str, credential: Mapping[str, Any]) -> SealTold | None:
    ref = _ref_of(credential)
    stored = Certificate.objects.filter(ref=ref).values_list("city_seal", flat=True).first() if ref else None
    return seal_told(stored, digest_of(text.strip())) if stored else None


def _ref_of(credential: Mapping[str, Any]) -> UUID | None:
    try:
        return UUID(str(credential["id"]).removeprefix("urn:uuid:"))
    except (KeyError, ValueError):
        return None


def check_code(said: str, at: datetime) -> Verdict:
    """Check the certificate that a code on paper or in a QR names: what was signed, not what is printed.

    Raises:
        Invalid: it cannot be a code.
    """
    code = read_code(said)
    if isinstance(code, Problem):
        raise Invalid(code)
    signed = Certificate.objects.filter(code=code).values_list("signed", flat=True).first()
    if signed is None:
        return Verdict(NOT_FOUND)
    return check_text(signed, at) if signed else Verdict(FORGOTTEN)


def _with_revocation(found: Verdict, address: str, index: int) -> Verdict:
    number = address.rpartition("/")[2]
    if not number.isdecimal():
        return found
    rows = Certificate.objects.filter(status_list=int(number), status_index=index, revoked_at__isnull=False)
    row = rows.values_list("revoked_at", "revoked_for").first()
    if row is None:
        return found
    return replace(found, fault=str(Fault.REVOKED), revoked_at=row[0], revoked_for=row[1])
