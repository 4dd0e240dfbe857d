"""What stands on a service card today: people from the grid, lines from the register, the centre; both languages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from linli.apps.centres import facts
from linli.apps.centres.facts import CardLine, CentreFact
from linli.apps.grid import facts as grid
from linli.apps.grid.facts import AreaFact, CardHousehold, NamedContact
from linli.core.clock.instants import BEIJING
from linli.core.shared.outcomes import Problem
from linli.core.slots.week import read_week, write_hours
from linli.kernel.access.actors import Actor
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.text import t

URGENT = ("emergency_police", "ambulance", "fire")
FIRST = ("centre", "hotline", "legal_aid", "psychological")
"""What a printed card has on its front, under the people; the rest is on its back."""
COARSEST = 9


@dataclass(frozen=True, slots=True)
class Both:
    """Words in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card as it is printed; ``vacant``: nobody holds the post today."""

    label: Both
    name: Both
    phone: str
    where: Both
    hours: str = ""
    since: date | None = None
    vacant: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A card: whose, the urgent numbers, the people, the centre, everything else."""

    area: AreaFact
    place: Both
    urgent: tuple[Line, ...]
    people: tuple[Line, ...]
    lines: tuple[Line, ...]


def area_with_card(code: str) -> AreaFact:
    """Return an area that can have a card.

    Raises:
        NotVisible: there is none, or it is larger than a sub-district or township.
    """
    found = grid.area(code)
    if found is None or len(found.code) < COARSEST:
        raise NotVisible
    return found


def card_of(area: AreaFact, on: date) -> Card:
    """Put a card together. Ten statements at most."""
    entries = {one.kind: one for one in facts.card_lines(area.path)}
    centre = _with_hours(entries.pop("centre", None) or _centre(area, on), area, on)
    urgent = tuple(_line(entries.pop(kind)) for kind in URGENT if kind in entries)
    people = [_person(one) for one in grid.named_contacts(area.path, on)]
    people += [_household(one) for one in grid.card_households(area.path)]
    lines = [*([_line(centre)] if centre else []), *(_line(one) for one in entries.values())]
    return Card(area, _place(area), urgent, tuple(people), tuple(lines))


def _place(area: AreaFact) -> Both:
    way = [one for one in grid.breadcrumbs(area.path) if len(one.code) >= COARSEST]
    return Both(
        " ".join(one.name_zh for one in way), ", ".join(one.name_en or one.name_zh for one in reversed(way))
    )


def _both(key: str) -> Both:
    return Both(t(key, lang="zh"), t(key, lang="en"))


def _person(one: NamedContact) -> Line:
    title = (
        Both(one.title_zh, one.title_en or one.title_zh)
        if one.title_zh
        else _both(f"reach.level.{one.level}")
    )
    where = Both(one.body_zh, one.body_en or one.body_zh)
    return Line(title, Both(one.name, one.name), one.phone, where, since=one.since, vacant=not one.name)


def _household(one: CardHousehold) -> Line:
    blank = Both("", "")
    return Line(_both("reach.level.household"), Both(one.name, one.name), one.phone, blank)


def _line(one: CardLine) -> Line:
    name = Both(one.name_zh, one.name_en or one.name_zh)
    where = Both(one.where_zh, one.where_en or one.where_zh)
    return Line(_both(f"centres.line.{one.kind}"), name, one.phone, where, one.hours, kind=one.kind)


def _with_hours(line: CardLine | None, area: AreaFact, on: date) -> CardLine | None:
    """Give the line of the centre the hours of its timetable, unless somebody entered others for it."""
    if line is None or line.hours:
        return line
    best = _nearest(area, on)
    return replace(line, hours=week_said(facts.timetable(best.id))) if best else line


def week_said(timetable: str) -> str:
    """Say the hours of a usual week in a line: days with the same hours together, closed days left out."""
    week = read_week(timetable)
    if isinstance(week, Problem):
        return ""
    runs: list[tuple[int, int, str]] = []
    for day in range(1, 8):
        hours = write_hours(week.hours.get(str(day), ())).replace("-", "–").replace(",", " ")
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == hours:
            runs[-1] = (runs[-1][0], day, hours)
        else:
            runs.append((day, day, hours))
    said = [f"{_days(first, last)} {hours}" for first, last, hours in runs if hours]
    return t("reach.card.and").join(said)


def _days(first: int, last: int) -> str:
    one, other = (t(f"centres_page.line_{day}") for day in (first, last))
    return one if first == last else t("reach.card.days", first=one, last=other)


def _nearest(area: AreaFact, on: date) -> CentreFact | None:
    """Return the centre of the place: the one that lies nearest above or below it in the tree."""
    street = "/".join(area.path.split("/")[:4]) + "/"
    near = [one for one in facts.centres_in(street, on=on) if _related(one, area)]
    return max(near, key=lambda one: (len(one.area_path), -one.id), default=None)


def _centre(area: AreaFact, on: date) -> CardLine | None:
    best = _nearest(area, on)
    if best is None or not (best.phone or best.address_zh):
        return None
    return CardLine(
        "centre",
        best.phone,
        best.name_zh,
        best.name_en,
        best.address_zh,
        best.address_en,
        since=best.opened_on,
    )


def on_duty(area: AreaFact, at: datetime, actor: Actor) -> list[Line]:
    """Return the duties of the place's centre that run now, with the number of the office; who they are, for colleagues."""
    best = _nearest(area, at.astimezone(BEIJING).date())
    body = grid.bodies_by_id({best.body_id}).get(best.body_id) if best else None
    return [
        Line(
            Both(one.roster.name_zh, one.roster.name_en or one.roster.name_zh), Both(one.name, one.name),
            one.roster.phone, Both("", ""),
        )
        for one in (grid.who_is_on_duty(body.ref, at, actor=actor) if body else ())
    ]  # fmt: skip


def _related(one: CentreFact, area: AreaFact) -> bool:
    return area.path.startswith(one.area_path) or one.area_path.startswith(area.path)
