"""A round: one promise of one public case, from telling to the resident's word; folded from entries alone.

A case that was reopened has two rounds, each with a promise, a result and an answer of its own. Everything
here stands in the public log, so that anybody can fold it again and gets the same rounds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from linli.core.clock.calendar import Calendar
from linli.core.clock.elapsed import working_time_between
from linli.core.clock.instants import read_stamp
from linli.core.clock.timetable import Timetable
from linli.core.lifecycle.state import CaseState, apply
from linli.core.shared.outcomes import JsonValue

OPENED = "cases.opened"
CLASSIFIED = "cases.classified"
CONFIDENTIAL = "cases.made_confidential"
ASKED = "cases.exclusion_asked"
DECIDED = "cases.exclusion_decided"

CLOSED = "closed"
ENDED_BESIDE = frozenset({"merged", "transferred", "withdrawn", "void", "not_accepted"})
ELSEWHERE = "elsewhere"
MINUTE = 60
YES, NO = "yes", "no"
RESULTS = {"solved": YES, "not_solved": NO}


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of a stream: what it says in public, and when that happened."""

    act: str
    occurred_at: datetime
    source: str
    public: Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Words:
    """What the stages and moves of a pack mean to figures."""

    ends: frozenset[str]
    answers: frozenset[str]
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Round:
    """One promise. ``area`` is the code of the community or of what is above it; "" is unknown throughout.

    ``due`` is the date that the resident was told last; None while the clock stands still or never ran.
    ``left_out`` maps a rate to the reason for which this case was granted to be left out of it.
    """

    stream: str
    number: int
    service: str
    kind: str
    channel: str
    source: str
    opened_at: datetime
    subject: str = ""
    area: str = ""
    lead: str = ""
    accepted_at: datetime | None = None
    dispatched_at: datetime | None = None
    reported_at: datetime | None = None
    done_at: datetime | None = None
    closed_at: datetime | None = None
    due: datetime | None = None
    ended: str = ""
    outcome: str = ""
    returns: int = 0
    redone: int = 0
    extensions: int = 0
    reopened: bool = False
    reached: str = ""
    contacted: str = ""
    solved: str = ""
    satisfaction: str = ""
    objected: bool = False
    minutes: int | None = None
    left_out: Mapping[str, str] = field(default_factory=dict)


def fold(stream: str, entries: Sequence[Said], packs: Mapping[str, Words]) -> tuple[Round, ...]:
    """Return the rounds of a case, the first one first; nothing for one that is not public."""
    course = _Course(stream)
    for entry in entries:
        course.take(entry, packs)
    return course.rounds()


