"""What `linli pack publish` does to one folder, and how it tells it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
