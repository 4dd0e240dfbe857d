"""Cleans what people type: one form for equal letters, no invisible characters that mislead."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e"
    r"\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
_LINES = re.compile(r"\r\n?")


def clean_text(text: str) -> str:
    """Return ``text`` in NFC with plain line ends, without control and direction characters.

    Emoji, rare characters and zero-width joiners inside them stay; nothing visible is lost. Half
    characters (lone surrogates), which nothing can store, go too.
    """
    # Letters are put together last: what was hidden between a letter and its accent is gone by then.
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", _LINES.sub("\n", text)))
