"""Keeps what came of a file whose fetch broke off, on this machine only, until the rest has come or nobody waits for it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings

from linli.apps.exchange.models import Enclosure
from linli.core.exchange.fetching import Stand

FOLDER, ENDING = "exchange", ".part"


def begun(row: Enclosure) -> bytes:
    """Return the first bytes of a file, as far as they came before; none where it begins anew."""
    try:
        data = _place(row.stored).read_bytes()
    except FileNotFoundError:
        return b""
    return data if len(data) < row.size else b""


def keep(row: Enclosure, data: bytes) -> None:
    """Keep the first bytes of a file, whole or not at all."""
    place = _place(row.stored)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.with_suffix(f"{ENDING}.{os.getpid()}")
    draft.write_bytes(data)
    draft.chmod(0o600)
    draft.replace(place)


def drop(stored: UUID) -> None:
    """Keep nothing more of a file; of most nothing is kept."""
    with suppress(FileNotFoundError):
        _place(stored).unlink()


def drop_left() -> int:
    """Delete the parts of files that nobody waits for any more: taken, refused, erased; returns how many."""
    lying = {one.name.partition(".")[0]: one for one in _folder().glob(f"*{ENDING}*")}
    waiting = Enclosure.objects.filter(ours=False, state=Stand.WAITING.value, stored__in=lying)
    awaited = {str(one) for one in waiting.values_list("stored", flat=True)}
    gone = [one for name, one in lying.items() if name not in awaited]
    for one in gone:
        one.unlink(missing_ok=True)
    return len(gone)


def _folder() -> Path:
    return Path(settings.VAR) / FOLDER


def _place(stored: UUID) -> Path:
    return _folder() / f"{stored}{ENDING}"
