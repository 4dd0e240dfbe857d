"""Publishes a pack folder: checked, played, frozen under its hash, and handed to the catalogue."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from linli.core.ledger.canonical import canonical, nfc
from linli.core.packs.definition import ServiceDefinition
from linli.core.packs.finding import Finding
from linli.core.packs.frozen import freeze
from linli.core.packs.read import read_definition
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access.actors import Actor
from linli.kernel.audit.outcomes import Invalid
from linli.packs.checking import Checked, check_folder, play_folder
from linli.packs.folder import Located
from linli.packs.skeletons import unwritten


def publish_folder(path: Path, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Publish the pack in a folder and return the hash that its cases will refer to.

    Raises:
        Invalid: the pack has findings, or a scenario does not go as written; nothing is stored.
    """
    return publish_checked(check_folder(path), actor=actor, act_id=act_id, at=at)


def publish_checked(checked: Checked, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Publish a pack that was checked and return the hash that its cases will refer to.

    Raises:
        Invalid: the pack has findings, or a scenario does not go as written; nothing is stored.
    """
    from linli.apps.catalogue.service import publish_pack  # the store needs the database, reading does not

    found = (*checked.found, *unwritten(checked), *play_folder(checked))
    if found or checked.resolved is None or checked.definition is None:
        raise Invalid(*map(problem_of, found))
    if checked.definition.family:
        raise Invalid(problem_of(checked.folder.place(Finding("packs.family_only", "family"))))
    definition = frozen(checked)
    sha: str = publish_pack(checked.definition.name, definition, actor=actor, act_id=act_id, at=at)
    return sha


def frozen(checked: Checked) -> dict[str, JsonValue]:
    """Return what is published: family merged, sentences included, order written down, text normalised."""
    whole = nfc(freeze(checked.resolved or {}))
    return whole if isinstance(whole, dict) else {}


def fingerprint(definition: Mapping[str, JsonValue]) -> str:
    """Return the hash of a frozen definition.

    Raises:
        ValueError: the definition has no canonical form; a checked one always has.
    """
    written = canonical(definition)
    if isinstance(written, Problem):
        raise ValueError(f"{written.field}: {written.code}")  # noqa: TRY004 - a value, not a type
    return hashlib.sha256(written).hexdigest()


@lru_cache(maxsize=2_000)
def compiled(sha256: str) -> ServiceDefinition:
    """Return a published service by its hash; what was published never changes, so it is read once.

    Raises:
        NotVisible: nothing was published under this hash.
        TypeError: it was published by a version of Linli that this one cannot read.
    """
    from linli.apps.catalogue import facts

    read = read_definition(facts.pack(sha256))
    if not isinstance(read, ServiceDefinition):
        raise TypeError(f"published pack {sha256} does not read: {read[0]}")
    return read


def problem_of(located: Located) -> Problem:
    """Return a finding as a problem of the form it is refused with."""
    finding = located.finding
    where = f"{located.file.name}:{finding.line} {finding.path}".strip()
    return Problem(where, finding.code, dict(finding.params))
