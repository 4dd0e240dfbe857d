"""Whose number is called next at a counter, and how long a wait is likely to be, with what that rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

MEASURED_ENOUGH = 3
"""From so many served today on, the day's own times count; before, what was expected."""


@dataclass(frozen=True, slots=True)
class CallingRule:
    """A hall's declared order.

    At most ``run`` numbers with priority are called in a row while others wait; who was not there when called comes
    back after ``back_after`` further calls, and loses the number at the ``most_absences``-th time.
    """

    run: int = 2
    back_after: int = 3
    most_absences: int = 2


@dataclass(frozen=True, slots=True)
class Waiter:
    """A number that waits. ``place`` is the count of calls from which it may be called; ``passed``: by a colleague."""

    key: int
    priority: bool = False
    passed: bool = False
    place: int = 0


@dataclass(frozen=True, slots=True)
class Estimate:
    """Minutes that a wait is likely to take: ``ahead`` people, ``counters`` open, ``each`` minutes a person.

    ``measured`` is how many of today's visits ``each`` was measured from; 0: nobody yet, it is what was expected.
    """

    minutes: int
    ahead: int
    counters: int
    each: int
    measured: int


def choose(waiting: Sequence[Waiter], calls: int, run: int, rule: CallingRule) -> Waiter | None:
    """Return who is called next after ``calls`` calls, the last ``run`` of which had priority; None: nobody waits.

    First who was passed on by a colleague; then by turn, those with priority ahead. Who is to come back later is
    called sooner where nobody else waits.
    """
    able = [one for one in waiting if one.place <= calls] or list(waiting)
    by_turn = sorted(able, key=lambda one: (not one.passed, one.key))
    if not by_turn or by_turn[0].passed:
        return by_turn[0] if by_turn else None
    first = next((one for one in by_turn if one.priority), None)
    other = next((one for one in by_turn if not one.priority), None)
    if first is not None and (run < rule.run or other is None):
        return first
    return other


def run_after(run: int, called: Waiter) -> int:
    """Return how many with priority were called in a row, now that one more was called."""
    return run + 1 if called.priority else 0


def after_absence(absences: int, calls: int, rule: CallingRule) -> int | None:
    """Return from which call on somebody who was not there comes back, at the ``absences``-th time; None: no more."""
    return None if absences >= rule.most_absences else calls + rule.back_after


def estimate(ahead: int, counters: int, seconds: Sequence[int], expected: int) -> Estimate:
    """Return how long somebody waits: those ahead, shared by the counters that are open, at the day's median time.

    ``expected`` is the minutes that a visit was expected to take.
    """
    measured = len(seconds) if len(seconds) >= MEASURED_ENOUGH else 0
    each = max(1, round(median(seconds) / 60)) if measured else expected
    open_ones = max(counters, 1)
    return Estimate(-(-ahead * each // open_ones), ahead, open_ones, each, measured)
