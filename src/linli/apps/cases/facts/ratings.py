"""Which moves carry the resident's word on the result, and what of them those see who handled the case.

A rate can be extorted: who worked on a case learns neither what was answered nor that somebody objected
(practice.md 11, docs/decisions/0005). The public pages are drawn the same way, since handlers can open them too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from linli.apps.cases import policy
from linli.apps.cases.facts.definitions import of_step
from linli.apps.cases.facts.loading import Loaded
from linli.apps.cases.facts.rows import Step
from linli.core.lifecycle.definition import EffectKind, Lifecycle, Move, StageKind
from linli.core.packs.definition import ServiceDefinition
from linli.kernel.access.actors import Actor

OBJECTED, SHOWN_AS = "contested", "call_back"
"""The stage of an objection, and the stage that those outside take it for: the resident is being asked."""

ASKED, BACK = "cases.result_asked", "cases.work_back"
"""What the entries are called instead: the result was talked over; the work came back."""

PLAINLY = frozenset({ASKED, BACK})

HANDLERS = frozenset({"officer", "mediator", "lead_officer", "lead_mediator"})


def carries_rating(move: Move) -> bool:
    """Say whether a move is an answer to "was it solved?", or an objection to a result."""
    return bool({one.name for one in move.inputs} & {"satisfaction", "result"}) or objects(move)


def objects(move: Move) -> bool:
    """Say whether a move is an objection to a result."""
    return any(
        effect.kind is EffectKind.COUNT and effect.options["counter"] == "contested"
        for effect in move.effects
    )


def tells(move: Move) -> bool:
    """Say whether a move gives away what was answered: an answer, an objection, a decision on one."""
    return carries_rating(move) or move.sources == frozenset({OBJECTED})


def is_veiled(loaded: Loaded, actor: Actor) -> bool:
    """Say whether somebody sees a case as one who handled it; not the person whose own matter it is."""
    if loaded.parts.relation is not None or not loaded.roles & HANDLERS:
        return False
    return loaded.roles <= HANDLERS or policy.has_handled(actor, loaded.parts)


def stage_shown(stage: str) -> str:
    """Return the stage that handlers and the public see."""
    return SHOWN_AS if stage == OBJECTED else stage


def veiled(steps: Iterable[Step], declared: ServiceDefinition) -> list[Step]:
    """Return the steps without what was answered: however long it was talked over, that is one line."""
    shown: list[Step] = []
    for step in steps:
        now = _neutral(step, of_step(step.pack, declared).lifecycle)
        if now.act == ASKED and shown and shown[-1].act == ASKED:
            shown.pop()
        shown.append(now)
    return [replace(step, seq=number) for number, step in enumerate(shown, start=1)]


def _neutral(step: Step, course: Lifecycle) -> Step:
    move = course.moves.get(step.move or "")
    if move is None or not tells(move):
        return step
    target = course.stages.get(move.target or "")
    back = not carries_rating(move) and target is not None and target.kind is not StageKind.END
    kept = replace(step, role="", move=None, inputs={}, leaf_index=None)
    if back:
        return replace(kept, act=BACK)
    return replace(kept, act=ASKED, texts={}, stage=stage_shown(step.stage or "") or None)


def clocks_of(course: Lifecycle) -> frozenset[str]:
    """Return the names of the clocks that run while a result is talked over."""
    running = {EffectKind.START_CLOCK, EffectKind.STOP_CLOCK}
    return frozenset(
        str(effect.options["clock"])
        for move in course.moves.values()
        if objects(move)
        for effect in move.effects
        if effect.kind in running
    )


def files_with(steps: Sequence[Step], declared: ServiceDefinition) -> frozenset[str]:
    """Return the refs of the files that came with an answer or an objection."""
    return frozenset(
        ref
        for step in steps
        for ref in _refs(step)
        if (move := of_step(step.pack, declared).lifecycle.moves.get(step.move or "")) and tells(move)
    )


def _refs(step: Step) -> Iterator[str]:
    for value in step.texts.values():
        for one in value if isinstance(value, list) else ():
            if isinstance(one, dict) and "ref" in one:
                yield str(one["ref"])
