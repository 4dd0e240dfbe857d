"""What a clock tells about itself: how its date came about, step by step."""

from __future__ import annotations

from linli.core.clock.calendar import Calendar
from linli.core.clock.deadlines import due
from linli.core.clock.instants import stamp
from linli.core.clock.running import ClockState, leg_start, legs
from linli.core.clock.timetable import Timetable
from linli.core.shared.outcomes import Reason, Refusal


def explain(state: ClockState, calendar: Calendar, timetable: Timetable) -> tuple[Reason, ...]:
    """Return the steps to the date of a clock, with its extensions, pauses and what was told."""
    start, before = state.started, None
    steps: list[Reason] = []
    for leg in legs(state):
        if before is not None:
            steps.append(Reason(f"clock.extended.{leg.unit}", {"n": leg.amount}))
        end = due(start, leg, calendar, timetable, pauses=state.pauses)
        if isinstance(end, Refusal):
            return (*steps, Reason(end.code, end.because))
        # An extension repeats the limit's and the start's sentences no second time.
        steps += end.steps if before is None else end.steps[2:]
        start, before = leg_start(leg, end.at), leg
    return (*steps, *_standing(state, calendar))


def _standing(state: ClockState, calendar: Calendar) -> tuple[Reason, ...]:
    """Say how the clock stands now: the date it is held to, and whether it still runs."""
    told = [Reason("clock.stands_at", {"at": stamp(state.due)})]
    if state.stopped is not None:
        told.append(Reason("clock.stopped_at", {"at": stamp(state.stopped)}))
    elif state.paused_since is not None:
        told.append(Reason("clock.paused_now", {"at": stamp(state.paused_since)}))
    told.append(Reason("clock.by_calendar", {"version": state.calendar}))
    if state.calendar != calendar.version:
        told.append(Reason("clock.newer_calendar", {"version": calendar.version}))
    return tuple(told)
