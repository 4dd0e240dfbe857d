"""Profiles of known sources, and readings that the command line spells out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from linli.core.shared.outcomes import Problem
from linli.site.importing.records import Reading

_FILE = Path(__file__).with_name("profiles.yaml")


def names() -> tuple[str, ...]:
    """Return the names of the profiles that ship."""
    return tuple(sorted(_profiles()))


def profile(name: str) -> Reading:
    """Return the reading of a known source."""
    said = dict(_profiles()[name])
    return Reading(source=name, **{**said, "agency_in": tuple(said.get("agency_in", ()))})


def mapped(pairs: Iterable[str], *, source: str, timezone: str) -> Reading | Problem:
    """Return the reading that FIELD=COLUMN pairs spell out; a file with answers is read as answered."""
    fields: dict[str, str] = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not equals or not ours.strip() or not theirs.strip():
            return Problem("map", "import.bad_map", {"text": pair[:60]})
        fields[ours.strip()] = theirs.strip()
    return Reading(source=source, fields=fields, timezone=timezone)


@cache
def _profiles() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found
