"""The lines of an area's card: the nearest entry upwards of each kind, else the national number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from linli.apps.centres.models import ENTRIES, CardEntry

NUMBERS = Path(__file__).resolve().parents[1] / "numbers.yaml"


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line. ``ref`` is "" for a national number; ``area_path`` is where it was entered; without a name the kind's own is said."""

    kind: str
    phone: str
    name_zh: str = ""
    name_en: str = ""
    where_zh: str = ""
    where_en: str = ""
    hours: str = ""
    since: date | None = None
    area_path: str = ""
    ref: str = ""


@cache
def national() -> tuple[CardLine, ...]:
    """Return the national numbers that ship with the software."""
    found = yaml.safe_load(NUMBERS.read_text(encoding="utf-8"))
    return tuple(CardLine(kind, str(said["phone"])) for kind, said in found.items())


def card_lines(area_path: str) -> tuple[CardLine, ...]:
    """Return the lines that hold in an area, in the order of the card. One statement."""
    codes = [code for code in area_path.split("/") if code]
    rows = CardEntry.objects.filter(area__code__in=codes, ends=None).order_by("area_path")
    found = {one.kind: one for one in national()}
    for row in rows:  # deeper areas come later and win
        found[row.kind] = _line(row)
    return tuple(found[kind] for kind in ENTRIES if kind in found)


def entries_of(area_path: str) -> tuple[CardLine, ...]:
    """Return what was entered for one area itself and holds now. One statement."""
    return tuple(
        _line(row) for row in CardEntry.objects.filter(area_path=area_path, ends=None).order_by("kind")
    )


def _line(row: CardEntry) -> CardLine:
    return CardLine(
        row.kind, row.phone, row.name_zh, row.name_en, row.where_zh, row.where_en, row.hours, row.starts,
        row.area_path, str(row.ref),
    )  # fmt: skip
