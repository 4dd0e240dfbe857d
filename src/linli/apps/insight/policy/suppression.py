"""Which cells of a published table stay blank, and which are too small to be put in an order.

A figure about very few people is about those people. If just one cell of a table were blank, its value
would follow from the total; so a second one goes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from linli.apps.insight.policy.figures import Figures
from linli.apps.insight.policy.rates import RATES, TIME_TO_CLOSE

SMALLEST = 5
"""The smallest number of rounds that a public table shows a figure for."""

COMPARABLE = 30
"""The smallest number at which two figures may stand in an order; below, the difference is chance."""

CODES = (*RATES, TIME_TO_CLOSE)

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


def small(figures: Figures) -> frozenset[str]:
    """Return the figures that so few people stand behind that they are about these people."""
    return frozenset(code for code in CODES if 0 < figures.size(code) < SMALLEST)


def screened(table: Mapping[str, Figures], above: Figures | None = None) -> dict[str, Figures]:
    """Return a table with its small cells taken out, and those that would give them away.

    ``above`` is what the table splits: what is withheld there is withheld in every part of it.
    """
    further = above.withheld if above else frozenset[str]()
    blank = {code: hidden({key: one.size(code) for key, one in table.items()}) for code in CODES}
    return {
        key: one.without(further | {code for code, keys in blank.items() if key in keys})
        for key, one in table.items()
    }


def in_order(
    rows: Sequence[T], *, size: Callable[[T], int], value: Callable[[T], float], comparable: int = COMPARABLE
) -> tuple[list[T], list[T]]:
    """Return the rows that are large enough, the lowest value first, and the others as they came."""
    large = [row for row in rows if size(row) >= comparable]
    small = [row for row in rows if size(row) < comparable]
    return sorted(large, key=value), small
