"""How many minutes may be confirmed, and by whom."""

from __future__ import annotations

from datetime import datetime, timedelta

from linli.apps.volunteers.policy.terms import terms
from linli.core.shared.outcomes import Problem, Refusal

A_DAY = 24 * 60


def check_minutes(minutes: int, planned: timedelta, that_day: int) -> Problem | None:
    """Say what is wrong with an amount: none or less, more than a day in a day, far more than was planned."""
    if not 0 < minutes <= A_DAY:
        return Problem("minutes", "volunteers.minutes_range")
    most = int(planned / timedelta(minutes=1)) + terms().minutes_over
    if minutes > most:
        return Problem("minutes", "volunteers.minutes_planned", {"n": most})
    if that_day + minutes > A_DAY:
        return Problem("minutes", "volunteers.minutes_day")
    return None


def may_confirm(*, own: bool, finished: bool) -> Refusal | None:
    """Say why hours may not be confirmed: one's own never, and not before the work is done."""
    if own:
        return Refusal("volunteers.not_your_own_hours")
    return None if finished else Refusal("volunteers.not_finished")


def counted(started: datetime, finished: datetime) -> int:
    """Return the minutes between start and end, the way they are proposed."""
    return max(int((finished - started) / timedelta(minutes=1)), 1)
