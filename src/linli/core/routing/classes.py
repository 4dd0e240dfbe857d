"""Cut subjects, places and days into classes that no row tells apart, so that a whole city is a few choices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from linli.core.routing.rows import EVERYWHERE, Row, subject_chain

V = TypeVar("V")


def subject_classes(rows: Iterable[Row], subjects: Iterable[str]) -> dict[tuple[str, ...], list[str]]:
    """Group subjects by the patterns in use that cover them."""
    patterns = {row.subject for row in rows}
    classes: dict[tuple[str, ...], list[str]] = {}
    for key in sorted(subjects):
        classes.setdefault(tuple(part for part in subject_chain(key) if part in patterns), []).append(key)
    return classes


def area_classes(rows: Iterable[Row], areas: Iterable[str]) -> dict[tuple[str, ...], list[str]]:
    """Group places by the row areas that contain them."""
    paths = sorted({row.area_path for row in rows})
    classes: dict[tuple[str, ...], list[str]] = {}
    for area in sorted(areas):
        classes.setdefault(tuple(path for path in paths if area.startswith(path)), []).append(area)
    return classes


def turning_points(rows: Iterable[Row]) -> list[date]:
    """Return the days on which what holds may change."""
    listed = list(rows)
    return sorted(
        {row.valid_from for row in listed} | {row.valid_to for row in listed if row.valid_to is not None}
    )


def widest(values: Mapping[str, V], areas: Sequence[str]) -> Iterator[tuple[str, V]]:
    """Fold places with equal values into the widest areas in which every place has that value."""
    done: set[str] = set()
    for area in sorted(values):
        if area in done:
            continue
        for wide in _ancestors(area):
            inside = [path for path in areas if path.startswith(wide)]
            if all(path in values and values[path] == values[area] for path in inside):
                done.update(inside)
                yield wide, values[area]
                break
        else:  # a place that contains other places of another value stands for itself only
            yield area, values[area]


def _ancestors(path: str) -> tuple[str, ...]:
    """Return a path's ancestors from everywhere down to itself."""
    steps = path.strip("/").split("/")
    longer = (f"/{'/'.join(steps[:length])}/" for length in range(1, len(steps) + 1) if path != EVERYWHERE)
    return (EVERYWHERE, *longer)
