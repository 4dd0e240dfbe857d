"""How figures are said: as an amount, or one by one."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
TELEPHONE = "零幺二三四五六七八九"
"""On the telephone one says 幺 for one, because 一 and 七 sound alike."""
_PLACES = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿")
_GROUP = 4
LONGEST = len(_GROUPS) * _GROUP
"""Figures that can be said as an amount; longer ones are said one by one."""
_FULL = 1000
_TEENS = 20
_TEN = 10


def amount(figures: str) -> str:
    """Say a whole number as an amount: 105 is 一百零五, 2000 is 两千; what begins with 0 or is too long, one by one."""
    if len(figures) > LONGEST or (len(figures) > 1 and figures[0] == "0"):
        return one_by_one(figures)
    number = int(figures)
    if number < _TEENS:
        return _below_twenty(number)
    said, gap = "", False
    for power in reversed(range((len(figures) + _GROUP - 1) // _GROUP)):
        group = number // 10 ** (_GROUP * power) % 10**_GROUP
        if not group:
            gap = bool(said)
            continue
        if said and (gap or group < _FULL):
            said += DIGITS[0]
        head = _below_twenty(group) if not said and group < _TEENS else _group(group)
        said += _counted(head, power)
        gap = False
    return said


def _counted(said: str, power: int) -> str:
    """Put the word for the size behind a group: two of it is 两."""
    return ("两" if said == "二" and power else said) + _GROUPS[power]


def _below_twenty(number: int) -> str:
    if number < _TEN:
        return DIGITS[number]
    return "十" + (DIGITS[number - _TEN] if number > _TEN else "")


def _group(number: int) -> str:
    """Say a number below ten thousand; two thousand is 两千, two hundred 二百."""
    said, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(said)
            continue
        if gap:
            said += DIGITS[0]
        said += ("两" if digit == 2 and place == 3 else DIGITS[digit]) + _PLACES[place]  # noqa: PLR2004 - 两千
        gap = False
    return said


def decimal(figures: str) -> str:
    """Say a number with or without a fraction, with or without commas between thousands."""
    whole, point, rest = figures.replace(",", "").partition(".")
    return amount(whole) + (f"点{one_by_one(rest)}" if point else "")


def one_by_one(figures: str, words: str = DIGITS) -> str:
    """Say figures one after the other; what is no figure is left out."""
    return "".join(words[int(one)] for one in figures if one in "0123456789")
