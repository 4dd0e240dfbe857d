"""Issuing a certificate, checking one as the page does, and checking one alone; milliseconds, median of many."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable

TIMES = 40
WANTED = {"issue_ms": 400, "issue_with_pdf_ms": 400, "check_page_ms": 5, "check_alone_ms": 5}


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
    from django.test import RequestFactory
    from tests.city import AT, POINT, act_id, tiny_city

    from linli.apps.cases import service as cases
    from linli.apps.certificates import facts, service
    from linli.apps.certificates.facts import sealing
    from linli.core.credentials.check import check
    from linli.web.portal.paper import copy

    actor = tiny_city().people["resident"].actor
    told = cases.Told(body="井盖碎了一半", lon=POINT[0], lat=POINT[1])
    refs = [cases.open_case(told, actor=actor, act_id=act_id(), at=AT)["ref"] for _ in range(TIMES)]
    made: list[dict[str, str]] = []

    def issue() -> None:
        wish = service.Wish(refs[len(made)], "proof_of_intake", frozenset({"area", "stage"}))
        made.append(service.issue(wish, actor=actor, act_id=act_id(), at=AT))

    issued = _median(issue)
    request = RequestFactory().get("/", headers={"host": "127.0.0.1"})
    start = time.perf_counter()
    size = len(copy(request, facts.own(actor, made[0]["ref"])))
    first = (time.perf_counter() - start) * 1000
    rows = iter([facts.own(actor, one["ref"]) for one in made])
    printed = _median(lambda: copy(request, next(rows)))
    text, status = facts.own(actor, made[0]["ref"]).signed, facts.status_list(1, AT)
    trust = sealing.trust()
    return {
        "issue_ms": issued,
        "pdf_ms": printed,
        "issue_with_pdf_ms": round(issued + printed, 2),
        "first_pdf_of_a_process_ms": round(first, 2),
        "bytes_of_a_pdf": size,
        "check_page_ms": _median(lambda: facts.check_code(made[0]["code"], AT)),
        "check_alone_ms": _median(lambda: check(text, trust, AT, status)),
        "status_list_ms": _median(lambda: facts.status_list(1, AT)),
        "bytes_of_a_certificate": len(text),
        "bytes_of_a_status_list": len(status),
    }


def _median(work: Callable[[], object]) -> float:
    took = []
    for _ in range(TIMES):
        start = time.perf_counter()
        work()
        took.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(took), 2)
