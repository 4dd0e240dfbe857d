"""A standard of ability assessment: groups of items with their most points, levels with bands, rules that move a level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from linli.core.shared.outcomes import JsonValue, Problem


class Fact(StrEnum):
    """What moves a level beside the points."""

    COMA = "coma"
    DISORDER = "disorder"
    RISK_EVENTS = "risk_events"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is looked at; ``most`` is what somebody gets who needs nobody, ``scale`` names its sentences."""

    name: str
    most: int
    scale: str


@dataclass(frozen=True, slots=True)
class Group:
    """Items that belong together."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """A level and the points that give it, both ends included; the higher the level, the more help is needed."""

    number: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Change:
    """A rule that moves the level: to ``to`` at once, or ``by`` levels, when a fact reaches ``least``."""

    fact: Fact
    least: int
    to: int | None = None
    by: int = 0


@dataclass(frozen=True, slots=True)
class Standard:
    """All of it; ``certainty`` says how sure the figures are, ``months`` when one is assessed again."""

    code: str
    certainty: str
    months: int
    groups: tuple[Group, ...]
    levels: tuple[Level, ...]
    changes: tuple[Change, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Return the items of all groups in their order."""
        return tuple(item for group in self.groups for item in group.items)

    @property
    def points(self) -> int:
        """Return what somebody gets who needs nobody."""
        return sum(item.most for item in self.items)

    @property
    def heaviest(self) -> int:
        """Return the highest level."""
        return max(level.number for level in self.levels)

    def level_of(self, points: int) -> int:
        """Return the level of a number of points."""
        return next(one.number for one in self.levels if one.least <= points <= one.most)


def read_standard(said: Mapping[str, JsonValue]) -> Standard | tuple[Problem, ...]:
    """Return a standard from plain data, or what is wrong with it."""
    try:
        standard = _read(said)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return (Problem("standard", "assessment.unreadable", {"what": str(error)[:60]}),)
    return tuple(_wrong(standard)) or standard


def _read(said: Mapping[str, JsonValue]) -> Standard:
    groups = tuple(Group(name, tuple(_items(items))) for name, items in _mapping(said["groups"]).items())
    return Standard(
        code=str(said["code"]),
        certainty=str(said["certainty"]),
        months=_whole(said["months"]),
        groups=groups,
        levels=tuple(Level(*(_whole(part) for part in _sequence(one))) for one in _sequence(said["levels"])),
        changes=tuple(_change(_mapping(one)) for one in _sequence(said["changes"])),
    )


def _items(said: JsonValue) -> Iterator[Item]:
    for name, one in _mapping(said).items():
        most, scale = _sequence(one)
        yield Item(name, _whole(most), str(scale))


def _change(said: Mapping[str, JsonValue]) -> Change:
    to = None if said.get("to") is None else _whole(said["to"])
    return Change(Fact(str(said["fact"])), _whole(said.get("least", 1)), to, _whole(said.get("by", 0)))


def _mapping(said: JsonValue) -> Mapping[str, JsonValue]:
    if not isinstance(said, dict):
        raise TypeError(f"not a table: {said!r}")
    return said


def _sequence(said: JsonValue) -> Sequence[JsonValue]:
    if not isinstance(said, list):
        raise TypeError(f"not a list: {said!r}")
    return said


def _whole(said: JsonValue) -> int:
    if not isinstance(said, int) or isinstance(said, bool):
        raise TypeError(f"not a whole number: {said!r}")
    return said


def _wrong(standard: Standard) -> Iterator[Problem]:
    names = [item.name for item in standard.items]
    if len({*names}) != len(names) or not names:
        yield Problem("groups", "assessment.item_twice")
    if any(item.most < 1 for item in standard.items):
        yield Problem("groups", "assessment.item_without_points")
    bands = sorted((one.least, one.most) for one in standard.levels)
    reached = -1
    for least, most in bands:
        if least != reached + 1 or most < least:
            yield Problem("levels", "assessment.bands", {"points": reached + 1})
            return
        reached = most
    if reached != standard.points:
        yield Problem("levels", "assessment.bands", {"points": reached + 1})
    yield from _wrong_levels(standard)


def _wrong_levels(standard: Standard) -> Iterator[Problem]:
    """More points never mean a heavier level, and no rule leads out of the levels."""
    ordered = [one.number for one in sorted(standard.levels, key=lambda one: one.least)]
    if ordered != sorted({*ordered}, reverse=True):
        yield Problem("levels", "assessment.level_order")
    for one in standard.changes:
        if one.by < 0 or one.least < 1 or (one.to is not None and one.to not in ordered):
            yield Problem("changes", "assessment.change", {"fact": one.fact.value})
    if standard.months < 1:
        yield Problem("months", "assessment.months")
