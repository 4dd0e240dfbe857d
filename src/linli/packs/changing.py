"""Changes an entitlement by new dated values, formulas and sources: to try it out, or to propose it as a version."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any

from linli.core.ledger.canonical import nfc
from linli.core.packs.benefit import Benefit, frozen_order, read_benefit, thawed
from linli.core.packs.check_benefit import check_benefit
from linli.core.packs.finding import Finding, of_problem, unknown_word
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access.actors import Actor
from linli.kernel.audit.outcomes import Invalid
from linli.packs.benefits import CheckedBenefit, play_benefit
from linli.packs.folder import Folder, Located
from linli.packs.strict_yaml import Document, read_yaml

INNER = {"parameters": "values", "rules": "formulas"}
SOURCES = "sources"


def read_change(path: Path, folder: Folder) -> Benefit | tuple[Located, ...]:
    """Return an entitlement as a change file makes it: new dated values and formulas beside the old."""
    document = read_yaml(path.read_text(encoding="utf-8-sig"))
    if not isinstance(document, Document):
        return tuple(Located(path, one) for one in document)
    found = changed(folder.said, document.value)
    if isinstance(found, Benefit):
        return found
    return tuple(Located(path, _at(one, document)) for one in found)


def changed(said: Mapping[str, JsonValue], change: JsonValue) -> Benefit | tuple[Finding, ...]:
    """Return what somebody's change makes of an entitlement, or everything that is wrong with it."""
    whole, found = merged(said, change)
    if found:
        return found
    read = read_benefit(whole)
    if not isinstance(read, Benefit):
        return tuple(of_problem(one) for one in read)
    return check_benefit(read) or read


def merged(said: Mapping[str, JsonValue], change: JsonValue) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Put new values, formulas and sources into what a pack says; only what is there can be changed."""
    whole: dict[str, Any] = deepcopy(dict(said))
    if not isinstance(change, dict):
        return whole, (Finding("packs.not_a_mapping", ""),)
    allowed = (*INNER, SOURCES)
    found = [unknown_word("packs.unknown_key", key, key, allowed) for key in change if key not in allowed]
    found += _sources(whole, change.get(SOURCES))
    for group, inner in INNER.items():
        named = change.get(group)
        for name, dated in named.items() if isinstance(named, dict) else ():
            path = f"{group}.{name}"
            if name not in (whole.get(group) or {}):
                found.append(unknown_word("packs.rule_unknown", path, name, whole.get(group) or {}))
            elif not isinstance(dated, dict):
                found.append(Finding("packs.not_a_mapping", path))
            else:
                whole[group][name][inner] = {**whole[group][name][inner], **dated}
    return whole, tuple(found)


def _sources(whole: dict[str, Any], named: JsonValue) -> list[Finding]:
    """Add sources; one that is there already stays what it is, since older values rest on it."""
    found = []
    for name, source in named.items() if isinstance(named, dict) else ():
        if name in (whole.get(SOURCES) or {}):
            found.append(Finding("packs.source_taken", f"{SOURCES}.{name}", params={"name": name[:40]}))
        else:
            whole[SOURCES] = {**(whole.get(SOURCES) or {}), name: source}
    return found


def _at(finding: Finding, document: Document) -> Finding:
    return Finding(finding.code, finding.path, document.line(finding.path), finding.params)


def draft(stored: Mapping[str, JsonValue], change: JsonValue, version: int) -> dict[str, JsonValue]:
    """Return what would be published: a stored version with a change, under its own number."""
    whole, _ = merged(thawed(stored), change)
    frozen = nfc(frozen_order({**whole, "version": version}))
    return frozen if isinstance(frozen, dict) else {}


def propose_change(
    name: str, change: JsonValue, folder: Folder | None, *, actor: Actor, act_id: str, at: datetime
) -> str:
    """Propose the version in force with a change as the next version, and return its hash.

    Raises:
        Invalid: there are findings, or a scenario of ``folder`` would come out otherwise; nothing is stored.
        NotVisible: no rules of this name are in force.
    """
    from linli.apps.benefits import facts  # the store needs the database, trying out does not
    from linli.apps.catalogue.facts import pack, pack_versions
    from linli.apps.catalogue.service import publish_rules

    stored = pack(facts.hash_of(name))
    found = changed(thawed(stored), change)
    if not isinstance(found, Benefit):
        raise Invalid(*(Problem("change", one.code, dict(one.params)) for one in found))
    if folder is not None:
        differ = play_benefit(CheckedBenefit(folder, found))
        if differ:
            raise Invalid(*(Problem("change", one.finding.code, dict(one.finding.params)) for one in differ))
    number = max(one.version for one in pack_versions(name, kind="rules")) + 1
    return publish_rules(name, draft(stored, change, number), actor=actor, act_id=act_id, at=at)
