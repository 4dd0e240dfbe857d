"""The clocks of a case: started, paused, extended and stopped by effects, told in columns and entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from linli.apps.cases.service.draft import Draft, Scene
from linli.core.clock import running
from linli.core.clock.limits import Limit, read_limit
from linli.core.clock.running import ClockState
from linli.core.lifecycle.definition import ClockKind, Holder
from linli.core.packs.starting import start_at
from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.audit.outcomes import Invalid, Refused


def start(scene: Scene, draft: Draft, options: Mapping[str, str]) -> None:
    """Start a clock; one that already runs is stopped first and begins anew."""
    name = options["clock"]
    since = start_at(options, scene.inputs, scene.happened_at)
    if isinstance(since, Problem):
        raise Invalid(since)
    rule = scene.definition.lifecycle.clocks[name]
    limit = (scene.condition_limit if rule.from_condition else None) or rule.limit
    at_body = scene.definition.lifecycle.stages[draft.state.stage].holder is Holder.BODY
    holder = draft.state.holder if at_body and rule.kind is ClockKind.HOLDER else None
    read = read_limit(limit)
    if isinstance(read, Problem):
        raise Invalid(read)
    started = running.start_clock(
        name,
        rule.kind.value,
        holder,
        read,
        since,
        scene.calendar,
        scene.timetable,
    )
    _keep(draft, name, _unless_refused(started))


def stop(scene: Scene, draft: Draft, name: str) -> None:
    """Stop a clock; stopping one that does not run is nothing."""
    _change(draft, name, lambda clock: running.stop(clock, scene.happened_at))


def stop_all(scene: Scene, draft: Draft) -> None:
    """Stop whatever still runs: the case has ended."""
    for name in list(draft.state.clocks):
        stop(scene, draft, name)


def pause(scene: Scene, draft: Draft, name: str) -> None:
    """Let a running clock stand still."""
    _change(draft, name, lambda clock: running.pause(clock, scene.happened_at))


def resume(scene: Scene, draft: Draft, name: str) -> None:
    """Let a paused clock run on; its date moves by the pause."""
    _change(
        draft, name, lambda clock: running.resume(clock, scene.happened_at, scene.calendar, scene.timetable)
    )


def extend(scene: Scene, draft: Draft, name: str, by: str) -> None:
    """Give more time, as often as the service allows."""
    limit = read_limit(by)
    if isinstance(limit, Problem):
        raise Invalid(Problem("limit", limit.code, limit.params))
    rule = scene.definition.lifecycle.clocks[name]
    _change(
        draft,
        name,
        lambda clock: running.extend(
            clock,
            limit,
            scene.happened_at,
            scene.calendar,
            scene.timetable,
            max_extensions=rule.max_extensions,
        ),
    )


def _change(draft: Draft, name: str, step: Callable[[ClockState], ClockState | Refusal]) -> None:
    stored = draft.state.clocks.get(name)
    if stored is None:
        return
    clock = ClockState.from_json(stored)
    if clock.stopped is not None:
        return
    _keep(draft, name, _unless_refused(step(clock)))


def _unless_refused(clock: ClockState | Refusal) -> ClockState:
    if isinstance(clock, Refusal):
        raise Refused(clock)
    return clock


def _keep(draft: Draft, name: str, clock: ClockState) -> None:
    draft.set_state(clocks={**draft.state.clocks, name: clock.to_json()})
    due = due_columns(draft)
    draft.columns |= due


def due_columns(draft: Draft) -> dict[str, datetime | None]:
    """Return the dates that queues sort by: the promise, and the nearest clock of a holder.

    A paused clock has no date; a stopped one none either.
    """
    clocks = [ClockState.from_json(stored) for stored in draft.state.clocks.values()]
    going = [clock for clock in clocks if clock.stopped is None and clock.paused_since is None]
    promise = [clock.told_due for clock in going if clock.kind == ClockKind.PROMISE.value]
    holders = [clock.told_due for clock in going if clock.kind == ClockKind.HOLDER.value]
    return {"promise_due": promise[0] if promise else None, "holder_due": min(holders, default=None)}


__all__ = ["Limit", "due_columns", "extend", "pause", "resume", "start", "stop", "stop_all"]
