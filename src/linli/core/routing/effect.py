"""What a change of the matrix would do, told before it takes effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from linli.core.routing.check import Links
from linli.core.routing.choose import winners
from linli.core.routing.classes import area_classes, subject_classes, widest
from linli.core.routing.rows import Row, in_force


@dataclass(frozen=True, slots=True)
class Change:
    """One area where a subject passes from one lead to another; None is nobody (or a tie)."""

    subject: str
    link: str
    area_path: str
    before: str | None
    after: str | None


def effect(
    before: Sequence[Row], after: Sequence[Row], subjects: Links, areas: Sequence[str], *, on: date
) -> tuple[Change, ...]:
    """Return every (subject, link, widest area) whose lead differs between two matrices on a day."""
    touched = {row.subject for row in {*before} ^ {*after}}
    changes: list[Change] = []
    for patterns, keys in subject_classes((*before, *after), subjects).items():
        if touched.isdisjoint(patterns):
            continue
        for link in sorted({link for key in keys for link in subjects[key]}):
            old, new = (
                [row for row in rows if row.link == link and row.subject in patterns]
                for rows in (before, after)
            )
            found = tuple(_differences(old, new, areas, on))
            concerned = (key for key in keys if link in subjects[key])
            changes += [Change(key, link, area, *leads) for key in concerned for area, leads in found]
    return tuple(changes)


def _differences(
    before: Sequence[Row], after: Sequence[Row], areas: Sequence[str], on: date
) -> Iterator[tuple[str, tuple[str | None, str | None]]]:
    differing: dict[str, tuple[str | None, str | None]] = {}
    for paths, places in area_classes((*before, *after), areas).items():
        leads = _lead(before, paths, on), _lead(after, paths, on)
        if leads[0] != leads[1]:
            differing.update(dict.fromkeys(places, leads))
    return widest(differing, areas)


def _lead(rows: Sequence[Row], paths: tuple[str, ...], on: date) -> str | None:
    active = [row for row in rows if row.area_path in paths and in_force(row, on)]
    leads = {row.lead for row in winners(active)} if active else set()
    return leads.pop() if len(leads) == 1 else None


def body_from_rulings(rulings: Sequence[Mapping[str, str]], *, least: int) -> str | None:
    """Return the body that the latest ``least`` rulings all named, or None when they disagree.

    A ruling is {"body": ..., "at": ISO instant}; an older ruling the other way no longer counts.
    """
    latest = sorted(rulings, key=lambda ruling: ruling["at"])[-least:]
    named = {ruling["body"] for ruling in latest}
    return named.pop() if len(latest) == least and len(named) == 1 else None
