"""Which kinds of files are taken, told by their first bytes and never by what they call themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from linli.core.shared.outcomes import Problem


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its usual ending first."""

    name: str
    media_type: str
    endings: tuple[str, ...]
    inline: bool = True


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("jpeg", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif")),
        Kind("png", "image/png", ("png",)),
        Kind("webp", "image/webp", ("webp",)),
        Kind("pdf", "application/pdf", ("pdf",), inline=False),
        Kind("mp3", "audio/mpeg", ("mp3",)),
        Kind("m4a", "audio/mp4", ("m4a", "mp4", "aac")),
        Kind("wav", "audio/wav", ("wav",)),
        Kind("webm", "audio/webm", ("webm", "weba")),
        Kind("mp4", "video/mp4", ("mp4", "m4v", "m4a")),
    )
}
IMAGES = frozenset({"jpeg", "png", "webp"})

_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"#!",
    b"dex\n",
    b"\x00asm",
)
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\xfd7zXZ")
_STARTS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"%PDF-", "pdf"),
    (b"ID3", "mp3"),
)
_RIFF = {b"WEBP": "webp", b"WAVE": "wav"}
_HEIF = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})
# MPEG 1, 2 or 2.5, layer III, with a bit rate that is named.
_MP3_FRAME = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xef]")
_AUDIO_BRANDS = frozenset({b"M4A ", b"M4B "})


def kind_of(name: str, data: bytes) -> Kind | Problem:
    """Return the kind of ``data``, if it is taken and ``name`` does not pretend something else."""
    found = sniff(data)
    if found is None:
        return Problem("file", _why_not(data))
    kind, ending = KINDS[found], ending_of(name)
    if ending and ending not in kind.endings:
        return Problem("file", "files.pretends", {"ending": ending[:10], "found": kind.endings[0]})
    return kind


def sniff(data: bytes) -> str | None:
    """Name the kind by the first bytes, or None."""
    for start, name in _STARTS:
        if data.startswith(start):
            return name
    if data[:4] == b"RIFF":
        return _RIFF.get(data[8:12])
    if data[4:8] == b"ftyp":
        return _by_brand(data[8:12])
    if data[:4] == b"\x1aE\xdf\xa3":
        return "webm" if b"webm" in data[:64] else None
    return "mp3" if is_mp3_frame(data) else None


def is_mp3_frame(data: bytes) -> bool:
    """Recognise the head of an MPEG layer III frame."""
    return _MP3_FRAME.match(data) is not None


def ending_of(name: str) -> str:
    """Return the ending of a file name in small letters, "" when there is none."""
    _, dot, ending = name.strip().lower().rpartition(".")
    return ending if dot else ""


def _by_brand(brand: bytes) -> str | None:
    if brand in _HEIF or brand == b"qt  ":
        return None
    return "m4a" if brand in _AUDIO_BRANDS else "mp4"


def _why_not(data: bytes) -> str:
    """Choose the sentence for a file that is not taken."""
    if data.startswith(_PROGRAMS):
        return "files.program"
    if data.startswith(_ARCHIVES):
        return "files.archive"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF:
        return "files.heic"
    return "files.unknown_kind"
