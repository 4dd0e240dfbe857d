"""Looks for a second file hidden in one that is not drawn anew, and for paper that acts."""

from __future__ import annotations

import re

from linli.core.shared.outcomes import Problem

HEAD = 1024
ZIP_TAIL = 65_535 + 22  # a zip's directory may be followed by a comment of that length
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")
_PAGE = re.compile(rb"<(script|html|!doctype|svg|\?php)", re.IGNORECASE)


def hidden_in(data: bytes) -> Problem | None:
    """Say whether a web page or an archive hides in a recording or a document."""
    if _PAGE.search(data[:HEAD]) or b"PK\x05\x06" in data[-ZIP_TAIL:]:
        return Problem("file", "files.two_in_one")
    return None


def active_paper(data: bytes) -> Problem | None:
    """Say whether a PDF is damaged or contains programs, forms that run, or other files.

    What is packed into compressed streams is not seen here; a PDF is therefore only ever downloaded.
    """
    if b"%%EOF" not in data[-HEAD:]:
        return Problem("file", "files.damaged")
    if _ACTIVE.search(data):
        return Problem("file", "files.active_pdf")
    return None
