"""How many places a year has for the children who come of age in it; what nobody entered is unknown, never zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from linli.core.shared.figures import SMALL

STAGES: Mapping[str, int] = MappingProxyType({"kindergarten": 3, "primary": 6, "junior": 12})
"""At which age a stage begins: the usual rule, an example for cities that have another."""
CHILDREN = "children"
WHATS = (CHILDREN, *STAGES)
SEPTEMBER = 9


@dataclass(frozen=True, slots=True)
class Figure:
    """A count of an area: of ``children`` in a cohort's year, of a stage's new places in a school year."""

    area: str
    what: str
    year: int
    count: int


@dataclass(frozen=True, slots=True)
class Supply:
    """One school year of a stage. A sum is of what is known; the areas whose figure is missing stand beside it."""

    year: int
    children: int | None
    places: int | None
    without_children: tuple[str, ...]
    without_places: tuple[str, ...]

    @property
    def gap(self) -> int | None:
        """Return how many places are missing (below zero: to spare), or None while a figure is."""
        if self.children is None or self.places is None or self.without_children or self.without_places:
            return None
        return self.children - self.places


def school_year(day: date) -> int:
    """Return the school year of a day by the year of its September."""
    return day.year if day.month >= SEPTEMBER else day.year - 1


def cohort_of(born: date) -> int:
    """Return the cohort of a child: born from 1 September of the year before to 31 August."""
    return school_year(born) + 1


def cohort_in(stage: str, year: int) -> int:
    """Return which cohort comes into a stage in a school year."""
    return year - STAGES[stage]


def born_between(cohort: int) -> tuple[date, date]:
    """Return the first and the last birthday of a cohort."""
    return date(cohort - 1, SEPTEMBER, 1), date(cohort, SEPTEMBER - 1, 31)


def supply(
    figures: Iterable[Figure], areas: Sequence[str], stage: str, years: Iterable[int]
) -> tuple[Supply, ...]:
    """Return each year's children and places of some areas together."""
    known = {(one.area, one.what, one.year): one.count for one in figures}
    return tuple(_year(known, areas, stage, year) for year in years)


def _year(known: Mapping[tuple[str, str, int], int], areas: Sequence[str], stage: str, year: int) -> Supply:
    children, no_children = _sum(known, areas, CHILDREN, cohort_in(stage, year))
    places, no_places = _sum(known, areas, stage, year)
    return Supply(year, children, places, no_children, no_places)


def _sum(
    known: Mapping[tuple[str, str, int], int], areas: Sequence[str], what: str, year: int
) -> tuple[int | None, tuple[str, ...]]:
    missing = tuple(area for area in areas if (area, what, year) not in known)
    found = [known[area, what, year] for area in areas if (area, what, year) in known]
    return (sum(found) if found else None), missing


def blank(sizes: Mapping[str, int], smallest: int = SMALL) -> frozenset[str]:
    """Return which parts of a whole that is shown stay blank: the small ones, and others until none can be worked out.

    What is blank is at least two parts, together at least ``smallest``, as far as there are so many.
    """
    out = {area for area, size in sizes.items() if 0 < size < smallest}
    rest = sorted((size, area) for area, size in sizes.items() if area not in out and size)
    together = sum(sizes[area] for area in out)
    for size, area in rest if out else ():
        if len(out) > 1 and together >= smallest:
            break
        out.add(area)
        together += size
    return frozenset(out)
