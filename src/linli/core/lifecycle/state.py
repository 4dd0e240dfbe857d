"""What a case is at a moment, and the fold over its entries that gives it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

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
    """Apply one public part: its ``state`` object names only what changed."""
    changed = part.get("state")
    if not isinstance(changed, Mapping):
        return state
    before = state or CaseState(stage="")
    return replace(before, **{name: _read(name, value, before) for name, value in changed.items()})


def difference(before: CaseState | None, after: CaseState) -> dict[str, JsonValue]:
    """Return the ``state`` object of an entry: what ``apply`` needs to get from before to after."""
    old = before or CaseState(stage="")
    changed: dict[str, JsonValue] = {}
    for name in ("stage", "version", "holder", "lead", "outcome"):
        if getattr(old, name) != getattr(after, name):
            changed[name] = getattr(after, name)
    if old.supporting != after.supporting:
        changed["supporting"] = list(after.supporting)
    if old.flags != after.flags:
        changed["flags"] = sorted(after.flags)
    if old.counters != after.counters:
        changed["counters"] = dict(after.counters)
    clocks = {name: dict(clock) for name, clock in after.clocks.items() if old.clocks.get(name) != clock}
    if clocks:
        changed["clocks"] = dict(clocks)
    return changed


def _read(name: str, value: JsonValue, before: CaseState) -> object:
    if name == "supporting":
        return tuple(value) if isinstance(value, list) else ()
    if name == "flags":
        return frozenset(value) if isinstance(value, list) else frozenset()
    if name == "clocks" and isinstance(value, Mapping):
        return {**before.clocks, **value}
    return value
