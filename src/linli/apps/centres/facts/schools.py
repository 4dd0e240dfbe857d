"""Places at schools against children, by school year and area; counts of few children are not shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Q

from linli.apps.centres.models import SchoolFigure
from linli.apps.grid import facts as grid
from linli.apps.grid.facts import AreaFact
from linli.core.schooling.supply import (
    CHILDREN,
    STAGES,
    Figure,
    Supply,
    blank,
    born_between,
    cohort_in,
    school_year,
    supply,
)
from linli.core.shared.figures import SMALL
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.access.queries import within
from linli.kernel.audit.outcomes import NotVisible

UNITS = ("subdistrict", "township")
LEVELS = ("city", "district", *UNITS)
AHEAD = 6
"""School years that are told: the running one, and those to come."""
PAGE = 50


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A school year of an area. ``few``: too few children to be told, or to tell those of a neighbour by."""

    year: int
    born: tuple[date, date]
    children: int | None
    places: int | None
    gap: int | None
    few: bool
    unknown: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        """Something was entered for it."""
        return self.few or self.children is not None or self.places is not None


@dataclass(frozen=True, slots=True)
class SupplyFact:
    """What is told of an area and a stage: its years, its parts in one of them, and where the figures come from."""

    area: AreaFact
    stage: str
    areas: tuple[AreaFact, ...]
    years: tuple[SchoolYear, ...]
    year: int
    parts: tuple[tuple[AreaFact, SchoolYear], ...]
    sources: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True)
