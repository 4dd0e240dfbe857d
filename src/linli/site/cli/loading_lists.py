"""What `linli rules list` does: a list of the law, loaded whole as the next version of an entitlement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from linli.apps.benefits import facts as benefits
from linli.apps.catalogue import facts as catalogue
from linli.core.packs.benefit import Unit, thawed
from linli.core.packs.definition import LANGUAGES
from linli.core.shared.outcomes import JsonValue, Problem, Reason, Refusal
from linli.kernel.access.actors import system_actor
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.ui.text import reason
from linli.packs.changing import propose_change
from linli.packs.folder import RULES, Folder, packs_below, read_folder
from linli.packs.listing import read_listing
from linli.site.cli.publishing import PUBLISHER


@dataclass(frozen=True, slots=True)
class Loaded:
    """How it went: lines read and taken, lines refused with their reasons, the version that now holds the list."""

    read: int = 0
    imported: int = 0
    skipped: int = 0
    refused: tuple[tuple[int, Problem | Refusal], ...] = ()
    version: int = 0

    @property
    def ok(self) -> bool:
        """Say whether the list is in force."""
        return not self.refused

    def as_json(self) -> dict[str, Any]:
        """Return it as programs read it."""
        rejected = [
            {"line": line, "code": one.code, "reason": {lang: _said(one, lang) for lang in LANGUAGES},
             "remedy": {lang: reason(Reason("packs.remedy_list"), lang=lang) for lang in LANGUAGES}}
            for line, one in self.refused
        ]  # fmt: skip
        counts = {"read": self.read, "imported": self.imported, "skipped": self.skipped}
        return {**counts, "rejected": rejected, "version": self.version or None}

    def lines(self, lang: str) -> list[str]:
        """Return it for people."""
        if self.refused:
            told = [f"{line}: {_said(one, lang)}" for line, one in self.refused]
            return [*told, reason(Reason("packs.remedy_list"), lang=lang)]
        code = "rules_cli.list_there" if self.skipped else "rules_cli.list_loaded"
        return [reason(Reason(code, {"n": self.read, "version": self.version}), lang=lang)]


def load(name: str, parameter: str, data: bytes, since: date, source: dict[str, str]) -> Loaded:
    """Load a list into an entitlement that is published; the same list again changes nothing."""
    found = read_listing(data)
    wrong = tuple((one.line, one.problem) for one in found.wrong) or _not_there(name, parameter)
    if wrong:
        return Loaded(found.read, refused=wrong)
    written: JsonValue = found.as_value()
    if _there(name, parameter, since) == written:
        return Loaded(found.read, skipped=found.read, version=benefits.benefit(name).version)
    key = f"list_{parameter}_{since:%Y_%m_%d}_{uuid4().hex[:6]}"
    change: JsonValue = {
        "sources": {key: dict(source)},
        "parameters": {parameter: {since.isoformat(): {"value": written, "source": key}}},
    }
    said = {"actor": system_actor(PUBLISHER), "act_id": str(uuid4()), "at": timezone.now()}
    try:
        sha = propose_change(name, change, _folder(name), **said)
    except Invalid as refused:
        return Loaded(found.read, refused=tuple((0, one) for one in refused.problems))
    except Refused as no:
        return Loaded(found.read, refused=((0, no.refusal),))
    return Loaded(found.read, found.read, version=int(str(catalogue.pack(sha)["version"])))


def _not_there(name: str, parameter: str) -> tuple[tuple[int, Problem | Refusal], ...]:
    """Return what speaks against loading a list of this name into these rules."""
    try:
        benefit = benefits.benefit(name)
    except NotVisible:
        return ((0, Problem("benefit", "rules_cli.no_benefit", {"name": name[:60]})),)
    if benefit.units.get(parameter) is Unit.LIST:
        return ()
    return ((0, Problem("name", "packs.list_unknown", {"name": parameter[:40]})),)


def _said(one: Problem | Refusal, lang: str) -> str:
    return reason(one, lang=lang)


def _there(name: str, parameter: str, since: date) -> JsonValue:
    """Return the list that holds from that very day, as it was written."""
    said = thawed(catalogue.pack(benefits.hash_of(name)))
    one = said["parameters"][parameter]["values"].get(since.isoformat())
    return one.get("value", one) if isinstance(one, dict) else None


def _folder(name: str) -> Folder | None:
    """Return the folder with the scenarios that the new version must pass, if this server has it."""
    below = packs_below(settings.PACKS_DIR, RULES) if settings.PACKS_DIR.is_dir() else ()
    path = next((one for one in below if one.name == name), None)
    return read_folder(path, RULES) if path else None
