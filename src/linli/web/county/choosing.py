"""What forms offer to choose from: areas the person may work in, bodies that may lead, roles in plain words."""

from __future__ import annotations

from collections.abc import Iterable

from linli.apps.catalogue import facts as catalogue
from linli.apps.grid import facts as grid
from linli.core.routing.rows import EVERYTHING
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.ui.text import has, t
from linli.web.county import words

Options = list[tuple[str, str]]
PILOTS = ("district", "subdistrict", "township")
WIDE = ("city", *PILOTS)
INDENT = "\u3000"
_DEPARTMENTS = {"district_department": "$district_dept", "city_department": "$city_dept"}


def areas(actor: Actor, permission: Permission, *, kinds: tuple[str, ...] = WIDE) -> Options:
    """Return the areas in which the actor may do something, from the city down, deeper ones set in."""
    found = grid.subtree("/", *kinds)
    return [
        (one.code, INDENT * (one.path.count("/") - 2) + words.named(one))
        for one in found
        if actor.may(permission, area_path=one.path)
    ]


def leads(bodies: Iterable[grid.BodyFact]) -> list[tuple[str, Options]]:
    """Return who may lead, in groups: roles that mean another body in each place, then bodies by kind."""
    found = [one for one in bodies if one.may_lead]
    groups = [(t("county.by_role"), _roles(found))]
    kinds: dict[str, Options] = {}
    for one in found:
        kinds.setdefault(one.kind, []).append((one.code, words.named(one)))
    return groups + [(words.body_kind(kind), options) for kind, options in kinds.items()]


def helpers(bodies: Iterable[grid.BodyFact]) -> list[tuple[str, Options]]:
    """Return who may support: also communities, within their duty list."""
    groups = leads(bodies)
    community = ("$community", words.token("$community"))
    return [(groups[0][0], [*groups[0][1], community]), *groups[1:]]


def links(subject: str) -> Options:
    """Return the links that somebody has to answer for, of a subject or of all below a big class."""
    ways = catalogue.snapshot().links
    chosen = [
        all_ for key, all_ in ways.items() if subject in (EVERYTHING, key) or key.startswith(f"{subject}-")
    ]
    return [(one, words.link(one)) for one in dict.fromkeys(link for all_ in chosen for link in all_)]


def all_links() -> Options:
    """Return every link of the taxonomy."""
    return links(EVERYTHING)


def offices(bodies: Iterable[grid.BodyFact]) -> Options:
    """Return bodies by ref, for giving roles and finding one."""
    return [(one.ref, words.named(one)) for one in bodies]


def _roles(bodies: list[grid.BodyFact]) -> Options:
    tokens = ["$subdistrict"]
    for kind, role in _DEPARTMENTS.items():
        known = {one.office for one in bodies if one.kind == kind and one.office}
        tokens += [f"{role}:{office}" for office in sorted(known) if has(f"catalogue.office_{office}")]
    return [(one, words.token(one)) for one in tokens]
