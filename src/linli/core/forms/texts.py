"""Cleans what people type: one form of each character, nothing invisible that misleads the reader."""

from __future__ import annotations

import re
import unicodedata

from linli.core.shared.outcomes import Problem

# Turns of direction, zero-width spaces and the byte-order mark. The joiners U+200C and U+200D stay:
# emoji and some scripts need them. Right-to-left letters themselves are text like any other.
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|\u0085|\u2028|\u2029")
_BLANKS = re.compile(r"[^\S\n]+")
_MANY_LINES = re.compile(r"\n{3,}")

RAW_FACTOR = 4
"""Times the limit that raw text may be long; beyond, it is refused without being looked at."""


def clean_line(text: str) -> str:
    """Return text on one line: NFC, no control characters, single spaces, trimmed."""
    return " ".join(_visible(text).split())


def clean_text(text: str) -> str:
    """Return text with its lines kept, at most one of them empty in a row."""
    lines = (_BLANKS.sub(" ", line).strip() for line in _visible(text).split("\n"))
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


def _visible(text: str) -> str:
    with_ends = _LINE_ENDS.sub("\n", text)
    return unicodedata.normalize("NFC", _CONTROL.sub("", _INVISIBLE.sub("", with_ends)))


def read_text(name: str, text: str, limit: int, *, lines: bool) -> str | Problem:
    """Return cleaned text of at most ``limit`` characters."""
    if len(text) > limit * RAW_FACTOR:
        return Problem(name, "forms.too_long", {"limit": limit, "length": len(text)})
    cleaned = clean_text(text) if lines else clean_line(text)
    if len(cleaned) > limit:
        return Problem(name, "forms.too_long", {"limit": limit, "length": len(cleaned)})
    return cleaned


def digits_of(text: str) -> str:
    """Return a number as typed, full-width digits and all, in plain characters without blanks."""
    return "".join(unicodedata.normalize("NFKC", _visible(text)).split())
