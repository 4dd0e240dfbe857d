"""The functions of expressions over columns; each agrees with the one in ``values`` row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from linli.core.expr.columns import (
    FITS,
    NOTHING,
    Array,
    Column,
    Mask,
    add,
    alike,
    as_float,
    multiply,
    numbers,
    of_objects,
    size_of,
)
from linli.core.expr.exact import plain
from linli.core.expr.tables import Table, TableKind, look_up
from linli.core.expr.values import COMPARISONS, kind_of
from linli.core.expr.vocabulary import Kind

_FIRST_DAY = np.datetime64("0001-01-01", "D")
_LAST_DAY = np.datetime64("9999-12-31", "D")
_MOST_MONTHS = 12 * 10_000
_MOST_DAYS = 366 * 10_000
# A quotient that should lie on a half lies within a few last places of it.
_NUDGE = 2.0**-50


def compared(sign: str, left: Column, right: Column) -> Column:
    """Compare two columns of one kind."""
    if left.kind is Kind.NUMBER and right.kind is Kind.NUMBER:
        left, right = alike((left, right))
    return Column(Kind.YES_NO, COMPARISONS[sign](left.values, right.values), left.known & right.known)


def absolute(column: Column) -> Column:
    """Drop the sign."""
    return replace(column, values=np.abs(column.values))


def rounded(way: str) -> Callable[..., Column]:
    """Make a rounding function; the places are a single number, as the parser sees to."""

    def function(column: Column, places: Column | None = None) -> Column:
        wanted = int(places.values[0]) if places is not None else 0
        return _round_float(column, wanted, way) if column.is_float else _round_whole(column, wanted, way)

    return function


def _round_whole(column: Column, places: int, way: str) -> Column:
    drop = column.scale - places
    if drop <= 0:
        return column
    unit = 10**drop
    if unit > FITS // 4:
        return _round_float(numbers(as_float(column), column.known), places, way)
    size, rest = np.divmod(np.abs(column.values), unit)
    up = {"half_up": 2 * rest >= unit, "down": np.zeros(1, dtype=bool), "up": rest > 0}[way]
    values = np.sign(column.values) * (size + up)
    if places >= 0:
        return numbers(values, column.known, places)
    bound = size_of(values) * 10**-places
    if bound > FITS:
        return numbers(values * 10.0**-places, column.known)
    return numbers(values * 10**-places, column.known, 0, bound)


def _round_float(column: Column, places: int, way: str) -> Column:
    size = np.abs(column.values) * 10.0**places
    nudge = size * _NUDGE
    found = {
        "half_up": np.floor(size + 0.5 + nudge),
        "down": np.floor(size + nudge),
        "up": np.ceil(size - nudge),
    }[way]
    # Divided rather than multiplied by a power below one, which float64 does not hold.
    values = found / 10.0**places if places >= 0 else found * 10.0**-places
    return numbers(np.sign(column.values) * values, column.known)


def months_between(first: Column, second: Column) -> Column:
    """Count full months, negative if the second day is the earlier one."""
    early, late = first.values, second.values
    if (late < early).any():  # as a rule it is not, and one day for all stays one day
        early, late = np.minimum(early, late), np.maximum(early, late)
    month_1, day_1 = _month_and_day(early)
    month_2, day_2 = _month_and_day(late)
    reached = day_2 >= np.minimum(day_1, _days_in(month_2))
    full = (month_2 - month_1).astype(np.int64) - ~reached
    return numbers(np.where(second.values < first.values, -full, full), first.known & second.known)


def age(birth: Column, on: Column) -> Column:
    """Count full years; unknown before birth."""
    months = months_between(birth, on)
    return numbers(months.values // 12, months.known & (on.values >= birth.values))


def months_after(day: Column, months: Column) -> Column:
    """Return the same day some months on, or the last of the month."""
    count, possible = _whole(months, _MOST_MONTHS)
    month, number = _month_and_day(day.values)
    target = month + count
    inside = np.minimum(number, _days_in(target)) - 1
    return _days(target.astype("datetime64[D]") + inside, day.known & possible)


def days_after(day: Column, days: Column) -> Column:
    """Return the date some days on."""
    count, possible = _whole(days, _MOST_DAYS)
    return _days(day.values + count, day.known & possible)


def in_table(table: Column, x: Column) -> Column:
    """Look values up."""
    shape: Table = table.whole
    kind = kind_of(shape.rows[0][0]) if shape.rows else None
    if kind is None or kind is not x.kind:
        return NOTHING
    if shape.kind is TableKind.KEYS:
        return _by_key(shape, x)
    starts = of_objects(shape.keys, kind)
    if x.kind is Kind.NUMBER:
        starts, x = alike((starts, x))
    place = np.searchsorted(starts.values, x.values, side="right") - 1
    inside = place >= 0
    row = np.where(inside, place, 0)
    found = _gathered([value for _, value in shape.rows], row)
    if shape.kind is TableKind.SLICES:
        before = _gathered([plain(look_up(shape, key) or 0) for key in shape.keys], row)
        found = add(before, multiply(found, add(x, _spread(starts, row), -1)))
    return found.only(x.known & inside)


def _by_key(table: Table, x: Column) -> Column:
    keys, place = np.unique(x.values, return_inverse=True)
    rows = dict(table.rows)
    found = [rows.get(str(key)) for key in keys]
    if all(value is None for value in found):
        return NOTHING
    return _gathered(found, place).only(x.known)


def _gathered(values: Sequence[object], rows: Array) -> Column:
    return _spread(of_objects(values, Kind.NUMBER), rows)


def _spread(column: Column, rows: Array) -> Column:
    """Take rows also of a column of one."""
    return replace(column, values=column.values[rows], known=column.known[rows])


def extreme(function: Callable[..., Array]) -> Callable[..., Column]:
    """Make ``min`` or ``max``."""

    def smallest(*columns: Column) -> Column:
        same = alike(columns) if columns[0].kind is Kind.NUMBER else columns
        result = same[0]
        for column in same[1:]:
            values = function(result.values, column.values)
            bound = max(result.bound, column.bound)
            result = replace(result, values=values, known=result.known & column.known, bound=bound)
        return result

    return smallest


def chosen(condition: Column, then: Column, otherwise: Column) -> Column:
    """Take row by row from one column or the other."""
    kind = then.kind or otherwise.kind
    if kind is None or condition.kind is None:
        return NOTHING
    then, otherwise = _same_kind(then, kind, otherwise), _same_kind(otherwise, kind, then)
    if kind is Kind.NUMBER:
        then, otherwise = alike((then, otherwise))
    return Column(
        kind,
        np.where(condition.values, then.values, otherwise.values),
        condition.known & np.where(condition.values, then.known, otherwise.known),
        then.scale,
        max(then.bound, otherwise.bound),
    )


def _same_kind(column: Column, kind: Kind, other: Column) -> Column:
    """Give a column in which nothing is known the kind of the other one."""
    if column.kind is not None:
        return column
    return replace(other, kind=kind, values=other.values[:1], known=np.zeros(len(column.known), dtype=bool))


def known(column: Column) -> Column:
    """Say where a value is known."""
    return Column(Kind.YES_NO, column.known, np.ones(1, dtype=bool))


def known_or(column: Column, otherwise: Column) -> Column:
    """Fill gaps."""
    return chosen(known(column), column, otherwise)


def _month_and_day(days: Array) -> tuple[Array, Array]:
    month = days.astype("datetime64[M]")
    return month, (days - month).astype(np.int64) + 1


def _days_in(month: Array) -> Array:
    length: Array = ((month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")).astype(np.int64)
    return length


def _whole(column: Column, most: int) -> tuple[Array, Mask]:
    """Return whole numbers of a sensible size, and where they are so."""
    values = as_float(column)
    possible = (values == np.floor(values)) & (np.abs(values) <= most)
    return np.where(possible, values, 0).astype(np.int64), column.known & possible


def _days(values: Array, known_there: Mask) -> Column:
    inside = (values >= _FIRST_DAY) & (values <= _LAST_DAY)
    return Column(Kind.DATE, np.where(inside, values, np.datetime64(0, "D")), known_there & inside)


def _part_of_date(part: Callable[[Array], Array]) -> Callable[[Column], Column]:
    return lambda day: numbers(part(day.values.astype("datetime64[M]").astype(np.int64)), day.known)


COLUMN_OPERATIONS: dict[str, Callable[..., Column]] = {
    "abs": absolute,
    "age": age,
    "days_after": days_after,
    "days_between": lambda first, second: numbers(
        (second.values - first.values).astype(np.int64), first.known & second.known
    ),
    "if": chosen,
    "known": known,
    "known_or": known_or,
    "max": extreme(np.maximum),
    "min": extreme(np.minimum),
    "month": _part_of_date(lambda months: months % 12 + 1),
    "months_after": months_after,
    "months_between": months_between,
    "round_down": rounded("down"),
    "round_half_up": rounded("half_up"),
    "round_up": rounded("up"),
    "table": in_table,
    "year": _part_of_date(lambda months: months // 12 + 1970),
    "years_after": lambda day, years: months_after(day, multiply(years, of_objects([12], Kind.NUMBER))),
}
