"""Plays a case of a definition through, move by move, as the case engine would: for scenarios and laws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from linli.core.clock.calendar import Calendar
from linli.core.clock.instants import local
from linli.core.clock.limits import read_limit
from linli.core.clock.running import ClockState, extend, pause, resume, start_clock, stop
from linli.core.clock.timetable import Timetable
from linli.core.expr.evaluate import Value
from linli.core.lifecycle.advance import Moved, advance
from linli.core.lifecycle.definition import ClockKind, Effect, EffectKind, Holder
from linli.core.lifecycle.state import CaseState, taken_up
from linli.core.packs.advice import opening_effects
from linli.core.packs.definition import ServiceDefinition
from linli.core.packs.starting import start_at
from linli.core.packs.ways import flag_facts, overdue_facts
from linli.core.shared.outcomes import JsonValue, Problem, Refusal

Inputs = Mapping[str, JsonValue]
NO_FACTS: Mapping[str, Value] = {}


@dataclass(frozen=True, slots=True)
class Table:
    """What every step of a rehearsal rests on beside the case."""

    definition: ServiceDefinition
    calendar: Calendar
    timetable: Timetable
    condition_limit: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the case stands, and who was told what by the step that led here (audience, text key)."""

    state: CaseState
    told: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One move as somebody makes it; ``facts`` override what follows from the case itself."""

    move: str
    roles: frozenset[str]
    at: datetime
    inputs: Inputs = field(default_factory=dict)
    facts: Mapping[str, Value] = field(default_factory=dict)


Answer = Standing | Refusal | Problem


def begin(table: Table, at: datetime, facts: Mapping[str, Value] = NO_FACTS) -> Answer:
    """Open a case; ``facts`` are its answers, as ``answers.<question>``."""
    opened = CaseState(stage=table.definition.lifecycle.initial)
    effects = opening_effects(table.definition, facts, local(at).date())
    return _carried(table, opened, opened, Step("", frozenset(), at), effects)


def play(table: Table, standing: Standing, step: Step) -> Answer:
    """Make one move; the answer is where the case stands then, or why not."""
    answer = advance(
        table.definition.lifecycle,
        standing.state,
        step.move,
        roles=step.roles,
        inputs=step.inputs,
        facts={**facts_of(table, standing.state, step.at), **step.facts},
        at=step.at,
    )
    if isinstance(answer, Refusal):
        return answer
    if not isinstance(answer, Moved):
        return answer[0]
    moved = replace(standing.state, stage=answer.target, version=standing.state.version + 1)
    return _carried(table, standing.state, taken_up(table.definition.lifecycle, moved), step, answer.effects)


def facts_of(table: Table, state: CaseState, at: datetime) -> dict[str, Value]:
    """Return what guards may ask for, as an ordinary case of an outsider's would answer."""
    return {
        "actor_body_is_handler": False,
        "actor_is_reporter": True,
        "returns": state.counters.get("returns", 0),
        "reopened": state.counters.get("reopened", 0),
        "confidential": False,
        "days_since_closed": None,
        "within_contest_window": True,
        "extension_requested": "extension_requested" in state.flags,
        "has_evidence": state.outcome is not None,
        "case.subject": None,
        "case.urgent": False,
        **flag_facts(table.definition.lifecycle, state.flags),
        **overdue_facts(table.definition.lifecycle, state.clocks, at),
    }


def _carried(
    table: Table, before: CaseState, state: CaseState, step: Step, effects: tuple[Effect, ...]
) -> Answer:
    told: list[tuple[str, str]] = []
    waiting = False
    for effect in effects:
        if waiting and effect.kind is not EffectKind.EXTEND_CLOCK:
            continue  # an extension that needs a second yes: the rest of the move waits for it
        if effect.kind is EffectKind.NOTIFY:
            told += [(audience, effect.options["text"]) for audience in effect.options["to"].split(",")]
        changed = CHANGES.get(effect.kind, _unchanged)(table, state, step, effect.options)
        if not isinstance(changed, CaseState):
            return changed
        state = changed
        waiting = waiting or _waits(table, state, effect)
    return Standing(replace(state, stage=before.stage) if waiting else state, tuple(told))


def _waits(table: Table, state: CaseState, effect: Effect) -> bool:
    if effect.kind is not EffectKind.EXTEND_CLOCK:
        return False
    clock = effect.options["clock"]
    return state.counters.get(_approvals(clock), 0) % table.definition.lifecycle.clocks[clock].approvals != 0


def _approvals(clock: str) -> str:
    return f"approvals_{clock}"


Options = Mapping[str, str]
Changed = CaseState | Refusal | Problem


def _unchanged(table: Table, state: CaseState, step: Step, options: Options) -> Changed:  # noqa: ARG001
    return state


def _assign(table: Table, state: CaseState, step: Step, options: Options) -> Changed:  # noqa: ARG001
    named = step.inputs.get(options.get("supporting", ""))
    added = [str(one) for one in named] if isinstance(named, list) else []
    supporting = tuple(dict.fromkeys((*state.supporting, *added)))
    if "lead" not in options:
        return replace(state, supporting=supporting)
    lead = str(step.inputs.get(options["lead"]))
    return replace(state, lead=lead, holder=lead, supporting=tuple(one for one in supporting if one != lead))


