"""Keeps the order in which a definition was written, which canonical JSON and databases lose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

ORDER = "order"
GROUPS = ("ask", "clocks", "stages", "moves", "notices", "evidence")
"""Groups whose order a person sees: questions of a form, buttons of a page, the course as told."""

INPUTS = "moves.{}.ask"


def freeze(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a resolved pack with the order of its groups written down beside them."""
    order = {key: [*said[key]] for key in GROUPS if isinstance(said.get(key), Mapping)}
    for name, move in _moves(said).items():
        if isinstance(move, Mapping) and isinstance(move.get("ask"), Mapping):
            order[INPUTS.format(name)] = [*move["ask"]]
    return {**said, ORDER: order}


def thaw(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a frozen pack as it was written; one that was never frozen stays as it is."""
    order = said.get(ORDER)
    if not isinstance(order, Mapping):
        return said
    thawed = {key: value for key, value in said.items() if key != ORDER}
    for key in GROUPS:
        if isinstance(said.get(key), Mapping):
            thawed[key] = _ordered(said[key], order.get(key))
    moves = {name: _thawed(move, order.get(INPUTS.format(name))) for name, move in _moves(thawed).items()}
    return {**thawed, "moves": moves} if moves else thawed


def _moves(said: Mapping[str, Any]) -> Mapping[str, Any]:
    moves = said.get("moves")
    return moves if isinstance(moves, Mapping) else {}


def _thawed(move: Any, names: Any) -> Any:
    if isinstance(move, Mapping) and isinstance(move.get("ask"), Mapping):
        return {**move, "ask": _ordered(move["ask"], names)}
    return move


def _ordered(group: Mapping[str, Any], names: Any) -> dict[str, Any]:
    listed: Iterable[Any] = names if isinstance(names, list) else ()
    return {name: group[name] for name in (*listed, *group) if name in group}
