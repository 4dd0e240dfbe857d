"""What expressions work with: values, their kinds, and the operations on known ones."""

from __future__ import annotations

import operator
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from linli.core.expr.exact import Number, alike, round_to, usable, work
from linli.core.expr.faults import Fault
from linli.core.expr.tables import Table, look_up
from linli.core.expr.vocabulary import Kind

Single = bool | int | Decimal | str | date | None
Member = Mapping[str, Single] | str | int | Decimal | date
Value = Single | Sequence[Member] | Table
"""A fact or an answer; None is unknown. A member that is a plain value has the one field ``value``."""

Raw = Any
"""A value on the way: as Value, but numbers may be fractions that no decimal can hold. Kinds are
checked when it is used, by ``kind_of``."""


def kind_of(value: Raw) -> Kind | None:
    """Return the kind of a known value, or None for unknown and for what no expression works with."""
    sort = type(value)
    if sort in _KINDS:
        return _KINDS[sort]
    return next((_KINDS[base] for base in sort.__mro__ if base in _KINDS), None)


_KINDS: dict[type, Kind | None] = {
    bool: Kind.YES_NO,
    int: Kind.NUMBER,
    Decimal: Kind.NUMBER,
    Fraction: Kind.NUMBER,
    str: Kind.TEXT,
    date: Kind.DATE,
    datetime: None,  # an instant is not a day; which day it is depends on where one stands
    Table: Kind.TABLE,
    list: Kind.GROUP,
    tuple: Kind.GROUP,
    type(None): None,
}


def fields_of(member: Member) -> Mapping[str, Single]:
    """Return a member's fields."""
    return member if isinstance(member, Mapping) else {"value": member}


def arithmetic(signs: Sequence[str], numbers: Sequence[Number]) -> Number | Fault:
    """Work numbers off from left to right."""
    result = numbers[0]
    for sign, number in zip(signs, numbers[1:], strict=True):
        if sign == "/" and number == 0:
            return Fault("expr.divided_by_zero")
        step = work(sign, result, number)
        if step is None:
            return Fault("expr.too_large")
        result = step
    return result


COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare(sign: str, left: Raw, right: Raw) -> bool | Fault:
    """Compare two known values of the same kind; only numbers and dates have an order."""
    kind = kind_of(left)
    if kind is not kind_of(right) or kind in {None, Kind.TABLE, Kind.GROUP}:
        return Fault("expr.cannot_compare")
    if sign not in {"=", "!="} and kind not in {Kind.NUMBER, Kind.DATE}:
        return Fault("expr.no_order")
    if kind is Kind.NUMBER:
        left, right = alike(left, right)
    return bool(COMPARISONS[sign](left, right))


def months_after(day: date, months: Number) -> date | Fault:
    """Return the same day some months on, or the last of the month where it has no such day.

    Source: Civil Code art. 202.
    """
    if months != int(months):
        return Fault("expr.needs_whole_number")
    years, month = divmod(day.year * 12 + day.month - 1 + int(months), 12)
    if not MINYEAR <= years <= MAXYEAR:
        return Fault("expr.date_out_of_range")
    last = monthrange(years, month + 1)[1]
    return date(years, month + 1, min(day.day, last))


def months_between(first: date, second: date) -> int:
    """Count the full months from one day to a later one; negative if it is earlier."""
    if second < first:
        return -months_between(second, first)
    reached = second.day >= min(first.day, monthrange(second.year, second.month)[1])
    return (second.year - first.year) * 12 + second.month - first.month - (not reached)


def age(birth: date, on: date) -> int | Fault:
    """Count the full years since birth; somebody born on 29 February is a year older on the 28th."""
    return Fault("expr.before_birth") if on < birth else months_between(birth, on) // 12


def days_after(day: date, days: Number) -> date | Fault:
    """Return the date some days on."""
    if days != int(days):
        return Fault("expr.needs_whole_number")
    try:
        return day + timedelta(days=int(days))
    except OverflowError:
        return Fault("expr.date_out_of_range")


def rounded(way: str) -> Callable[..., Number | Fault]:
    """Make a rounding function; the places are written out or left out, as the parser sees to."""

    def function(number: Number, places: int = 0) -> Number | Fault:
        result = round_to(number, places, way)
        return result if usable(result) or result == 0 else Fault("expr.too_large")

    return function


def in_table(table: Table, x: Raw) -> Number | Fault:
    """Look a value up."""
    kind = kind_of(table.rows[0][0]) if table.rows else None
    if kind is not kind_of(x):
        return Fault("expr.table_other_kind")
    found = look_up(table, x)
    if found is None:
        return Fault("expr.no_row")
    return found if usable(found) or found == 0 else Fault("expr.too_large")


def least(*values: Raw) -> Raw:
    """Return the smallest number or earliest date."""
    return _extreme("<", values)


def most(*values: Raw) -> Raw:
    """Return the largest number or latest date."""
    return _extreme(">", values)


def _extreme(sign: str, values: Sequence[Raw]) -> Raw:
    best = values[0]
    for value in values[1:]:
        if compare(sign, value, best) is True:
            best = value
    return best


OPERATIONS: dict[str, Callable[..., Raw | Fault]] = {
    "abs": abs,
    "age": age,
    "days_after": days_after,
    "days_between": lambda first, second: (second - first).days,
    "max": most,
    "min": least,
    "month": lambda day: day.month,
    "months_after": months_after,
    "months_between": months_between,
    "round_down": rounded("down"),
    "round_half_up": rounded("half_up"),
    "round_up": rounded("up"),
    "table": in_table,
    "year": lambda day: day.year,
    "years_after": lambda day, years: months_after(day, years * 12),
}
"""Functions of known values; ``if``, ``known`` and ``known_or`` look at what is unknown themselves."""
