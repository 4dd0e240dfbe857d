"""Checks a certificate without asking anybody: whose it is, whether it is whole, in force and not revoked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from linli.core.credentials.certificate import KIND
from linli.core.credentials.signed import ALGORITHMS, PublicKey, Verify, read, read_payload
from linli.core.credentials.status import is_set
from linli.core.shared.outcomes import Problem


class Fault(StrEnum):
    """What does not hold; each has its own sentence."""

    SHAPE = "shape"
    ALGORITHM = "algorithm"
    OTHER_ISSUER = "other_issuer"
    ALTERED = "altered"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REVOKED = "revoked"
    STATUS_OTHER = "status_other"
    STATUS_OLD = "status_old"


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom somebody believes: the keys, and how their signatures are verified."""

    keys: Sequence[PublicKey]
    verify: Verify


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of it. ``status_known`` says that a list was at hand; without one nobody knows of a revocation."""

    fault: Fault | None = None
    credential: Mapping[str, Any] = field(default_factory=dict)
    status_known: bool = False


def check(text: str, trust: Trust, at: datetime, status: str | None = None) -> Checked:
    """Check a certificate at a moment, with the status list if there is one."""
    opened = _open(text, trust, KIND)
    if isinstance(opened, Fault):
        return Checked(opened)
    start, end = _span(opened)
    if at < start:
        return Checked(Fault.NOT_YET, opened)
    if at >= end:
        return Checked(Fault.EXPIRED, opened)
    if status is None:
        return Checked(None, opened)
    return Checked(
        _revoked(opened, start, _open(status, trust, "BitstringStatusListCredential"), at),
        opened,
        status_known=True,
    )


def place_of(credential: Mapping[str, Any]) -> tuple[str, int]:
    """Return the address of a certificate's status list and its position there."""
    stated = credential["credentialStatus"]
    return str(stated["statusListCredential"]), int(stated["statusListIndex"])


def _revoked(
    certificate: Mapping[str, Any], issued: datetime, opened: Mapping[str, Any] | Fault, at: datetime
) -> Fault | None:
    address, index = place_of(certificate)
    if isinstance(opened, Fault) or opened.get("id") != address:
        return Fault.STATUS_OTHER
    start, end = _span(opened)
    if start < issued or not start <= at < end:
        return Fault.STATUS_OLD
    bit = is_set(str(opened["credentialSubject"].get("encodedList", "")), index)
    if bit is None:
        return Fault.STATUS_OTHER
    return Fault.REVOKED if bit else None


def _open(text: str, trust: Trust, kind: str) -> Mapping[str, Any] | Fault:
    signed = read(text)
    if isinstance(signed, Problem):
        return Fault.SHAPE
    if signed.algorithm not in ALGORITHMS:
        return Fault.ALGORITHM
    key = next((one for one in trust.keys if one.name == signed.key), None)
    if key is None:
        return Fault.OTHER_ISSUER
    # The key says which algorithm is verified; a file that names another one was changed.
    if key.algorithm != signed.algorithm or not trust.verify(
        key.algorithm, key.public, signed.signature, signed.message
    ):
        return Fault.ALTERED
    payload = read_payload(signed)
    if not _is_whole(payload, kind):
        return Fault.SHAPE
    issuer = payload["issuer"]
    named = issuer["id"] if isinstance(issuer, dict) else issuer
    return payload if named == key.issuer else Fault.OTHER_ISSUER


def _is_whole(payload: Mapping[str, Any], kind: str) -> bool:
    try:
        start, end = _span(payload)
        if kind == KIND:
            place_of(payload)
        issuer = payload["issuer"]
        named = isinstance(issuer, str) or isinstance(issuer["id"], str)
        return (
            named
            and kind in payload["type"]
            and start < end
            and isinstance(payload["credentialSubject"], dict)
        )
    except (KeyError, TypeError, ValueError):
        return False


def _span(payload: Mapping[str, Any]) -> tuple[datetime, datetime]:
    start, end = (
        datetime.strptime(payload[name], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        for name in ("validFrom", "validUntil")
    )
    return start, end
