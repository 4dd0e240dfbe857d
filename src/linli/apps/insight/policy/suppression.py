"""Which cells of a published table stay blank, and which are too small to be put in an order.

A figure about very few people is about those people. If just one cell of a table were blank, its value
would follow from the total; so a second one goes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

SMALLEST = 5
"""The smallest number of rounds that a public table shows a figure for."""

COMPARABLE = 30
"""The smallest number at which two figures may stand in an order; below, the difference is chance."""

T = TypeVar("T")


def hidden(sizes: Mapping[str, int], *, smallest: int = SMALLEST, total_shown: bool = True) -> frozenset[str]:
    """Return the keys of the cells to blank; empty cells say nothing about anybody and are shown.

    When the total is shown, what is blank must be at least two cells and together at least ``smallest``.
    """
    blank = {key for key, size in sizes.items() if 0 < size < smallest}
    if not blank or not total_shown:
        return frozenset(blank)
    rest = sorted((size, key) for key, size in sizes.items() if size >= smallest)
    together = sum(sizes[key] for key in blank)
    for size, key in rest:
        if len(blank) > 1 and together >= smallest:
            break
        blank.add(key)
        together += size
    return frozenset(blank)


def in_order(
    rows: Sequence[T], *, size: Callable[[T], int], value: Callable[[T], float], comparable: int = COMPARABLE
) -> tuple[list[T], list[T]]:
    """Return the rows that are large enough, the lowest value first, and the others as they came."""
    large = [row for row in rows if size(row) >= comparable]
    small = [row for row in rows if size(row) < comparable]
    return sorted(large, key=value), small
