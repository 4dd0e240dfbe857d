"""Who may see a file is decided by the app whose thing it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from linli.kernel.access.actors import Actor

MayOpen = Callable[[Actor, str, str, datetime], bool]
"""From the actor, the owner's ref, the file's ref and the moment."""

_owners: dict[str, MayOpen] = {}


def register(kind: str, may_open: MayOpen) -> None:
    """Let an app decide about the files of its things ("case"); called in ``AppConfig.ready``."""
    _owners[kind] = may_open


def may_open(actor: Actor, owner_key: str, file_ref: str, at: datetime) -> bool:
    """Ask the owner's app. What nobody answers for is open to nobody but the sender."""
    if actor.key == owner_key and not actor.is_stranger:
        return True
    kind, _, ref = owner_key.partition(":")
    ask = _owners.get(kind)
    return ask is not None and ask(actor, ref, file_ref, at)
