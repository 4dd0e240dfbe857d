"""Gives places in an order: each in turn the first of their wishes that still has one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Wanting = tuple[str, Sequence[str]]
"""A number and what it wants, the dearest first."""


def give(order: Sequence[Wanting], places: Mapping[str, int]) -> dict[str, str]:
    """Return what each number is given; "" where nothing wanted was left. Nobody gets two, nothing is given too often."""
    left = dict(places)
    given: dict[str, str] = {}
    for number, wanted in order:
        found = next((one for one in wanted if left.get(one, 0) > 0), "")
        if found:
            left[found] -= 1
        given[number] = found
    return given
