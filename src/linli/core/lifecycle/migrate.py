"""Leads a running case from one version of its course to another, by a stated map of stages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from linli.core.lifecycle.definition import EffectKind, Holder, Lifecycle, StageKind
from linli.core.lifecycle.state import CaseState, taken_up
from linli.core.shared.outcomes import Refusal

LEAD = "lead"


def migrate(
    state: CaseState,
    old: Lifecycle,
    new: Lifecycle,
    stages: Mapping[str, str],
    *,
    parts: frozenset[str] = frozenset(),
) -> CaseState | Refusal:
    """Return the state in the new version, or why the case has to stay in the old one.

    Everything under way must have its place there: the stage, every clock that runs, and every part of
    a body (``parts`` are those still open) that the old course answers by a move.
    """
    target = new.stages.get(stages.get(state.stage, ""))
    if target is None:
        return Refusal("lifecycle.stage_stays", {"stage": state.stage})
    if (target.kind is StageKind.END) != (old.stages[state.stage].kind is StageKind.END):
        return Refusal("lifecycle.stage_ends", {"stage": state.stage, "target": target.name})
    lost = _lost_clock(state, new) or _lost_part(parts, old, new)
    if lost is not None:
        return lost
    moved = taken_up(new, replace(state, stage=target.name, version=state.version + 1))
    if target.holder is Holder.BODY and moved.holder is None:
        return Refusal("lifecycle.stage_wants_body", {"stage": target.name})
    return moved


def _lost_clock(state: CaseState, new: Lifecycle) -> Refusal | None:
    for name, clock in sorted(state.clocks.items()):
        rule = new.clocks.get(name)
        if clock.get("stopped") is None and (rule is None or rule.kind.value != clock.get("kind")):
            return Refusal("lifecycle.clock_stays", {"clock": name})
    return None


def _lost_part(parts: frozenset[str], old: Lifecycle, new: Lifecycle) -> Refusal | None:
    missing = sorted((parts & _answered(old)) - _answered(new))
    return Refusal("lifecycle.part_stays", {"part": missing[0]}) if missing else None


def _answered(course: Lifecycle) -> frozenset[str]:
    """Return the parts of bodies that moves of a course answer."""
    return frozenset(
        effect.options.get("of", LEAD)
        for move in course.moves.values()
        for effect in move.effects
        if effect.kind is EffectKind.PART
    )
