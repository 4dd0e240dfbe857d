"""Decides one move: what happens, or why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from linli.core.expr.evaluate import Value, evaluate
from linli.core.lifecycle.definition import Effect, Input, InputKind, Lifecycle, Move, StageKind
from linli.core.lifecycle.state import CaseState
from linli.core.shared.outcomes import JsonValue, Problem, Refusal

LARGEST = 2**53
"""Whole numbers from here on are not safe in JSON, and no entry takes them."""
MOST_ITEMS = 50
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Moved:
    """The move may be made: from where to where, and the effects to carry out in order."""

    move: str
    source: str
    target: str
    effects: tuple[Effect, ...]
    at: datetime


def advance(
    course: Lifecycle,
    state: CaseState,
    name: str,
    *,
    roles: frozenset[str],
    inputs: Mapping[str, JsonValue],
    facts: Mapping[str, Value],
    at: datetime,
) -> Moved | Refusal | tuple[Problem, ...]:
    """Try the move ``name``; roles are those the actor holds towards this very case."""
    move = course.moves.get(name)
    if move is None:
        return Refusal("lifecycle.no_such_move", {"move": name})
    if refusal := may_move(course, state, move, roles=roles, facts=facts):
        return refusal
    if problems := check_inputs(move.inputs, inputs):
        return problems
    return Moved(name, state.stage, move.target or state.stage, move.effects, at)


def may_move(
    course: Lifecycle,
    state: CaseState,
    move: Move,
    *,
    roles: frozenset[str],
    facts: Mapping[str, Value],
) -> Refusal | None:
    """Say why ``move`` is not open to somebody with ``roles`` here and now, or None."""
    if state.stage not in move.sources:
        stage = course.stages.get(state.stage)  # none: a stage of another version of the pack
        if stage is not None and stage.kind is StageKind.END:
            return Refusal("lifecycle.ended", {"stage": state.stage})
        return Refusal("lifecycle.wrong_stage", {"stage": state.stage, "move": move.name})
    if not roles & move.roles:
        return Refusal("lifecycle.not_your_move", {"move": move.name})
    for guard in move.guards:
        if evaluate(guard.condition, facts).value is not True:
            return Refusal(guard.code, {"move": move.name})
    return None


def open_moves(
    course: Lifecycle, state: CaseState, *, roles: frozenset[str], facts: Mapping[str, Value]
) -> tuple[Move, ...]:
    """Return the moves this person could make now, in declared order: the buttons of a case page."""
    return tuple(
        move
        for move in course.moves_from(state.stage)
        if may_move(course, state, move, roles=roles, facts=facts) is None
    )


def check_inputs(declared: Sequence[Input], inputs: Mapping[str, JsonValue]) -> tuple[Problem, ...]:
    """Return what is missing, unknown or of the wrong kind, one problem a field."""
    known = {one.name for one in declared}
    unknown = tuple(
        Problem(name[:LONGEST_NAME], "lifecycle.unknown_input") for name in inputs if name not in known
    )
    found = (check_input(one, inputs.get(one.name)) for one in declared)
    return unknown + tuple(problem for problem in found if problem)


def check_input(declared: Input, value: JsonValue) -> Problem | None:
    """Return what is wrong with one value, or None."""
    if value in (None, [], {}) or (isinstance(value, str) and not value.strip()):
        return Problem(declared.name, "lifecycle.required") if declared.required else None
    expected = _TYPES[declared.kind]
    if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
        return Problem(declared.name, "lifecycle.wrong_type", {"kind": declared.kind.value})
    return _problem_of_value(declared, value)


def _problem_of_value(declared: Input, value: JsonValue) -> Problem | None:
    """Return what is wrong with a value of the right type."""
    if isinstance(value, list):
        return _problem_of_list(declared, value)
    if isinstance(value, str) and len(value) > declared.max_length:
        return Problem(
            declared.name, "lifecycle.too_long", {"limit": declared.max_length, "length": len(value)}
        )
    if isinstance(value, int) and abs(value) >= LARGEST:
        return Problem(declared.name, "lifecycle.too_large")
    if declared.kind is InputKind.CHOICE and value not in declared.choices:
        said = {"value": str(value)[:40], "choices": ", ".join(declared.choices)}
        return Problem(declared.name, "lifecycle.not_a_choice", said)
    if declared.kind is InputKind.DATE and not _is_day(str(value)):
        return Problem(declared.name, "lifecycle.no_such_date", {"value": str(value)[:40]})
    return None


def _problem_of_list(declared: Input, values: list[JsonValue]) -> Problem | None:
    if len(values) > MOST_ITEMS:
        return Problem(declared.name, "lifecycle.too_many", {"limit": MOST_ITEMS})
    if not all(isinstance(one, str) and 0 < len(one) <= LONGEST_NAME for one in values):
        return Problem(declared.name, "lifecycle.wrong_type", {"kind": declared.kind.value})
    return None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


_TYPES: dict[InputKind, type] = {
    InputKind.TEXT: str,
    InputKind.CHOICE: str,
    InputKind.BODY: str,
    InputKind.BODIES: list,
    InputKind.CASE: str,
    InputKind.DATE: str,
    InputKind.LIMIT: str,
    InputKind.FILES: list,
    InputKind.MONEY: int,
    InputKind.NUMBER: int,
    InputKind.YES_NO: bool,
}