def _return(table: Table, state: CaseState, step: Step, options: Options) -> Changed:  # noqa: ARG001
    return replace(state, holder=None)


def _evidence(table: Table, state: CaseState, step: Step, options: Options) -> Changed:
    needed = table.definition.evidence.get(str(step.inputs.get(options.get("outcome", ""))), 0)
    given = step.inputs.get(options["input"])
    if len(given if isinstance(given, list) else []) < needed:
        return Problem(options["input"], "packs.evidence_needed", {"n": needed})
    return state


def _flag(table: Table, state: CaseState, step: Step, options: Options) -> Changed:  # noqa: ARG001
    return replace(state, flags=state.flags | {options["flag"]})


def _unflag(table: Table, state: CaseState, step: Step, options: Options) -> Changed:  # noqa: ARG001
    return replace(state, flags=state.flags - {options["flag"]})


def _count(table: Table, state: CaseState, step: Step, options: Options) -> Changed:  # noqa: ARG001
    return _counted(state, options["counter"])


def _counted(state: CaseState, name: str) -> CaseState:
    return replace(state, counters={**state.counters, name: state.counters.get(name, 0) + 1})


def _outcome(table: Table, state: CaseState, step: Step, options: Options) -> Changed:  # noqa: ARG001
    said = step.inputs.get(options.get("input", ""))
    return replace(state, outcome=options.get("code") or (said if isinstance(said, str) else None))


def _start(table: Table, state: CaseState, step: Step, options: Options) -> Changed:
    rule = table.definition.lifecycle.clocks[options["clock"]]
    limit = read_limit((table.condition_limit if rule.from_condition else None) or rule.limit)
    if isinstance(limit, Problem):
        return limit
    start = start_at(options, step.inputs, step.at)
    if isinstance(start, Problem):
        return start
    at_body = table.definition.lifecycle.stages[state.stage].holder is Holder.BODY
    holder = state.holder if at_body and rule.kind is ClockKind.HOLDER else None
    return _kept(state, start_clock(
        rule.name, rule.kind.value, holder, limit, start, table.calendar, table.timetable
    ))  # fmt: skip


def _kept(state: CaseState, clock: ClockState | Refusal) -> Changed:
    if isinstance(clock, Refusal):
        return clock
    return replace(state, clocks={**state.clocks, clock.name: clock.to_json()})


def _changed(state: CaseState, name: str, change: Callable[[ClockState], ClockState | Refusal]) -> Changed:
    """Change a clock that has not stopped; to change one that does not run is nothing."""
    stored = state.clocks.get(name)
    clock = ClockState.from_json(stored) if stored else None
    return state if clock is None or clock.stopped is not None else _kept(state, change(clock))


def _stop(table: Table, state: CaseState, step: Step, options: Options) -> Changed:  # noqa: ARG001
    return _changed(state, options["clock"], lambda clock: stop(clock, step.at))


def _pause(table: Table, state: CaseState, step: Step, options: Options) -> Changed:  # noqa: ARG001
    return _changed(state, options["clock"], lambda clock: pause(clock, step.at))


def _resume(table: Table, state: CaseState, step: Step, options: Options) -> Changed:
    return _changed(
        state, options["clock"], lambda clock: resume(clock, step.at, table.calendar, table.timetable)
    )


def _extend(table: Table, state: CaseState, step: Step, options: Options) -> Changed:
    rule = table.definition.lifecycle.clocks[options["clock"]]
    by = read_limit(str(step.inputs.get(options["by"])))
    if isinstance(by, Problem):
        return replace(by, field=options["by"])
    state = _counted(state, _approvals(rule.name))
    if state.counters[_approvals(rule.name)] % rule.approvals:
        return state
    return _changed(state, rule.name, lambda clock: extend(
        clock, by, step.at, table.calendar, table.timetable, max_extensions=rule.max_extensions
    ))  # fmt: skip


def _end(table: Table, state: CaseState, step: Step, options: Options) -> Changed:  # noqa: ARG001
    ended = replace(state, holder=None)
    for name in state.clocks:
        stopped = _changed(ended, name, lambda clock: stop(clock, step.at))
        if not isinstance(stopped, CaseState):
            return stopped
        ended = stopped
    return ended


CHANGES: dict[EffectKind, Callable[[Table, CaseState, Step, Options], Changed]] = {
    EffectKind.ASSIGN: _assign,
    EffectKind.RETURN: _return,
    EffectKind.REQUIRE_EVIDENCE: _evidence,
    EffectKind.FLAG: _flag,
    EffectKind.UNFLAG: _unflag,
    EffectKind.COUNT: _count,
    EffectKind.OUTCOME: _outcome,
    EffectKind.START_CLOCK: _start,
    EffectKind.STOP_CLOCK: _stop,
    EffectKind.PAUSE_CLOCK: _pause,
    EffectKind.RESUME_CLOCK: _resume,
    EffectKind.EXTEND_CLOCK: _extend,
    EffectKind.END: _end,
}
