"""The form in which a definition is kept: order that matters is written out as pairs, since JSON has none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ORDERED = ("ask", "clocks", "stages", "moves", "notices", "evidence")
"""Groups whose order a person sees: questions of a form, buttons of a page, the course as told."""


def freeze(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a resolved pack with its ordered groups as lists of ``[name, content]``; reads the same."""
    frozen = {key: _pairs(value) if key in ORDERED else value for key, value in said.items()}
    if isinstance(said.get("moves"), Mapping):
        frozen["moves"] = [[name, _move(move)] for name, move in said["moves"].items()]
    return frozen


def _move(move: Any) -> Any:
    return {**move, "ask": _pairs(move["ask"])} if isinstance(move, Mapping) and "ask" in move else move


def _pairs(value: Any) -> Any:
    return [[name, one] for name, one in value.items()] if isinstance(value, Mapping) else value
