"""Piecewise tables: amounts by band, by slice or by key."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class TableKind(StrEnum):
    """How a table is read."""

    BANDS = "bands"  # the value of the band that x lies in
    SLICES = "slices"  # each rate on its own slice of x, added up: income tax, medical reimbursement
    KEYS = "keys"  # the value beside the text x


TableKey = int | Decimal | date | str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of (from, value), the first column rising; a row holds up to the next one's start.

    A band whose value is None gives no answer: that is how a table ends.
    """

    kind: TableKind
    rows: tuple[tuple[TableKey, int | Decimal | None], ...]

    @property
    def keys(self) -> list[TableKey]:
        """Return the first column."""
        return [key for key, _ in self.rows]


def fault_in(table: Table) -> str | None:
    """Return the code of what is wrong with a table, or None."""
    if not table.rows:
        return "expr.table_empty"
    sorts = {_sort(key) for key in table.keys}
    if len(sorts) > 1 or (sorts == {"text"}) != (table.kind is TableKind.KEYS):
        return "expr.table_mixed"
    if table.kind is TableKind.KEYS:
        return "expr.table_not_rising" if len(set(table.keys)) < len(table.rows) else None
    if any(later <= earlier for earlier, later in zip(table.keys, table.keys[1:], strict=False)):  # type: ignore[operator]
        return "expr.table_not_rising"
    if table.kind is TableKind.SLICES and (sorts == {"date"} or any(rate is None for _, rate in table.rows)):
        return "expr.table_mixed"
    return None


def look_up(table: Table, x: TableKey | Fraction) -> int | Decimal | Fraction | None:
    """Return the value for ``x``, or None where the table has none; ``x`` is of the table's kind."""
    if table.kind is TableKind.KEYS:
        return dict(table.rows).get(x)  # type: ignore[arg-type]
    comparable = Fraction(x) if isinstance(x, Fraction | Decimal) else x
    starts = [Fraction(key) if isinstance(key, Decimal) else key for key in table.keys]
    place = bisect_right(starts, comparable) - 1
    if place < 0:
        return None
    if table.kind is TableKind.BANDS:
        return table.rows[place][1]
    total = Fraction(0)
    ends = [*starts[1 : place + 1], comparable]
    for start, end, (_, rate) in zip(starts, ends, table.rows, strict=False):
        total += (Fraction(end) - Fraction(start)) * Fraction(rate)  # type: ignore[arg-type]
    return total


def _sort(key: TableKey) -> str:
    if isinstance(key, str):
        return "text"
    return "date" if isinstance(key, date) else "number"
