"""What assessors signed: their sheets by turn, and the items in which the first two differ."""

from __future__ import annotations

from typing import Any

from linli.apps.care.models import Assessment
from linli.apps.care.policy import opened
from linli.core.assessment.score import differing

FIRST, SECOND = 1, 2
FACTS = ("coma", "disorder")


def sheets_of(row: Assessment) -> dict[int, dict[str, Any]]:
    """Return the sheets of an assessment by turn."""
    return {one.turn: opened(one.sheet_sealed) for one in row.looks.all()}


def in_question(row: Assessment) -> tuple[str, ...]:
    """Return the items in which the two looks differ; nothing while one is missing."""
    sheets = sheets_of(row)
    if not {FIRST, SECOND} <= {*sheets}:
        return ()
    return differing(sheets[FIRST]["items"], sheets[SECOND]["items"])


def facts_differ(row: Assessment) -> bool:
    """Say whether they differ in what moves a level."""
    sheets = sheets_of(row)
    if not {FIRST, SECOND} <= {*sheets}:
        return False
    return any(sheets[FIRST][name] != sheets[SECOND][name] for name in FACTS)
