"""The course of a service as a picture: every stage with the clocks that start there and the moves that lead on."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from linli.core.lifecycle.definition import EffectKind, Lifecycle, Stage, StageKind
from linli.core.packs.definition import ServiceDefinition
from linli.core.packs.ways import CASE_ROLES
from linli.kernel.ui import course, show
from linli.kernel.ui.text import t

STAYS = "↺"
INDENT = "\u00a0" * 6


def pictured(
    definition: ServiceDefinition, lang: str, *, notes: bool = True
) -> tuple[list[course.Stage], list[course.Move]]:
    """Return the stages and moves of a service as they are drawn; with ``notes`` each stage says its ways out."""
    declared = definition.lifecycle
    moves = [
        course.Move(source, one.target, definition.text(f"move.{one.name}", lang), one.roles <= {*CASE_ROLES})
        for one in declared.moves.values()
        if one.target
        for source in declared.stages
        if source in one.sources
    ]
    plain = [
        course.Stage(one.name, definition.text(f"stage.{one.name}", lang), _kind(one, declared))
        for one in declared.stages.values()
    ]
    if not notes:
        return plain, moves
    numbers = {stage.key: number for number, stage in enumerate(course.in_order(plain, moves), start=1)}
    stages = [
        course.Stage(
            one.key,
            f"{numbers[one.key]}.\u00a0{one.name}",
            one.kind,
            (
                *_wrapped(_clocks(definition, one.key, lang)),
                *_wrapped(_ways(definition, one.key, numbers, lang)),
            ),
        )
        for one in plain
    ]
    return stages, moves


def drawn(definition: ServiceDefinition, lang: str, *, alone: bool = False) -> Markup:
    """Draw the course of a service; ``alone`` as a file of its own."""
    stages, moves = pictured(definition, lang)
    return course.draw(stages, moves, definition.text("title", lang), lang=lang, alone=alone)


def _kind(stage: Stage, declared: Lifecycle) -> str:
    if stage.name == declared.initial:
        return "start"
    return "end" if stage.kind is StageKind.END else ""


def _clocks(definition: ServiceDefinition, stage: str, lang: str) -> Iterator[str]:
    """Yield the clocks that start on the way into a stage, with their limits."""
    declared = definition.lifecycle
    effects = [*(declared.opening if stage == declared.initial else ())]
    effects += [effect for move in declared.moves.values() if move.target == stage for effect in move.effects]
    started = dict.fromkeys(
        effect.options["clock"] for effect in effects if effect.kind is EffectKind.START_CLOCK
    )
    for name in started:
        if rule := declared.clocks.get(name):
            limit = show.limit(rule.limit, lang)
            yield t("packs.drawn_clock", lang=lang, clock=definition.text(f"clock.{name}", lang), limit=limit)


def _ways(definition: ServiceDefinition, stage: str, numbers: dict[str, int], lang: str) -> Iterator[str]:
    for move in definition.lifecycle.moves.values():
        if stage in move.sources:
            leads = move.target is not None and move.target != stage
            to = f"→\u00a0{numbers[str(move.target)]}" if leads and move.target in numbers else STAYS
            yield f"{to}\u00a0 {definition.text(f'move.{move.name}', lang)}"


def _wrapped(notes: Iterator[str]) -> Iterator[str]:
    """Break notes into lines of the box; where one goes on is set in."""
    for note in notes:
        first, *more = course.wrap(note, course.NOTED_WIDTH + course.MARGIN)
        yield first
        yield from (f"{INDENT}{line}" for line in more)
