"""The terms of a place: data, not code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Terms:
    """Ages, hours of the night, distances, days and minutes."""

    least_age: int
    adult_age: int
    night_from: int
    night_until: int
    radius_least: int
    radius_most: int
    invitation_days: int
    favour_days: tuple[int, ...]
    minutes_over: int
    time_lasts_days: int
    message_days: int


@cache
def terms() -> Terms:
    """Return the terms, read once a process."""
    said = yaml.safe_load(Path(__file__).with_name("terms.yaml").read_text(encoding="utf-8"))
    return Terms(**{**said, "favour_days": tuple(said["favour_days"])})
