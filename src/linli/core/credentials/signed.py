"""A signed text (JWS compact form, RFC 7515): header, payload and signature, each in its one right spelling."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from linli.core.shared.outcomes import JsonValue, Problem

TYPE = "vc+jwt"
ALGORITHMS = frozenset({"EdDSA"})
"""The closed set of algorithms; SM2 joins it with its adapter, never by what a file says of itself."""
LONGEST = 64_000

Sign = Callable[[bytes], bytes]
Verify = Callable[[str, bytes, bytes, bytes], bool]
"""Algorithm, public key, signature, message."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that an issuer signs with; ``name`` begins with the issuer's address, then a hash sign."""

    name: str
    algorithm: str
    public: bytes

    @property
    def issuer(self) -> str:
        """Return whose key it is."""
        return self.name.partition("#")[0]


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed text taken apart; nothing in it is believed yet."""

    algorithm: str
    key: str
    message: bytes
    signature: bytes
    payload: bytes


def write(payload: Mapping[str, JsonValue], key: PublicKey, sign: Sign) -> str:
    """Sign a payload."""
    header = {"alg": key.algorithm, "cty": "vc", "kid": key.name, "typ": TYPE}
    message = f"{_pack(_json(header))}.{_pack(_json(payload))}"
    return f"{message}.{_pack(sign(message.encode()))}"


def read(text: str) -> Signed | Problem:
    """Take a signed text apart; every other spelling of the same is a problem."""
    parts = text.strip().split(".")
    if len(text) > LONGEST or len(parts) != 3:  # noqa: PLR2004 - header, payload, signature
        return Problem("certificate", "credentials.shape")
    head, payload, signature = (unpack(part) for part in parts)
    header = _object(head)
    if payload is None or signature is None or header.get("typ") != TYPE:
        return Problem("certificate", "credentials.shape")
    named, key = header.get("alg"), header.get("kid")
    if (
        not isinstance(named, str)
        or not isinstance(key, str)
        or header.keys() != {"alg", "cty", "kid", "typ"}
    ):
        return Problem("certificate", "credentials.shape")
    return Signed(named, key, ".".join(parts[:2]).encode(), signature, payload)


def read_payload(signed: Signed) -> Mapping[str, Any]:
    """Return what was signed; empty when it is no JSON object."""
    return _object(signed.payload)


def unpack(text: str) -> bytes | None:
    """Read unpadded base64url in its one right spelling."""
    try:
        data = urlsafe_b64decode(f"{text}{'=' * (-len(text) % 4)}")
    except ValueError:
        return None
    return data if _pack(data) == text else None


def _pack(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _json(value: Mapping[str, JsonValue]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _object(data: bytes | None) -> Mapping[str, Any]:
    try:
        value = json.loads(data or b"")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
