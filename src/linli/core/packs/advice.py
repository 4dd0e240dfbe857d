"""Limits of the law that are told when a case is opened: flags that hold over the answers, the day and its figures."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from linli.core.expr.check import check
from linli.core.expr.evaluate import Value, evaluate
from linli.core.expr.parse import parse
from linli.core.expr.vocabulary import Kind
from linli.core.lifecycle.definition import Effect, EffectKind
from linli.core.packs.amounts import TODAY, figures, kinds
from linli.core.packs.definition import ServiceDefinition
from linli.core.packs.finding import Finding
from linli.core.shared.outcomes import Problem

WHEN, TICK, NEVER = "when", "tick", "never"


def opening_effects(
    definition: ServiceDefinition, facts: Mapping[str, Value], day: date
) -> tuple[Effect, ...]:
    """Return the effects of opening a case: a flag with a condition only where it holds."""
    known = {**facts, **figures(definition, day), TODAY: day}
    return tuple(one for one in definition.lifecycle.opening if WHEN not in one.options or _holds(one, known))


def advice(definition: ServiceDefinition, facts: Mapping[str, Value], day: date) -> tuple[str, ...]:
    """Return the names of what has to be told before a case is opened; its sentence is ``advice.<name>``."""
    holding = opening_effects(definition, facts, day)
    return tuple(one.options["flag"] for one in holding if WHEN in one.options)


def ticked(definition: ServiceDefinition, names: Collection[str]) -> tuple[str, ...]:
    """Return those of ``names`` that the person has to tick as read; ``tick: never`` only tells."""
    return tuple(
        one.options["flag"]
        for one in definition.lifecycle.opening
        if one.options.get("flag") in names and one.options.get(TICK) != NEVER
    )


def advised(definition: ServiceDefinition) -> tuple[str, ...]:
    """Return the names of everything that a service may tell so."""
    return tuple(one.options["flag"] for one in definition.lifecycle.opening if WHEN in one.options)


def check_advice(definition: ServiceDefinition) -> Iterator[Finding]:
    """Yield conditions of the opening that do not read, and conditions where there can be none."""
    known = kinds(definition)
    for index, effect in enumerate(definition.lifecycle.opening):
        if (said := effect.options.get(TICK)) is not None and (said != NEVER or WHEN not in effect.options):
            yield Finding("packs.tick", f"opening[{index}].flag.tick", params={"said": said[:20]})
        if WHEN not in effect.options:
            continue
        condition = parse(effect.options[WHEN])
        wrong = (condition,) if isinstance(condition, Problem) else check(condition, known, Kind.YES_NO)
        for one in wrong:
            yield Finding(one.code, f"opening[{index}].flag.when", params=dict(one.params))
    for move in definition.lifecycle.moves.values():
        for index, effect in enumerate(move.effects):
            if effect.kind is EffectKind.FLAG and {WHEN, TICK} & effect.options.keys():
                yield Finding("packs.when_only_opening", f"moves.{move.name}.do[{index}]")


def _holds(effect: Effect, known: Mapping[str, Value]) -> bool:
    condition = parse(effect.options[WHEN])
    return not isinstance(condition, Problem) and evaluate(condition, known).value is True
