"""The frozen definitions that cases refer to by hash, compiled once a process."""

from __future__ import annotations

from functools import lru_cache

from linli.apps.catalogue import facts as catalogue
from linli.core.packs.definition import ServiceDefinition
from linli.core.packs.read import read_definition
from linli.core.shared.outcomes import Refusal
from linli.kernel.audit.outcomes import Refused


@lru_cache(maxsize=2_000)
def definition(sha: str) -> ServiceDefinition:
    """Return the definition a case was opened under; what was published never changes."""
    compiled = read_definition(catalogue.pack(sha))
    if not isinstance(compiled, ServiceDefinition):
        raise TypeError(f"published pack {sha} does not read: {compiled}")
    return compiled


def of_step(pack: str, otherwise: ServiceDefinition) -> ServiceDefinition:
    """Return the version a step was taken under: another than the case's own only after a migration."""
    return definition(pack) if pack else otherwise


def current(service: str) -> tuple[str, ServiceDefinition]:
    """Return the hash and definition in force for a service; Refused when nothing is published."""
    sha = catalogue.snapshot().current_pack(service)
    if sha is None:
        raise Refused(Refusal("cases.no_such_service", {"service": service}))
    return sha, definition(sha)


def listed_services() -> tuple[str, ...]:
    """Return the services whose cases stand on the public list."""
    current = catalogue.snapshot().packs
    return tuple(sorted(name for name, sha in current.items() if definition(sha).public.listed))
