"""The ways through a course: which moves somebody can always make, what can be reached, what can end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import product

from linli.core.clock.running import ClockState, is_overdue
from linli.core.expr.evaluate import evaluate
from linli.core.expr.vocabulary import Kind
from linli.core.lifecycle.definition import (
    ClockKind,
    ClockRule,
    EffectKind,
    Guard,
    InputKind,
    Lifecycle,
    Move,
    StageKind,
)
from linli.core.shared.outcomes import JsonValue

CASE_ROLES = ("agent", "joined", "party", "resident")
"""What somebody can be to one case; an account is not needed."""

STAFF_ROLES = (
    "approver", "auditor", "caller", "checker", "clerk", "county_administrator", "dispatcher",
    "field_inspector", "grid_worker", "lead_officer", "mediator", "officer", "supervisor", "volunteer",
)  # fmt: skip
"""Roles that are granted; ``lead_officer`` is an officer of the body that leads the case."""

ANYBODY = "anybody"
"""Whoever reads the public notice of a case, without any part in it."""

SOFTWARE = "system"
"""What the software does by itself, such as sending a part of a bundle to the body of the place."""

PEOPLE = frozenset((*CASE_ROLES, *STAFF_ROLES, ANYBODY))
ROLES = PEOPLE | {SOFTWARE}

ACTOR_FACTS = frozenset({"actor_body_is_handler", "actor_is_reporter"})
"""Facts that somebody else would answer otherwise: such a guard sends to another person, it does not block."""

FACTS: Mapping[str, Kind] = {
    **dict.fromkeys(sorted(ACTOR_FACTS), Kind.YES_NO),
    "case.subject": Kind.TEXT,
    "case.urgent": Kind.YES_NO,
    "confidential": Kind.YES_NO,
    "days_since_closed": Kind.NUMBER,
    "extension_requested": Kind.YES_NO,
    "has_evidence": Kind.YES_NO,
    "reopened": Kind.NUMBER,
    "returns": Kind.NUMBER,
    "within_contest_window": Kind.YES_NO,
}
"""Everything a guard may ask for; flags are ``case.flag.<name>``, late clocks ``case.overdue.<clock>``, periods that are over
``case.passed.<clock>``."""

FLAG_FACT = "case.flag."
OVERDUE_FACT = "case.overdue."
PASSED_FACT = "case.passed."


def clock_fact(rule: ClockRule) -> str:
    """Return the fact that tells that a clock's date is behind us."""
    return (PASSED_FACT if rule.kind is ClockKind.PERIOD else OVERDUE_FACT) + rule.name


def flag_facts(course: Lifecycle, flags: Collection[str]) -> dict[str, bool]:
    """Return every flag that the course can set as a fact: without the false ones, ``not`` would not hold."""
    effects = (effect for move in course.moves.values() for effect in move.effects)
    known = (
        effect.options["flag"] for effect in (*course.opening, *effects) if effect.kind is EffectKind.FLAG
    )
    return {FLAG_FACT + flag: flag in flags for flag in known}


def overdue_facts(
    course: Lifecycle, clocks: Mapping[str, Mapping[str, JsonValue]], at: datetime
) -> dict[str, bool]:
    """Return for each clock of the course whether its date, as recorded in ``clocks``, passed before ``at``."""
    late = {name for name, one in clocks.items() if is_overdue(ClockState.from_json(one), at)}
    return {clock_fact(rule): name in late for name, rule in course.clocks.items()}


def makeable(move: Move) -> bool:
    """Say whether there is anybody who could make the move in some case."""
    return bool(move.roles & ROLES) and all(
        answerable(one.kind, one.choices) for one in move.inputs if one.required
    )


def answerable(kind: InputKind, choices: tuple[str, ...]) -> bool:
    """Say whether an input can be given at all."""
    return kind is not InputKind.CHOICE or bool(choices)


def free(move: Move) -> bool:
    """Say whether somebody can make the move whatever the case is like.

    An extension may be refused, and so may a guard on the case; a guard on the person may not, as
    long as there can be a person for whom all such guards hold.
    """
    if (
        not move.roles & PEOPLE
        or not makeable(move)
        or any(effect.kind is EffectKind.EXTEND_CLOCK for effect in move.effects)
    ):
        return False
    if any(guard.condition.names - ACTOR_FACTS for guard in move.guards):
        return False
    return any(_hold(move.guards, person) for person in _persons())


def _persons() -> Iterator[Mapping[str, bool]]:
    for values in product((True, False), repeat=len(ACTOR_FACTS)):
        yield dict(zip(sorted(ACTOR_FACTS), values, strict=True))


def _hold(guards: tuple[Guard, ...], facts: Mapping[str, bool]) -> bool:
    return all(evaluate(guard.condition, facts).value is True for guard in guards)


def reached(course: Lifecycle) -> frozenset[str]:
    """Return the stages that a case can come to, guards and limits aside."""
    steps = [
        (source, move.target) for move in course.moves.values() if makeable(move) for source in move.sources
    ]
    return closure({course.initial}, steps)


def ending(course: Lifecycle) -> frozenset[str]:
    """Return the stages from which somebody can always bring a case to an end."""
    ends = {name for name, stage in course.stages.items() if stage.kind is StageKind.END}
    steps = [(move.target, source) for move in course.moves.values() if free(move) for source in move.sources]
    return closure(ends, steps)


def closure(start: Iterable[str], steps: Iterable[tuple[str | None, str | None]]) -> frozenset[str]:
    """Return everything that ``start`` leads to along ``steps``."""
    after: dict[str, set[str]] = {}
    for source, target in steps:
        if source is not None and target is not None:
            after.setdefault(source, set()).add(target)
    found = set(start)
    waiting = [*found]
    while waiting:
        new = after.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return frozenset(found)
