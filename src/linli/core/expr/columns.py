"""Columns of values with what is unknown in them, read from NumPy arrays or single values.

Numbers: whole numbers and decimals are int64 with a common ``scale`` (12.50 is 1250 at scale 2) and
stay exact; what does not fit, and every quotient, is float64.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linli.core.expr.exact import LARGEST, usable
from linli.core.expr.values import kind_of
from linli.core.expr.vocabulary import Kind

Array = NDArray[Any]
Mask = NDArray[np.bool_]

FITS = 2**63 - 1
FINEST_SCALE = 15
YES = np.ones(1, dtype=bool)
NO = np.zeros(1, dtype=bool)


@dataclass(frozen=True, slots=True)
class Column:
    """Values of one kind, one a row, or a single one for all rows (length 1).

    ``kind`` None is a column in which nothing is known. ``bound`` is at least the size of every
    whole number in it, so that an overflow is seen before it happens. ``whole`` holds a table or
    members, which have no array.
    """

    kind: Kind | None
    values: Array
    known: Mask
    scale: int = 0
    bound: int = 0
    whole: Any = None

    @property
    def is_float(self) -> bool:
        """Whether numbers are float64 here."""
        return self.values.dtype.kind == "f"

    def taken(self, rows: Array) -> Column:
        """Return the column with the given rows, in that order; a single value stays single."""
        if len(self.values) == 1 or self.whole is not None:
            return self
        return replace(self, values=self.values[rows], known=self.known[rows])

    def only(self, allowed: Mask) -> Column:
        """Return the column with everything else unknown."""
        return replace(self, known=self.known & allowed)


NOTHING = Column(None, np.zeros(1, dtype=bool), NO)


def numbers(values: Array, known: Mask, scale: int = 0, bound: int | None = None) -> Column:
    """Make a column of numbers; floats that are no sensible size become unknown."""
    if values.dtype.kind == "f":
        with np.errstate(invalid="ignore"):
            sensible = np.abs(values) < float(LARGEST)
        return Column(Kind.NUMBER, np.where(sensible, values, 0.0), known & sensible)
    return Column(Kind.NUMBER, values, known, scale, size_of(values) if bound is None else bound)


def size_of(values: Array) -> int:
    """Return the size of the largest whole number."""
    return max(abs(int(values.max())), abs(int(values.min()))) if values.size else 0


def as_float(column: Column) -> Array:
    """Return numbers as float64, rounded once."""
    if column.is_float:
        return column.values
    return column.values / float(10**column.scale) if column.scale else column.values.astype(np.float64)


def at_scale(column: Column, scale: int) -> Column | None:
    """Return whole numbers at a finer scale, or None if they do not fit."""
    factor = 10 ** (scale - column.scale)
    if factor == 1:
        return column
    if column.bound * factor > FITS:
        return None
    return replace(column, values=column.values * factor, scale=scale, bound=column.bound * factor)


def alike(columns: Sequence[Column]) -> list[Column]:
    """Bring columns of numbers to one scale, or all to float64 where that does not fit."""
    if not any(column.is_float for column in columns):
        scale = max(column.scale for column in columns)
        scaled = [at_scale(column, scale) for column in columns]
        fitting = [column for column in scaled if column is not None]
        if len(fitting) == len(columns):
            return fitting
    return [numbers(as_float(column), column.known) for column in columns]


def add(left: Column, right: Column, sign: int = 1) -> Column:
    """Add, or subtract with ``sign`` -1."""
    left, right = alike((left, right))
    known = left.known & right.known
    bound = left.bound + right.bound
    if left.is_float or bound > FITS:
        return numbers(as_float(left) + sign * as_float(right), known)
    values = left.values + right.values if sign > 0 else left.values - right.values
    return Column(Kind.NUMBER, values, known, left.scale, bound)


def multiply(left: Column, right: Column) -> Column:
    """Multiply."""
    known = left.known & right.known
    bound, scale = left.bound * right.bound, left.scale + right.scale
    if left.is_float or right.is_float or bound > FITS or scale > FINEST_SCALE:
        return numbers(as_float(left) * as_float(right), known)
    return Column(Kind.NUMBER, left.values * right.values, known, scale, bound)


def divide(left: Column, right: Column) -> Column:
    """Divide as float64; by zero gives unknown."""
    divisor = as_float(right)
    possible = divisor != 0
    with np.errstate(over="ignore"):
        values = as_float(left) / np.where(possible, divisor, 1.0)
    return numbers(values, left.known & right.known & possible)


def single(value: Any) -> Column:
    """Make a column of one value that stands for all rows; a fact of no known kind is unknown."""
    kind = kind_of(value)
    if kind is Kind.TABLE:
        return Column(kind, NO, YES, whole=value)
    if kind is None or kind is Kind.GROUP:
        return NOTHING
    return of_objects([value], kind)


def of_objects(values: Sequence[Any], kind: Kind) -> Column:
    """Make a column of Python values of one kind, None among them unknown."""
    known = np.array([value is not None for value in values], dtype=bool)
    if kind is Kind.NUMBER:
        return _of_numbers(values, known)
    empty, dtype = _EMPTY[kind]
    filled = [empty if value is None else value for value in values]
    return Column(kind, np.array(filled, dtype=dtype), known)


_EMPTY: dict[Kind, tuple[Any, Any]] = {
    Kind.YES_NO: (False, np.bool_),
    Kind.DATE: (date(1970, 1, 1), "datetime64[D]"),
    Kind.TEXT: ("", np.dtypes.StringDType()),
}


def _of_numbers(values: Sequence[int | Decimal | None], known: Mask) -> Column:
    fine = [value if value is not None and usable(value) else 0 for value in values]
    known = known & np.array([value is None or usable(value) for value in values], dtype=bool)
    scale = max((_scale_of(value) for value in fine), default=0)
    if scale <= FINEST_SCALE:
        scaled = [int(value * 10**scale) for value in fine]
        if all(abs(value) <= FITS for value in scaled):
            return numbers(np.array(scaled, dtype=np.int64), known, scale)
    return numbers(np.array([float(value) for value in fine], dtype=np.float64), known)


def _scale_of(number: int | Decimal) -> int:
    """Return how many decimals a number has."""
    if isinstance(number, int):
        return 0
    return max(0, -int(number.normalize().as_tuple().exponent))


def of_array(array: Array) -> Column | None:
    """Make a column of an array, or return None if it holds nothing that expressions work with."""
    known = (
        ~np.ma.getmaskarray(array)
        if isinstance(array, np.ma.MaskedArray)
        else np.ones(len(array), dtype=bool)
    )
    values = np.ma.getdata(array)
    match values.dtype.kind:
        case "b":
            return Column(Kind.YES_NO, values, known)
        case "i" | "u" | "f":
            return _of_numeric(values, known)
        case "M" if np.datetime_data(values.dtype) == ("D", 1):
            there = ~np.isnat(values)
            return Column(Kind.DATE, np.where(there, values, np.datetime64(0, "D")), known & there)
        case "U" | "T":
            return Column(Kind.TEXT, values, known)
        case "O":
            return _of_mixed([value if there else None for value, there in zip(values, known, strict=True)])
        case _:
            return None


def _of_numeric(values: Array, known: Mask) -> Column:
    if values.dtype.kind == "f" or (values.dtype.kind == "u" and values.size and int(values.max()) > FITS):
        return numbers(values.astype(np.float64), known)
    whole = np.where(known, values, 0).astype(np.int64)
    if whole.size and int(whole.min()) == -FITS - 1:
        return numbers(whole.astype(np.float64), known)
    return numbers(whole, known)


def _of_mixed(values: list[Any]) -> Column | None:
    kinds = {kind_of(value) for value in values if value is not None}
    if not kinds:
        return Column(None, np.zeros(len(values), dtype=bool), np.zeros(len(values), dtype=bool))
    kind = kinds.pop()
    if kinds or kind in {None, Kind.TABLE, Kind.GROUP}:
        return None
    return of_objects(values, kind)
