"""What a case is at a moment, and the fold over its entries that gives it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from linli.core.lifecycle.definition import Holder, Lifecycle
from linli.core.shared.outcomes import JsonValue


@dataclass(frozen=True, slots=True)
class CaseState:
    """Everything about a case that its entries alone must be able to reproduce.

    ``clocks`` maps a clock's name to its recorded state (docs/entry-format.md), ``holder`` is the
    ref of the body that has it now, ``version`` counts moves.
    """

    stage: str
    version: int = 0
    holder: str | None = None
    lead: str | None = None
    supporting: tuple[str, ...] = ()
    clocks: Mapping[str, Mapping[str, JsonValue]] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    counters: Mapping[str, int] = field(default_factory=dict)
    outcome: str | None = None


def replay(public_parts: Iterable[Mapping[str, JsonValue]]) -> CaseState | None:
    """Fold recorded outcomes into the state they left; None when nothing was opened.

    Nothing is decided again: an entry says what the stage, holder and clocks *became*.
    """
    state: CaseState | None = None
    for part in public_parts:
        state = apply(state, part)
    return state


def apply(state: CaseState | None, part: Mapping[str, JsonValue]) -> CaseState | None:
    """Apply one public part: its ``state`` object names only what changed.

    Names that this version does not know are passed over, so that an older reader can replay.
    """
    changed = part.get("state")
    if not isinstance(changed, Mapping):
        return state
    before = state or CaseState(stage="")
    return replace(
        before, **{name: _READ[name](value, before) for name, value in changed.items() if name in _READ}
    )


def taken_up(course: Lifecycle, state: CaseState) -> CaseState:
    """Return the state in its stage: where a body has to act and none holds the case, the lead takes it up.

    This is how a case that had ended goes back to the body that led it.
    """
    if course.stages[state.stage].holder is Holder.BODY and state.holder is None:
        return replace(state, holder=state.lead)
    return state


def difference(before: CaseState | None, after: CaseState) -> dict[str, JsonValue]:
    """Return the ``state`` object of an entry: what ``apply`` needs to get from before to after."""
    old = before or CaseState(stage="")
    changed: dict[str, JsonValue] = {}
    for name in ("stage", "version", "holder", "lead", "outcome"):
        if getattr(old, name) != getattr(after, name):
            changed[name] = getattr(after, name)
    if old.supporting != after.supporting:
        changed["supporting"] = [*after.supporting]
    if old.flags != after.flags:
        changed["flags"] = [*sorted(after.flags)]
    if old.counters != after.counters:
        changed["counters"] = {**after.counters}
    if clocks := _changed_clocks(old, after):
        changed["clocks"] = clocks
    return changed


def _changed_clocks(old: CaseState, after: CaseState) -> dict[str, JsonValue]:
    """Return the clocks that are new or other than before, and null for those that are gone."""
    changed: dict[str, JsonValue] = {
        name: {**clock} for name, clock in after.clocks.items() if old.clocks.get(name) != clock
    }
    return {**changed, **dict.fromkeys(old.clocks.keys() - after.clocks.keys())}


def _clocks(value: JsonValue, before: CaseState) -> Mapping[str, Mapping[str, JsonValue]]:
    changed = value if isinstance(value, dict) else {}
    kept = {name: clock for name, clock in before.clocks.items() if name not in changed}
    return {**kept, **{name: clock for name, clock in changed.items() if isinstance(clock, dict)}}


_READ: dict[str, Callable[[Any, CaseState], Any]] = {
    "stage": lambda value, _: value,
    "version": lambda value, _: value,
    "holder": lambda value, _: value,
    "lead": lambda value, _: value,
    "outcome": lambda value, _: value,
    "supporting": lambda value, _: tuple(value or ()),
    "flags": lambda value, _: frozenset(value or ()),
    "counters": lambda value, _: value or {},
    "clocks": _clocks,
}
