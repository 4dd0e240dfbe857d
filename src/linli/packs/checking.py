"""Checks a pack folder from the bytes to the law that no case can get stuck."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
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
from linli.packs.departments import missing_here, misspelt
from linli.packs.families import families_of, find_family
from linli.packs.folder import PACK, Folder, Located, packs_below, read_folder
from linli.packs.links import links_not_here, unknown_links

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
    return check_read(read_folder(path))


def check_read(folder: Folder) -> Checked:
    """Check a pack whose files were read."""
    if PACK not in folder.documents:
        return Checked(folder, found=folder.found)
    families = families_of(folder)
    if families.found:
        return Checked(folder, found=(*folder.found, *families.found))
    resolved = folder.said if families.said is None else resolve(folder.said, families.said)
    if isinstance(resolved, tuple):
        return Checked(folder, found=(*folder.found, *map(folder.place, map(of_problem, resolved))))
    definition = read_definition(resolved)
    if isinstance(definition, tuple):
        placed = (_place(folder, families.folders, of_problem(one)) for one in definition)
        return Checked(folder, resolved, found=(*folder.found, *placed))
    silent = {f"texts.{lang}" for lang in LANGUAGES if f"texts.{lang}.yaml" not in folder.documents}
    denied, own, wrong = denied_at(folder.path)
    findings = [one for one in check(definition, denied) if not one.path.startswith(tuple(silent))]
    found = [*folder.found, *(_place(folder, families.folders, one) for one in findings)]
    found += [Located(own, wrong)] if own and wrong else []
    found += [folder.place(one) for one in (*_names(folder, definition), *_unused(folder, definition))]
    found += [
        _place(folder, families.folders, one) for one in (*misspelt(definition), *unknown_links(definition))
    ]
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


def notes(checked: Checked) -> tuple[Located, ...]:
    """Return what is sound in itself and does not fit this city: bodies and links that it does not have.

    Reads the database. Where the check has found something already, nothing is said a second time.
    """
    if checked.definition is None:
        return ()
    families = families_of(checked.folder).folders
    wrong = {one.finding.path for one in checked.found}
    every = (*missing_here(checked.definition), *links_not_here(checked.definition))
    missing = (one for one in every if one.path not in wrong)
    return tuple(_place(checked.folder, families, one) for one in missing)


def _place(folder: Folder, families: Sequence[Folder], finding: Finding) -> Located:
    """Point to the nearest family's file that says it where the pack itself does not, otherwise to the pack's own."""
    if not folder.says(finding.path):
        for family in families:
            if family.says(finding.path):
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
            if not {key, key.removesuffix(HELP)} & asked:
                yield unknown_word("packs.unused_text", f"texts.{lang}.{key}", key, asked)


__all__ = [
    "Checked",
    "check_folder",
    "check_read",
    "check_tree",
    "find_family",
    "notes",
    "play_folder",
    "same_names",
]
