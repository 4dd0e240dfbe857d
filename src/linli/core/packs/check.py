"""All that can be wrong with a definition that was read: without findings, no case of it can get stuck."""

from __future__ import annotations

from linli.core.packs.check_clocks import check_clocks
from linli.core.packs.check_course import check_course
from linli.core.packs.check_rest import check_rest
from linli.core.packs.definition import ServiceDefinition
from linli.core.packs.finding import Finding
from linli.core.packs.sentences import check_texts


def check(definition: ServiceDefinition) -> tuple[Finding, ...]:
    """Return every finding, in the order of the file."""
    course = definition.lifecycle
    return (*check_course(course), *check_clocks(course), *check_rest(definition), *check_texts(definition))
