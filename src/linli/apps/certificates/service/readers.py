"""Card readers of a kiosk: what one has to do, and a simulated one for trying things out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

CARD_FILE = "kiosk-card.json"
LARGEST = 4_096


@dataclass(frozen=True, slots=True)
class Card:
    """What a reader takes from the chip of an identity card; nothing that anybody typed."""

    id_number: str


class CardReader(Protocol):
    """Reads the card that lies on the reader of a kiosk. A maker's driver is wrapped in a class like this."""

    def read(self, kiosk: str) -> Card | None:
        """Return the card on the reader of the kiosk with this ref, None when there is none or it is not genuine."""
        ...


class Simulated:
    """A reader without a machine: the card that lies on it is a file that its tester writes.

    ``{"id_number": "..."}`` in ``LINLI_VAR/kiosk-card.json``. No page and no request can write it.
    """

    def read(self, kiosk: str) -> Card | None:  # noqa: ARG002 - one reader stands for all
        """Return the card in the file."""
        path = Path(settings.VAR) / CARD_FILE
        try:
            said = json.loads(path.read_bytes()[:LARGEST])
            return Card(str(said["id_number"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None


def reader() -> CardReader:
    """Return the reader that settings name."""
    made: CardReader = import_string(settings.CARD_READER)()
    return made
