"""Plays the scenarios of a pack: dated moves, and where the case should stand after each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from linli.core.clock.calendar_cn import SHIPPED
from linli.core.clock.instants import BEIJING
from linli.core.clock.running import ClockKind, ClockState, is_overdue
from linli.core.clock.timetable import TIMETABLE
from linli.core.expr.evaluate import Value
from linli.core.forms.answers import Answers, read_answers
from linli.core.lifecycle.definition import InputKind
from linli.core.lifecycle.state import CaseState
from linli.core.packs.amounts import amounts
from linli.core.packs.definition import ServiceDefinition
from linli.core.packs.finding import Finding, of_problem, unknown_word
from linli.core.packs.node import Node
from linli.core.packs.rehearse import Answer, Standing, Step, Table, begin, play
from linli.core.shared.outcomes import Param, Problem, Refusal
from linli.packs.folder import Folder, Located
from linli.packs.links import unknown_answer
from linli.packs.strict_yaml import Document

KINDS = ("happy", "refusal", "missed")
"""Every service shows a course that goes well, somebody refused, and a day that was missed."""

KEYS = ("kind", "about", "at", "answers", "condition_limit", "steps", "opened")
ASTRAY = frozenset(f"packs.scenario_{what}" for what in ("stage", "refused", "not_refused", "choice", "text"))
"""Where the case stands elsewhere than the scenario thinks: what comes after follows from that and is not told."""

ONCE = frozenset({"packs.scenario_clock", "packs.scenario_field"})

EXPECTABLE = ("stage", "refused", "clocks", "overdue", "told", "outcome", "holder", "flags", "counters")


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of a scenario: the move and what is expected after it."""

    step: Step
    expect: Mapping[str, Any]
    path: str


def check_kinds(folder: Folder) -> Iterator[Located]:
    """Yield what scenarios are missing; a pack without them is not published."""
    kinds = [one.value.get("kind") for one in folder.scenarios.values() if isinstance(one.value, dict)]
    if not kinds:
        yield folder.place(Finding("packs.no_scenarios", ""))
        return
    for kind in KINDS:
        if kind not in kinds:
            yield folder.place(Finding("packs.scenario_kind_missing", "", params={"kind": kind}))


def play_all(folder: Folder, definition: ServiceDefinition) -> Iterator[Located]:
    """Play every scenario; yields where one does not go as written."""
    for name, document in folder.scenarios.items():
        for finding in play_one(name.rpartition("/")[2].removesuffix(".yaml"), document, definition):
            line = document.line(finding.path)
            yield Located(folder.path / name, replace(finding, line=line))


def play_one(name: str, document: Document, definition: ServiceDefinition) -> Iterator[Finding]:
    """Play one scenario."""
    root = Node(document.value, "", [])
    root.only(*KEYS, required=("kind", "at", "steps"))
    start = _instant(name, root.child("at"))
    answers = read_answers(
        definition.form, root.child("answers").value or {}, start.astimezone(BEIJING).date()
    )
    stops = [_stop(name, one, start) for one in root.child("steps").elements()]
    if root.problems:
        yield from map(of_problem, root.problems)
        return
    table = Table(definition, SHIPPED, TIMETABLE, root.child("condition_limit").text() or None)
    opened = root.child("opened").value or {}
    if "answers" in document.value and not isinstance(answers, Answers):
        yield from (Finding(one.code, f"answers.{one.field}", params=dict(one.params)) for one in answers)
        return
    yield from unknown_answer(definition, answers.values if isinstance(answers, Answers) else {})
    facts = answers.facts if isinstance(answers, Answers) else {}
    yield from _sums(name, definition, facts, start, opened)
    yield from _played(name, begin(table, start, facts), table, start, opened, stops)


def _sums(
    name: str, definition: ServiceDefinition, facts: Mapping[str, Value], start: datetime, opened: Any
) -> Iterator[Finding]:
    """Yield amounts that are not as ``opened: {amounts: {fee: 12000}}`` says, and names that are none."""
    wanted = opened.get("amounts") if isinstance(opened, Mapping) else None
    found = {one.name: one.value for one in amounts(definition, facts, start.astimezone(BEIJING).date())}
    for one, said in (wanted or {}).items() if isinstance(wanted, Mapping) else ():
        actual = found.get(one)
        if one not in found:
            yield unknown_word("packs.unknown_amount", f"opened.amounts.{one}", one, found)
        elif str(actual) != str(said) and not (said is None and actual is None):
            more = {"scenario": name, "amount": one, "expected": _row(said), "actual": _row(actual)}
            yield Finding("packs.scenario_amount", f"opened.amounts.{one}", params=more)


def _played(
    name: str, answer: Answer, table: Table, start: datetime, opened: Mapping[str, Any], stops: list[Stop]
) -> Iterator[Finding]:
    """Yield each difference once, up to the step after which the case stands elsewhere."""
    told: set[tuple[object, ...]] = set()
    yield from _new(_compared(name, "", answer, opened, start, "opened"), told)
    last = start
    for stop in stops:
        if not isinstance(answer, Standing):
            return
        if stop.step.at < last:
            said = {"scenario": name, "move": stop.step.move}
            yield Finding("packs.scenario_order", f"{stop.path}.at", params=said)
        last = stop.step.at
        standing, answer = answer, play(table, answer, stop.step)
        found = [*_compared(name, stop.step.move, answer, stop.expect, last, f"{stop.path}.expect")]
        yield from _new(found, told)
        if any(one.code in ASTRAY for one in found):
            return
        if not isinstance(answer, Standing):
            answer = standing


