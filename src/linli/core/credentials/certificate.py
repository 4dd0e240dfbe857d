"""A certificate as a Verifiable Credential 2.0: only the fields that its holder chose before it was signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from linli.core.credentials.status import instant
from linli.core.shared.outcomes import JsonValue

CONTEXT = ("https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2")
KIND = "LinliCertificate"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a certificate's bit is: the address of its status list and the position in it."""

    address: str
    index: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be signed."""

    ref: str
    kind: str
    issuer: str
    body: str
    fields: Mapping[str, str]
    valid_from: datetime
    valid_until: datetime
    place: Place


def credential(draft: Draft) -> dict[str, JsonValue]:
    """Return the certificate as the JSON that is signed."""
    place = draft.place
    return {
        "@context": [*CONTEXT],
        "id": f"urn:uuid:{draft.ref}",
        "type": ["VerifiableCredential", KIND],
        "issuer": {"id": draft.issuer, "name": draft.body},
        "validFrom": instant(draft.valid_from),
        "validUntil": instant(draft.valid_until),
        "credentialSubject": {"kind": draft.kind, **draft.fields},
        "credentialStatus": {
            "id": f"{place.address}#{place.index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(place.index),
            "statusListCredential": place.address,
        },
    }
