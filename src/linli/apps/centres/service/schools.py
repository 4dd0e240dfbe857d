"""Takes lists of counts of children and places at schools: a list whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from linli.apps.centres import events
from linli.apps.centres.models import SchoolFigure
from linli.apps.centres.models.schools import FIRST_YEAR, LAST_YEAR
from linli.apps.grid import facts as grid
from linli.apps.grid.facts import AreaFact
from linli.core.clock.instants import BEIJING
from linli.core.schooling.supply import WHATS
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Source, act
from linli.kernel.audit.acting import Item
from linli.kernel.audit.outcomes import Invalid, NotVisible

MOST_FIGURES = 500
MOST_COUNT = 1_000_000
RETENTION = "school_figures"
UNITS = ("subdistrict", "township")
"""Figures are of these; those of what lies above are their sums."""
Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class NewFigure:
    """A count as it is entered; ``line`` is where it stands in its list, for who has to mend it."""

    line: int
    area: str
    what: str
    year: int
    count: int

    @property
    def key(self) -> Key:
        """Which figure it is."""
        return self.area, self.what, self.year


def enter_school_figures(
    new: Sequence[NewFigure],
    about: str,
    as_of: date,
    *,
    actor: Actor,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
) -> int:
    """Take a list of figures with where they come from (``about``) and the day they are of; returns how many.

    Raises:
        NotVisible: the actor keeps no such register.
        Invalid: what is wrong with the list, or with its lines (fields ``rows.<line>.<name>``): nothing is taken.
    """
    if not may_enter(actor):
        raise NotVisible
    known = {one.code: one for one in grid.areas(sorted({one.area for one in new[:MOST_FIGURES]}))}
    problems = [*_wrong_list(new, about, as_of, at)] or [*_wrong_lines(new, known, actor)]
    if problems:
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        before = {(one.area.code, one.what, one.year): one.count for one in _standing(new, known)}
        years = [one.year for one in new]
        kept: JsonValue = [[*one.key, before.get(one.key), one.count] for one in new]
        public: dict[str, JsonValue] = {"rows": len(new), "first": min(years), "last": max(years)}
        item = Item("figures", kept, "", RETENTION)
        acting.open_stream("school_figures", events.SCHOOL_FIGURES_ENTERED, public, [item])
        SchoolFigure.objects.bulk_create(
            [_row(one, known[one.area], about, as_of, at) for one in new],
            update_conflicts=True,
            unique_fields=["area", "what", "year"],
            update_fields=["count", "source", "as_of", "entered_at"],
        )
        return len(new)

    said: JsonValue = [about, as_of.isoformat(), [[*one.key, one.count] for one in new]]
    done = act("centres.school_figures", work, said=said, actor=actor, act_id=act_id, at=at, source=source)
    return int(str(done))


def wrong_figures(new: Sequence[NewFigure], *, actor: Actor) -> dict[int, tuple[Problem, ...]]:
    """Return by line what is wrong, without taking anything; a list may be longer here."""
    codes = sorted({one.area for one in new})
    known = {
        one.code: one
        for start in range(0, len(codes), MOST_FIGURES)
        for one in grid.areas(codes[start : start + MOST_FIGURES])
    }
    found: dict[int, list[Problem]] = {}
    for one in _wrong_lines(new, known, actor):
        found.setdefault(int(one.field.split(".")[1]), []).append(one)
    return {line: tuple(problems) for line, problems in found.items()}


def may_enter(actor: Actor) -> bool:
    """Say whether somebody enters figures of some area."""
    return actor.is_system or bool(actor.grants_for(Permission.FACILITY_KEEP))


def _wrong_list(new: Sequence[NewFigure], about: str, as_of: date, at: datetime) -> Iterator[Problem]:
    if not new:
        yield Problem("file", "centres.school_rows_none")
    if len(new) > MOST_FIGURES:
        yield Problem("file", "centres.school_rows_many", {"n": len(new), "most": MOST_FIGURES})
    if not about.strip():
        yield Problem("source", "centres.school_source_missing")
    if as_of > at.astimezone(BEIJING).date():
        yield Problem("as_of", "centres.school_day_ahead")


def _wrong_lines(new: Sequence[NewFigure], known: Mapping[str, AreaFact], actor: Actor) -> Iterator[Problem]:
    seen: dict[Key, int] = {}
    for one in new:
        yield from _wrong(one, known.get(one.area), actor)
        if one.key in seen:
            yield _problem(one, "area", "centres.school_twice", first=seen[one.key])
        seen.setdefault(one.key, one.line)


def _wrong(one: NewFigure, area: AreaFact | None, actor: Actor) -> Iterator[Problem]:
    if area is None:
        yield _problem(one, "area", "centres.school_no_area", area=one.area[:40])
    elif area.kind not in UNITS:
        yield _problem(one, "area", "centres.school_no_unit", area=area.name_zh)
    elif not actor.may(Permission.FACILITY_KEEP, area_path=area.path):
        yield _problem(one, "area", "centres.school_not_yours", area=area.name_zh)
    if one.what not in WHATS:
        yield _problem(one, "what", "centres.school_no_what", what=one.what[:20])
    if not FIRST_YEAR <= one.year <= LAST_YEAR:
        yield _problem(one, "year", "centres.school_year", first=FIRST_YEAR, last=LAST_YEAR)
    if not 0 <= one.count <= MOST_COUNT:
        yield _problem(one, "count", "centres.school_count", most=MOST_COUNT)


def _problem(one: NewFigure, name: str, code: str, **params: str | int) -> Problem:
    return Problem(f"rows.{one.line}.{name}", code, {"line": one.line, **params})


def _standing(new: Sequence[NewFigure], known: Mapping[str, AreaFact]) -> list[SchoolFigure]:
    ids = [one.id for one in known.values()]
    rows = SchoolFigure.objects.filter(area_id__in=ids, year__in={one.year for one in new})
    return list(rows.select_related("area").defer("area__boundary"))


def _row(one: NewFigure, area: AreaFact, about: str, as_of: date, at: datetime) -> SchoolFigure:
    return SchoolFigure(
        area_id=area.id, area_path=area.path, what=one.what, year=one.year, count=one.count,
        source=about.strip()[:120], as_of=as_of, entered_at=at,
    )  # fmt: skip
