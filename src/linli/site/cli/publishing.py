"""What `linli pack publish` and `linli rules publish` do to folders, and how they tell it."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import click
from django.db import DatabaseError
from django.utils import timezone

from linli.apps.catalogue import facts
from linli.core.packs.definition import LANGUAGES
from linli.core.shared.outcomes import Param, Reason
from linli.kernel.access.actors import system_actor
from linli.kernel.access.register import staff_named
from linli.kernel.audit.outcomes import Invalid, Refused
from linli.kernel.ui.text import reason
from linli.packs.service import publish_folder

PUBLISHER = "pack-publish"
CURRENT, PROPOSED = "current", "proposed"


@dataclass(frozen=True, slots=True)
class Published:
    """How one folder went: what is stored under its hash and how that stands, or everything that keeps it out."""

    folder: str
    sha256: str = ""
    standing: facts.Standing | None = None
    changed: bool = False
    refused: tuple[dict[str, Any], ...] = ()

    @property
    def in_force(self) -> bool:
        """Say whether cases are opened under what lies in the folder."""
        return self.standing is not None and self.standing.status == CURRENT

    def as_json(self) -> dict[str, Any]:
        """Return it as `--json` prints it."""
        return {
            "folder": self.folder,
            "published": self.in_force,
            "status": self.standing.status if self.standing else None,
            "changed": self.changed,
            "sha256": self.sha256 or None,
            "version": self.standing.version if self.standing else None,
            **self._waiting(),
            "findings": [*self.refused],
        }

    def _waiting(self) -> dict[str, Any]:
        if self.standing is None or self.standing.status != PROPOSED:
            return {}
        return {"proposed_at": self.standing.proposed_at.isoformat(), "proposed_by": _name(self.standing)}

    def line(self, lang: str) -> str:
        """Return it as a line for people, with a line below for each finding."""
        if self.standing:
            return self._stands(self.standing, lang)
        head = reason(Reason("packs.cli_not_published", {"folder": self.folder}), lang=lang)
        return "\n".join(
            [head, *(f"  {one['where']} {one['sentence'][lang]}".rstrip() for one in self.refused)]
        )

    def _stands(self, found: facts.Standing, lang: str) -> str:
        code = "packs.cli_published" if self.changed else f"packs.cli_{found.status}"
        since = found.proposed_at if found.status == PROPOSED else found.published_at
        said: dict[str, Param] = {
            "folder": self.folder,
            "version": found.version,
            "sha": self.sha256[:12],
            "since": since.isoformat() if since else None,
            "by": _name(found),
            "current": found.current,
        }
        return reason(Reason(code, said), lang=lang)


def publish_all(folders: Iterable[Path], way: Callable[..., str], lang: str, *, as_json: bool) -> NoReturn:
    """Publish folders and leave with 0 if all are in force, 1 without a database, 2 if some are not."""
    try:
        told = [publish(path, way) for path in folders]
    except DatabaseError as error:
        click.echo(f"{type(error).__name__}: {error}", err=True)
        sys.exit(1)
    for one in told:
        click.echo(json.dumps(one.as_json(), ensure_ascii=False) if as_json else one.line(lang))
    sys.exit(0 if all(one.in_force for one in told) else 2)


def publish(folder: Path, way: Callable[..., str] = publish_folder) -> Published:
    """Publish one folder as the software's own; the same content again changes nothing, also where it only waits."""
    at = timezone.now()
    try:
        sha = way(folder, actor=system_actor(PUBLISHER), act_id=str(uuid.uuid4()), at=at)
    except Invalid as wrong:
        findings = tuple(_told(one.field, Reason(one.code, one.params)) for one in wrong.problems)
        return Published(str(folder), refused=findings)
    except Refused as refused:
        found = Reason(refused.refusal.code, refused.refusal.because)
        return Published(str(folder), refused=(_told("", found),))
    found = facts.standing(sha)
    return Published(str(folder), sha, found, changed=found.published_at == at)


def _name(found: facts.Standing) -> str:
    """Return who handed a version in, by name where it was a person."""
    kind, _, ref = found.proposed_by.partition(":")
    return staff_named([ref]).get(ref, "") if kind == "account" and found.status == PROPOSED else ""


def _told(where: str, said: Reason) -> dict[str, Any]:
    return {
        "where": where,
        "code": said.code,
        "sentence": {lang: reason(said, lang=lang) for lang in LANGUAGES},
    }
