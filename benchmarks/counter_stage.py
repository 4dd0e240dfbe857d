"""Sets the stage for the figures of the counters: halls with counters, numbers that wait, numbers that stand there.

Runs in a process of its own (`python -m benchmarks.counter_stage`), in the database that the settings name.
"""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import Any

import django

HALLS, COUNTERS = 12, 10


def main() -> dict[str, Any]:
    """Build everything and return what the client needs to know."""
    from linli.site.preparing import prepare_database

    prepare_database()
    from tests.city import tiny_city

    from benchmarks.stage import _key
    from linli.kernel.audit.act import batch

    city, at = tiny_city(), datetime.now(UTC)
    halls, free, standing = [], [], []
    for n in range(HALLS):
        with batch():
            centre = _hall(n, at)
            halls.append(centre)
            free += _counters(centre, "F", at)
            for counter in _counters(centre, "S", at):
                _take(centre, at)
                standing.append(_call(counter, at))
            for _ in range(COUNTERS):
                _take(centre, at)
    return {
        "halls": halls,
        "free": free,
        "standing": standing,
        "keys": {
            "anybody": [_key(city, "open", None) for _ in range(8)],
            "clerk": [_key(city, "move", "clerk") for _ in range(8)],
        },
    }


def _said(at: datetime) -> dict[str, Any]:
    from tests.city import MAKER

    return {"actor": MAKER, "act_id": str(uuid.uuid4()), "at": at}


def _hall(n: int, at: datetime) -> str:
    from linli.apps.centres import service

    new = service.NewCentre(code=f"H{n}", name_zh=f"大厅 {n}", body="PING", area="990101001001")
    centre = service.register_centre(new, **_said(at))
    service.set_hall(centre, service.HallWish(opens=0, closes=1440, every_day=True), **_said(at))
    service.set_business(centre, service.BusinessWish("A", "any", "办事"), **_said(at))
    return centre


def _counters(centre: str, letter: str, at: datetime) -> list[list[str]]:
    from linli.apps.centres import service

    made = []
    for n in range(COUNTERS):
        ref = service.set_counter(centre, f"{letter}{n}", ("any",), **_said(at))
        service.turn_counter(ref, opens=True, **_said(at))
        made.append(ref)
    return made


def _take(centre: str, at: datetime) -> None:
    from linli.apps.centres import service

    service.take_number(centre, "any", **_said(at))


def _call(counter: str, at: datetime) -> list[str]:
    from linli.apps.centres import service

    return [counter, service.call_next(counter, **_said(at))["ref"]]


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main()))
