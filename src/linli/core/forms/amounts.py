"""Money, numbers and days as people write them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from linli.core.forms.texts import digits_of
from linli.core.shared.outcomes import Problem

MOST_FEN = 10**14
"""A thousand thousand million yuan; more is a slip of the finger."""
MOST_DIGITS = 15

_MONEY = re.compile(
    r"[¥￥]?(?P<number>-?[\d,]+(?:\.\d{1,2})?)(?P<unit>元|块|块钱|万元|万|yuan|rmb)?", re.ASCII
)
_GROUPED = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)
_NUMBER = re.compile(r"-?[\d,]{1,20}(?:\.\d{1,6})?", re.ASCII)
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))", re.ASCII)
_TEN_THOUSAND = 10_000


def read_money(name: str, said: str | int) -> int | Problem:
    """Return fen. A whole number *is* fen; a text is yuan, as in "1,234.50" or "3.5万"."""
    if isinstance(said, int):
        return said if abs(said) <= MOST_FEN else Problem(name, "forms.money_too_large")
    typed = digits_of(said).lower()
    found = _MONEY.fullmatch(typed)
    if not found or len(typed) > MOST_DIGITS * 2 or not _GROUPED.fullmatch(found["number"]):
        return Problem(name, "forms.money_shape")
    times = _TEN_THOUSAND if (found["unit"] or "").startswith("万") else 1
    fen = Decimal(found["number"].replace(",", "")) * 100 * times
    return int(fen) if abs(fen) <= MOST_FEN else Problem(name, "forms.money_too_large")


def read_number(name: str, said: str | int) -> Decimal | Problem:
    """Return a number with at most six decimals."""
    if isinstance(said, int):
        return _sized(name, Decimal(said))
    typed = digits_of(said)
    if not _NUMBER.fullmatch(typed) or not _GROUPED.fullmatch(typed):
        return Problem(name, "forms.number_shape")
    return _sized(name, Decimal(typed.replace(",", "")))


def _sized(name: str, number: Decimal) -> Decimal | Problem:
    return number if abs(number) < Decimal(10) ** MOST_DIGITS else Problem(name, "forms.number_too_large")


def number_value(number: Decimal) -> int | str:
    """Return a number as a record keeps it: whole, or its decimals as text."""
    return int(number) if number == number.to_integral_value() else format(number.normalize(), "f")


def read_day(name: str, said: str) -> date | Problem:
    """Return a day written as 2026-01-02, 2026/1/2, 20260102 or 2026年1月2日."""
    typed = digits_of(said)
    found = _DAY.fullmatch(typed)
    if not found:
        return Problem(name, "forms.date_shape")
    year, month, day = found[1], found[2] or found[4], found[3] or found[5]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return Problem(name, "forms.no_such_date", {"date": f"{year}-{month}-{day}"})
