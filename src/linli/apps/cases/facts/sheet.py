"""What counts against a body in a month and why; what residents answered is only ever counted, never placed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Q

from linli.apps.cases.models import Assignment, Case, Exclusion, Rating, Ruling
from linli.core.clock.running import ClockState, is_overdue
from linli.core.lifecycle.definition import ClockKind
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit import facts as audit

AT_MOST = 2_000
NOT_SATISFIED = 2
"""This step of the five-step scale and below."""

FEWEST = 5
"""From how many answers in a month on a body is told what they were; below, a count would name somebody."""

RATE_OF = {
    "promise_late": "on_time",
    "holder_late": "on_time",
    "redone": "resolution",
}
"""The rate that a line weighs on; a granted exclusion from it takes the line out."""

COUNTED = ("redone", "reopened")
"""Counters of the course that weigh on the body. Both are the same line: the work came back. Whether a check
or an objection sent it back is not said, since an objection has an author."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when, seen from which moment, for which bodies (refs)."""

    start: datetime
    end: datetime
    at: datetime
    bodies: frozenset[str]

    def holds(self, moment: datetime) -> bool:
        """Say whether a moment lies in the span and has come."""
        return self.start <= moment < self.end and moment <= self.at


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One thing that counts (``excluded``: that would count, but was taken out in the open).

    ``clock`` names the clock of a late line, ``due`` the date it had, ``at`` when it was done (None: not yet)
    or when it happened; ``ruling`` is the number of the ruling behind a dismissed return.
    """

    kind: str
    case: str
    number: str
    title: str
    pack: str
    at: datetime | None
    clock: str = ""
    due: datetime | None = None
    ruling: str = ""
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """What residents answered about a body's work in a month: ``low`` of ``many``; None: too few to say."""

    kind: str
    body: str
    many: int | None
    low: int | None


def sheet(actor: Actor, start: datetime, end: datetime, *, at: datetime) -> list[SheetLine]:
    """Return the lines of the actor's bodies between two moments, the oldest first; for officers of a body."""
    bodies = {g.body_id: g.body_ref for g in actor.grants_for(Permission.ASSIGNMENT_REPORT) if g.body_id}
    if not bodies:
        return []
    span = Span(start, end, at, frozenset(ref for ref in bodies.values() if ref))
    found = [
        *_told_by_entries(list(bodies), span),
        *_dismissed(list(bodies), span),
    ]
    return sorted(_without_excluded(found), key=lambda line: line.due or line.at or start)


def _told_by_entries(bodies: list[int], span: Span) -> Iterator[SheetLine]:
    """Yield what the entries of the cases that these bodies led say: clocks that ran out, work sent back."""
    led = Assignment.objects.filter(body_id__in=bodies, part="lead")
    rows = Case.objects.filter(Q(closed_at=None) | Q(closed_at__gte=span.start), pk__in=led.values("case_id"))
    cases = list(rows.select_related("text", "stream").order_by("id")[:AT_MOST])
    pasts = audit.histories(case.stream for case in cases)
    for case in cases:
        past = pasts.get(case.stream_id, ())
        yield from _late(case, past, span)
        yield from _counted(case, past, span)


def _late(case: Case, past: Sequence[audit.Past], span: Span) -> Iterator[SheetLine]:
    """Yield the clocks of the bodies, and promises while they lead, that ran out inside the span."""
    lead: str | None = None
    running: dict[str, ClockState] = {}
    for one in past:
        state = _state(one)
        lead = str(state["lead"]) if state.get("lead") else lead
        for name, stored in _mapping(state.get("clocks")).items():
            clock = ClockState.from_json(stored) if isinstance(stored, dict) else None
            before = running.pop(name, None)
            if before and (clock is None or clock.started != before.started):
                yield from _if_late(case, before, lead, span)
            if clock:
                running[name] = clock
    for clock in running.values():
        yield from _if_late(case, clock, lead, span)


def _if_late(case: Case, clock: ClockState, lead: str | None, span: Span) -> Iterator[SheetLine]:
    if clock.kind == ClockKind.PERIOD.value:
        return
    promise = clock.kind == ClockKind.PROMISE.value
    whose = lead if promise else clock.holder
    if whose in span.bodies and span.holds(clock.due) and is_overdue(clock, span.at):
        line = _line("promise_late" if promise else "holder_late", case, clock.stopped)
        yield replace(line, clock=clock.name, due=clock.due)


def _counted(case: Case, past: Sequence[audit.Past], span: Span) -> Iterator[SheetLine]:
    """Yield the times when the work came back to be done again."""
    before = dict.fromkeys(COUNTED, 0)
    for one in past:
        now = _mapping(_state(one).get("counters"))
        for name in COUNTED:
            raised = now.get(name)
            if isinstance(raised, int) and raised > before[name]:
                before[name] = raised
                if span.holds(one.occurred_at):
                    yield _line("redone", case, one.occurred_at)


def _state(past: audit.Past) -> Mapping[str, JsonValue]:
    return _mapping(past.public.get("state"))


def _mapping(value: JsonValue) -> Mapping[str, JsonValue]:
    return value if isinstance(value, dict) else {}


def answers(actor: Actor, start: datetime, end: datetime) -> list[Answers]:
    """Return what residents answered to each of the actor's bodies, as one count a kind. One statement.

    No case, no moment, and nothing at all under ``FEWEST`` answers (docs/decisions/0005).
    """
    bodies = {g.body_id: g.body_ref for g in actor.grants_for(Permission.ASSIGNMENT_REPORT) if g.body_id}
    if not bodies:
        return []
    rows = Rating.objects.filter(case__lead_body_id__in=list(bodies), at__gte=start, at__lt=end)
    counted = rows.values_list("case__lead_body_id").annotate(
        results=Count("id", filter=~Q(solved="")),
        unsolved=Count("id", filter=Q(solved="no")),
        said=Count("id", filter=Q(satisfaction__isnull=False)),
        low=Count("id", filter=Q(satisfaction__lte=NOT_SATISFIED)),
    )
    found = {body: counts for body, *counts in counted.order_by()}
    return [
        _answers(kind, ref or "", many, low)
        for body, ref in sorted(bodies.items())
        for counts in (found.get(body, [0, 0, 0, 0]),)
        for kind, many, low in (("not_solved", *counts[:2]), ("not_satisfied", *counts[2:]))
    ]


def _answers(kind: str, body: str, many: int, low: int) -> Answers:
    return Answers(kind, body, many, low) if many >= FEWEST else Answers(kind, body, None, None)


def _dismissed(bodies: list[int], span: Span) -> Iterator[SheetLine]:
    """Yield returns that the ruling did not uphold; a return that was right never counts."""
    rows = Ruling.objects.filter(returned_by_id__in=bodies, upheld=False, at__gte=span.start, at__lt=span.end)
    for row in rows.select_related("case__text").order_by("at")[:AT_MOST]:
        yield replace(_line("return_dismissed", row.case, row.at), ruling=row.number)


def _line(kind: str, case: Case, at: datetime | None) -> SheetLine:
    return SheetLine(kind, str(case.ref), case.number, case.text.title, case.pack, at)


def _without_excluded(lines: Iterable[SheetLine]) -> list[SheetLine]:
    found = list(lines)
    granted = set(
        Exclusion.objects.filter(state="granted", case__ref__in={one.case for one in found}).values_list(
            "case__ref", "rate"
        )
    )
    taken = {(str(ref), rate) for ref, rate in granted}
    return [replace(one, excluded=(one.case, RATE_OF.get(one.kind, "")) in taken) for one in found]
