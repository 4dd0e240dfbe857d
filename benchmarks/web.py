"""The figures over HTTP: CPU-ms a request of server and database, on SQLite and PostgreSQL."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.client import Ask, ask_all
from benchmarks.usage import cpu_ms, reference_ms

ROOT = Path(__file__).resolve().parents[1]
PROCESSES = 2
RUNS = 3
STORED = (1_000, 20_000)
TARGETS = {"create_api": 4.5, "move_api": 4.5, "list_100_api": 12, "public_page": 6}
Stage = dict[str, Any]
Place = Callable[[], contextlib.AbstractContextManager[tuple[str, int | None]]]


def run(*, requests: int = 240, stored: Sequence[int] = STORED) -> dict[str, object]:
    """Measure on both databases; a machine without PostgreSQL says so."""
    found: dict[str, object] = {
        "processes": PROCESSES,
        "connections": 8,
        "requests_a_run": requests,
        "runs": RUNS,
        "cpu_ms_wanted_at_most": TARGETS,
    }
    for kind, place in (("sqlite", _sqlite), ("postgresql", _postgresql)):
        found[kind] = {str(count): _at(place, count, requests) for count in stored}
    return found


@contextlib.contextmanager
def _sqlite() -> Iterator[tuple[str, int | None]]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/bench.sqlite3", None


@contextlib.contextmanager
def _postgresql() -> Iterator[tuple[str, int | None]]:
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        tool = [str(ROOT / "tools" / "throwaway_postgres")]
        kept = {**os.environ, "LINLI_TEST_PG": f"/tmp/{Path(folder).name}-pg"}  # noqa: S108 - removed below
        started = subprocess.run([*tool, "start"], env=kept, capture_output=True, text=True, check=False)
        if started.returncode:
            raise NotHereError(started.stderr.strip().splitlines()[-1])
        try:
            pid = Path(f"{kept['LINLI_TEST_PG']}/db/postmaster.pid").read_text(encoding="utf-8").split()[0]
            yield started.stdout.split()[-1], int(pid)
        finally:
            subprocess.run([*tool, "stop"], env=kept, check=False)


class NotHereError(Exception):
    """This database is not installed."""


def _at(place: Place, cases: int, requests: int) -> dict[str, object]:
    try:
        with place() as (url, database), tempfile.TemporaryDirectory() as var, _environment(url, var) as env:
            staged = subprocess.run(
                [sys.executable, "-m", "benchmarks.stage", str(cases)],
                env=env, cwd=ROOT, stdout=subprocess.PIPE, check=True,
            )  # fmt: skip
            stage = json.loads(staged.stdout.splitlines()[-1])
            with _server(env) as (port, server):
                figures = _figures(port, [server, *filter(None, [database])], stage, requests)
            return figures | {"limit_raw_driver": _limit(env, database)}
    except NotHereError as why:
        return {"skipped": str(why)}


def _limit(env: dict[str, str], database: int | None) -> dict[str, float]:
    """Return what the raw driver does with the same rows on the same database, right after."""
    before = cpu_ms(database) if database else 0.0
    command = [sys.executable, "-m", "benchmarks.limit", "3"]
    done = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    used = (cpu_ms(database) - before) / found["acts"] if database else 0.0
    del found["acts"]
    return found | {"cpu_ms_of_the_database": round(used, 3)}


@contextlib.contextmanager
def _environment(url: str, var: str) -> Iterator[dict[str, str]]:
    yield os.environ | {
        "LINLI_DATABASE": url,
        "LINLI_VAR": var,
        "LINLI_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "linli.site.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }


@contextlib.contextmanager
def _server(env: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Run the web processes alone: the worker's share is another figure."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "linli.site.serving.web", "127.0.0.1", str(port), str(PROCESSES)]
    process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=sys.stderr)
    try:
        _wait(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=60).close()
            return
        time.sleep(0.1)
    raise TimeoutError("the server does not answer")


def _figures(port: int, counted: Sequence[int], stage: Stage, requests: int) -> dict[str, object]:
    token = _csrf(port, stage)
    refs = iter(stage["refs"])
    made: dict[str, Callable[[int], Ask]] = {
        "create_form": lambda _: _tell_form(stage, token),
        "create_api": lambda n: _tell_api(stage, n),
        "move_api": lambda n: _move_api(stage, next(refs), n),
        "list_100_api": lambda n: _get("/api/v1/cases", _bearer(stage, "dispatcher", n)),
        "list_100_page": lambda _: _get("/desk/queue", _signed_in(stage["dispatcher"])),
        "public_list": lambda _: _get("/public/cases", {}),
        "public_page": lambda n: _get(f"/public/c/{stage['refs'][n % 50]}", {}),
    }
    found: dict[str, object] = {}
    for name, make in made.items():
        count = min(requests, 60) if name == "move_api" else requests
        found[name] = _measure(port, counted, make, count)
    return found


def _measure(port: int, counted: Sequence[int], make: Callable[[int], Ask], count: int) -> dict[str, object]:
    ask_all(port, [make(n) for n in range(8)])
    runs = []
    for _ in range(RUNS):
        asks = [make(n) for n in range(count)]
        before, slow = [cpu_ms(pid) for pid in counted], reference_ms()
        answers = ask_all(port, asks)
        after = [cpu_ms(pid) for pid in counted]
        used = [(now - then) / count for now, then in zip(after, before, strict=True)]
        runs.append((used, (slow + reference_ms()) / 2, answers))
    middle = sorted(runs, key=lambda one: sum(one[0]))[RUNS // 2]
    used, slow, answers = middle
    times = sorted(answers.times)
    return {
        "cpu_ms": round(sum(used), 2),
        "server_ms": round(used[0], 2),
        "database_ms": round(sum(used[1:]), 2),
        "cpu_ms_of_reference_work": round(slow, 1),
        "requests_per_s": round(count / statistics.median(one[2].seconds for one in runs), 1),
        "p50_ms": round(times[len(times) // 2] * 1000, 1),
        "p95_ms": round(times[int(len(times) * 0.95)] * 1000, 1),
        "statuses": answers.statuses,
    }


def _csrf(port: int, stage: Stage) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/tell", headers=_signed_in(stage["resident"]))
    answer = connection.getresponse()
    answer.read()
    cookies = [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    connection.close()
    return (
        next(one for one in cookies if one.strip().startswith("csrftoken"))
        .partition("=")[2]
        .partition(";")[0]
    )


def _tell_form(stage: Stage, token: str) -> Ask:
    lon, lat = stage["point"]
    form = {
        "csrfmiddlewaretoken": token, "act_id": str(uuid.uuid4()), "go": "done", "body": stage["told"],
        "kind": "help", "subject": stage["subject"], "lon": lon, "lat": lat,
    }  # fmt: skip
    headers = {
        "Cookie": f"sessionid={stage['resident']}; csrftoken={token}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return Ask("POST", "/tell", headers, urlencode(form).encode())


def _tell_api(stage: Stage, n: int) -> Ask:
    lon, lat = stage["point"]
    told = {"body": stage["told"], "subject": stage["subject"], "lon": lon, "lat": lat}
    return _post("/api/v1/cases", told, _bearer(stage, "resident", n))


def _move_api(stage: Stage, ref: str, n: int) -> Ask:
    return _post(f"/api/v1/cases/{ref}/moves", {"move": "accept", "inputs": {}}, _bearer(stage, "clerk", n))


def _post(path: str, body: object, headers: dict[str, str]) -> Ask:
    more = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
    return Ask("POST", path, headers | more, json.dumps(body).encode())


def _get(path: str, headers: dict[str, str]) -> Ask:
    return Ask("GET", path, headers)


def _bearer(stage: Stage, who: str, n: int) -> dict[str, str]:
    return {"Authorization": f"Bearer {stage['keys'][who][n % 8]}"}


def _signed_in(session: object) -> dict[str, str]:
    return {"Cookie": f"sessionid={session}"}
