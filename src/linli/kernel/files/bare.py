"""Whether a photo holds the picture and nothing else: for files that may not be drawn anew, since their hash is signed."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

_MARKER = re.compile(rb"\xff+[^\xff\x00\xd0-\xd7]")
_FRAMES = frozenset(range(0xC0, 0xD0))
_TABLES = frozenset({0xDB, 0xDD})
_SCAN, _END = 0xDA, 0xD9
_NAMED = {0xE0: b"JFIF\0", 0xEE: b"Adobe"}
_LONGEST_NAMED = 32
_PNG_HEAD = 8
_PNG_PARTS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_WEBP_PARTS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH"})


def is_bare(kind: str, data: bytes) -> bool:
    """Say whether nothing goes along: no place, no device, no profile, no words, nothing behind the end."""
    try:
        return _READERS[kind](data)
    except (struct.error, IndexError):
        return False


def _jpeg(data: bytes) -> bool:
    at = 2
    while found := _MARKER.search(data, at):
        marker, at = data[found.end() - 1], found.end()
        if marker == _END:
            return at == len(data)
        size = struct.unpack_from(">H", data, at)[0]
        if not _may_stand(marker, data[at + 2 : at + size]):
            return False
        at += size  # behind a scan comes the picture, which holds no marker of its own
    return False


def _may_stand(marker: int, inside: bytes) -> bool:
    if marker in _NAMED:
        return inside.startswith(_NAMED[marker]) and len(inside) <= _LONGEST_NAMED
    return marker == _SCAN or marker in _FRAMES or marker in _TABLES


def _png(data: bytes) -> bool:
    at, name = _PNG_HEAD, b""
    while name != b"IEND":
        size, name = struct.unpack_from(">I4s", data, at)
        if name not in _PNG_PARTS:
            return False
        at += size + 12
    return at == len(data)


def _webp(data: bytes) -> bool:
    at, whole = 12, int(struct.unpack_from("<I", data, 4)[0]) + 8
    while at < whole:
        name, size = struct.unpack_from("<4sI", data, at)
        if name not in _WEBP_PARTS:
            return False
        at += 8 + size + size % 2
    return at == whole == len(data)


_READERS: dict[str, Callable[[bytes], bool]] = {"jpeg": _jpeg, "png": _png, "webp": _webp}
