"""The bundles in force, read once for each published version."""

from __future__ import annotations

from functools import lru_cache

from linli.apps.catalogue import facts as catalogue
from linli.core.packs.benefit import Event
from linli.core.packs.bundle import BundleDefinition, read_bundle
from linli.kernel.audit.outcomes import NotVisible


def bundles() -> tuple[BundleDefinition, ...]:
    """Return every bundle in force, in order of their names."""
    return tuple(definition(sha) for _, sha in sorted(catalogue.snapshot().bundles.items()))


def bundle(name: str) -> tuple[str, BundleDefinition]:
    """Return the hash and the definition of a bundle in force.

    Raises:
        NotVisible: none of this name is in force.
    """
    sha = catalogue.snapshot().bundles.get(name)
    if sha is None:
        raise NotVisible
    return sha, definition(sha)


def by_event(event: Event) -> tuple[BundleDefinition, ...]:
    """Return the bundles for what happens in a life."""
    return tuple(one for one in bundles() if event in one.events)


@lru_cache(maxsize=500)
def definition(sha256: str) -> BundleDefinition:
    """Return the bundle that was published under a hash; what was published never changes."""
    read = read_bundle(catalogue.pack(sha256))
    if not isinstance(read, BundleDefinition):
        raise TypeError(f"published bundle {sha256} does not read: {read[0]}")
    return read
