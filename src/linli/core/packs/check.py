"""All that can be wrong with a definition that was read: without findings, no case of it can get stuck."""

from __future__ import annotations

from collections.abc import Sequence

from linli.core.packs.certificates import Denied, check_certificates
from linli.core.packs.check_clocks import check_clocks
from linli.core.packs.check_course import check_course
from linli.core.packs.check_guide import check_guide
from linli.core.packs.check_rest import check_rest
from linli.core.packs.definition import ServiceDefinition
from linli.core.packs.documents import check_documents
from linli.core.packs.finding import Finding
from linli.core.packs.sentences import check_texts


def check(definition: ServiceDefinition, denied: Sequence[Denied] = ()) -> tuple[Finding, ...]:
    """Return every finding, in the order of the file; ``denied`` are the certificates nobody may issue here."""
    course = definition.lifecycle
    return (
        *check_course(course),
        *check_certificates(definition, denied),
        *check_documents(definition, denied),
        *check_clocks(course),
        *check_rest(definition),
        *check_guide(definition),
        *check_texts(definition),
    )
