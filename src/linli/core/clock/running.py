"""Clocks that run against a case: the promise to the resident, and whoever holds it now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import cast

from linli.core.clock.calendar import Calendar
from linli.core.clock.deadlines import Due, due
from linli.core.clock.instants import TICK, read_stamp, stamp
from linli.core.clock.limits import Limit, Unit, read_limit
from linli.core.clock.timetable import Timetable
from linli.core.shared.intervals import Interval
from linli.core.shared.outcomes import JsonValue, Reason, Refusal

_ENDS_AT_MIDNIGHT = frozenset({Unit.CALENDAR_DAYS, Unit.EMERGENCY_DAYS})


class ClockKind(StrEnum):
    """The promise stops only for the resident or by law; a holder's clock stops at hand-over.

    A period is a time that has to pass, such as that of an objection notice: nobody is late when it is over.
    """

    PROMISE = "promise"
    HOLDER = "holder"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class ClockState:
    """A clock as an entry records it.

    ``added`` are the extensions; ``due`` and ``provisional`` follow from all the rest and ``calendar``
    (a version). ``told_due`` is the date that those concerned have been given.
    """

    name: str
    kind: ClockKind
    holder: str | None
    limit: str
    started: datetime
    due: datetime
    provisional: bool
    calendar: str
    told_due: datetime
    added: tuple[str, ...] = ()
    paused_since: datetime | None = None
    pauses: tuple[Interval, ...] = ()
    stopped: datetime | None = None

    @property
    def extensions(self) -> int:
        """How often it was extended."""
        return len(self.added)

    @property
    def running(self) -> bool:
        """Neither stopped nor standing still."""
        return self.stopped is None and self.paused_since is None

    def to_json(self) -> dict[str, JsonValue]:
        """Write the clock for an entry: strings without blanks, UTC stamps."""
        return {
            "name": self.name,
            "kind": self.kind.value,
            "holder": self.holder,
            "limit": self.limit,
            "added": list(self.added),
            "extensions": self.extensions,
            "started": stamp(self.started),
            "due": stamp(self.due),
            "told_due": stamp(self.told_due),
            "provisional": self.provisional,
            "calendar": self.calendar,
            "paused_since": stamp(self.paused_since) if self.paused_since else None,
            "pauses": [[stamp(pause.start), stamp(pause.end)] for pause in self.pauses],
            "stopped": stamp(self.stopped) if self.stopped else None,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, JsonValue]) -> ClockState:
        """Read back what ``to_json`` wrote."""
        texts = cast("Mapping[str, str]", stored)
        pauses = cast("list[tuple[str, str]]", stored["pauses"])
        return cls(
            name=texts["name"],
            kind=ClockKind(texts["kind"]),
            holder=texts["holder"],
            limit=texts["limit"],
            added=tuple(cast("list[str]", stored["added"])),
            started=read_stamp(texts["started"]),
            due=read_stamp(texts["due"]),
            told_due=read_stamp(texts["told_due"]),
            provisional=stored["provisional"] is True,
            calendar=texts["calendar"],
            paused_since=read_stamp(texts["paused_since"]) if stored["paused_since"] else None,
            pauses=tuple(Interval(read_stamp(start), read_stamp(end)) for start, end in pauses),
            stopped=read_stamp(texts["stopped"]) if stored["stopped"] else None,
        )


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A clock under another calendar, and what must be told in the same act."""

    state: ClockState
    tell: tuple[Reason, ...] = ()


def start_clock(
    name: str,
    kind: ClockKind | str,
    holder: str | None,
    limit: Limit,
    at: datetime,
    calendar: Calendar,
    timetable: Timetable,
) -> ClockState | Refusal:
    """Start a clock at ``at``."""
    end = due(at, limit, calendar, timetable)
    if isinstance(end, Refusal):
        return end
    return ClockState(
        name=name,
        kind=ClockKind(kind),
        holder=holder,
        limit=limit.text,
        started=at,
        due=end.at,
        provisional=end.provisional,
        calendar=end.calendar,
        told_due=end.at,
    )


def pause(state: ClockState, at: datetime) -> ClockState | Refusal:
    """Let the clock stand still from ``at``; a date that has passed stays passed."""
    if state.stopped is not None:
        return Refusal("clock.stopped", {"clock": state.name})
    if state.paused_since is not None:
        return Refusal("clock.already_paused", {"clock": state.name, "since": stamp(state.paused_since)})
    if at < _last_change(state):
        return Refusal("clock.out_of_order", {"at": stamp(at), "after": stamp(_last_change(state))})
    return replace(state, paused_since=at)


