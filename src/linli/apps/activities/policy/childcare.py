"""How many children a group may take, whose turn comes first, what is due when; by example values kept as data."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import yaml

from linli.apps.activities.models.childcare import EXPECTING
from linli.core.shared.outcomes import Problem

FILE = Path(__file__).resolve().parents[1] / "data" / "childcare.yaml"
OLDEST, MOST_STAFF, MOST_FEN = 37, 40, 2_000_000
YEAR = 12
TERM = 40
KINDS = ("checkup", "vaccination")


@dataclass(frozen=True, slots=True)
class Band:
    """Up to an age in months: children for each member of staff, and in a group at most."""

    to: int
    for_each: int
    most: int


@dataclass(frozen=True, slots=True)
class Rules:
    """The values of a city, or the examples shipped."""

    certainty: str
    bands: tuple[Band, ...]
    priorities: tuple[str, ...]
    answer_days: int
    months: tuple[tuple[str, tuple[int, ...]], ...]
    days_before: int
    prenatal: tuple[int, ...]
    after_birth: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group as it is opened; ages in full months, the last one included."""

    centre: str
    name_zh: str
    months_from: int | None
    months_to: int | None
    places: int | None
    staff: int | None
    name_en: str = ""
    fee_fen: int | None = 0
    hours: str = ""


@functools.cache
def rules() -> Rules:
    """Read the values, once a process."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Rules(
        raw["certainty"],
        tuple(Band(**one) for one in raw["groups"]),
        tuple(raw["priorities"]),
        raw["answer_days"],
        tuple((kind, tuple(raw["reminders"][kind])) for kind in KINDS),
        raw["remind_days_before"],
        tuple(raw["expecting"]["prenatal"]),
        tuple(raw["after_birth"]),
    )


def capacity(months_from: int, staff: int, places: int) -> int:
    """Return how many children may be there: places, what the staff suffices for, and the size of a group."""
    return min(places, allowed(months_from, staff))


def allowed(months_from: int, staff: int) -> int:
    """Return how many children the staff suffices for, by the youngest who may be in the group."""
    band = next((one for one in rules().bands if months_from < one.to), rules().bands[-1])
    return min(staff * band.for_each, band.most)


def age_in_months(born: date, on: date) -> int:
    """Return the full months of a child on a day."""
    return (on.year - born.year) * YEAR + on.month - born.month - (on.day < born.day)


def fits(months_from: int, months_to: int, born: date | None, on: date) -> bool:
    """Say whether a child is of the group's age on a day."""
    return born is not None and months_from <= age_in_months(born, on) <= months_to


def rank_of(priority: str, *, seen: bool) -> int:
    """Return the place of a priority in the order; what nobody saw a paper of counts as none."""
    order = rules().priorities
    return order.index(priority) if seen and priority in order else len(order) - 1


def plan_of(kind: str, day: date) -> tuple[tuple[str, int, date], ...]:
    """Return every day of a child, or of an expecting mother, in order: what is due, at which age or week, the day."""
    if kind == EXPECTING:
        weeks = [("prenatal", week, day - timedelta(weeks=TERM - week)) for week in rules().prenatal]
        return (*weeks, *(("after_birth", n, day + timedelta(days=n)) for n in rules().after_birth))
    found = [(what, age, month_day(day, age)) for what, months in rules().months for age in months]
    return tuple(sorted(found, key=lambda one: (one[2], one[0])))


def soon(kind: str, day: date, today: date) -> Iterator[tuple[str, int, date]]:
    """Yield what of a plan comes up in the next days."""
    last = today + timedelta(days=rules().days_before)
    yield from (one for one in plan_of(kind, day) if today <= one[2] <= last)


def is_past(kind: str, day: date, today: date) -> bool:
    """Say whether nothing of a plan is to come."""
    return plan_of(kind, day)[-1][2] < today


def wrong_day(kind: str, day: date | None, today: date) -> Problem | None:
    """Return what is wrong with the day of a child or of an expecting mother."""
    if kind == EXPECTING:
        fits_term = day is not None and today - timedelta(days=max(rules().after_birth)) <= day
        if not fits_term or day is None or day > today + timedelta(weeks=TERM):
            return Problem("day", "activities.expected_day")
    elif day is None or day > today or age_in_months(day, today) >= OLDEST:
        return Problem("day", "activities.born_day", {"n": OLDEST})
    return None


def month_day(born: date, months: int) -> date:
    """Return the day on which a child is so many months old; the last of a short month."""
    year, month = divmod(born.month - 1 + months, YEAR)
    following = date(born.year + year + (month + 1) // YEAR, (month + 1) % YEAR + 1, 1)
    return min(
        date(born.year + year, month + 1, 1) + timedelta(days=born.day - 1), following - timedelta(days=1)
    )


def wrong(new: NewGroup) -> Iterator[Problem]:
    """Yield everything that is wrong with a group, by field."""
    if not new.name_zh.strip():
        yield Problem("name_zh", "activities.group_name")
    for name, most in (("name_zh", 60), ("name_en", 80), ("hours", 60)):
        if len(getattr(new, name)) > most:
            yield Problem(name, "activities.too_long", {"n": most})
    for name, least, most in (
        ("months_from", 0, OLDEST), ("months_to", 1, OLDEST), ("places", 1, 100), ("staff", 1, MOST_STAFF),
    ):  # fmt: skip
        value = getattr(new, name)
        if value is None or not least <= value <= most:
            yield Problem(name, "activities.number", {"least": least, "most": most})
    if new.fee_fen is None or not 0 <= new.fee_fen <= MOST_FEN:
        yield Problem("fee_fen", "activities.fee", {"yuan": MOST_FEN // 100})
    yield from _wrong_sizes(new)


def _wrong_sizes(new: NewGroup) -> Iterator[Problem]:
    if new.months_from is None or new.months_to is None:
        return
    if new.months_to <= new.months_from:
        yield Problem("months_to", "activities.ages_backwards")
    elif (
        new.staff is not None
        and new.places is not None
        and 0 < new.staff <= MOST_STAFF
        and new.places > (n := allowed(new.months_from, new.staff))
    ):
        yield Problem("places", "activities.ratio", {"staff": new.staff, "n": n})
