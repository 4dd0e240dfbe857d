"""One number that says whether a picture of the catalogue is still the latest."""

from __future__ import annotations

import threading
import time
import uuid
from dataclasses import dataclass

from django.core.signals import request_finished, request_started
from django.db import connection
from django.db.models import F
from django.dispatch import receiver

from linli.apps.catalogue.models import Epoch
from linli.kernel.audit.prepared import Select

TRUSTED_SECONDS = 1.0
"""An act or a request reads the epoch once; one that lasts longer than this reads it again."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The epoch's number, and a stamp that no other change ever had, not even one rolled back."""

    number: int
    stamp: str


NEVER = Mark(0, "")


class _Memo(threading.local):
    """What this thread read in the transaction it is in, and in the request round it."""

    def __init__(self) -> None:
        self.request: object | None = None
        self.read: dict[bool, tuple[object, float, Mark]] = {}

    def forget(self) -> None:
        """Read again the next time."""
        self.read.clear()


_memo = _Memo()
_NOTHING = (None, 0.0, NEVER)
_read = Select(lambda: Epoch.objects.filter(id=1).values_list("number", "stamp"))


@receiver(request_started)
def _request_began(**_kwargs: object) -> None:
    _memo.request = object()


@receiver(request_finished)
def _request_ended(**_kwargs: object) -> None:
    _memo.request = None


def latest() -> Mark:
    """Return the mark of the last change; inside a transaction or a request at most one statement."""
    blocks = connection.atomic_blocks
    block = blocks[-1] if blocks else _memo.request
    known, read_at, mark = _memo.read.get(bool(blocks), _NOTHING)
    now = time.monotonic()
    if block is not None and block is known and now - read_at < TRUSTED_SECONDS:
        return mark
    found = _read.one()
    mark = Mark(found[0], str(found[1])) if found else NEVER
    _memo.read[bool(blocks)] = (block, now, mark)
    return mark


def move_on() -> None:
    """Say that the catalogue changed; to be called inside the act that changes it."""
    _memo.forget()
    if not Epoch.objects.filter(id=1).update(number=F("number") + 1, stamp=uuid.uuid4()):
        Epoch.objects.create(id=1, number=1)
