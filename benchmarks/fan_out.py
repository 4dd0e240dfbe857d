"""A whole district is told while residents go on telling: seconds, rows a second, and what requests feel of it.

One process opens cases and reads the public list, as the web does; another tells 100,000 subscriptions, as the worker
does. Requests are measured before and meanwhile, on SQLite and PostgreSQL. `python -m benchmarks.fan_out` prints one
JSON for the database that LINLI_DATABASE names.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PEOPLE = int(os.environ.get("FAN_OUT_PEOPLE", "100000"))
WANTED = {"seconds": 60, "p95_times": 1.34}
ALONE_SECONDS = 15.0
"""Requests by themselves, before and after."""
POSTGRES = ("tools/throwaway_postgres", "run")
TELL = """
import os, time, json
from datetime import UTC, datetime
import django
django.setup()
from linli.apps.notices import service
from linli.apps.notices.models import Announcement
began, cpu, pace, written = time.monotonic(), time.process_time(), service.Pace(), 0
while Announcement.objects.filter(told_at=None).exists():
    written += service.tell_due(datetime.now(UTC), pace=pace)
took = time.monotonic() - began
print(json.dumps({"written": written, "seconds": round(took, 1), "rows_per_second": round(written / took),
    "worker_cpu_seconds": round(time.process_time() - cpu, 1)}))
"""
DELIVER = """
import time, json
from datetime import UTC, datetime, timedelta
import django
from django.conf import settings
django.setup()
from linli.kernel.messaging.service import deliver_due
settings.LETTER_SENDERS = {"sms": "benchmarks.fan_out.Nowhere", "voice": "benchmarks.fan_out.Nowhere"}
began, cpu = time.monotonic(), time.process_time()
at = datetime.now(UTC) + timedelta(days=1)
left = sum(deliver_due(at) for _ in range(4))
print(json.dumps({"letters": left, "seconds": round(time.monotonic() - began, 1),
    "letters_per_second": round(left / (time.monotonic() - began)),
    "cpu_ms_a_letter": round((time.process_time() - cpu) * 1000 / max(left, 1), 2)}))
