"""Moves of a queue over HTTP, measured as `web` does: CPU-ms of server and database for taking, calling, ending."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import Any

from benchmarks.client import Ask
from benchmarks.web import ROOT as HERE
from benchmarks.web import (
    NotHereError,
    Place,
    _bearer,
    _environment,
    _measure,
    _post,
    _postgresql,
    _server,
    _sqlite,
)

WANTED = {"take": 4.5, "call": 4.5, "done": 4.5}
TIMES = 32
"""Moves of one run; each counter is called to once."""


def run() -> dict[str, object]:
    """Measure on both databases; a machine without PostgreSQL says so."""
    found: dict[str, object] = {"moves_a_run": TIMES, "runs": 3, "cpu_ms_wanted_at_most": WANTED}
    for kind, place in (("sqlite", _sqlite), ("postgresql", _postgresql)):
        found[kind] = _at(place)
    return found


def _at(place: Place) -> dict[str, object]:
    try:
        with place() as (url, database), tempfile.TemporaryDirectory() as var, _environment(url, var) as env:
            staged = subprocess.run(
                [sys.executable, "-m", "benchmarks.counter_stage"],
                env=env, cwd=HERE, stdout=subprocess.PIPE, check=True,
            )  # fmt: skip
            stage = json.loads(staged.stdout.splitlines()[-1])
            with _server(env) as (port, server):
                return _figures(port, [server, *filter(None, [database])], stage)
    except NotHereError as why:
        return {"skipped": str(why)}


def _figures(port: int, counted: list[int], stage: dict[str, Any]) -> dict[str, object]:
    free, standing = iter(_spread(stage["free"])), iter(_spread(stage["standing"]))
    made: dict[str, Callable[[int], Ask]] = {
        "take": lambda n: _post(
            f"/api/v1/queues/{stage['halls'][n % len(stage['halls'])]}/numbers",
            {"business": "any"},
            _bearer(stage, "anybody", n),
        ),
        "call": lambda n: _post(
            f"/api/v1/counters/{next(free)}/moves", {"move": "next"}, _bearer(stage, "clerk", n)
        ),
        "done": lambda n: _done(next(standing), stage, n),
    }
    return {name: _measure(port, counted, make, TIMES) for name, make in made.items()}


def _spread(rows: list[Any]) -> list[Any]:
    """Put the counters of one hall apart: a hall's moves go through one stream, as few a minute as a hall has."""
    each = 10
    return [rows[hall * each + n] for n in range(each) for hall in range(len(rows) // each)]


def _done(one: list[str], stage: dict[str, Any], n: int) -> Ask:
    counter, number = one
    return _post(
        f"/api/v1/counters/{counter}/moves", {"move": "done", "number": number}, _bearer(stage, "clerk", n)
    )


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        print(json.dumps(run(), indent=2))
