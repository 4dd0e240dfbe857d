"""The neighbourhood of the large demo city, with hardly a case: its figures beside the page's, and what it costs to build.

Builds the city of size `city` with one case in a database of its own, by the same steps as `linli demo --size city`;
the ground (areas, bodies, residents) is measured apart from what stands on it.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from typing import Any


class Quiet:
    """Hears when the ground is laid and nothing else."""

    def __init__(self) -> None:
        self.laid = 0.0

    def stage(self, name: str) -> None:
        """Note the end of the ground."""
        if name == "cases":
            self.laid = time.process_time()

    def steps(self, count: int) -> None:
        """Let steps go by."""


def run() -> dict[str, Any]:
    """Build it and count."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"LINLI_VAR": folder, "DJANGO_SETTINGS_MODULE": "linli.site.settings"}
        import django

        django.setup()
        return _measured()


def _measured() -> dict[str, Any]:
    from linli.site.demo import city
    from linli.site.preparing import prepare_database

    prepare_database()
    until, heard, began, clock = city.today(), Quiet(), time.process_time(), time.monotonic()
    built = city.build("city", "1", until, city.new_password(), heard, cases=1)
    ended = time.process_time()
    return {
        "ground_cpu_seconds": round(heard.laid - began, 1),
        "neighbourhood_cpu_seconds": round(ended - heard.laid, 1),
        "seconds": round(time.monotonic() - clock, 1),
        "acts": built.new,
        "figures": _figures(until),
    }


def _figures(until: datetime) -> dict[str, int]:
    from linli.apps.centres import facts as centres
    from linli.apps.jobs import facts as jobs
    from linli.apps.volunteers import facts as volunteers

    since, to = until - timedelta(days=400), until + timedelta(seconds=1)
    found = [
        *jobs.figures(since, to), *volunteers.figures(since, to, "/"), *centres.counter_figures(since, to, "/"),
    ]  # fmt: skip
    wanted = (
        "jobs_employers",
        "jobs_places",
        "jobs_workers",
        "jobs_intents",
        "volunteers.teams",
        "counter_books",
    )
    return {one.code: one.numerator for one in found if one.code in wanted}


if __name__ == "__main__":
    print(json.dumps(run() | {"at": datetime.now(UTC).isoformat()}), file=sys.stdout)