def _new(found: Iterable[Finding], told: set[tuple[object, ...]]) -> Iterator[Finding]:
    """Leave out what was told of an earlier step: the same date that is another one."""
    for one in found:
        same = (one.code, *((key, value) for key, value in one.params.items() if key != "move"))
        if one.code not in ONCE or same not in told:
            told.add(same)
            yield one


def _stop(name: str, node: Node, start: datetime) -> Stop:
    node.only("at", "by", "move", "with", "facts", "expect", required=("at", "by", "move"))
    by = node.child("by")
    step = Step(
        node.child("move").text(),
        frozenset({by.value} if isinstance(by.value, str) else by.names()),
        _instant(name, node.child("at")) or start,
        {key: one.value for key, one in node.child("with").items()},
        {key: one.value for key, one in node.child("facts").items()},
    )
    expect = node.child("expect")
    expect.only(*EXPECTABLE)
    return Stop(step, expect.value if isinstance(expect.value, dict) else {}, node.path)


def _instant(name: str, node: Node) -> datetime:
    try:
        at = datetime.fromisoformat(node.text())
    except ValueError:
        at = datetime.min  # noqa: DTZ901 - told as a problem just below
    if at.tzinfo is None:
        node.note("packs.scenario_time", scenario=name, value=str(node.value)[:40])
        return datetime.min.replace(tzinfo=BEIJING)
    return at


def _compared(
    name: str, move: str, answer: Answer, expect: Mapping[str, Any], at: datetime, path: str
) -> Iterator[Finding]:
    said = {"scenario": name, "move": move}
    wanted = expect.get("refused")
    if isinstance(answer, Standing):
        if wanted:
            yield Finding("packs.scenario_not_refused", path, params={**said, "expected": str(wanted)})
        yield from _differences(name, move, answer, expect, at, path)
        return
    actual = _code(answer)
    if not wanted:
        yield _refused(answer, path, {**said, "actual": actual})
    elif wanted != actual:
        more = {"expected": str(wanted), "actual": actual}
        yield Finding("packs.scenario_other_refusal", path, params={**said, **more})


def _refused(answer: Refusal | Problem, path: str, said: dict[str, Param]) -> Finding:
    """Say that a move was refused; where what was filled in is wrong, what it may be."""
    if isinstance(answer, Problem) and answer.code == "lifecycle.not_a_choice":
        more = {"field": answer.field, **answer.params}
        return Finding("packs.scenario_choice", path, params={**said, **more})
    if isinstance(answer, Problem) and answer.params.get("kind") == InputKind.TEXT.value:
        return Finding("packs.scenario_text", path, params={**said, "field": answer.field})
    return Finding("packs.scenario_refused", path, params=said)


def _code(answer: Refusal | Problem) -> str:
    return answer.code if isinstance(answer, Refusal) else f"{answer.field}: {answer.code}"


def _differences(
    name: str, move: str, standing: Standing, expect: Mapping[str, Any], at: datetime, path: str
) -> Iterator[Finding]:
    state = standing.state
    if "stage" in expect and expect["stage"] != state.stage:
        said = {"scenario": name, "move": move, "expected": str(expect["stage"]), "actual": state.stage}
        yield Finding("packs.scenario_stage", path, params=said)
    for clock, wanted in (expect.get("clocks") or {}).items():
        actual = shown(state, clock)
        if not _agrees(wanted, actual):
            said = {"scenario": name, "clock": clock, "expected": str(wanted), "actual": actual}
            yield Finding("packs.scenario_clock", f"{path}.clocks.{clock}", params=said)
    if "told" in expect and {*expect["told"]} != (told := {who for who, _ in standing.told}):
        said = {"scenario": name, "move": move, "expected": _row(expect["told"]), "actual": _row(told)}
        yield Finding("packs.scenario_told", f"{path}.told", params=said)
    for field, actual in _fields(state, at):
        if field in expect and _in_order(expect[field]) != _in_order(actual):
            said = {"scenario": name, "field": field, "expected": _row(expect[field]), "actual": _row(actual)}
            yield Finding("packs.scenario_field", f"{path}.{field}", params=said)


def _fields(state: CaseState, at: datetime) -> Iterator[tuple[str, Any]]:
    yield "outcome", state.outcome
    yield "holder", state.holder
    yield "flags", sorted(state.flags)
    yield "counters", dict(state.counters)
    clocks = [ClockState.from_json(stored) for stored in state.clocks.values()]
    yield (
        "overdue",
        sorted(
            clock.name for clock in clocks if is_overdue(clock, at) and clock.kind != ClockKind.PERIOD.value
        ),
    )


def shown(state: CaseState, clock: str) -> str:
    """Say how a clock stands: its date, or that it stopped, stands still or never started."""
    stored = state.clocks.get(clock)
    if stored is None:
        return "never started"
    running = ClockState.from_json(stored)
    if running.stopped is not None:
        return "stopped"
    return "paused" if running.paused_since is not None else running.due.astimezone(BEIJING).isoformat()


def _agrees(wanted: Any, actual: str) -> bool:
    try:
        return datetime.fromisoformat(str(wanted)) == datetime.fromisoformat(actual)
    except ValueError:
        return bool(wanted == actual)


def _in_order(value: Any) -> Any:
    """Flags and late clocks are told in any order."""
    return sorted(map(str, value)) if isinstance(value, list) else value


def _row(words: Any) -> str:
    """Write names as they stand in a sentence; none at all as in the file."""
    if isinstance(words, list | set | tuple):
        return ", ".join(sorted(map(str, words))) or "[]"
    return str(words)
