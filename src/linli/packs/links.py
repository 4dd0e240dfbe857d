"""Links that packs name: which there are at all, and which of them a city has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import django
from django.apps import apps

from linli.core.packs.definition import ServiceDefinition
from linli.core.packs.finding import Finding
from linli.core.packs.links import LINK, check_links, named_links
from linli.core.routing.rows import HANDLE
from linli.core.shared.outcomes import JsonValue


@lru_cache(maxsize=1)
def known_links() -> tuple[str, ...]:
    """Return the links of the subjects that are shipped."""
    if not apps.ready:  # a check from the command line
        django.setup()
    from linli.apps.catalogue import facts as catalogue  # read only where a pack names a link

    return catalogue.shipped_links()


def unknown_links(definition: ServiceDefinition) -> Iterator[Finding]:
    """Yield links that no shipped subject has."""
    if any(link != HANDLE for _, link in named_links(definition)):
        yield from check_links(definition, known_links())


def unknown_answer(definition: ServiceDefinition, answers: Mapping[str, JsonValue]) -> Iterator[Finding]:
    """Yield the answer of a scenario that the form would refuse: a link that is none."""
    for finding in unknown_links(definition):
        if finding.path.startswith(f"ask.{LINK}.") and finding.params["value"] == answers.get(LINK):
            yield Finding("packs.unknown_link", f"answers.{LINK}", params=finding.params)


def links_not_here(definition: ServiceDefinition) -> tuple[Finding, ...]:
    """Return links that this city's subjects do not have; a city without subjects has nothing to say yet."""
    from linli.apps.catalogue import facts as catalogue  # reading packs needs no database

    if all(link == HANDLE for _, link in named_links(definition)):
        return ()
    here = dict.fromkeys(link for links in catalogue.snapshot().links.values() for link in links)
    return tuple(check_links(definition, here, "packs.no_link_here")) if here else ()
