"""What others will read: clean, of a length, and without a way to reach somebody behind the city's back."""

from __future__ import annotations

import re
import unicodedata

from linli.core.shared.outcomes import Problem
from linli.core.shared.text import clean_text

_SPOKEN = str.maketrans("零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "001234567891123456789")
_GAPS = re.compile(r"[\s\-–—_.·,，、()（）*]+")
_DAY = re.compile(r"20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?")
_NUMBER = re.compile(r"\d{7,}[0-9xX]?")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+|https?://|www\.", re.IGNORECASE)
_MESSENGER = re.compile(r"(微信|vx|wechat|qq)\s*(号|id)?\s*[:：]?\s*[a-z0-9_-]{5,}", re.IGNORECASE)


def read_words(name: str, said: str, most: int, *, least: int = 0) -> str | Problem:
    """Return words as they may be shown, or why not: too short, too long, or a way to reach somebody in them."""
    words = clean_text(said).strip()
    if len(words) < least:
        return Problem(name, "volunteers.words_missing", {"n": least})
    if len(words) > most:
        return Problem(name, "volunteers.words_long", {"n": most})
    return Problem(name, "volunteers.words_contact") if reaches_somebody(words) else words


def reaches_somebody(words: str) -> bool:
    """Say whether a telephone or identity number, however written, an address or a messenger's name is in it."""
    plain = unicodedata.normalize("NFKC", words)
    digits = _GAPS.sub("", _DAY.sub("日", plain)).translate(_SPOKEN)
    return any(
        found.search(text) for found, text in ((_NUMBER, digits), (_ADDRESS, plain), (_MESSENGER, plain))
    )