class FigureFact:
    """A figure as it was entered, for those who keep the register."""

    id: int
    area_zh: str
    area_en: str
    what: str
    year: int
    count: int
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class FigurePage:
    """Some figures, the latest first, and where the next page begins."""

    rows: tuple[FigureFact, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class _Tree:
    """A city's areas that figures are told of, and its figures of one stage."""

    areas: tuple[AreaFact, ...]
    figures: tuple[Figure, ...]
    stage: str
    sizes: Mapping[tuple[str, int], int]

    def units(self, path: str) -> tuple[str, ...]:
        """Return the paths of what is counted in an area."""
        return tuple(one.path for one in self.areas if one.kind in UNITS and one.path.startswith(path))

    def below(self, path: str) -> tuple[AreaFact, ...]:
        """Return the areas one step down."""
        depth = path.count("/") + 1
        return tuple(one for one in self.areas if one.path.startswith(path) and one.path.count("/") == depth)

    def supply(self, path: str, years: Iterable[int]) -> tuple[Supply, ...]:
        """Return the years of an area."""
        return supply(self.figures, self.units(path), self.stage, years)


def school_supply(code: str, stage: str, day: date, year: int | None = None) -> SupplyFact:
    """Return places against children of an area (else of the first city) in a stage. Two statements.

    Raises:
        NotVisible: no such area, stage or year, or an area finer than a sub-district.
    """
    if stage not in STAGES:
        raise NotVisible
    everywhere = grid.subtree("/", *LEVELS)
    area = next((one for one in everywhere if one.code == code or not code), None)
    if area is None:
        raise NotVisible
    city = f"/{area.path.split('/')[1]}/"
    areas = tuple(one for one in everywhere if one.path.startswith(city))
    now = school_year(day)
    told = range(now, now + AHEAD)
    rows = _rows(city, stage, told)
    figures = tuple(Figure(path, what, of, count) for path, what, of, count, _, _ in rows)
    tree = _Tree(areas, figures, stage, _sizes(figures))
    years = tuple(one for one in _years(tree, area, told) if one.is_known)
    chosen = _chosen(years, now + 1, year)
    parts = tuple((one, _years(tree, one, (chosen,))[0]) for one in tree.below(area.path))
    sources = {(source, as_of) for path, *_, source, as_of in rows if path.startswith(area.path)}
    return SupplyFact(
        area, stage, areas, years, chosen, parts, tuple(sorted(sources, key=lambda one: (one[1], one[0])))
    )


def school_figures(actor: Actor, after: str = "") -> FigurePage:
    """Return a page of the figures of the areas that somebody keeps, the latest first. One statement."""
    rows = SchoolFigure.objects.filter(_kept(actor)).order_by("-id")
    if after.isascii() and after.isdigit():
        rows = rows.filter(id__lt=int(after[:18]))
    columns = ("id", "area__name_zh", "area__name_en", "what", "year", "count", "source", "as_of")
    found = [FigureFact(*row) for row in rows.values_list(*columns)[: PAGE + 1]]
    return FigurePage(tuple(found[:PAGE]), str(found[PAGE - 1].id) if len(found) > PAGE else None)


def standing_figures(codes: Sequence[str]) -> dict[tuple[str, str, int], tuple[int, str, date]]:
    """Return the figures that stand of some areas by area, what and year: count, source and day. One statement."""
    rows = SchoolFigure.objects.filter(area__code__in=codes)
    columns = ("area__code", "what", "year", "count", "source", "as_of")
    return {
        (code, what, year): (n, source, day)
        for code, what, year, n, source, day in rows.values_list(*columns)
    }


def _rows(city: str, stage: str, years: range) -> list[tuple[str, str, int, int, str, date]]:
    cohorts = [cohort_in(stage, one) for one in years]
    wanted = Q(what=CHILDREN, year__in=cohorts) | Q(what=stage, year__in=[*years])
    rows = SchoolFigure.objects.filter(wanted, area_path__under=city)
    return list(rows.values_list("area_path", "what", "year", "count", "source", "as_of"))


def _chosen(years: Sequence[SchoolYear], coming: int, asked: int | None) -> int:
    """Return the year that the parts are told of: the one asked for, else the coming one, else the first."""
    there = [one.year for one in years]
    if asked is not None:
        if asked not in there:
            raise NotVisible
        return asked
    return coming if coming in there or not there else there[0]


def _years(tree: _Tree, area: AreaFact, years: Iterable[int]) -> tuple[SchoolYear, ...]:
    return tuple(_told(tree, area.path, one) for one in tree.supply(area.path, years))


def _told(tree: _Tree, path: str, one: Supply) -> SchoolYear:
    few = one.children is not None and _is_few(tree, path, one.year)
    unknown = tuple(sorted({*one.without_children, *one.without_places}))
    names = {place.path: place.code for place in tree.areas}
    return SchoolYear(
        one.year, born_between(cohort_in(tree.stage, one.year)), None if few else one.children, one.places,
        None if few else one.gap, few, tuple(names[each] for each in unknown),
    )  # fmt: skip


def _is_few(tree: _Tree, path: str, year: int) -> bool:
    """Say whether an area's children stay blank: too few, or one of those that would give a neighbour's away."""
    cohort = cohort_in(tree.stage, year)
    way = _way(path)
    if 0 < tree.sizes.get((way[0], cohort), 0) < SMALL:
        return True
    for above, here in pairwise(way):
        if here in blank({one.path: tree.sizes.get((one.path, cohort), 0) for one in tree.below(above)}):
            return True
    return False


def _sizes(figures: Iterable[Figure]) -> Mapping[tuple[str, int], int]:
    """Return how many children of a cohort are known of each area and all that lie above it."""
    found: Counter[tuple[str, int]] = Counter()
    for one in figures:
        if one.what == CHILDREN:
            found.update({(above, one.year): one.count for above in _way(one.area)})
    return found


def _way(path: str) -> list[str]:
    """Return the paths from the city down to an area."""
    codes = [code for code in path.split("/") if code]
    return [f"/{'/'.join(codes[:n])}/" for n in range(1, len(codes) + 1)]


def _kept(actor: Actor) -> Q:
    if actor.is_system:
        return Q()
    paths = [one.area_path for one in actor.grants_for(Permission.FACILITY_KEEP)]
    return within(paths) if paths else Q(pk__in=[])
