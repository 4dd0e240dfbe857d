"""Checks the folder of a bundle, plays its scenarios, freezes and publishes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from linli.core.forms.answers import Answers, read_answers
from linli.core.ledger.canonical import nfc
from linli.core.packs import fan_out
from linli.core.packs.bundle import BundleDefinition, freeze_bundle, read_bundle
from linli.core.packs.check_bundle import check_bundle
from linli.core.packs.definition import LANGUAGES, ServiceDefinition
from linli.core.packs.fan_out import Stand
from linli.core.packs.finding import Finding, of_problem, unknown_word
from linli.core.packs.node import Node
from linli.core.packs.parameters import read_day
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access.actors import Actor
from linli.kernel.audit.outcomes import Invalid
from linli.packs.checking import check_folder
from linli.packs.folder import (
    BUNDLE,
    FAILING,
    PACK,
    SHIPPED,
    Folder,
    Located,
    is_pack,
    packs_below,
    read_folder,
)
from linli.packs.scenarios import check_kinds
from linli.packs.service import publish_folder
from linli.packs.strict_yaml import Document

KEYS = ("kind", "about", "on", "answers", "opened", "steps")
STEP_KEYS = ("part", "stage", "outcome", "expect")
DONE, TELLS, REFUSED = "done", "tells", "refused"
EXPECTABLE = (*(one.value for one in Stand), DONE, TELLS)
LEVELS = 4


@dataclass(frozen=True, slots=True)
class CheckedBundle:
    """A bundle after its check: what it means, if that can be said, and everything found."""

    folder: Folder
    bundle: BundleDefinition | None = None
    services: Mapping[str, ServiceDefinition] | None = None
    found: tuple[Located, ...] = ()


def check_bundle_folder(path: Path) -> CheckedBundle:
    """Check one bundle with the services of its parts."""
    folder = read_folder(path, BUNDLE)
    if BUNDLE not in folder.documents:
        return CheckedBundle(folder, found=folder.found)
    read = read_bundle(folder.said)
    if not isinstance(read, BundleDefinition):
        problems = (folder.place(of_problem(one)) for one in read)
        return CheckedBundle(folder, found=(*folder.found, *problems))
    services = _services(path, {one.service for one in read.parts})
    silent = tuple(f"texts.{lang}" for lang in LANGUAGES if f"texts.{lang}.yaml" not in folder.documents)
    findings = [one for one in check_bundle(read, services) if not silent or not one.path.startswith(silent)]
    if folder.path.resolve().name != read.name:
        said = {"folder": folder.path.resolve().name[:60], "name": read.name}
        findings.append(Finding("packs.folder_name", "bundle", params=said))
    found = (*folder.found, *map(folder.place, findings), *check_kinds(folder))
    return CheckedBundle(folder, read, services, found)


def check_bundles(root: Path) -> tuple[CheckedBundle, ...]:
    """Check the bundle at ``root``, or all below it."""
    return tuple(check_bundle_folder(path) for path in packs_below(root, BUNDLE))


def _services(path: Path, names: set[str]) -> dict[str, ServiceDefinition]:
    """Return the services of these names that lie near a bundle, or among the shipped packs."""
    roots = [*[*path.resolve().parents][:LEVELS], SHIPPED]
    found: dict[str, ServiceDefinition] = {}
    for name in sorted(names):
        folder = next((one for root in roots for one in _named(root, name)), None)
        definition = check_folder(folder).definition if folder else None
        if definition is not None:
            found[name] = definition
    return found


def _named(root: Path, name: str) -> Iterator[Path]:
    """Yield the folders of that name up to two levels below ``root``."""
    for pattern in (name, f"*/{name}"):
        for one in sorted(root.glob(pattern)):
            if (one / PACK).is_file() and FAILING not in one.relative_to(root).parts:
                yield one


def play_bundle(checked: CheckedBundle) -> tuple[Located, ...]:
    """Play the scenarios of a checked bundle; what does not come out as written is returned."""
    bundle, services = checked.bundle, checked.services or {}
    if bundle is None or any(part.service not in services for part in bundle.parts):
        return ()
    found = []
    for name, document in checked.folder.scenarios.items():
        title = name.rpartition("/")[2].removesuffix(".yaml")
        for finding in _play(title, document, bundle, services):
            line = document.line(finding.path)
            found.append(Located(checked.folder.path / name, replace(finding, line=line)))
    return tuple(found)


def _play(
    name: str, document: Document, bundle: BundleDefinition, services: Mapping[str, ServiceDefinition]
) -> Iterator[Finding]:
    root = Node(document.value, "", [])
    root.only(*KEYS, required=("kind", "on", "answers"))
    on, steps = read_day(root.child("on")), [*root.child("steps").elements()]
    for one in steps:
        one.only(*STEP_KEYS, required=("part", "stage"))
    if root.problems:
        yield from map(of_problem, root.problems)
        return
    begun = _begun(bundle, root.child("answers").value, on)
    opened = _expected(root.child("opened"))
    if isinstance(begun, str):
        if opened.get(REFUSED) != begun:
            yield _other(name, "opened", REFUSED, str(opened.get(REFUSED, "-")), begun)
        return
    stands = _started(bundle, begun)
    yield from _compared(name, "opened", bundle, stands, opened)
    for node in steps:
        part = bundle.part(node.child("part").text())
        if part is None:
            known = [one.name for one in bundle.parts]
            yield unknown_word("packs.rule_unknown", f"{node.path}.part", node.child("part").text(), known)
            return
        course, outcome = services[part.service].lifecycle, node.child("outcome").text()
        stand = fan_out.stand_of(part, course, node.child("stage").text(), outcome)
        stands = _started(bundle, fan_out.become(bundle.parts, stands, part.name, stand))
        yield from _compared(name, f"{node.path}.expect", bundle, stands, _expected(node.child("expect")))


def _begun(bundle: BundleDefinition, raw: Any, on: date) -> dict[str, Stand] | str:
    """Return how the parts stand at the beginning, or the code of what keeps it from being sent."""
    read = read_answers(bundle.form, raw if isinstance(raw, dict) else {}, on)
    if not isinstance(read, Answers):
        return f"{read[0].field}: {read[0].code}"
    unmet = bundle.unmet(read.facts)
    return f"condition.{unmet[0]}" if unmet else fan_out.begin(bundle.parts, read.facts)


def _started(bundle: BundleDefinition, stands: Mapping[str, Stand]) -> dict[str, Stand]:
    """Start what may start, as the software does at once."""
    return {**stands, **dict.fromkeys(fan_out.ready(bundle.parts, stands), Stand.OPEN)}


def _compared(
    name: str, path: str, bundle: BundleDefinition, stands: Mapping[str, Stand], expect: Mapping[str, Any]
) -> Iterator[Finding]:
    for key, wanted in expect.items():
        if key not in EXPECTABLE:
            yield unknown_word("packs.unknown_key", f"{path}.{key}", key, EXPECTABLE)
            continue
        actual = _actual(bundle, stands, key)
        if actual != (sorted(wanted) if isinstance(wanted, list) else wanted):
            yield _other(name, path, key, str(wanted), str(actual))


def _actual(bundle: BundleDefinition, stands: Mapping[str, Stand], key: str) -> bool | list[str]:
    if key == DONE:
        return fan_out.is_done(stands)
    if key == TELLS:
        return sorted(fan_out.telling(bundle.parts, stands))
    return sorted(part for part, stand in stands.items() if stand.value == key)


def _expected(node: Node) -> Mapping[str, Any]:
    return node.value if isinstance(node.value, dict) else {}


def _other(name: str, path: str, field: str, expected: str, actual: str) -> Finding:
    said = {"scenario": name, "field": field, "expected": expected, "actual": actual}
    return Finding("packs.scenario_field", f"{path}.{field}", params=said)


def frozen_bundle(checked: CheckedBundle) -> dict[str, JsonValue]:
    """Return what is published: sentences included, order written down, text normalised."""
    whole = nfc(freeze_bundle(checked.folder.said))
    return whole if isinstance(whole, dict) else {}


def publish_bundle_folder(path: Path, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Publish the bundle in a folder and return its hash.

    Raises:
        Invalid: there are findings, or a scenario does not come out as written; nothing is stored.
    """
    from linli.apps.catalogue.service import publish_bundle  # the store needs the database, reading does not

    checked = check_bundle_folder(path)
    found = (*checked.found, *play_bundle(checked))
    if found or checked.bundle is None:
        raise Invalid(*map(_problem, found))
    return publish_bundle(checked.bundle.name, frozen_bundle(checked), actor=actor, act_id=act_id, at=at)


def publish_either(path: Path, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Publish the bundle or the service in a folder, whichever lies there."""
    way = publish_bundle_folder if is_pack(path, BUNDLE) else publish_folder
    return way(path, actor=actor, act_id=act_id, at=at)


def _problem(located: Located) -> Problem:
    finding = located.finding
    where = f"{located.file.name}:{finding.line} {finding.path}".strip()
    return Problem(where, finding.code, dict(finding.params))
