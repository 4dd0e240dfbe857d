"""What can be wrong with a matrix: wrong rows, communities as lead, rows never used, overlaps, gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from linli.core.routing.choose import winners
from linli.core.routing.classes import area_classes, subject_classes, turning_points, widest
from linli.core.routing.rows import (
    EVERYTHING,
    EVERYWHERE,
    HANDLE,
    Row,
    in_force,
    is_path,
    is_token,
    same_bodies,
    subject_chain,
)
from linli.core.shared.outcomes import Problem

COMMUNITY_TOKENS = frozenset({"$community", "$village"})
Links = Mapping[str, Sequence[str]]
"""Every subject with the links somebody must answer for; most have only "handle"."""


def check_rows(
    rows: Sequence[Row],
    subjects: Links,
    areas: Sequence[str],
    bodies: Mapping[str, bool],
    *,
    on: date | None = None,
) -> tuple[Problem, ...]:
    """Return everything wrong with a matrix.

    ``areas`` are the places where a case can lie; ``bodies`` tells of each body whether it may lead;
    gaps are looked for from ``on`` (default: the day of the first row).
    """
    wrong = [problem for row in rows for problem in _row_problems(row, subjects, areas, bodies)]
    wrong += [
        Problem("id", "routing.same_id", {"row": name})
        for name, n in Counter(row.id for row in rows).items()
        if n > 1
    ]
    return (*wrong, *_overlaps(rows), *_shadowed(rows, subjects, areas), *gaps(rows, subjects, areas, on=on))


def links_of(keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Give each subject the one link that nearly all have."""
    return dict.fromkeys(keys, (HANDLE,))


def _row_problems(
    row: Row, subjects: Links, areas: Sequence[str], bodies: Mapping[str, bool]
) -> Iterator[Problem]:
    named = {"row": row.id}
    if row.subject != EVERYTHING and not any(row.subject in subject_chain(key) for key in subjects):
        yield Problem("subject", "routing.unknown_subject", {**named, "subject": row.subject})
    if not is_path(row.area_path):
        yield Problem("area_path", "routing.not_a_path", {**named, "area": row.area_path})
    elif row.area_path != EVERYWHERE and not any(path.startswith(row.area_path) for path in areas):
        yield Problem("area_path", "routing.unknown_area", {**named, "area": row.area_path})
    if row.valid_to is not None and row.valid_to <= row.valid_from:
        yield Problem("valid_to", "routing.ends_before_start", named)
    yield from _body_problems(row, bodies)


def _body_problems(row: Row, bodies: Mapping[str, bool]) -> Iterator[Problem]:
    named = {"row": row.id}
    if not row.lead:
        yield Problem("lead", "routing.no_lead", named)
    elif row.lead in COMMUNITY_TOKENS or bodies.get(row.lead) is False:
        yield Problem("lead", "routing.community_lead", {**named, "body": row.lead})
    if row.lead in row.supporting:
        yield Problem("supporting", "routing.lead_supports", {**named, "body": row.lead})
    for field, body in (("lead", row.lead), *(("supporting", body) for body in row.supporting)):
        if body and not is_token(body) and body not in bodies:
            yield Problem(field, "routing.unknown_body", {**named, "body": body})


def _overlaps(rows: Sequence[Row]) -> Iterator[Problem]:
    """Two rows for exactly the same, at the same time, naming different bodies."""
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.subject, row.link, row.area_path), []).append(row)
    for group in groups.values():
        for one, other in combinations(sorted(group, key=lambda row: (row.valid_from, row.id)), 2):
            if same_bodies(one, other) or not in_force(one, other.valid_from):
                continue
            code = "routing.tie_rows" if one.valid_from == other.valid_from else "routing.overlap"
            said = {"row": one.id, "other": other.id, "from": other.valid_from.isoformat()}
            yield Problem(
                "valid_from", code, {**said, "subject": one.subject, "link": one.link, "area": one.area_path}
            )


def _shadowed(rows: Sequence[Row], subjects: Links, areas: Sequence[str]) -> Iterator[Problem]:
    """Rows that win nowhere on any day: the more specific ones leave them nothing."""
    used: set[str] = set()
    links = sorted({row.link for row in rows})
    for patterns in subject_classes(rows, subjects):
        for link in links:
            speaking = [row for row in rows if row.link == link and row.subject in patterns]
            for paths in area_classes(speaking, areas):
                used.update(
                    row.id for row in _ever_chosen([row for row in speaking if row.area_path in paths])
                )
    for row in rows:
        if row.id not in used and (row.valid_to is None or row.valid_from < row.valid_to):
            yield Problem(
                "id", "routing.shadowed", {"row": row.id, "subject": row.subject, "area": row.area_path}
            )


def _ever_chosen(rows: Sequence[Row]) -> Iterator[Row]:
    for day in turning_points(rows):
        active = [row for row in rows if in_force(row, day)]
        if active:
            yield from winners(active)


def gaps(
    rows: Sequence[Row], subjects: Links, areas: Sequence[str], *, on: date | None = None
) -> tuple[Problem, ...]:
    """Return every subject and link that nobody answers for, at the widest area, from the first such day."""
    start = on or min((row.valid_from for row in rows), default=date.min)
    found: list[Problem] = []
    for patterns, keys in subject_classes(rows, subjects).items():
        for link in sorted({link for key in keys for link in subjects[key]}):
            speaking = [row for row in rows if row.link == link and row.subject in patterns]
            bare = tuple(_bare(speaking, areas, start))
            concerned = (key for key in keys if link in subjects[key])
            found += [_gap(key, link, area, since) for key in concerned for area, since in bare]
    return tuple(found)


def _gap(subject: str, link: str, area: str, since: date) -> Problem:
    return Problem(
        "area_path",
        "routing.gap",
        {"subject": subject, "link": link, "area": area, "from": since.isoformat()},
    )


def _bare(rows: Sequence[Row], areas: Sequence[str], start: date) -> Iterator[tuple[str, date]]:
    days = [start, *(day for day in turning_points(rows) if day > start)]
    bare: dict[str, date] = {}
    for paths, places in area_classes(rows, areas).items():
        here = [row for row in rows if row.area_path in paths]
        first = next((day for day in days if not any(in_force(row, day) for row in here)), None)
        if first is not None:
            bare.update(dict.fromkeys(places, first))
    return widest(bare, areas)
