"""One number that says whether a picture of the catalogue is still the latest."""

from __future__ import annotations

import threading
import time
import uuid
from dataclasses import dataclass

from django.db import connection
from django.db.models import F

from linli.apps.catalogue.models import Epoch
from linli.kernel.audit.prepared import Select

TRUSTED_SECONDS = 1.0
"""An act reads the epoch once; a transaction longer than this reads it again."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The epoch's number, and a stamp that no other change ever had, not even one rolled back."""

    number: int
    stamp: str


NEVER = Mark(0, "")


class _Memo(threading.local):
    """What this thread read in the transaction it is in."""

    def __init__(self) -> None:
        self.block: object | None = None
        self.read_at = 0.0
        self.mark = NEVER


_memo = _Memo()
_read = Select(lambda: Epoch.objects.filter(id=1).values_list("number", "stamp"))


def latest() -> Mark:
    """Return the mark of the last change; inside a transaction at most one statement."""
    blocks = connection.atomic_blocks
    block = blocks[-1] if blocks else None
    now = time.monotonic()
    if block is not None and block is _memo.block and now - _memo.read_at < TRUSTED_SECONDS:
        return _memo.mark
    found = _read.one()
    mark = Mark(found[0], str(found[1])) if found else NEVER
    _memo.block, _memo.read_at, _memo.mark = block, now, mark
    return mark


def move_on() -> None:
    """Say that the catalogue changed; to be called inside the act that changes it."""
    _memo.block = None
    if not Epoch.objects.filter(id=1).update(number=F("number") + 1, stamp=uuid.uuid4()):
        Epoch.objects.create(id=1, number=1)
