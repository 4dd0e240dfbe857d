"""The status list (W3C Bitstring Status List): one bit a certificate, set when it is revoked."""

from __future__ import annotations

import zlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta

from linli.core.credentials.signed import unpack
from linli.core.shared.outcomes import JsonValue

LENGTH = 131_072
"""Bits a list: the least that the standard allows, so that one position does not stand out."""
LASTS = timedelta(hours=24)
"""How long a list may be relied on: so long may a revocation stay unknown to who checks without a network."""
_GZIP = 31


def status_list(address: str, issuer: str, revoked: Iterable[int], at: datetime) -> dict[str, JsonValue]:
    """Return the list as the credential that is signed and published."""
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": instant(at),
        "validUntil": instant(at + LASTS),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encode(revoked),
        },
    }


def encode(revoked: Iterable[int]) -> str:
    """Write the bits, the first one leftmost, packed and in base64url after the letter ``u``."""
    bits = bytearray(LENGTH // 8)
    for index in revoked:
        bits[index // 8] |= 0x80 >> index % 8
    packer = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
    return "u" + urlsafe_b64encode(packer.compress(bytes(bits)) + packer.flush()).rstrip(b"=").decode()


def is_set(encoded: str, index: int) -> bool | None:
    """Say whether a bit is set; None when the list cannot be read or has no such bit."""
    packed = unpack(encoded[1:]) if encoded.startswith("u") else None
    if packed is None or not 0 <= index < LENGTH:
        return None
    try:
        bits = zlib.decompressobj(_GZIP).decompress(packed, LENGTH // 8 + 1)
    except zlib.error:
        return None
    return bool(bits[index // 8] & 0x80 >> index % 8) if len(bits) == LENGTH // 8 else None


def instant(at: datetime) -> str:
    """Write a moment as credentials have it: UTC, whole seconds."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
