"""The shapes of what is answered about entitlements."""

from __future__ import annotations

from typing import Any

from linli.web.api.told import Both, Question, Told


class Benefit(Told):
    """An entitlement with the questions that decide it."""

    benefit: str
    version: int
    events: list[str]
    title: Both
    summary: Both
    questions: list[Question]


class Benefits(Told):
    """All entitlements."""

    benefits: list[Benefit]


class Entitlement(Told):
    """What the rules make of somebody's answers. ``entitled`` null: it depends on ``waits_for``.

    ``told`` holds, in each language, sentence, results, grounds as a tree, conditions and provisions in force.
    """

    benefit: str
    on: str
    entitled: bool | None
    examples: bool
    waits_for: list[str]
    asks_next: str | None
    told: dict[str, dict[str, Any]]
