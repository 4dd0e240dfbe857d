"""Which body a service sends its cases to: the rows it brings along first, then the city's matrix."""

from __future__ import annotations

from datetime import date

from linli.apps.catalogue import facts as catalogue
from linli.apps.grid import facts as grid
from linli.apps.grid.facts import BodyFact
from linli.core.packs.definition import ServiceDefinition
from linli.core.routing.rows import EVERYTHING, Routed
from linli.core.shared.outcomes import Refusal


def responsible(
    definition: ServiceDefinition, subject: str, area_path: str, on: date, *, link: str = ""
) -> Routed | Refusal:
    """Return who answers for a service's case at a place on a day, and why."""
    if definition.routing:
        own = catalogue.responsible_by(definition.routing, subject or EVERYTHING, area_path, on, link=link)
        if isinstance(own, Routed) or not subject:
            return own
    return catalogue.responsible(subject, area_path, on, link=link)


def competent(
    definition: ServiceDefinition, area_path: str, on: date, *, subject: str = "", link: str = ""
) -> tuple[BodyFact, str] | None:
    """Return the body and what the row says about it, or None where no row names a body that is there."""
    found = responsible(definition, subject, area_path, on, link=link)
    if not isinstance(found, Routed):
        return None
    body = grid.body(found.lead)
    return (body, found.row.article) if body else None