def timed(one: Round, calendar: Calendar, timetable: Timetable) -> Round:
    """Return the round with the working minutes from its opening to its close."""
    if one.ended != CLOSED or one.closed_at is None:
        return one
    worked = working_time_between(one.opened_at, one.closed_at, calendar, timetable).time
    return replace(one, minutes=int(worked.total_seconds()) // MINUTE)


class _Course:
    """Gathers rounds while entries go by."""

    def __init__(self, stream: str) -> None:
        self._stream = stream
        self._done: list[Round] = []
        self._now: Round | None = None
        self._state: CaseState | None = None
        self._words = Words(frozenset(), frozenset())
        self._asked: dict[str, str] = {}
        self._granted: dict[str, str] = {}

    def rounds(self) -> tuple[Round, ...]:
        """Return what was gathered."""
        if self._now is None:
            return ()
        return tuple(replace(one, left_out=dict(self._granted)) for one in (*self._done, self._now))

    def take(self, entry: Said, packs: Mapping[str, Words]) -> None:
        """Let one entry go by."""
        if entry.act == OPENED:
            self._open(entry, packs)
        elif self._now is None:
            return
        elif entry.act == CONFIDENTIAL:
            self._now, self._done = None, []
        elif entry.act == CLASSIFIED:
            self._classify(_text(entry.public.get("subject")))
        elif entry.act in (ASKED, DECIDED):
            self._exclude(entry)
        else:
            self._words = packs.get(_text(entry.public.get("pack")), self._words)  # after a migration
            self._move(self._now, entry)

    def _open(self, entry: Said, packs: Mapping[str, Words]) -> None:
        self._words = packs.get(_text(entry.public.get("pack")), self._words)
        self._state = apply(None, entry.public)
        if self._words.listed:
            self._now = self._with_clock(_first_round(self._stream, entry))

    def _classify(self, subject: str) -> None:
        self._done = [replace(one, subject=subject) for one in self._done]
        self._now = replace(self._now, subject=subject) if self._now else None

    def _exclude(self, entry: Said) -> None:
        rate = _text(entry.public.get("rate"))
        if entry.act == ASKED:
            self._asked[rate] = _text(entry.public.get("reason"))
        elif entry.public.get("granted") is True:
            self._granted[rate] = self._asked.get(rate, "")

    def _move(self, now: Round, entry: Said) -> None:
        before, self._state = self._state, apply(self._state, entry.public)
        counted = _grown(before, self._state)
        if counted["contested"]:
            now = replace(now, objected=True, reached=YES, solved=NO)
        if counted["reopened"]:
            now = self._again(now, entry.occurred_at)
        now = replace(now, returns=now.returns + counted["returns"], redone=now.redone + counted["redone"])
        now = self._reported(self._placed(now, entry), before, entry)
        now = self._answered(now, entry)
        self._now = self._with_clock(self._closed(now, entry))

    def _again(self, now: Round, at: datetime) -> Round:
        """End the round that was objected to and begin the next one."""
        self._done.append(replace(now, reopened=True, ended=CLOSED, closed_at=now.closed_at or at))
        return Round(
            self._stream, now.number + 1, now.service, now.kind, now.channel, now.source, at,
            subject=now.subject, area=now.area, lead=now.lead,
        )  # fmt: skip

    def _placed(self, now: Round, entry: Said) -> Round:
        lead = (self._state and self._state.lead) or ""
        first = bool(lead) and now.dispatched_at is None and now.number == 0
        return replace(now, lead=lead, dispatched_at=entry.occurred_at if first else now.dispatched_at)

    def _reported(self, now: Round, before: CaseState | None, entry: Said) -> Round:
        outcome = (self._state and self._state.outcome) or ""
        said_again = "outcome" in _inputs(entry)
        if not outcome or (outcome == (before and before.outcome) and not said_again):
            return now
        return replace(now, outcome=outcome, reported_at=now.reported_at or entry.occurred_at)

    def _answered(self, now: Round, entry: Said) -> Round:
        """Take the resident's word; an objection to the same round stays the last word."""
        inputs = _inputs(entry)
        if _text(entry.public.get("move")) not in self._words.answers or now.objected:
            return now
        result = _text(inputs.get("result"))
        contacted = inputs.get("contacted_in_time")
        return replace(
            now,
            reached=NO if result == "unreachable" else YES,
            solved=RESULTS.get(result, "") if result else YES,
            satisfaction=_text(inputs.get("satisfaction")),
            contacted={True: YES, False: NO}.get(contacted, "") if isinstance(contacted, bool) else "",
        )

    def _closed(self, now: Round, entry: Said) -> Round:
        stage = self._state.stage if self._state else ""
        if stage not in self._words.ends:
            return now
        ended = stage if stage == CLOSED or stage in ENDED_BESIDE else ELSEWHERE
        return replace(now, ended=ended, closed_at=now.closed_at or entry.occurred_at)

    def _with_clock(self, now: Round) -> Round:
        clock = (self._state.clocks if self._state else {}).get("promise")
        if clock is None or (now.number and read_stamp(_text(clock["started"])) < now.opened_at):
            return now
        stopped, paused = _text(clock["stopped"]), _text(clock["paused_since"])
        extensions = clock["extensions"]
        return replace(
            now,
            accepted_at=read_stamp(_text(clock["started"])),
            due=None if paused and not stopped else read_stamp(_text(clock["told_due"])),
            done_at=read_stamp(stopped) if stopped else None,
            extensions=extensions if isinstance(extensions, int) else 0,
        )


def _first_round(stream: str, entry: Said) -> Round:
    public = entry.public
    return Round(
        stream,
        0,
        service=_text(public.get("service")),
        kind=_text(public.get("kind")),
        channel=_text(public.get("channel")),
        source=entry.source,
        opened_at=entry.occurred_at,
        subject=_text(public.get("subject")),
        area=_text(public.get("area")),
    )


def _grown(before: CaseState | None, after: CaseState | None) -> dict[str, int]:
    names = ("returns", "redone", "reopened", "contested")
    old, new = (before.counters if before else {}), (after.counters if after else {})
    return {name: max(new.get(name, 0) - old.get(name, 0), 0) for name in names}


def _inputs(entry: Said) -> Mapping[str, JsonValue]:
    inputs = entry.public.get("inputs")
    return inputs if isinstance(inputs, Mapping) else {}


def _text(value: JsonValue) -> str:
    return value if isinstance(value, str) else ""
