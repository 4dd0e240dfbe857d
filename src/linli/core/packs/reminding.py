"""Reminders before a clock ends: when, for those clocks whose service declares one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from linli.core.clock.limits import Limit, Unit, read_limit
from linli.core.clock.running import ClockState
from linli.core.lifecycle.definition import ClockRule, Lifecycle
from linli.core.lifecycle.state import CaseState
from linli.core.packs.finding import Finding


def next_reminder(course: Lifecycle, state: CaseState, at: datetime) -> tuple[datetime, str] | None:
    """Return the next reminder after ``at`` and its clock; None where nothing is to be said any more."""
    return min((one for one in _reminders(course, state) if one[0] > at), default=None)


def _reminders(course: Lifecycle, state: CaseState) -> Iterator[tuple[datetime, str]]:
    for name, stored in state.clocks.items():
        rule, clock = course.clocks.get(name), ClockState.from_json(stored)
        if rule is not None and rule.remind_before and clock.running:
            yield clock.told_due - before(rule), name


def before(rule: ClockRule) -> timedelta:
    """Return how long before its end a clock reminds."""
    read = read_limit(rule.remind_before)
    return timedelta(days=read.amount if isinstance(read, Limit) else 0)


def check_reminders(course: Lifecycle) -> Iterator[Finding]:
    """Yield reminders that are no count of days, or go to nobody."""
    for rule in course.clocks.values():
        read = read_limit(rule.remind_before) if rule.remind_before else None
        if read is not None and not (isinstance(read, Limit) and read.unit is Unit.CALENDAR_DAYS):
            yield Finding("packs.remind_in_days", f"clocks.{rule.name}.remind.before")
        if rule.remind_before and not rule.remind_to:
            yield Finding("packs.remind_nobody", f"clocks.{rule.name}.remind.to", params={"clock": rule.name})
