"""Says whether this installation is well: /health for machines, `linli doctor` for people."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import cast

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.core.shared.outcomes import Param
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import public_page
from linli.kernel.outbox.models import Round

HEARTBEAT = "site.heartbeat"
NEVER = "-"
BEAT = timedelta(seconds=15)
MISSED = timedelta(seconds=60)
LITTLE_DISK, NO_DISK = 1024 * 1024 * 1024, 128 * 1024 * 1024


class State(StrEnum):
    """How well one part is."""

    OK = "ok"
    POOR = "poor"  # works, somebody should look
    DOWN = "down"  # people cannot be served


@dataclass(frozen=True, slots=True)
class Finding:
    """One part and how it is."""

    part: str
    state: State
    facts: dict[str, Param]


def examine(at: datetime) -> list[Finding]:
    """Look at everything that must work; never raises."""
    found = [_database()]
    if found[0].state is State.OK:
        found += [_migrations(), _worker(at)]
    return [*found, _disk()]


@public_page
@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 while people can be served, else 503; nothing in it is about a person."""
    found = examine(cast("ActorRequest", request).at)
    worst = max((one.state for one in found), key=[*State].index)
    parts = {one.part: {"state": one.state.value, **one.facts} for one in found}
    return JsonResponse({"state": worst.value, "parts": parts}, status=503 if worst is State.DOWN else 200)


def _database() -> Finding:
    began = time.perf_counter()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return Finding("database", State.DOWN, {"kind": connection.vendor})
    took = round((time.perf_counter() - began) * 1000)
    return Finding("database", State.OK, {"kind": connection.vendor, "ms": took})


_complete = False


def _migrations() -> Finding:
    # Once complete they stay so while this process lives: new ones come with new code.
    global _complete  # noqa: PLW0603 - a fact about the process
    missing = 0
    if not _complete:
        executor = MigrationExecutor(connection)
        missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        _complete = not missing
    return Finding("migrations", State.DOWN if missing else State.OK, {"missing": missing})


def _worker(at: datetime) -> Finding:
    """The worker's round writes when it is due again; one that is late has stopped."""
    due = Round.objects.filter(name=HEARTBEAT).values_list("next_at", flat=True).first()
    if due is None:
        return Finding("worker", State.POOR, {"last": NEVER})
    last = due - BEAT
    state = State.OK if at - last < MISSED else State.POOR
    return Finding("worker", state, {"last": f"{last:%Y-%m-%dT%H:%M:%SZ}"})


def _disk() -> Finding:
    free = shutil.disk_usage(settings.VAR).free
    state = State.DOWN if free < NO_DISK else State.POOR if free < LITTLE_DISK else State.OK
    return Finding("disk", state, {"free_mb": free // (1024 * 1024)})
