"""A thousand services: read from the store, listed, changed without a restart; and what `pack check` costs."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

SERVICES = 1_000
TIMES = 20
WANTED = {"load_1000_s": 2.0, "list_page_first_s": 2.0, "change_takes_effect_ms": 500.0}


def run() -> dict[str, object]:
    """Measure in a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"LINLI_VAR": folder, "DJANGO_SETTINGS_MODULE": "linli.site.settings"}
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        return {"services": SERVICES, "wanted_at_most": WANTED, **_checked(), **_stored()}


def _checked() -> dict[str, float]:
    """Check and play every shipped service, cold and again."""
    from linli.packs.checking import check_folder, play_folder
    from linli.packs.folder import SHIPPED, services_below

    paths = services_below(SHIPPED)

    def check_all() -> None:
        for path in paths:
            play_folder(check_folder(path))

    first = _seconds(check_all)
    again = [_seconds(check_all) for _ in range(3)]
    return {
        "shipped": len(paths),
        "check_and_play_each_first_ms": round(first * 1000 / len(paths), 1),
        "check_and_play_each_ms": round(min(again) * 1000 / len(paths), 1),
    }


def _stored() -> dict[str, float]:
    from django.test import Client
    from django.utils import timezone

    from linli.apps.cases import facts as cases
    from linli.apps.catalogue import facts, service
    from linli.kernel.access.actors import system_actor
    from linli.kernel.audit.act import batch
    from linli.packs.checking import check_folder
    from linli.packs.folder import SHIPPED, services_below
    from linli.packs.service import frozen

    maker, now = system_actor("benchmark"), timezone.now()
    whole = [frozen(check_folder(path)) for path in services_below(SHIPPED / "services")]

    def said(number: int, version: int = 1) -> dict[str, Any]:
        one = whole[number % len(whole)]
        texts = {
            lang: {**words, "title": f"{words['title']} {number} {version}"}
            for lang, words in one["texts"].items()
        }
        return {**one, "pack": f"service-{number}", "version": version, "texts": texts}

    def publish(number: int, version: int = 1) -> str:
        act = {"actor": maker, "act_id": f"00000000-0000-4000-8000-{number:06}{version:06}", "at": now}
        return service.publish_pack(f"service-{number}", said(number, version), **act)

    for start in range(0, SERVICES, 100):
        with batch():
            for number in range(start, start + 100):
                publish(number)
    _forget(cases, facts)
    processor = time.process_time()
    loaded = _seconds(cases.offered)
    processor = time.process_time() - processor
    _forget(cases, facts)
    client = Client()
    _opened(client, "/about/verify")  # what every process reads once is not the services'
    _forget(cases, facts)
    listed = _seconds(lambda: _opened(client, "/services"))
    again = statistics.median(_seconds(lambda: _opened(client, "/services")) for _ in range(5))
    changes = []
    for version in range(2, 2 + TIMES):
        publish(7, version)
        start_at = time.perf_counter()
        titles = [one.text("title", "zh") for one in cases.offered() if one.name == "service-7"]
        changes.append(time.perf_counter() - start_at)
        if not titles[0].endswith(f"7 {version}"):
            raise RuntimeError(f"version {version} is not in force: {titles[0]}")
    return {
        "load_1000_s": round(loaded, 2),
        "load_1000_processor_s": round(processor, 2),
        "list_page_first_s": round(listed, 2),
        "list_page_again_s": round(again, 2),
        "change_takes_effect_ms": round(statistics.median(changes) * 1000, 1),
    }


def _forget(cases: Any, facts: Any) -> None:
    """Begin as a process that has read nothing yet."""
    cases.definition.cache_clear()
    facts.forget_packs()


def _opened(client: Any, address: str) -> None:
    answer = client.get(address, headers={"host": "127.0.0.1"})
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
