"""Bookings over HTTP: CPU-ms a request of server and database, on SQLite and PostgreSQL, as benchmarks/web.py measures."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence

from benchmarks.web import (
    ROOT,
    RUNS,
    NotHereError,
    Place,
    _bearer,
    _environment,
    _get,
    _measure,
    _post,
    _postgresql,
    _server,
    _sqlite,
)

STORED = (1_000, 20_000)
WANTED = {"book_api": 4.5, "room_day_api": 4.5}


def run(*, requests: int = 120, stored: Sequence[int] = STORED) -> dict[str, object]:
    """Measure on both databases; a machine without PostgreSQL says so."""
    found: dict[str, object] = {"requests_a_run": requests, "runs": RUNS, "cpu_ms_wanted_at_most": WANTED}
    for kind, place in (("sqlite", _sqlite), ("postgresql", _postgresql)):
        found[kind] = {str(count): _at(place, count, requests) for count in stored}
    return found


def _at(place: Place, bookings: int, requests: int) -> dict[str, object]:
    try:
        with place() as (url, database), tempfile.TemporaryDirectory() as var, _environment(url, var) as env:
            command = [sys.executable, "-m", "benchmarks.stage_rooms", str(bookings)]
            staged = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, check=True)
            stage = json.loads(staged.stdout.splitlines()[-1])
            if len(stage["free"]) < requests * (RUNS + 1):
                return {"skipped": "too few days of this year are left to book"}
            with _server(env) as (port, server):
                return _figures(port, [server, *filter(None, [database])], stage, requests)
    except NotHereError as why:
        return {"skipped": str(why)}


def _figures(port: int, counted: Sequence[int], stage: dict, requests: int) -> dict[str, object]:
    free = iter(stage["free"])
    room, day, *_ = stage["free"][0]

    def book(n: int) -> object:
        of, on, start, end = next(free)
        wish = {"room": of, "day": on, "start": start, "end": end, "people": 4, "purpose": "meeting",
                "name": "王秀兰", "phone": "13800001234"}  # fmt: skip
        return _post("/api/v1/bookings", wish, _bearer(stage, "clerk", n))

    return {
        "book_api": _measure(port, counted, book, requests),
        "room_day_api": _measure(
            port, counted, lambda _: _get(f"/api/v1/rooms/{room}?day={day}", {}), requests
        ),
        "centre_page": _measure(port, counted, lambda _: _get("/near/centres", {}), requests),
    }
