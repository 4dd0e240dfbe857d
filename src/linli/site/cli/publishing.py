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
from linli.kernel.audit.outcomes import Invalid, Refused
from linli.kernel.ui.text import reason
from linli.packs.service import publish_folder

PUBLISHER = "pack-publish"


@dataclass(frozen=True, slots=True)
class Published:
    """How one folder went: its hash, or everything that keeps it from being published."""

    folder: str
    sha256: str = ""
    version: int = 0
    refused: tuple[dict[str, Any], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it as `--json` prints it."""
        return {
            "folder": self.folder,
            "published": not self.refused,
            "sha256": self.sha256 or None,
            "version": self.version or None,
            "findings": [*self.refused],
        }

    def line(self, lang: str) -> str:
        """Return it as a line for people, with a line below for each finding."""
        if not self.refused:
            said: dict[str, Param] = {"folder": self.folder, "version": self.version, "sha": self.sha256[:12]}
            return reason(Reason("packs.cli_published", said), lang=lang)
        head = reason(Reason("packs.cli_not_published", {"folder": self.folder}), lang=lang)
        return "\n".join(
            [head, *(f"  {one['where']} {one['sentence'][lang]}".rstrip() for one in self.refused)]
        )


def publish_all(folders: Iterable[Path], way: Callable[..., str], lang: str, *, as_json: bool) -> NoReturn:
    """Publish folders and leave with 0 if all were, 1 without a database, 2 if some were refused."""
    try:
        told = [publish(path, way) for path in folders]
    except DatabaseError as error:
        click.echo(f"{type(error).__name__}: {error}", err=True)
        sys.exit(1)
    for one in told:
        click.echo(json.dumps(one.as_json(), ensure_ascii=False) if as_json else one.line(lang))
    sys.exit(2 if any(one.refused for one in told) else 0)


def publish(folder: Path, way: Callable[..., str] = publish_folder) -> Published:
    """Publish one folder as the software's own; the same content again changes nothing."""
    try:
        sha = way(folder, actor=system_actor(PUBLISHER), act_id=str(uuid.uuid4()), at=timezone.now())
    except Invalid as wrong:
        findings = tuple(_told(one.field, Reason(one.code, one.params)) for one in wrong.problems)
        return Published(str(folder), refused=findings)
    except Refused as refused:
        found = Reason(refused.refusal.code, refused.refusal.because)
        return Published(str(folder), refused=(_told("", found),))
    return Published(str(folder), sha, int(str(facts.pack(sha)["version"])))


def _told(where: str, said: Reason) -> dict[str, Any]:
    return {
        "where": where,
        "code": said.code,
        "sentence": {lang: reason(said, lang=lang) for lang in LANGUAGES},
    }
