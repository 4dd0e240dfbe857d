"""Checks a pack folder from the bytes to the law that no case can get stuck."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from linli.core.packs.check import check
from linli.core.packs.definition import LANGUAGES, ServiceDefinition
from linli.core.packs.family import resolve
from linli.core.packs.finding import Finding, of_problem, unknown_word
from linli.core.packs.read import read_definition
from linli.core.packs.sentences import needed
from linli.core.shared.outcomes import JsonValue
from linli.packs import scenarios
from linli.packs.deny_list import denied_at
from linli.packs.folder import PACK, SHIPPED, Folder, Located, packs_below, read_folder

HELP = ".help"


@dataclass(frozen=True, slots=True)
class Checked:
    """A pack after its check: what it means, if that can be said, and everything found."""

    folder: Folder
    resolved: dict[str, JsonValue] | None = None
    definition: ServiceDefinition | None = None
    found: tuple[Located, ...] = ()


def check_folder(path: Path) -> Checked:
    """Check one pack."""
    folder = read_folder(path)
    if PACK not in folder.documents:
        return Checked(folder, found=folder.found)
    family, found = _family(folder)
    if found:
        return Checked(folder, found=(*folder.found, *found))
    resolved = resolve(folder.said, family.said) if family else folder.said
    if isinstance(resolved, tuple):
        return Checked(folder, found=(*folder.found, *map(folder.place, map(of_problem, resolved))))
    definition = read_definition(resolved)
    if isinstance(definition, tuple):
        placed = (_place(folder, family, of_problem(one)) for one in definition)
        return Checked(folder, resolved, found=(*folder.found, *placed))
    silent = {f"texts.{lang}" for lang in LANGUAGES if f"texts.{lang}.yaml" not in folder.documents}
    denied, own, wrong = denied_at(path)
    findings = [one for one in check(definition, denied) if not one.path.startswith(tuple(silent))]
    found = [*folder.found, *(_place(folder, family, one) for one in findings)]
    found += [Located(own, wrong)] if own and wrong else []
    found += [folder.place(one) for one in (*_names(folder, definition), *_unused(folder, definition))]
    found += scenarios.check_kinds(folder)
    return Checked(folder, resolved, definition, tuple(found))


def check_tree(root: Path) -> tuple[Checked, ...]:
    """Check the pack at ``root``, or all packs below it together."""
    paths = packs_below(root) or (root,)
    return tuple(check_folder(path) for path in paths)


def same_names(checked: tuple[Checked, ...]) -> Iterator[Located]:
    """Yield packs that cannot be told apart by name."""
    named: dict[str, list[Checked]] = defaultdict(list)
    for one in checked:
        name = one.folder.said.get("pack")
        if isinstance(name, str):
            named[name].append(one)
    for name, group in named.items():
        folders = ", ".join(str(one.folder.path) for one in group)
        for one in group[1:]:
            yield one.folder.place(
                Finding("packs.same_name", "pack", params={"name": name, "folders": folders})
            )


def play_folder(checked: Checked) -> tuple[Located, ...]:
    """Play the scenarios of a checked pack."""
    if checked.definition is None:
        return ()
    return tuple(scenarios.play_all(checked.folder, checked.definition))


def _family(folder: Folder) -> tuple[Folder | None, list[Located]]:
    """Return the folder that a pack extends, or why there is none to be had."""
    said = folder.said.get("extends")
    if not isinstance(said, str):
        return None, []
    path = find_family(folder.path, said)
    if path is None:
        return None, [folder.place(Finding("packs.no_family", "extends", params={"family": said[:60]}))]
    if path.resolve() == folder.path.resolve():
        return None, [folder.place(Finding("packs.extends_itself", "extends", params={"name": said[:60]}))]
    family = read_folder(path)
    alone = read_definition(family.said) if PACK in family.documents else ()
    problems = alone if isinstance(alone, tuple) and not family.said.get("extends") else ()
    return family, [*family.found, *(family.place(of_problem(one)) for one in problems)]


def find_family(path: Path, said: str) -> Path | None:
    """Look for a family beside the pack's ancestors, then among the shipped packs."""
    if ".." in Path(said).parts or Path(said).is_absolute():
        return None
    roots = [*[*path.resolve().parents][:4], SHIPPED]
    return next((root / said for root in roots if (root / said / PACK).is_file()), None)


def _place(folder: Folder, family: Folder | None, finding: Finding) -> Located:
    """Point to the family's file where only the family says it, otherwise to the pack's own."""
    if family is not None and not folder.says(finding.path) and family.says(finding.path):
        return family.place(finding)
    return folder.place(finding)


def _names(folder: Folder, definition: ServiceDefinition) -> Iterator[Finding]:
    if folder.path.resolve().name != definition.name:
        said = {"folder": folder.path.resolve().name[:60], "name": definition.name}
        yield Finding("packs.folder_name", "pack", params=said)


def _unused(folder: Folder, definition: ServiceDefinition) -> Iterator[Finding]:
    """Yield own sentences that nothing asks for: most often a key that was mistyped."""
    asked = frozenset(needed(definition))
    for lang in LANGUAGES:
        document = folder.documents.get(f"texts.{lang}.yaml")
        own = document.value if document and isinstance(document.value, dict) else {}
        for key in own:
            if key.removesuffix(HELP) not in asked:
                yield unknown_word("packs.unused_text", f"texts.{lang}.{key}", key, asked)


__all__ = ["Checked", "check_folder", "check_tree", "find_family", "play_folder", "same_names"]
