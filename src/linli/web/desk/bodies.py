"""Choosing a body by typing: the ones near a case are offered, any other is found by name or code."""

from __future__ import annotations

from collections.abc import Sequence

from linli.apps.grid import facts as grid
from linli.apps.grid.facts import BodyFact
from linli.core.shared.outcomes import Problem
from linli.web.desk.names import name_of

AWAY_FROM_WORK = frozenset({"company", "other"})


def near(area_path: str, *, leading: bool) -> list[BodyFact]:
    """Return the bodies that a case in an area may go to: those of the area and of all around it.

    A case whose place is only roughly known may be led by somebody inside: a mediation committee of a street.
    """
    codes = [code for code in area_path.split("/") if code]
    around = {"/" + "/".join(codes[: depth + 1]) + "/" for depth in range(len(codes))}
    known = grid.bodies()
    found = [one for one in known if one.area_path in around]
    if not leading:
        return found
    inside = [one for one in known if one.area_path.startswith(area_path) and one.area_path not in around]
    return [one for one in (*found, *inside) if one.may_lead]


def labels(bodies: Sequence[BodyFact]) -> list[tuple[str, str]]:
    """Return (ref, what is typed or picked); two of one name are told apart by their codes."""
    names = [name_of(one) for one in bodies]
    return [
        (one.ref, name if names.count(name) == 1 else f"{name} ({one.code})")
        for one, name in zip(bodies, names, strict=True)
    ]


def read_body(said: str, field: str) -> str | Problem:
    """Return the ref of the body that somebody typed: its name in either language, its code, or enough of it."""
    typed = said.strip()
    whole = typed.casefold()
    found = grid.bodies()
    for matches in (_same, _has_code, _starts, _contains):
        hits = [one for one in found if matches(one, whole)]
        if len(hits) == 1:
            return hits[0].ref
        if hits:
            names = ", ".join(name for _, name in labels(hits[:4]))
            return Problem(field, "desk.several_bodies", {"names": names})
    return Problem(field, "desk.no_such_body", {"name": typed[:40]})


def _same(body: BodyFact, typed: str) -> bool:
    return typed in {body.ref, body.code.casefold(), body.name_zh.casefold(), body.name_en.casefold()}


def _has_code(body: BodyFact, typed: str) -> bool:
    return typed.endswith(f"({body.code.casefold()})")


def _starts(body: BodyFact, typed: str) -> bool:
    return bool(typed) and any(name.casefold().startswith(typed) for name in (body.name_zh, body.name_en))


def _contains(body: BodyFact, typed: str) -> bool:
    return bool(typed) and any(typed in name.casefold() for name in (body.name_zh, body.name_en))
