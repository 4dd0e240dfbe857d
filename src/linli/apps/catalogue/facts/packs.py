"""Published versions of declared services."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from linli.apps.catalogue.models import PackMigration, PublishedPack
from linli.apps.catalogue.policy.refs import as_uuid
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor
from linli.kernel.audit.facts import history
from linli.kernel.audit.outcomes import NotVisible


@dataclass(frozen=True, slots=True)
class PackVersion:
    """One version of a service. ``status``: proposed, current, superseded, retired."""

    sha256: str
    name: str
    version: int
    status: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a stored version stands: since when it waits or is in force, who handed it in, which one is in force."""

    version: int
    status: str
    published_at: datetime | None
    proposed_at: datetime
    proposed_by: str
    current: int | None


@dataclass(frozen=True, slots=True)
class Migration:
    """How cases go from one version to another; not to be used before a second person agreed."""

    ref: str
    old: str
    new: str
    stages: dict[str, str]
    approved: bool


def pack(sha256: str) -> dict[str, JsonValue]:
    """Return a published definition by its hash; what was published never changes.

    Raises:
        NotVisible: nothing was published under this hash.
    """
    loaded: dict[str, JsonValue] = json.loads(_text(sha256))
    return loaded


def fetch_packs(shas: Iterable[str]) -> None:
    """Read many definitions at once for `pack`: a list of a thousand services is no thousand statements."""
    missing = [sha for sha in shas if sha not in _KEPT]
    for start in range(0, len(missing), A_STATEMENT):
        some = missing[start : start + A_STATEMENT]
        _keep(PublishedPack.objects.filter(sha256__in=some).values_list("sha256", "definition"))


MOST_KEPT, A_STATEMENT = 4_000, 500
_KEPT: dict[str, str] = {}
"""Definitions by hash; what was published never changes, so that nothing here is ever wrong."""


def _text(sha256: str) -> str:
    if sha256 not in _KEPT:
        _keep(PublishedPack.objects.filter(sha256=sha256).values_list("sha256", "definition"))
    if sha256 not in _KEPT:
        raise NotVisible
    return _KEPT[sha256]


def forget_packs() -> None:
    """Begin as a process that has read nothing yet: for measuring."""
    _KEPT.clear()


def _keep(rows: Iterable[tuple[str, str]]) -> None:
    if len(_KEPT) >= MOST_KEPT:
        _KEPT.clear()
    _KEPT.update(rows)


def pack_versions(name: str | None = None, kind: str = "service") -> tuple[PackVersion, ...]:
    """Return all versions of services, or of ``rules``; of one if it is named; the newest first."""
    rows = PublishedPack.objects.filter(kind=kind).order_by("name", "-version")
    if name:
        rows = rows.filter(name=name)
    return tuple(
        PackVersion(*row) for row in rows.values_list("sha256", "name", "version", "status", "published_at")
    )


def standing(sha256: str) -> Standing:
    """Return how a stored version stands, and which version of its name is in force.

    Raises:
        NotVisible: nothing was stored under this hash.
    """
    row = PublishedPack.objects.select_related("stream").filter(sha256=sha256).first()
    if row is None:
        raise NotVisible
    current = PublishedPack.objects.filter(name=row.name, status="current").values_list("version", flat=True)
    return Standing(
        row.version,
        row.status,
        row.published_at,
        history(row.stream)[0].recorded_at,
        row.proposed_by,
        current.first(),
    )


def proposed_by(sha256: str, *, actor: Actor) -> bool:
    """Say whether the actor proposed a version: then somebody else has to approve it."""
    return PublishedPack.objects.filter(sha256=sha256, proposed_by=actor.key).exists()


def migration(old: str, new: str) -> Migration | None:
    """Return how cases go from one version to another, if somebody proposed it."""
    return _migration(PackMigration.objects.filter(old__sha256=old, new__sha256=new))


def migration_by_ref(ref: str) -> Migration | None:
    """Return a migration by its ref, or None."""
    return _migration(PackMigration.objects.filter(ref=as_uuid(ref)))


def migration_proposed_by(ref: str, *, actor: Actor) -> bool:
    """Say whether the actor proposed a migration: then somebody else has to approve it."""
    return PackMigration.objects.filter(ref=as_uuid(ref), proposed_by=actor.key).exists()


def _migration(found: QuerySet[PackMigration]) -> Migration | None:
    one = found.select_related("old", "new").first()
    if one is None:
        return None
    return Migration(str(one.ref), one.old.sha256, one.new.sha256, one.stages, bool(one.approved_by))
