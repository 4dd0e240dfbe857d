"""Open data: every public round as a line of codes and times, one file for each month of opening.

No free text, no place finer than a community, no person. With about.json it is all that
tools/linli_recompute.py needs to work out every published figure again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime

from linli.apps.grid import facts as grid
from linli.apps.insight.facts.settings import satisfaction_weights
from linli.apps.insight.facts.stored import ASKED_FOR
from linli.apps.insight.facts.summary import reading
from linli.apps.insight.models import RoundRow
from linli.apps.insight.policy.periods import Period, months_between
from linli.apps.insight.policy.rates import RATES
from linli.core.clock.instants import local, midnight, stamp
from linli.core.shared.outcomes import JsonValue

FORM = "linli/open-data/v1"
COLUMNS = (
    "sid", "number", "service", "kind", "channel", "source", "subject", "area", "lead", "opened_at",
    "accepted_at", "dispatched_at", "reported_at", "done_at", "closed_at", "due", "ended", "outcome", "returns",
    "redone", "extensions", "reopened", "reached", "contacted", "solved", "satisfaction", "objected", "minutes",
    *(f"left_{rate}" for rate in ASKED_FOR),
)  # fmt: skip
TO_THE_DAY = frozenset({"opened_at", "accepted_at", "dispatched_at", "reported_at", "closed_at"})
"""Times of which a figure only asks the day: the hour would tell whose case it is (docs/decisions/0005)."""

RENAMED = {"sid": "stream", "number": "round"}
HEADER = tuple(RENAMED.get(name, name.replace("left_", "left_out_")) for name in COLUMNS)
BATCH = 2_000


def file_name(month: str) -> str:
    """Return the name of a month's file."""
    return f"rounds-{month}.csv"


def months() -> list[Period]:
    """Return the months in which a round was opened, the earliest first."""
    moments = RoundRow.objects.order_by("opened_at").values_list("opened_at", flat=True)
    first, last = moments.first(), moments.last()
    return list(months_between(first, last)) if first and last else []


def lines(period: Period) -> Iterator[str]:
    """Yield the lines of a month's file, the header first."""
    yield _line(HEADER)
    rows = RoundRow.objects.filter(opened_at__gte=period.start, opened_at__lt=period.end)
    for row in rows.order_by("sid", "number").values_list(*COLUMNS).iterator(BATCH):
        yield _line([_written(name, value) for name, value in zip(COLUMNS, row, strict=True)])


def areas() -> Iterator[str]:
    """Yield the lines of areas.csv: codes down to the community with their names."""
    yield _line(("code", "kind", "name_zh", "name_en"))
    for one in grid.subtree("/", "city", "district", "subdistrict", "township", "community", "village"):
        yield _line((one.code, one.kind, one.name_zh, one.name_en))


def bodies() -> Iterator[str]:
    """Yield the lines of bodies.csv."""
    yield _line(("ref", "kind", "name_zh", "name_en"))
    for one in grid.bodies():
        yield _line((one.ref, one.kind, one.name_zh, one.name_en))


def about() -> dict[str, JsonValue]:
    """Return what about.json says: up to which entry of the log, until when, which weights."""
    size, as_of = reading()
    return {
        "form": FORM,
        "log_size": size,
        "as_of": stamp(as_of) if as_of else None,
        "utc_offset": "+08:00",
        "weights": dict(satisfaction_weights()),
        "rates": [*RATES],
        "files": [file_name(one.name) for one in months()],
    }


def _written(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return stamp(midnight(local(value).date()) if name in TO_THE_DAY else value)
    if isinstance(value, bool):
        return "yes" if value else ""
    return str(value)


def _line(values: tuple[str, ...] | list[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(values)
    return written.getvalue()
