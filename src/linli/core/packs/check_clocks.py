"""What can be wrong with the clocks of a course: never started, never stopped, running on another's desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from linli.core.clock.limits import read_limit
from linli.core.lifecycle.definition import (
    ClockKind,
    ClockRule,
    Effect,
    EffectKind,
    Holder,
    Lifecycle,
    Move,
    Stage,
    StageKind,
)
from linli.core.packs.check_course import effects_of
from linli.core.packs.finding import Finding, unknown_word
from linli.core.packs.ways import makeable
from linli.core.shared.outcomes import Problem

CLOCK_EFFECTS = frozenset({
    EffectKind.START_CLOCK, EffectKind.STOP_CLOCK, EffectKind.PAUSE_CLOCK,
    EffectKind.RESUME_CLOCK, EffectKind.EXTEND_CLOCK,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Status:
    """How a clock may stand at a stage; ``holder`` is whose desk it was started for."""

    running: bool = False
    paused: bool = False
    holder: Holder = Holder.NOBODY


def check_clocks(course: Lifecycle) -> Iterator[Finding]:
    """Yield everything wrong with the clocks."""
    yield from _unknown(course)
    if not any(rule.kind is ClockKind.PROMISE for rule in course.clocks.values()):
        yield Finding("packs.no_promise", "clocks")
    for rule in course.clocks.values():
        path = f"clocks.{rule.name}"
        yield from _limit(rule)
        if not _used(course, rule.name, EffectKind.START_CLOCK):
            yield Finding("packs.clock_never_starts", path, params={"clock": rule.name})
        elif rule.kind is not ClockKind.PROMISE and not _used(course, rule.name, EffectKind.STOP_CLOCK):
            yield Finding("packs.clock_never_stops", path, params={"clock": rule.name})
        for stage, status in _standings(course, rule.name):
            yield from _standing(rule, course.stages[stage], status)
            for move in course.moves_from(stage):
                yield from _twice(rule.name, move, status)


def _unknown(course: Lifecycle) -> Iterator[Finding]:
    for path, effect in _placed(course):
        if effect.kind not in CLOCK_EFFECTS:
            continue
        name = effect.options["clock"]
        if name not in course.clocks:
            yield unknown_word("packs.unknown_clock", path, name, course.clocks)
        elif effect.kind is EffectKind.EXTEND_CLOCK:
            yield from _extension(course, course.clocks[name], path)


def _placed(course: Lifecycle) -> Iterator[tuple[str, Effect]]:
    for index, effect in enumerate(course.opening):
        yield f"opening[{index}]", effect
    for move in course.moves.values():
        for index, effect in enumerate(move.effects):
            yield f"moves.{move.name}.do[{index}]", effect


def _extension(course: Lifecycle, rule: ClockRule, path: str) -> Iterator[Finding]:
    if rule.max_extensions == 0:
        yield Finding("packs.extension_not_allowed", path, params={"clock": rule.name})
    move = course.moves.get(path.split(".")[1]) if path.startswith("moves.") else None
    if move is None:
        return
    if rule.kind is ClockKind.PROMISE and not _tells_resident(move):
        yield Finding("packs.extension_untold", path, params={"move": move.name})
    if len({course.clocks[name].approvals for name in _extended(course, move)}) > 1:
        yield Finding("packs.approvals_differ", path, params={"move": move.name})


def _extended(course: Lifecycle, move: Move) -> Iterator[str]:
    """Yield the clocks that a move extends: they must wait for the same number of approvals."""
    for effect in move.effects:
        if effect.kind is EffectKind.EXTEND_CLOCK and effect.options["clock"] in course.clocks:
            yield effect.options["clock"]


def _tells_resident(move: Move) -> bool:
    told = {name for effect in move.effects for name in effect.options.get("to", "").split(",")}
    return bool(told & {"resident", "parties"})


def _limit(rule: ClockRule) -> Iterator[Finding]:
    limit = read_limit(rule.limit)
    if isinstance(limit, Problem):
        yield Finding(limit.code, f"clocks.{rule.name}.limit", params=dict(limit.params))


def _used(course: Lifecycle, clock: str, kind: EffectKind) -> bool:
    return any(effect.kind is kind and effect.options.get("clock") == clock for effect in effects_of(course))


def _standings(course: Lifecycle, clock: str) -> Iterator[tuple[str, Status]]:
    """Yield every (stage, status) that a clock can come to, guards aside."""
    start = (course.initial, _after(course.opening, clock, Status(), course.stages[course.initial].holder))
    found, waiting = {start}, [start]
    while waiting:
        stage, status = waiting.pop()
        yield stage, status
        for move in course.moves_from(stage):
            target = move.target or stage
            if not makeable(move) or target not in course.stages:
                continue
            step = (target, _after(move.effects, clock, status, course.stages[target].holder))
            if step not in found:
                found.add(step)
                waiting.append(step)


def _after(effects: tuple[Effect, ...], clock: str, status: Status, holder: Holder) -> Status:
    for effect in effects:
        if effect.kind is EffectKind.END:
            status = Status()
        elif effect.options.get("clock") == clock:
            status = _stepped(effect.kind, status, holder)
    return status


def _twice(clock: str, move: Move, status: Status) -> Iterator[Finding]:
    """Pausing what stands still and resuming what runs are refused: the move could not be made."""
    for index, effect in enumerate(move.effects):
        wrong = {EffectKind.PAUSE_CLOCK: status.paused, EffectKind.RESUME_CLOCK: not status.paused}
        about = effect.options.get("clock") == clock
        if about and status.running and wrong.get(effect.kind, False):
            path = f"moves.{move.name}.do[{index}]"
            yield Finding(
                f"packs.{effect.kind.value}_twice", path, params={"clock": clock, "move": move.name}
            )
        status = _after((effect,), clock, status, status.holder)


def _stepped(kind: EffectKind, status: Status, holder: Holder) -> Status:
    if kind is EffectKind.START_CLOCK:
        return Status(running=True, holder=holder)
    if kind is EffectKind.STOP_CLOCK:
        return Status()
    if status.running and kind is EffectKind.PAUSE_CLOCK:
        return Status(running=True, paused=True, holder=status.holder)
    if status.running and kind is EffectKind.RESUME_CLOCK:
        return Status(running=True, holder=status.holder)
    return status


def _standing(rule: ClockRule, stage: Stage, status: Status) -> Iterator[Finding]:
    said = {"clock": rule.name, "stage": stage.name}
    if not status.running:
        return
    if stage.kind is StageKind.END:
        yield Finding("packs.clock_outlives", f"clocks.{rule.name}", params=said)
    elif status.paused and stage.kind is not StageKind.WAITING:
        yield Finding("packs.clock_stays_paused", f"clocks.{rule.name}", params=said)
    elif not status.paused and rule.kind is ClockKind.HOLDER and stage.holder is not status.holder:
        yield Finding("packs.clock_runs_on", f"clocks.{rule.name}", params=said)
    elif not status.paused and rule.kind is ClockKind.PROMISE and stage.holder is Holder.RESIDENT:
        yield Finding("packs.promise_runs", f"clocks.{rule.name}", params=said)
