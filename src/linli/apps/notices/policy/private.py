"""Finds telephone numbers and identity numbers that somebody typed into a text for everybody, however disguised."""

from __future__ import annotations

import re
import unicodedata

_SPOKEN = str.maketrans("零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "001234567891123456789")
_NOISE = r"[\s\-—–_.·,，、()（）*]{0,3}"
_MOBILE = re.compile(rf"(?<!\d)1{_NOISE}[3-9](?:{_NOISE}\d){{9}}(?!{_NOISE}\d)")
_LANDLINE = re.compile(rf"(?<!\d)0\d{{2,3}}{_NOISE}\d{{7,8}}(?!\d)|(?<=电话)[:：是为 ]*\d{{7,8}}(?!\d)")
_CARD = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_CHAT = re.compile(r"(?:微信|QQ|wechat|vx)[号:： ]*[A-Za-z0-9_-]{5,20}", re.IGNORECASE)


def numbers_in(text: str) -> tuple[str, ...]:
    """Return the private numbers of a text as they were typed, the longest kinds first."""
    plain = unicodedata.normalize("NFKC", text).translate(_SPOKEN)
    if len(plain) != len(text):
        text = plain
    found = [one for shape in (_CARD, _MOBILE, _LANDLINE, _CHAT) for one in shape.finditer(plain)]
    return tuple(dict.fromkeys(text[one.start() : one.end()].strip() for one in found))
