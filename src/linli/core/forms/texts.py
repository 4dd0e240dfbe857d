"""Texts in answers: cleaned, on one line or many, no longer than asked."""

from __future__ import annotations

import re
import unicodedata

from linli.core.shared import text as shared_text
from linli.core.shared.outcomes import Problem

_BLANKS = re.compile(r"[^\S\n]+")
_MANY_LINES = re.compile(r"\n{3,}")

RAW_FACTOR = 4
"""Times the limit that raw text may be long; beyond, it is refused without being looked at."""


def clean_line(text: str) -> str:
    """Return text on one line: NFC, no control characters, single spaces, trimmed."""
    return " ".join(shared_text.clean_text(text).split())


def clean_lines(text: str) -> str:
    """Return text with its lines kept, at most one of them empty in a row."""
    lines = (_BLANKS.sub(" ", line).strip() for line in shared_text.clean_text(text).split("\n"))
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


def read_text(name: str, text: str, limit: int, *, lines: bool) -> str | Problem:
    """Return cleaned text of at most ``limit`` characters."""
    if len(text) > limit * RAW_FACTOR:
        return Problem(name, "forms.too_long", {"limit": limit, "length": len(text)})
    cleaned = clean_lines(text) if lines else clean_line(text)
    if len(cleaned) > limit:
        return Problem(name, "forms.too_long", {"limit": limit, "length": len(cleaned)})
    return cleaned


def digits_of(text: str) -> str:
    """Return a number as typed, full-width digits and all, in plain characters without blanks."""
    return "".join(unicodedata.normalize("NFKC", shared_text.clean_text(text)).split())
