"""Keeps the order in which a definition was written, which canonical JSON and databases lose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

ORDER = "order"
GROUPS = ("ask", "clocks", "stages", "moves", "notices", "evidence", "amounts")
"""Groups whose order a person sees: questions of a form, buttons of a page, the course as told."""

INNER = {"moves": "ask", "ask": "fields"}
"""What has an order of its own inside a group: the inputs of a move, the columns of a table."""

GUIDE, LISTED = "guide", ("ask", "materials")
"""What has an order of its own in the guide: its questions, and what to bring."""


def freeze(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a resolved pack with the order of its groups written down beside them."""
    order = {key: [*_group(said, key)] for key in GROUPS if isinstance(said.get(key), Mapping)}
    for key, inner in INNER.items():
        for name, one in _group(said, key).items():
            if found := _group(one, inner):
                order[f"{key}.{name}.{inner}"] = [*found]
    order |= {f"{GUIDE}.{key}": [*found] for key in LISTED if (found := _group(_group(said, GUIDE), key))}
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
    if guide := _group(said, GUIDE):
        listed = {
            key: _ordered(found, order.get(f"{GUIDE}.{key}"))
            for key in LISTED
            if (found := _group(guide, key))
        }
        thawed[GUIDE] = {**guide, **listed}
    for key, inner in INNER.items():
        for name, one in _group(thawed, key).items():
            if found := _group(one, inner):
                thawed[key][name] = {**one, inner: _ordered(found, order.get(f"{key}.{name}.{inner}"))}
    return thawed


def _group(said: Any, key: str) -> Mapping[str, Any]:
    """Return the group under a key, an empty one where there is none."""
    found = said.get(key) if isinstance(said, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _ordered(group: Mapping[str, Any], names: Any) -> dict[str, Any]:
    listed: Iterable[Any] = names if isinstance(names, list) else ()
    return {name: group[name] for name in (*listed, *group) if name in group}
