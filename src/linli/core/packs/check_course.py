"""What can be wrong with a course: stages nobody comes to or out of, moves nobody can make, own work checked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from linli.core.clock.limits import read_limit
from linli.core.expr.check import check
from linli.core.expr.vocabulary import Kind
from linli.core.lifecycle.definition import Effect, EffectKind, Holder, InputKind, Lifecycle, Move, StageKind
from linli.core.packs import ways
from linli.core.packs.finding import Finding, unknown_word
from linli.core.shared.outcomes import Problem

JUDGES = frozenset({"caller", "checker", "field_inspector", "grid_worker", "supervisor"})

PUBLIC_KINDS = frozenset({
    InputKind.CHOICE, InputKind.BODY, InputKind.BODIES, InputKind.DATE, InputKind.NUMBER, InputKind.YES_NO,
})  # fmt: skip
"""What the public part of an entry may hold: never free text, files or another case's number."""

INPUT_OPTIONS = {
    "lead": frozenset({InputKind.BODY}),
    "supporting": frozenset({InputKind.BODIES}),
    "consulted": frozenset({InputKind.BODIES}),
    "on_site": frozenset({InputKind.BODIES}),
    "word": frozenset({InputKind.TEXT}),
    "by": frozenset({InputKind.LIMIT, InputKind.CHOICE}),
    "outcome": frozenset({InputKind.CHOICE}),
}

CONTESTED, CALL_BACK = "contested", "call_back"
"""The stage of an objection, and the stage that outsiders are shown in its place."""

PARTS = frozenset({"lead", "supporting", "consulted", "on_site"})
PART_STATES = frozenset({"accepted", "reported"})


def check_course(course: Lifecycle) -> Iterator[Finding]:
    """Yield everything wrong with stages and moves."""
    yield from _stages(course)
    yield from _objection(course)
    for move in course.moves.values():
        yield from chain(_people(move), _guards(move, course), _inputs(move), _own_work(move, course))
        for index, effect in enumerate(move.effects):
            yield from _effect(move, effect, f"moves.{move.name}.do[{index}]")


def _stages(course: Lifecycle) -> Iterator[Finding]:
    reached, ending = ways.reached(course), ways.ending(course)
    for name, stage in course.stages.items():
        if name not in reached:
            yield Finding("packs.unreachable", f"stages.{name}", params={"stage": name})
        elif stage.kind is not StageKind.END and name not in ending:
            code = "packs.dead_end" if not course.moves_from(name) else "packs.no_way_to_end"
            yield Finding(code, f"stages.{name}", params={"stage": name})
    if not any(stage.kind is StageKind.END for stage in course.stages.values()):
        yield Finding("packs.no_end", "stages")


def _objection(course: Lifecycle) -> Iterator[Finding]:
    """An objection is shown to those who did the work as a call-back, so that nobody learns who objected."""
    if CONTESTED in course.stages and CALL_BACK not in course.stages:
        said = {"stage": CONTESTED, "beside": CALL_BACK}
        yield Finding("packs.objection_alone", f"stages.{CONTESTED}", params=said)


def _people(move: Move) -> Iterator[Finding]:
    for role in sorted(move.roles - ways.ROLES):
        yield unknown_word("packs.unknown_role", f"moves.{move.name}.by", role, ways.ROLES)
    if not move.roles & ways.ROLES:
        yield Finding("packs.nobody", f"moves.{move.name}.by", params={"move": move.name})
    if not move.sources:
        yield Finding("packs.from_nowhere", f"moves.{move.name}.from", params={"move": move.name})


