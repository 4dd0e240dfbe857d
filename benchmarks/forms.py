"""Pages of the counter at the server: a form, one filled in wrongly, the catalogue and a search; milliseconds, median."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable

TIMES = 40
WANTED = {"form_ms": 50, "form_wrong_ms": 50}
LARGEST = "newcomer"
"""The shipped service that asks for most: a person, an address, a household, files, a signature."""


def run() -> dict[str, object]:
    """Measure in a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"LINLI_VAR": folder, "DJANGO_SETTINGS_MODULE": "linli.site.settings"}
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        return {"times": TIMES, "wanted_at_most": WANTED, **_measured()}


def _measured() -> dict[str, float]:
    from django.test import Client
    from tests.city import PACKS, tiny_city

    services = [f"services/{one.name}" for one in sorted((PACKS / "services").iterdir()) if one.is_dir()]
    tiny_city("wage-arrears", "mediation", "city-fault", *services)
    client = Client(headers={"host": "127.0.0.1"})
    form = f"/services/{LARGEST}"
    wrong = {"go": "review", "q.people[1].name": "王芳", "q.people[1].id_number": "110105194912310021"}
    pages: dict[str, Callable[[], object]] = {
        "form": lambda: client.get(form),
        "form_wrong": lambda: client.post(form, wrong),
        "about": lambda: client.get(f"{form}/about"),
        "bring": lambda: client.get(f"{form}/bring"),
        "catalogue": lambda: client.get("/services"),
        "search": lambda: client.get("/services", {"q": "孩子上学"}),
    }
    first = {f"{name}_first_ms": _took(page) for name, page in pages.items()}
    return {
        "services": len(services) + 4,
        **{f"{name}_ms": _median(page) for name, page in pages.items()},
        **first,
    }


def _median(work: Callable[[], object]) -> float:
    return round(statistics.median(_took(work) for _ in range(TIMES)), 2)


def _took(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return round((time.perf_counter() - start) * 1000, 2)
