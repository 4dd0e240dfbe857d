"""Personal data at rest: sealed to be kept, indexed to be found, masked to be shown."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from linli.core.shared.outcomes import Problem
from linli.kernel.identity import keys

SCHEME = b"\x01"  # AES-256-GCM; another number can mean SM4 one day
NONCE = 12
MOBILE = re.compile(r"1[3-9]\d{9}")
_NOISE = re.compile(r"[\s\-()（）·.]+")


def seal(text: str, purpose: str) -> bytes:
    """Return ``text`` readable only with the key on disk and for the same purpose ("phone")."""
    nonce = secrets.token_bytes(NONCE)
    sealed = _cipher(keys.derived("seal")).encrypt(nonce, text.encode(), purpose.encode())
    return SCHEME + nonce + sealed


def unseal(sealed: bytes, purpose: str) -> str:
    """Return what was sealed.

    Raises:
        ValueError: other key, other purpose, or damaged.
    """
    scheme, nonce, body = sealed[:1], sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    if scheme != SCHEME:
        raise ValueError("sealed by an unknown scheme")
    try:
        return _cipher(keys.derived("seal")).decrypt(nonce, bytes(body), purpose.encode()).decode()
    except InvalidTag:
        raise ValueError("sealed with another key, for another purpose, or damaged") from None


_cipher = lru_cache(maxsize=4)(AESGCM)


def index(text: str, purpose: str) -> str:
    """Return a keyed digest under which equal texts are found again and nothing can be read."""
    return hmac.new(keys.derived(f"index/{purpose}"), text.encode(), hashlib.sha256).hexdigest()


def read_phone(text: str) -> str | Problem:
    """Return a mobile number as eleven digits, however it was typed."""
    digits = _NOISE.sub("", unicodedata.normalize("NFKC", text))
    digits = re.sub(r"^(\+|00)?86(?=1\d{10}$)", "", digits)
    if MOBILE.fullmatch(digits):
        return digits
    return Problem("phone", "identity.phone_shape" if digits else "identity.phone_missing")


def mask_phone(phone: str) -> str:
    """Show the first three and last four digits: 138****1234."""
    return f"{phone[:3]}****{phone[-4:]}"


def mask_email(address: str) -> str:
    """Show the first letter and the domain: w***@example.cn."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}***{at}{domain}"


def mask_name(name: str) -> str:
    """Show the family name only: 王**, 王*, and J*** for other scripts."""
    return name[:1] + "*" * min(max(len(name) - 1, 1), 3) if name else ""


def mask_id_number(number: str) -> str:
    """Show the first three and last four signs of an identity number."""
    return f"{number[:3]}***********{number[-4:]}"