def _guards(move: Move, course: Lifecycle) -> Iterator[Finding]:
    flags = {effect.options["flag"] for effect in effects_of(course) if effect.kind is EffectKind.FLAG}
    named = (
        *(ways.FLAG_FACT + flag for flag in flags),
        *map(ways.clock_fact, course.clocks.values()),
    )
    known = {**ways.FACTS, **dict.fromkeys(named, Kind.YES_NO)}
    for index, guard in enumerate(move.guards):
        path = f"moves.{move.name}.when[{index}].holds"
        unheard = sorted(guard.condition.names - {*known})
        yield from (unknown_word("packs.unknown_fact", path, name, known) for name in unheard)
        if not unheard:
            yield from (
                Finding(one.code, path, params=dict(one.params))
                for one in check(guard.condition, known, Kind.YES_NO)
            )
        if not guard.condition.names and not ways.free(
            Move("", move.sources, None, ways.ROLES, guards=(guard,))
        ):
            yield Finding("packs.never_holds", path, params={"condition": guard.condition.text[:80]})


def effects_of(course: Lifecycle) -> Iterator[Effect]:
    """Yield every effect of a course, opening first."""
    yield from course.opening
    for move in course.moves.values():
        yield from move.effects


def _inputs(move: Move) -> Iterator[Finding]:
    for one in move.inputs:
        path = f"moves.{move.name}.ask.{one.name}"
        if not ways.answerable(one.kind, one.choices):
            yield Finding("packs.no_choices", path, params={"input": one.name})
        if one.choices and one.kind is not InputKind.CHOICE:
            yield Finding("packs.choices_unused", path, params={"input": one.name})
        if len(set(one.choices)) < len(one.choices):
            yield Finding("packs.choice_twice", path, params={"input": one.name})
        if not one.private and one.kind not in PUBLIC_KINDS:
            yield Finding("packs.not_publishable", path, params={"input": one.name, "kind": one.kind.value})


def _own_work(move: Move, course: Lifecycle) -> Iterator[Finding]:
    """Where work is checked or the resident is called back, no move may be open to the handler's body."""
    handled = {name for name, stage in course.stages.items() if stage.holder is Holder.BODY}
    steps = [(source, one.target) for one in course.moves.values() for source in one.sources]
    after_work = ways.closure(handled, steps)
    judging = {
        source
        for source in move.sources & after_work
        if source in course.stages and course.stages[source].holder in {Holder.CHECKER, Holder.CALLER}
    }
    guarded = any("actor_body_is_handler" in guard.condition.names for guard in move.guards)
    if judging and move.roles & JUDGES and not guarded:
        yield Finding("packs.checks_own_work", f"moves.{move.name}.when", params={"move": move.name})


def _effect(move: Move, effect: Effect, path: str) -> Iterator[Finding]:
    if effect.kind is EffectKind.PART:
        yield from _part(effect, path)
    for option, name in effect.options.items():
        wanted = INPUT_OPTIONS.get(option) or _input_kinds(effect.kind, option)
        if wanted is None:
            continue
        kinds = {one.kind for one in move.inputs if one.name == name}
        if not kinds:
            yield unknown_word("packs.unknown_input", path, name, [one.name for one in move.inputs])
        elif not kinds & wanted:
            yield Finding(
                "packs.wrong_input", path, params={"input": name, "kind": ", ".join(sorted(wanted))}
            )
        elif option == "by":
            yield from _limits(move, name)


def _part(effect: Effect, path: str) -> Iterator[Finding]:
    for option, known in (("of", PARTS), ("state", PART_STATES)):
        said = effect.options.get(option)
        if said is not None and said not in known:
            yield unknown_word("packs.unknown_part", path, said, known)


def _limits(move: Move, name: str) -> Iterator[Finding]:
    """Yield the choices of an extension that are no limits."""
    for value in (value for one in move.inputs if one.name == name for value in one.choices):
        limit = read_limit(value)
        if isinstance(limit, Problem):
            yield Finding(limit.code, f"moves.{move.name}.ask.{name}.choices", params=dict(limit.params))


def _input_kinds(kind: EffectKind, option: str) -> frozenset[InputKind] | None:
    if option != "input":
        return None
    kinds = {
        EffectKind.REQUIRE_EVIDENCE: frozenset({InputKind.FILES}),
        EffectKind.LINK: frozenset({InputKind.CASE}),
        EffectKind.OUTCOME: frozenset({InputKind.CHOICE}),
    }
    return kinds.get(kind)