"""


def run() -> dict[str, object]:
    """Measure on both databases, each in processes of its own."""
    return {
        "people": PEOPLE,
        "wanted_at_most": WANTED,
        "sqlite": _apart(()),
        "postgresql": _apart(POSTGRES),
    }


def _apart(before: tuple[str, ...]) -> object:
    with tempfile.TemporaryDirectory() as folder:
        path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        env = os.environ | {
            "LINLI_VAR": folder,
            "PYTHONPATH": path,
            "DJANGO_SETTINGS_MODULE": "linli.site.settings",
        }
        done = subprocess.run(
            [*before, sys.executable, "-m", "benchmarks.fan_out"],
            env=env, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1:]}
    return json.loads(done.stdout.splitlines()[-1])


def main() -> dict[str, object]:
    """Set the stage, measure requests alone, then beside the worker."""
    import django

    django.setup()
    from linli.site.preparing import prepare_database

    prepare_database()
    ask = _stage()
    for turn in range(6):  # the first of a process read packs, texts and templates
        ask(turn)
    before = _requests(ask, _for_a_while())
    with subprocess.Popen([sys.executable, "-c", TELL], stdout=subprocess.PIPE, text=True) as worker:
        beside = _requests(ask, lambda: worker.poll() is None)
        told = json.loads((worker.stdout.read() if worker.stdout else "").splitlines()[-1])
    alone = _figures([*before, *_requests(ask, _for_a_while())])
    with subprocess.Popen([sys.executable, "-c", DELIVER], stdout=subprocess.PIPE, text=True) as worker:
        delivering = _figures(_requests(ask, lambda: worker.poll() is None))
        delivered = json.loads((worker.stdout.read() if worker.stdout else "").splitlines()[-1])
    during = _figures(beside)
    return {
        **told, **_check(), "alone": alone, "beside": during, "times": _times(alone, during),
        "delivering": {**delivered, "beside": delivering, "times": _times(alone, delivering)},
    }  # fmt: skip


class Nowhere:
    """A gateway that takes everything at once."""

    def send(self, message: object) -> None:
        """Do nothing."""


def _for_a_while() -> Callable[[], bool]:
    until = time.monotonic() + ALONE_SECONDS
    return lambda: time.monotonic() < until


def _check() -> dict[str, int]:
    from linli.apps.notices.models import Telling
    from linli.kernel.messaging.models import Letter

    return {
        "tellings": Telling.objects.count(),
        "letters": Letter.objects.count(),
        "people_told": Telling.objects.values("subscription").distinct().count(),
    }


def _stage() -> Callable[[int], None]:
    from django.test import Client
    from tests import cast
    from tests.city import POINT, tiny_city

    from linli.apps.cases import service as cases

    city = tiny_city()
    _subscriptions()
    _announcement(cast)
    resident, client = city.people["resident"].actor, Client()

    def ask(turn: int) -> None:
        """Tell a problem, or read a list."""
        if turn % 2:
            client.get("/near/notices")
            return
        told = cases.Told(body="井盖碎了一半", lon=POINT[0], lat=POINT[1])
        cases.open_case(told, actor=resident, act_id=str(uuid.uuid4()), at=datetime.now(UTC))

    return ask


def _subscriptions() -> None:
    from linli.apps.grid.models import Area
    from linli.apps.notices.models import Subscription
    from linli.kernel.audit.models import Stream
    from linli.kernel.identity import personal

    at, area = datetime.now(UTC), Area.objects.get(code="990101001001")
    stream = Stream.objects.first()
    for first in range(0, PEOPLE, 2000):
        numbers = [f"139{first + n:08d}" for n in range(min(2000, PEOPLE - first))]
        Subscription.objects.bulk_create(
            Subscription(
                stream=stream, area=area, area_path=area.path, phone_sealed=personal.seal(one, "phone"),
                phone_index=personal.index(one, "phone"), phone_masked=personal.mask_phone(one), wanted="sms,voice",
                channels="sms,voice", topics=1, source="import", recorded_key="bench", consented_on=at.date(), began_at=at,
            )
            for one in numbers
        )  # fmt: skip


def _announcement(cast: Any) -> None:
    from linli.apps.notices import service

    at, district = datetime.now(UTC), "/9901/990101/"
    said = {"at": at}
    writer, second = cast.clerk(district).actor, cast.second_approver(district).actor
    written = service.Written(
        area="990101001", topic="water", title_zh="明天停水", text_zh="明天8:30-17:00停水，请各户存水。",
        expires_at=at + timedelta(days=2), resend_hours=4,
    )  # fmt: skip
    ref = service.write(written, actor=writer, act_id=str(uuid.uuid4()), **said)
    service.hand_in(ref, actor=writer, act_id=str(uuid.uuid4()), **said)
    service.publish(ref, 1, actor=second, act_id=str(uuid.uuid4()), **said)


def _requests(ask: Callable[[int], None], going: Callable[[], bool]) -> list[tuple[float, float]]:
    """Ask at an easy pace for as long as it goes; returns milliseconds by the clock and of the processor."""
    times: list[tuple[float, float]] = []
    while going():
        began, cpu = time.perf_counter(), time.process_time()
        ask(len(times))
        times.append(((time.perf_counter() - began) * 1000, (time.process_time() - cpu) * 1000))
        time.sleep(0.02)
    return times


def _figures(times: list[tuple[float, float]]) -> dict[str, float]:
    clock = sorted(one for one, _ in times)
    return {
        "requests": len(times),
        "p50_ms": round(statistics.median(clock), 1),
        "p95_ms": round(clock[int(len(clock) * 0.95)], 1),
        "cpu_ms": round(statistics.mean(cpu for _, cpu in times), 1),
    }


def _times(alone: dict[str, float], beside: dict[str, float]) -> dict[str, float]:
    return {name: round(beside[name] / alone[name], 2) for name in ("p50_ms", "p95_ms", "cpu_ms")}


if __name__ == "__main__":
    print(json.dumps(main(), ensure_ascii=False))