def resume(state: ClockState, at: datetime, calendar: Calendar, timetable: Timetable) -> ClockState | Refusal:
    """Let the clock run again from ``at``: the pause is deducted, and the date is never earlier."""
    if state.paused_since is None:
        return Refusal("clock.not_paused", {"clock": state.name})
    if at < state.paused_since:
        return Refusal("clock.out_of_order", {"at": stamp(at), "after": stamp(state.paused_since)})
    pauses = (*state.pauses, Interval(state.paused_since, at))
    return _settled(replace(state, paused_since=None, pauses=pauses), calendar, timetable)


def extend(
    state: ClockState,
    by: Limit,
    at: datetime,
    calendar: Calendar,
    timetable: Timetable,
    *,
    max_extensions: int = 1,
) -> ClockState | Refusal:
    """Add ``by`` after the date that stands; only before it has passed, and so often at most."""
    if state.stopped is not None:
        return Refusal("clock.stopped", {"clock": state.name})
    if is_overdue(state, at):
        return Refusal("clock.already_due", {"clock": state.name, "due": stamp(state.due)})
    if state.extensions >= max_extensions:
        return Refusal("clock.no_more_extensions", {"n": max_extensions})
    added = replace(by, count_start_day=False).text  # the day of the old date was counted already
    return _settled(replace(state, added=(*state.added, added)), calendar, timetable)


def stop(state: ClockState, at: datetime) -> ClockState | Refusal:
    """End the clock at ``at``; a pause that is open ends with it."""
    if state.stopped is not None:
        return Refusal("clock.stopped", {"clock": state.name})
    if at < _last_change(state):
        return Refusal("clock.out_of_order", {"at": stamp(at), "after": stamp(_last_change(state))})
    if state.paused_since is None:
        return replace(state, stopped=at)
    pauses = (*state.pauses, Interval(state.paused_since, at))
    return replace(state, paused_since=None, pauses=pauses, stopped=at)


def is_overdue(state: ClockState, at: datetime) -> bool:
    """Whether the date passed before ``at``, or before the clock was stopped or paused."""
    return (state.stopped or state.paused_since or at) > state.due


def recompute(state: ClockState, calendar: Calendar, timetable: Timetable) -> Recomputed | Refusal:
    """Count a clock anew under another calendar.

    A handler's date never becomes earlier; a resident's changes only together with a notice.
    A clock that stopped keeps the date it was measured by.
    """
    if state.stopped is not None or calendar.version == state.calendar:
        return Recomputed(state)
    end = _end(state, calendar, timetable)
    if isinstance(end, Refusal):
        return end
    at = max(end.at, state.told_due) if state.kind is ClockKind.HOLDER else end.at
    moved = replace(state, due=at, told_due=at, provisional=end.provisional, calendar=calendar.version)
    if at == state.told_due:
        return Recomputed(moved)
    direction = "later" if at > state.told_due else "earlier"
    to_whom = "handler" if state.kind is ClockKind.HOLDER else "resident"
    told = {"clock": state.name, "old": stamp(state.told_due), "new": stamp(at)}
    return Recomputed(moved, (Reason(f"clock.tell_{to_whom}_{direction}", told),))


def legs(state: ClockState) -> tuple[Limit, ...]:
    """Return the limit and its extensions."""
    return tuple(cast("Limit", read_limit(text)) for text in (state.limit, *state.added))


def leg_start(before: Limit, end: datetime) -> datetime:
    """Return where the next leg starts: 24:00 still belongs to the day that it ends."""
    return end - TICK if before.unit in _ENDS_AT_MIDNIGHT else end


def _settled(state: ClockState, calendar: Calendar, timetable: Timetable) -> ClockState | Refusal:
    """Count anew after a change that may only lengthen."""
    end = _end(state, calendar, timetable)
    if isinstance(end, Refusal):
        return end
    at = max(end.at, state.due)
    return replace(state, due=at, told_due=at, provisional=end.provisional, calendar=end.calendar)


def _end(state: ClockState, calendar: Calendar, timetable: Timetable) -> Due | Refusal:
    first, *more = legs(state)
    end = due(state.started, first, calendar, timetable, pauses=state.pauses)
    before, provisional = first, False
    for leg in more:
        if isinstance(end, Refusal):
            return end
        provisional |= end.provisional
        end = due(leg_start(before, end.at), leg, calendar, timetable, pauses=state.pauses)
        before = leg
    return end if isinstance(end, Refusal) else replace(end, provisional=provisional or end.provisional)


def _last_change(state: ClockState) -> datetime:
    return state.paused_since or (state.pauses[-1].end if state.pauses else state.started)
