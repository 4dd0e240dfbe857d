"""Joins a pack with the family it extends: an overlay may add or narrow, never silently replace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from linli.core.clock.limits import read_limit
from linli.core.packs.node import Node
from linli.core.shared.outcomes import Problem

Said = Mapping[str, Any]

STRICTNESS = ("normal", "confidential", "sealed")
PLACES = ("grid", "community", "none")
SUMMARIES = ("chosen_and_reviewed", "never")
OWN = frozenset({"extends", "family", "without"})
"""What a pack says of itself alone: nothing of it is taken over."""

DROPPABLE = ("moves", "stages", "clocks", "ask", "notices", "evidence")


def resolve(own: Said, family: Said) -> dict[str, Any] | tuple[Problem, ...]:
    """Return the whole definition that ``own`` means when it extends ``family``."""
    node = Node(own, "", [])
    kept = _without(node.child("without"), family)
    joined: dict[str, Any] = {**kept, **{key: value for key, value in own.items() if key != "without"}}
    for key, join in JOINS.items():
        if key in own and key in kept:
            joined[key] = join(node.child(key), kept[key])
    return tuple(node.problems) or joined


def _without(node: Node, family: Said) -> dict[str, Any]:
    """Return the family less what the overlay says aloud that it does not take over."""
    node.only(*DROPPABLE)
    kept = {key: value for key, value in family.items() if key not in OWN}
    for key, names in node.items():
        kept[key] = _less(names, kept.get(key, {}))
    if "stages" in node_keys(node):
        kept["moves"] = _leaving(kept.get("moves", {}), kept["stages"])
    dropped = set(family.get("moves", {})) - set(kept.get("moves", {}))
    kept["notices"] = {move: told for move, told in kept.get("notices", {}).items() if move not in dropped}
    return kept


def node_keys(node: Node) -> tuple[str, ...]:
    """Return the keys written at a place."""
    return tuple(key for key, _ in node.items())


def _less(names: Node, group: Mapping[str, Any]) -> dict[str, Any]:
    for one in names.elements():
        if one.text() not in group:
            one.note("packs.nothing_to_drop", value=one.text()[:40])
    return {key: value for key, value in group.items() if key not in names.names()}


def _leaving(moves: Mapping[str, Said], stages: Mapping[str, Any]) -> dict[str, Any]:
    """Return the moves with the dropped stages taken out of their sources."""
    left = {
        name: [stage for stage in move.get("from", ()) if stage in stages] for name, move in moves.items()
    }
    return {name: {**move, "from": left[name]} for name, move in moves.items() if left[name]}


def _added(node: Node, family: Any) -> list[Any]:
    return [*(family or ()), *(one.value for one in node.elements())]


def _same(node: Node, family: Any) -> Any:
    if node.value != family:
        node.note("packs.replaces", value=str(node.value)[:40], family=str(family)[:40])
    return node.value


def _each(join: Callable[[Node, Any], Any]) -> Callable[[Node, Any], Any]:
    def joined(node: Node, family: Mapping[str, Any]) -> dict[str, Any]:
        own = {name: join(one, family[name]) if name in family else one.value for name, one in node.items()}
        return {**family, **own}

    return joined


def _clocks(node: Node, family: Mapping[str, Any]) -> dict[str, Any]:
    """Join clocks; one that the family does not have says itself what kind it is."""
    for name, one in node.items():
        if name not in family and isinstance(one.value, Mapping) and "kind" not in one.value:
            one.note("packs.no_clock_of_family", value=name[:40], known=", ".join(sorted(family)))
    return {**family, **_each(_clock)(node, family)}


def _clock(node: Node, family: Said) -> dict[str, Any]:
    """Join a clock: another limit must be shorter or name its source."""
    own = {key: one.value for key, one in node.items()}
    limit = read_limit(own["limit"]) if isinstance(own.get("limit"), str) else None
    if isinstance(limit, Problem):
        node.child("limit").note(limit.code, **limit.params)
    elif (
        "limit" in own and not own.get("source") and not _shorter(str(own["limit"]), str(family.get("limit")))
    ):
        _note_longer(node.child("limit"), str(own["limit"]), str(family.get("limit")))
    if own.get("kind", family.get("kind")) != family.get("kind"):
        node.child("kind").note(
            "packs.replaces", value=str(own["kind"])[:40], family=str(family.get("kind"))[:40]
        )
    if _number(own.get("max_extensions", 0)) > _number(family.get("max_extensions", 0)) and not own.get(
        "source"
    ):
        node.child("max_extensions").note(
            "packs.replaces", value=str(own["max_extensions"]), family=str(family.get("max_extensions", 0))
        )
    return {**family, **own}


def _parameter(node: Node, family: Said) -> Any:
    """Join a figure of the law: another value, or another day, names where it is written."""
    own = {key: one.value for key, one in node.items()}
    if "source" not in own:
        node.note("packs.replaces", value=str(own.get("values"))[:40], family=str(family.get("values"))[:40])
    return {**family, **own}


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _note_longer(node: Node, own: str, family: str) -> None:
    """Say that a limit is not shorter, or that the two cannot be compared."""
    same = own.split()[1:] == family.split()[1:]
    code = "packs.replaces_limit" if same else "packs.replaces_limit_unit"
    node.note(code, value=own[:40], family=family[:40])


def _shorter(own: str, family: str) -> bool:
    mine, theirs = own.split(), family.split()
    if len(mine) != 2 or len(theirs) != 2 or mine[1:] != theirs[1:]:  # noqa: PLR2004 - "3 working_days"
        return own == family
    return mine[0].isdecimal() and theirs[0].isdecimal() and int(mine[0]) <= int(theirs[0])


def _move(node: Node, family: Said) -> dict[str, Any]:
    """Join a move: fewer sources and roles, more questions, conditions and effects."""
    node.only("from", "by", "to", "ask", "when", "do")
    own = {key: one.value for key, one in node.items()}
    for key in ("from", "by"):
        if key in own:
            _narrower(node.child(key), family.get(key, ()))
    if "to" in own:
        _same(node.child("to"), family.get("to"))
    asked = family.get("ask") or {}
    return {
        **family,
        **own,
        "ask": _each(_question)(node.child("ask"), asked) if "ask" in own else asked,
        "when": _added(node.child("when"), family.get("when")),
        "do": _added(node.child("do"), family.get("do")),
    }


def _narrower(node: Node, family: Iterable[str]) -> None:
    known = [*family]
    for one in node.elements():
        if one.value not in known:
            one.note("packs.wider", value=str(one.value)[:40], family=", ".join(map(str, known)))


def _question(node: Node, family: Said) -> dict[str, Any]:
    """Join a question: it may become required and offer fewer choices."""
    own = {key: one.value for key, one in node.items()}
    if "type" in own:
        _same(node.child("type"), family.get("type"))
    if "choices" in own:
        _narrower(node.child("choices"), family.get("choices", ()))
    if own.get("required") is False and family.get("required", False) is not False:
        node.child("required").note("packs.looser", value="false", family="true")
    return {**family, **own}


def _stricter(order: tuple[str, ...]) -> Callable[[Node, Any], Any]:
    def joined(node: Node, family: Any) -> Any:
        if node.value in order and family in order and order.index(node.value) < order.index(family):
            node.note("packs.looser", value=str(node.value), family=str(family))
        return node.value

    return joined


def _public(node: Node, family: Said) -> dict[str, Any]:
    """Join the public view: it may show less."""
    own = {key: one.value for key, one in node.items()}
    if own.get("list") is True and family.get("list") is not True:
        node.child("list").note("packs.looser", value="true", family="false")
    if "fields" in own:
        _narrower(node.child("fields"), family.get("fields", ()))
    for key, order in (("place", PLACES), ("summary", SUMMARIES)):
        if key in own:
            _stricter(order)(node.child(key), family.get(key, order[-1]))
    return {**family, **own}


def _guide(node: Node, family: Said) -> dict[str, Any]:
    """Join what is told before: materials and questions are added or told anew, all else is the pack's own."""
    own = {key: one.value for key, one in node.items()}
    inner = {
        key: {**(family.get(key) or {}), **own[key]}
        for key in ("ask", "materials")
        if isinstance(own.get(key), dict)
    }
    return {**family, **own, **inner}


def _minimum(node: Node, family: Any) -> Any:
    if _number(node.value) < _number(family):
        node.note("packs.looser", value=str(node.value), family=str(family))
    return node.value


def _texts(node: Node, family: Said) -> dict[str, Any]:
    return {**family, **{key: one.value for key, one in node.items()}}


JOINS: dict[str, Callable[[Node, Any], Any]] = {
    "legal_basis": _added,
    "opening": _added,
    "parameters": _each(_parameter),
    "amounts": _texts,
    "routing": _added,
    "sensitivity": _stricter(STRICTNESS),
    "initial": _same,
    "stages": _each(_same),
    "clocks": _clocks,
    "ask": _each(_question),
    "moves": _each(_move),
    "notices": _each(_added),
    "public": _public,
    "evidence": _each(_minimum),
    "guide": _guide,
    "texts": _each(_texts),
}
