"""Legal time: a million dates at once, one date at a time, and numpy's own business days as the limit."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np

from linli.core.clock.calendar_cn import SHIPPED
from linli.core.clock.deadlines import due
from linli.core.clock.limits import Limit, Unit
from linli.core.clock.timetable import TIMETABLE
from linli.core.clock.vector import Instants, due_many

MANY = 1_000_000
ONE_BY_ONE = 2_000
AMOUNTS = {
    Unit.WORKING_HOURS: 4,
    Unit.EMERGENCY_HOURS: 2,
    Unit.WORKING_DAYS: 5,
    Unit.CALENDAR_DAYS: 30,
    Unit.EMERGENCY_DAYS: 3,
}


def run() -> dict[str, object]:
    """Measure and return medians: seconds a million, microseconds a single date with its steps."""
    random = np.random.default_rng(20261122)
    first, last = (int(np.datetime64(text, "s").astype(np.int64)) for text in ("2004-01-02", "2026-11-30"))
    starts = random.integers(first, last, MANY).astype("datetime64[s]").astype("datetime64[us]")
    few = [start.astype(datetime).replace(tzinfo=UTC) for start in starts[:ONE_BY_ONE]]
    limits = {unit: Limit(amount, unit) for unit, amount in AMOUNTS.items()}
    mixed = list(limits.values())
    which = random.integers(0, len(mixed), MANY)
    return {
        "dates": MANY,
        "table_built_s": round(_seconds(lambda: due_many(starts[:1], mixed[0], SHIPPED, TIMETABLE)), 4),
        "vectorised_s_per_million": {
            **{unit.value: _median(_many(starts, limit)) for unit, limit in limits.items()},
            "mixed": _median(lambda: due_many(starts, mixed, SHIPPED, TIMETABLE, which)),
        },
        "scalar_us_with_steps": {
            unit.value: _median(_each(few, limit), scale=1e6 / ONE_BY_ONE) for unit, limit in limits.items()
        },
        "peer_busday_offset_s_per_million": _median(_peer(starts)),
        "command_start_s": _median(_command),
    }


def _many(starts: Instants, limit: Limit) -> Callable[[], object]:
    return lambda: due_many(starts, limit, SHIPPED, TIMETABLE)


def _each(starts: list[datetime], limit: Limit) -> Callable[[], object]:
    return lambda: [due(start, limit, SHIPPED, TIMETABLE) for start in starts]


def _peer(starts: Instants) -> Callable[[], object]:
    """Return numpy's working days with the same holidays; it cannot know worked weekends."""
    days = (starts + np.timedelta64(8, "h")).astype("datetime64[D]")
    calendar = np.busdaycalendar(holidays=np.array(sorted(SHIPPED.off), dtype="datetime64[D]"))
    return lambda: np.busday_offset(days, 5, roll="backward", busdaycal=calendar)


def _command() -> None:
    words = ["clock", "due", "--start", "2026-09-30T16:00+08:00", "--limit", "3 working_days", "--json"]
    subprocess.run(
        [sys.executable, "-m", "linli", *words],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _median(work: Callable[[], object], *, scale: float = 1.0, times: int = 5) -> float:
    return round(statistics.median(_seconds(work) for _ in range(times)) * scale, 4)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
