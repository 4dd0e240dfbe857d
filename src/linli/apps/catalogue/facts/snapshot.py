"""The catalogue as one immutable value, kept in the process for as long as its epoch is the latest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

from linli.apps.catalogue.facts.epoch import Mark, latest
from linli.apps.catalogue.models import (
    CalendarVersion,
    Condition,
    DutyListRow,
    MatrixRow,
    PublishedPack,
    Standard,
    Subject,
)
from linli.apps.catalogue.policy import finding
from linli.core.clock.calendar import Calendar
from linli.core.clock.calendar_cn import SHIPPED
from linli.core.clock.notice import read_calendar
from linli.core.routing.rows import Row, pilot_first
from linli.core.shared.outcomes import Refusal

IN_FORCE = ("pilot", "in_force")


@dataclass(frozen=True, slots=True)
class StandardFact:
    """Where classes or conditions come from."""

    key: str
    title_zh: str
    title_en: str
    in_use: str
    source_zh: str
    source_en: str


@dataclass(frozen=True, slots=True)
class SubjectFact:
    """A class, or a big class when ``parent`` is None."""

    key: str
    standard: str
    kind: str
    code: str
    parent: str | None
    name_zh: str
    name_en: str
    local: bool
    links: tuple[str, ...]
    words_zh: str
    words_en: str


@dataclass(frozen=True, slots=True)
class ConditionFact:
    """A condition of acceptance in one version. A case keeps ``key``, so its limit stays."""

    key: str
    subject: str
    standard: str
    number: int
    version: int
    current: bool
    text_zh: str
    text_en: str
    limit: str
    abridged: bool
    example: bool


@dataclass(frozen=True, slots=True)
class DutyFact:
    """What communities of an area do for a subject: report, assist or verify."""

    ref: str
    subject: str
    area_path: str
    duty: str
    valid_from: date
    valid_to: date | None
    text_zh: str
    text_en: str


@dataclass(frozen=True)
class Snapshot:
    """Everything of one epoch."""

    mark: Mark
    standards: Mapping[str, StandardFact]
    subjects: Mapping[str, SubjectFact]
    conditions: Mapping[str, ConditionFact]
    rows: tuple[Row, ...]
    articles_en: Mapping[str, str]
    duties: tuple[DutyFact, ...]
    packs: Mapping[str, str]
    rules: Mapping[str, str]
    bundles: Mapping[str, str]
    certificates: Mapping[str, str]
    calendar: Calendar

    def subject(self, key: str) -> SubjectFact | None:
        """Return a subject or big class."""
        return self.subjects.get(key)

    def condition(self, key: str) -> ConditionFact | None:
        """Return a condition in the version that the key names; old versions are kept."""
        return self.conditions.get(key)

    def conditions_of(self, subject: str) -> tuple[ConditionFact, ...]:
        """Return the current conditions of a subject in their order."""
        return self._current.get(subject, ())

    def current_pack(self, name: str) -> str | None:
        """Return the hash of the version of a service under which new cases are opened."""
        return self.packs.get(name)

    def classes(self, standard: str) -> tuple[SubjectFact, ...]:
        """Return the classes of a standard, without the big ones."""
        return tuple(one for one in self.subjects.values() if one.standard == standard and one.parent)

    @cached_property
    def links(self) -> dict[str, tuple[str, ...]]:
        """Every class in use with the links somebody must answer for; what a matrix is checked against."""
        used = {key for key, standard in self.standards.items() if standard.in_use == "default"}
        return {key: one.links for key, one in self.subjects.items() if one.parent and one.standard in used}

    @cached_property
    def row_links(self) -> dict[str, frozenset[str]]:
        """The links of which the rows of each subject pattern speak."""
        found: dict[str, set[str]] = {}
        for row in self.rows:
            found.setdefault(row.subject, set()).add(row.link)
        return {pattern: frozenset(links) for pattern, links in found.items()}

    @cached_property
    def findables(self) -> tuple[finding.Findable, ...]:
        """The classes in use, prepared for search."""
        return tuple(
            finding.findable(
                key,
                (self.subjects[key].name_zh, self.subjects[key].name_en),
                (*self.subjects[key].words_zh.split(), *self.subjects[key].words_en.split(";")),
            )
            for key in self.links
        )

    @cached_property
    def _current(self) -> dict[str, tuple[ConditionFact, ...]]:
        found: dict[str, list[ConditionFact]] = {}
        for one in self.conditions.values():
            if one.current:
                found.setdefault(one.subject, []).append(one)
        return {
            key: tuple(sorted(all_, key=lambda one: (one.standard, one.number)))
            for key, all_ in found.items()
        }


_kept: dict[str, Snapshot] = {}


def snapshot() -> Snapshot:
    """Return the catalogue of now; one statement when nothing changed, none again within an act."""
    mark = latest()
    kept = _kept.get("now")
    if kept is None or kept.mark != mark:
        kept = _kept["now"] = _draw(mark)
    return kept


def calendar() -> Calendar:
    """Return the calendar by which dates are counted: the last one imported, else the shipped one."""
    return snapshot().calendar


def find_subjects(text: str, limit: int = 8) -> tuple[SubjectFact, ...]:
    """Return the classes that plain words may mean, the likeliest first."""
    now = snapshot()
    return tuple(now.subjects[key] for key in finding.find(text[:200], now.findables, limit))


def _draw(mark: Mark) -> Snapshot:
    stored = list(MatrixRow.objects.filter(state__in=IN_FORCE).order_by("number"))
    current = PublishedPack.objects.filter(status="current").values_list("name", "sha256", "kind")
    return Snapshot(
        mark=mark,
        standards=MappingProxyType(_standards()),
        subjects=MappingProxyType(_subjects()),
        conditions=MappingProxyType(_conditions()),
        rows=matrix_rows(stored),
        articles_en=MappingProxyType({str(one.number): one.article_en for one in stored if one.article_en}),
        duties=_duties(),
        packs=MappingProxyType({name: sha for name, sha, kind in current if kind == "service"}),
        rules=MappingProxyType({name: sha for name, sha, kind in current if kind == "rules"}),
        bundles=MappingProxyType({name: sha for name, sha, kind in current if kind == "bundle"}),
        certificates=MappingProxyType({name: sha for name, sha, kind in current if kind == "certificate"}),
        calendar=_calendar(),
    )


def matrix_rows(stored: Iterable[MatrixRow]) -> tuple[Row, ...]:
    """Write stored rows as the core's: one with a pilot area becomes its pilot and, later, the whole."""
    return tuple(row for one in stored for row in rows_of(one))


