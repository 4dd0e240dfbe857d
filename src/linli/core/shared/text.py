"""Reads and cleans what people type: files as offices save them, one form for equal letters, nothing invisible that misleads."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e"
    r"\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
_LINES = re.compile(r"\r\n?")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def decoded(data: bytes) -> str | None:
    """Return the text of a file as offices save it: UTF-8 with or without a mark, UTF-16 with one, GB18030; else None."""
    for encoding in ("utf-16",) if data.startswith(_WIDE_MARKS) else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def clean_text(text: str) -> str:
    """Return ``text`` in NFC with plain line ends, without control and direction characters.

    Emoji, rare characters and zero-width joiners inside them stay; nothing visible is lost. Half
    characters (lone surrogates), which nothing can store, go too.
    """
    # Letters are put together last: what was hidden between a letter and its accent is gone by then.
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", _LINES.sub("\n", text)))
