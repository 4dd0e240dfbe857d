"""Departments that packs send cases to: which codes are known, and which of them a city has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from linli.core.packs.definition import ServiceDefinition
from linli.core.packs.departments import check_departments, not_here
from linli.core.packs.finding import Finding
from linli.kernel.ui.sentences import DEFAULT_LANGUAGE, catalogue

OFFICE = "catalogue.office_"


@lru_cache(maxsize=1)
def known_departments() -> frozenset[str]:
    """Return the codes that have a name here; no folder adds to them, or it would teach the check its own slips."""
    sentences = catalogue()[DEFAULT_LANGUAGE]
    return frozenset(key.removeprefix(OFFICE) for key in sentences if key.startswith(OFFICE))


def misspelt(definition: ServiceDefinition) -> Iterator[Finding]:
    """Yield roles and departments of a service that are misspelt."""
    return check_departments(definition.routing, known_departments())


def missing_here(definition: ServiceDefinition) -> tuple[Finding, ...]:
    """Return what a service names and this city does not have; a city without departments has nothing to say yet."""
    from linli.apps.grid import facts as grid  # reading packs needs no database

    departments = grid.departments() if definition.routing else frozenset()
    if not departments:
        return ()
    return tuple(not_here(definition.routing, departments, lambda name: grid.body(name) is not None))
