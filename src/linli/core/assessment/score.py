"""What somebody's items come to: points, level, and each step that led there; and how two looks become one."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from linli.core.assessment.standard import Change, Fact, Standard
from linli.core.shared.outcomes import Problem, Reason

LOOKERS = 2
MONTHS = 12
NAMED, GROUPED = "assessment.item.", "assessment.group."
"""What the sentences of items and groups are called."""
RISK_DAYS = timedelta(days=30)
"""How far back falls, choking, self-harm and going astray count."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is known beside the items: coma, dementia or another disorder, the days on which something happened."""

    coma: bool = False
    disorder: bool = False
    risk_days: tuple[date, ...] = ()

    def amount(self, fact: Fact, at: date) -> int:
        """Return how much of a fact there is on a day."""
        amounts = {
            Fact.COMA: int(self.coma),
            Fact.DISORDER: int(self.disorder),
            Fact.RISK_EVENTS: sum(at - RISK_DAYS < day <= at for day in self.risk_days),
        }
        return amounts[fact]


@dataclass(frozen=True, slots=True)
class Result:
    """Points in all and by group, the level they give, the level after the rules, and every step."""

    points: int
    by_group: Mapping[str, int]
    level_by_points: int
    level: int
    steps: tuple[Reason, ...]


def problems(standard: Standard, items: Mapping[str, int | None]) -> tuple[Problem, ...]:
    """Say what is wrong with a sheet, by item."""
    return tuple(_wrong(standard, items))


def _wrong(standard: Standard, items: Mapping[str, int | None]) -> Iterator[Problem]:
    known = {item.name: item.most for item in standard.items}
    for name, most in known.items():
        value = items.get(name)
        if value is None:
            yield Problem(name, "assessment.item_missing", {"item": NAMED + name})
        elif not 0 <= value <= most:
            yield Problem(name, "assessment.item_over", {"item": NAMED + name, "value": value, "most": most})
    for name in sorted({*items} - {*known}):
        yield Problem(name, "assessment.item_unknown", {"item": name[:40]})


def score(
    standard: Standard, items: Mapping[str, int | None], told: Told, at: date
) -> Result | tuple[Problem, ...]:
    """Return points, level and steps, or what is wrong with the items."""
    if wrong := problems(standard, items):
        return wrong
    values = {name: value for name, value in items.items() if value is not None}
    by_group = {group.name: sum(values[item.name] for item in group.items) for group in standard.groups}
    points = sum(by_group.values())
    begun = standard.level_of(points)
    steps = [
        *(_group_step(standard, name, found) for name, found in by_group.items()),
        Reason("assessment.step_points", {"points": points, "most": standard.points, "level": begun}),
    ]
    level = begun
    for change in standard.changes:
        moved = _moved(standard, change, told, level, at)
        if moved is not None:
            level = moved
            steps.append(_step(change, told, level, at))
    steps.append(Reason("assessment.step_level", {"level": level}))
    return Result(points, MappingProxyType(by_group), begun, level, tuple(steps))


def _group_step(standard: Standard, name: str, points: int) -> Reason:
    most = sum(item.most for group in standard.groups if group.name == name for item in group.items)
    return Reason("assessment.step_group", {"group": GROUPED + name, "points": points, "most": most})


def _moved(standard: Standard, change: Change, told: Told, level: int, at: date) -> int | None:
    """Return the level after a rule; None where it does not apply."""
    if told.amount(change.fact, at) < change.least:
        return None
    if change.to is not None:
        return max(level, change.to)
    return min(level + change.by, standard.heaviest)


def _step(change: Change, told: Told, level: int, at: date) -> Reason:
    params = {"level": level, "events": told.amount(change.fact, at)}
    return Reason(f"assessment.step_{change.fact.value}", params)


def assessors_wrong(assessors: Sequence[str], person: str) -> tuple[Problem, ...]:
    """Say what is wrong with who looked: two different people, neither the one who is assessed."""
    found = []
    if len(assessors) < LOOKERS:
        found.append(Problem("assessors", "assessment.one_assessor"))
    if len({*assessors}) < len(assessors):
        found.append(Problem("assessors", "assessment.same_assessor"))
    if person in assessors:
        found.append(Problem("assessors", "assessment.own_assessor"))
    return tuple(found)


def differing(first: Mapping[str, int], second: Mapping[str, int]) -> tuple[str, ...]:
    """Return the items in which two looks do not agree, in the order of the first."""
    return tuple(name for name, value in first.items() if second.get(name) != value)


def settled(
    first: Mapping[str, int], second: Mapping[str, int], third: Mapping[str, int]
) -> dict[str, int] | tuple[Problem, ...]:
    """Return the items that both agree in, and of the others what a third look found; it must look at each of them."""
    asked = differing(first, second)
    if missing := [name for name in asked if name not in third]:
        return tuple(Problem(name, "assessment.not_settled", {"item": NAMED + name}) for name in missing)
    return {name: third[name] if name in asked else value for name, value in first.items()}


def again_on(day: date, months: int) -> date:
    """Return the same day so many months later; the last of the month where there is no such day."""
    count = day.month - 1 + months
    year, month = day.year + count // MONTHS, count % MONTHS + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
