"""Choose the row that decides: the narrowest subject, then the deepest area, then the latest start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from linli.core.routing.rows import (
    EVERYWHERE,
    Routed,
    Row,
    covers,
    in_force,
    is_token,
    rank,
    same_bodies,
    subject_chain,
)
from linli.core.shared.outcomes import Reason, Refusal

Resolver = Callable[[str, str], str | None]
"""Turns a role token and a place into the body of that place, or None when there is none."""


def route(
    rows: Iterable[Row], *, subject: str, link: str, area_path: str, on: date, resolve: Resolver | None = None
) -> Routed | Refusal:
    """Return the bodies that answer for a subject at a place on a day, with the reasons."""
    chain = subject_chain(subject)
    candidates = [row for row in rows if in_force(row, on) and covers(row, chain, link, area_path)]
    if not candidates:
        return Refusal(
            "routing.no_row", {"subject": subject, "link": link, "area": area_path, "on": on.isoformat()}
        )
    best = winners(candidates)
    row = best[0]
    rivals = [other for other in best if not same_bodies(row, other)]
    if rivals:
        names = ", ".join(other.id for other in best)
        return Refusal("routing.tie", {"rows": names, "subject": subject, "link": link, "area": area_path})
    return _resolved(row, _why(row, candidates), area_path, resolve)


def winners(candidates: Sequence[Row]) -> list[Row]:
    """Return the most specific rows in an order that does not depend on the order given."""
    top = max(rank(row) for row in candidates)
    return sorted((row for row in candidates if rank(row) == top), key=lambda row: row.id)


def _why(row: Row, candidates: Sequence[Row]) -> tuple[Reason, ...]:
    where = "routing.row_everywhere" if row.area_path == EVERYWHERE else "routing.row_in_area"
    said = {"row": row.id, "subject": row.subject, "link": row.link, "area": row.area_path}
    reasons = [Reason(where, said), Reason("routing.since", {"from": row.valid_from.isoformat()})]
    passed_over = sum(1 for other in candidates if rank(other) < rank(row))
    if passed_over:
        reasons.append(Reason("routing.most_specific", {"n": passed_over}))
    if row.article:
        reasons.append(Reason("routing.article", {"row": row.id, "article": row.article}))
    return tuple(reasons)


def _resolved(
    row: Row, why: tuple[Reason, ...], area_path: str, resolve: Resolver | None
) -> Routed | Refusal:
    lead = _body(row.lead, area_path, resolve)
    if lead is None:
        return Refusal("routing.no_body", {"token": row.lead, "row": row.id, "area": area_path})
    more = list(why)
    if lead != row.lead:
        more.append(Reason("routing.resolved", {"token": row.lead, "body": lead, "area": area_path}))
    supporting = []
    for said in row.supporting:
        body = _body(said, area_path, resolve)
        if body is None:
            more.append(Reason("routing.no_supporting_body", {"token": said, "area": area_path}))
        elif body != lead and body not in supporting:
            supporting.append(body)
    return Routed(row, lead, tuple(supporting), tuple(more))


def _body(said: str, area_path: str, resolve: Resolver | None) -> str | None:
    return resolve(said, area_path) if resolve is not None and is_token(said) else said
