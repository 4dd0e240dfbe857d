"""Remembers an unfinished demo between two runs: its seed, its day and its password, until it is built."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Note:
    """What a run is about; ``password`` is forgotten once everything is built."""

    size: str
    seed: str
    until: str
    password: str = ""

    @property
    def moment(self) -> datetime:
        """The moment up to which the year goes."""
        return datetime.fromisoformat(self.until)

    @property
    def is_finished(self) -> bool:
        """Say whether that city was built to its end."""
        return not self.password


def read() -> Note | None:
    """Return the note of the last run, if there is one."""
    try:
        return Note(**json.loads(_path().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write(note: Note) -> None:
    """Keep a note, readable by its owner only."""
    handle = os.open(_path(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(note), file)


def _path() -> Path:
    return Path(settings.VAR) / "demo.json"
