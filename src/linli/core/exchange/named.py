"""The files that a message names: name, media type, size and SHA-256 are signed, the bytes are fetched after it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from linli.core.shared.outcomes import JsonValue

MOST = 20
LONGEST_NAME = 120
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MEDIA_TYPE = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,60}")
DIGEST = re.compile(r"[0-9a-f]{64}")
FIELDS = frozenset({"ref", "name", "media_type", "size", "sha256"})
SHORT, LONGER, OTHER = "exchange.file_short", "exchange.file_longer", "exchange.file_hash"


@dataclass(frozen=True, slots=True)
class Named:
    """One file as its sender vouches for it; a photo has no name, for that may tell of the person."""

    ref: str
    name: str
    media_type: str
    size: int
    sha256: str

    def written(self) -> dict[str, JsonValue]:
        """Return it as the message holds it."""
        return {name: getattr(self, name) for name in sorted(FIELDS)}

    def differs(self, data: bytes) -> str:
        """Say by code in what the bytes that came are not those that were signed; "" when they are."""
        if len(data) != self.size:
            return SHORT if len(data) < self.size else LONGER
        return "" if hashlib.sha256(data).hexdigest() == self.sha256 else OTHER


def read_named(said: Any) -> tuple[Named, ...] | None:
    """Read the files of a message; None when they are anything but one to twenty different ones."""
    if not isinstance(said, list) or not 0 < len(said) <= MOST:
        return None
    found = [_read(one) for one in said]
    files = tuple(one for one in found if one is not None)
    whole = len(files) == len(said) and len({one.ref for one in files}) == len(files)
    return files if whole else None


def _read(said: Any) -> Named | None:
    if not isinstance(said, dict) or said.keys() != FIELDS:
        return None
    size = said["size"]
    texts = {name: said[name] for name in FIELDS - {"size"}}
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        return None
    right = all(isinstance(one, str) for one in texts.values()) and _is_right(texts)
    return Named(size=size, **texts) if right else None


def _is_right(texts: dict[str, str]) -> bool:
    name = texts["name"]
    return bool(
        UUID.fullmatch(texts["ref"])
        and MEDIA_TYPE.fullmatch(texts["media_type"])
        and DIGEST.fullmatch(texts["sha256"])
        and len(name) <= LONGEST_NAME
        and all(sign.isprintable() and sign not in "/\\" for sign in name)
    )