def rows_of(stored: MatrixRow) -> tuple[Row, ...]:
    """Return what one stored row says, in the core's terms."""
    row = Row(
        id=str(stored.number),
        subject=stored.subject,
        link=stored.link,
        area_path=stored.area_path,
        valid_from=stored.valid_from,
        valid_to=stored.valid_to,
        lead=stored.lead,
        supporting=tuple(stored.supporting),
        article=stored.article_zh or stored.article_en,
    )
    if not stored.pilot_area:
        return (row,)
    split = pilot_first(row, stored.pilot_area, stored.everywhere_from)
    return () if isinstance(split, Refusal) else split


def _standards() -> dict[str, StandardFact]:
    columns = ("key", "title_zh", "title_en", "in_use", "source_zh", "source_en")
    return {row[0]: StandardFact(*row) for row in Standard.objects.order_by("id").values_list(*columns)}


def _subjects() -> dict[str, SubjectFact]:
    columns = ("key", "standard", "kind", "code", "parent__key", "name_zh", "name_en", "local", "links")
    rows = Subject.objects.order_by("id").values_list(*columns, "words_zh", "words_en")
    return {row[0]: _subject(row) for row in rows}


def _subject(row: Any) -> SubjectFact:
    return SubjectFact(*[*row[:8], tuple(row[8]), *row[9:]])


def _conditions() -> dict[str, ConditionFact]:
    columns = (
        "standard",
        "number",
        "version",
        "current",
        "text_zh",
        "text_en",
        "limit",
        "abridged",
        "example",
    )
    rows = Condition.objects.order_by("id").values_list("subject__key", *columns)
    drawn = [ConditionFact(condition_key(*row[:4]), *row) for row in rows]
    return {one.key: one for one in drawn}


def condition_key(subject: str, standard: str, number: int, version: int) -> str:
    """Name a condition in one version: "yuncheng-2026:component:01-02:1.1"."""
    return f"{standard}:{subject.partition(':')[2]}:{number}.{version}"


def _duties() -> tuple[DutyFact, ...]:
    columns = ("ref", "subject", "area_path", "duty", "valid_from", "valid_to", "text_zh", "text_en")
    rows = DutyListRow.objects.order_by("id").values_list(*columns)
    return tuple(DutyFact(str(ref), *rest) for ref, *rest in rows)


def _calendar() -> Calendar:
    stored = CalendarVersion.objects.order_by("-id").values_list("calendar", flat=True).first()
    if stored is None:
        return SHIPPED
    read = read_calendar(stored)
    if not isinstance(read, Calendar):
        raise TypeError(f"the stored calendar does not read: {read}")
    return read
