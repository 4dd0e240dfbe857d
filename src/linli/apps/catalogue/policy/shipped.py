"""The taxonomy that comes with the software, read from the CSV files next to this package."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from linli.core.routing.rows import HANDLE

Line = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shipment:
    """One standard: its card, its subjects and conditions, and a digest of all that."""

    card: Line
    subjects: Sequence[Line]
    conditions: Sequence[Line]
    digest: str

    @property
    def key(self) -> str:
        """The standard's name."""
        return self.card["key"]


SUBJECTS_OF = {"yuncheng-2026": "30428.2"}
"""Standards that only give conditions, and the standard whose classes they are for."""


@cache
def shipments() -> tuple[Shipment, ...]:
    """Return every standard in the order in which they can be loaded: classes before conditions."""
    return tuple(_shipment(card) for card in _lines("standards"))


@cache
def words() -> Mapping[str, Line]:
    """Return the plain words people use, by subject."""
    return {line["subject"]: line for line in _lines("synonyms")}


@cache
def mappings() -> tuple[Line, ...]:
    """Return the reviewed mapping of old classes to new ones, row by row, the open ones included."""
    return tuple(_lines("mapping_30428_2_to_47678_5"))


@cache
def example_rows(name: str) -> str:
    """Return the text of an example matrix (CSV), such as ``matrix_vegetable_oil_fuel``."""
    return _text(name)


def links_of(line: Line) -> list[str]:
    """Return the links that somebody has to answer for."""
    return line["links"].split() or [HANDLE]


def _shipment(card: Line) -> Shipment:
    stem = card["key"].replace(".", "_").replace("-", "_")
    subjects = [] if card["key"] in SUBJECTS_OF else _lines(f"subjects_{stem}")
    conditions = _lines(f"conditions_{stem}") if card["conditions"] == "yes" else []
    digest = hashlib.sha256(repr((card, subjects, conditions)).encode()).hexdigest()
    return Shipment(card, subjects, conditions, digest)


def _lines(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_text(name))))


def _text(name: str) -> str:
    return files("linli.apps.catalogue").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
