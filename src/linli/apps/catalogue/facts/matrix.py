"""Who answers for what, and what a proposed row would change, before it takes effect."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from linli.apps.catalogue.facts.links import the_link, ways
from linli.apps.catalogue.facts.snapshot import DutyFact, rows_of, snapshot
from linli.apps.catalogue.models import MatrixRow
from linli.apps.catalogue.policy.refs import as_uuid
from linli.apps.catalogue.policy.sheet import full_path
from linli.apps.grid import facts as grid
from linli.core.routing.check import check_rows
from linli.core.routing.choose import route
from linli.core.routing.effect import Change, effect
from linli.core.routing.rows import EVERYWHERE, Routed, Row, subject_chain
from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible

ALIASES = {"$district": "$district_dept", "$city": "$city_dept"}
"""Short names of roles: "$city:water" is the city's department for water."""
PLACES = ("community", "village")
WIDER_PLACES = ("subdistrict", "township", "district", "city")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a row would bring: what is wrong with it, the new gaps and overlaps, and whose work changes."""

    problems: tuple[Problem, ...]
    mended: tuple[Problem, ...]
    changes: tuple[Change, ...]


_WEIGHED = frozenset({"routing.gap", "routing.overlap", "routing.shadowed"})
"""What an approver weighs; every other problem keeps a row from being proposed or approved."""


def responsible(subject: str, area_path: str, on: date, *, link: str = "") -> Routed | Refusal:
    """Return who answers for a subject in a link at a place on a day, by the matrix in force.

    Without a link it is the subject's only one; where there are several, one has to be named.
    """
    return responsible_by(snapshot().rows, subject, area_path, on, link=link)


def responsible_by(
    rows: Sequence[Row], subject: str, area_path: str, on: date, *, link: str = ""
) -> Routed | Refusal:
    """Return the same by other rows: those that a service brings along."""
    way = the_link(subject, link)
    if way is None:
        return Refusal("catalogue.link_missing", {"subject": subject, "links": ", ".join(ways(subject))})
    return route(rows, subject=subject, link=way, area_path=area_path, on=on, resolve=resolver())


def resolver() -> Callable[[str, str], str | None]:
    """Return what turns a role of the matrix into the ref of the body of a place."""

    def resolve(token: str, area_path: str) -> str | None:
        role, colon, office = token.partition(":")
        body = grid.resolve(ALIASES.get(role, role) + colon + office, area_path)
        return body.ref if body else None

    return resolve


def duties_of(subject: str, area_path: str, on: date) -> tuple[DutyFact, ...]:
    """Return what the community of a place does for a subject; nothing else may be asked of it."""
    chain = subject_chain(subject)
    return tuple(
        one
        for one in snapshot().duties
        if one.subject in chain
        and area_path.startswith(one.area_path)
        and one.valid_from <= on
        and (one.valid_to is None or on < one.valid_to)
    )


def preview_row(ref: str, *, actor: Actor, on: date) -> Preview:
    """Return what a proposed row would change on the day it takes effect (or on ``on``, if later).

    Raises:
        NotVisible: no such row, or not for this actor.
    """
    stored = MatrixRow.objects.filter(ref=as_uuid(ref)).first()
    if stored is None or not actor.may(Permission.MATRIX_READ):
        raise NotVisible
    return preview(rows_of(stored), on=max(on, stored.valid_from))


def preview_rows(refs: Sequence[str], *, actor: Actor, on: date) -> Preview:
    """Return what several proposed rows would change together, on the day the last of them takes effect."""
    if not actor.may(Permission.MATRIX_READ):
        raise NotVisible
    stored = [*MatrixRow.objects.filter(ref__in=[as_uuid(ref) for ref in refs], state="proposed")]
    if not stored:
        raise NotVisible
    added = [row for one in stored for row in rows_of(one)]
    return preview(added, on=max(on, *(one.valid_from for one in stored)))


def preview(added: Sequence[Row], *, on: date) -> Preview:
    """Compare the matrix in force with the same plus ``added``, for the subjects concerned.

    A subject that nothing pointed to yet shows all its gaps; others only what the row changes.
    """
    before, concerned = _setting(added)
    places, bodies = case_places(), _may_lead()
    speaking = before, [*before, *added]
    old, new = (_problems(rows, concerned, places, bodies, on) for rows in speaking)
    return Preview(
        problems=tuple(one for one in new if one not in old or one.code == "routing.gap"),
        mended=tuple(one for one in old if one not in new),
        changes=effect(*speaking, concerned, places, on=on),
    )


def faults(added: Sequence[Row], *, on: date) -> tuple[Problem, ...]:
    """Return what forbids rows, whoever approves: wrong in themselves, a community as lead, a tie."""
    before, concerned = _setting(added)
    rows = [*before, *added]
    named = {row.id for row in added}
    found = check_rows(rows, concerned, [row.area_path for row in rows], _may_lead(), on=on)
    return tuple(
        one
        for one in found
        if one.code not in _WEIGHED and not named.isdisjoint((one.params.get("row"), one.params.get("other")))
    )


def _setting(added: Sequence[Row]) -> tuple[list[Row], dict[str, tuple[str, ...]]]:
    """Return the other rows that speak of the subjects of ``added``, and these subjects with their links."""
    now, ids = snapshot(), {row.id for row in added}
    patterns = {row.subject for row in added}
    concerned = {key: ways for key, ways in now.links.items() if not patterns.isdisjoint(subject_chain(key))}
    chains = {part for key in concerned for part in subject_chain(key)}
    return [row for row in now.rows if row.id not in ids and row.subject in chains], concerned


def _may_lead() -> dict[str, bool]:
    return {body.ref: body.may_lead for body in grid.bodies()}


def _problems(
    rows: Sequence[Row],
    concerned: Mapping[str, tuple[str, ...]],
    places: Sequence[str],
    bodies: Mapping[str, bool],
    on: date,
) -> tuple[Problem, ...]:
    found = check_rows(rows, concerned, places, bodies, on=on)
    # A row that also speaks of other subjects may be in use there, so it is not judged from here.
    everywhere = snapshot().links
    outside = {part for key in everywhere if key not in concerned for part in subject_chain(key)}
    return tuple(
        one for one in found if one.code != "routing.shadowed" or one.params["subject"] not in outside
    )


def matrix_problems(*, actor: Actor, on: date) -> tuple[Problem, ...]:
    """Return everything wrong with the whole matrix in force: for its page and for `linli doctor`."""
    if not actor.may(Permission.MATRIX_READ):
        return ()
    now = snapshot()
    return check_rows(now.rows, now.links, case_places(), _may_lead(), on=on)


def area_path_of(said: str) -> str | None:
    """Return the path of an area told by path, code or "*": the city, when there is only one."""
    path = full_path(said)
    if path == EVERYWHERE:
        cities = grid.children(EVERYWHERE)
        return cities[0].path if len(cities) == 1 else EVERYWHERE
    found = grid.area_at(path) if path else grid.area(said)
    return found.path if found else None


def case_places() -> tuple[str, ...]:
    """Return the places where a case can lie: communities and villages, or what is deepest without them."""
    paths = sorted(one.path for one in grid.subtree("/", *PLACES, *WIDER_PLACES))
    return tuple(
        path for path, after in zip(paths, (*paths[1:], ""), strict=True) if not after.startswith(path)
    )
