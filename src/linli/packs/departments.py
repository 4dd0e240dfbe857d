"""Departments that packs send cases to: which codes are known, and which of them a city has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from linli.core.packs.definition import ServiceDefinition
from linli.core.packs.departments import check_departments, not_here
from linli.core.packs.finding import Finding
from linli.kernel.ui.sentences import DEFAULT_LANGUAGE, catalogue
from linli.packs.folder import PACK, SHIPPED, packs_below

OFFICE = "catalogue.office_"
TOKEN = re.compile(r"\$\w+:(\w+)")


@lru_cache(maxsize=1)
def known_departments() -> frozenset[str]:
    """Return the codes that have a name, and those that the shipped packs use."""
    sentences = {key.removeprefix(OFFICE) for key in catalogue()[DEFAULT_LANGUAGE] if key.startswith(OFFICE)}
    texts = ((path / PACK).read_text(encoding="utf-8") for path in packs_below(SHIPPED))
    return frozenset({*sentences, *(code for text in texts for code in TOKEN.findall(text))})


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
