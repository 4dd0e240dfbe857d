"""`linli pack`: write a service, check it, play its scenarios, read it aloud, compare two versions."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

import click

from linli.core.packs.certificate_kind import CertificateKind
from linli.core.packs.definition import LANGUAGES, ServiceDefinition
from linli.core.packs.kind_changes import kind_changes
from linli.core.shared.outcomes import Problem, Reason
from linli.kernel.ui.text import reason
from linli.packs import drawing, telling
from linli.packs.bundles import CheckedBundle, check_bundles, frozen_bundle, play_bundle
from linli.packs.certificate_kinds import CheckedKind, check_kind_folder, check_kinds, kind_notes
from linli.packs.checking import Checked, check_folder, check_tree, notes, play_folder, same_names
from linli.packs.folder import BUNDLE, CERTIFICATE, Located, is_pack, packs_below, services_below
from linli.packs.schema import schema
from linli.packs.service import fingerprint, frozen
from linli.packs.skeletons import REQUEST, startable, write_new

FOLDER = click.Path(path_type=Path)
JSON = click.option("--json", "as_json", is_flag=True, help="print JSON")
LANG = click.option("--lang", type=click.Choice(LANGUAGES), default="zh", help="language of the sentences")


@click.group()
def pack() -> None:
    """Services as data: write, check, test, explain and compare packs."""


@pack.command("new")
@click.argument("name")
@click.option("--in", "parent", type=FOLDER, default=Path("packs"), help="where the folder is made")
@click.option("--family", default=REQUEST, help=f"what it extends: {', '.join(startable())}")
@LANG
def new_command(name: str, parent: Path, family: str, lang: str) -> None:
    """Write a new pack NAME that already passes its check."""
    made = write_new(parent, name, family)
    if isinstance(made, Problem):
        click.echo(reason(made, lang=lang), err=True)
        sys.exit(2)
    click.echo(reason(Reason("packs.cli_made", {"folder": str(made)}), lang=lang))


@pack.command("check")
@click.argument("folder", type=FOLDER, default=Path("packs"))
@JSON
@LANG
def check_command(folder: Path, lang: str, *, as_json: bool) -> None:
    """Find all that is wrong with the pack in FOLDER, or with all packs below it. Exit code 1 if any.

    Where there is a city, bodies that it does not have are noted beside; they do not count as wrong.
    """
    checked = _checked(folder)
    bundles = check_bundles(folder)
    found = [located for one in (*checked, *bundles) for located in one.found] + [*same_names(checked)]
    kinds = check_kinds(folder)
    found += [located for one in kinds for located in one.found]
    every = (*checked, *bundles, *kinds)
    _answer(
        every,
        found,
        "packs.cli_clean",
        len(every),
        lang,
        as_json=as_json,
        noted=(*_noted(checked), *(one for each in kinds for one in kind_notes(each))),
    )


@pack.command("test")
@click.argument("folder", type=FOLDER, default=Path("packs"))
@JSON
@LANG
def test_command(folder: Path, lang: str, *, as_json: bool) -> None:
    """Play the scenarios of the pack in FOLDER, or of all packs below it. Exit code 1 if any differs."""
    checked = _checked(folder)
    found = [
        located
        for one in checked
        for located in (*(one.found if one.definition is None else ()), *play_folder(one))
    ]
    bundles = check_bundles(folder)
    for each in bundles:
        found += [*(each.found if each.bundle is None else ()), *play_bundle(each)]
    every = (*checked, *bundles)
    played = sum(len(one.folder.scenarios) for one in every)
    _answer(every, found, "packs.cli_played", played, lang, as_json=as_json)


@pack.command("explain")
@click.argument("folder", type=FOLDER)
@JSON
@click.option("--lang", type=click.Choice(LANGUAGES), help="one language only")
def explain_command(folder: Path, lang: str | None, *, as_json: bool) -> None:
    """Tell the course of a pack as sentences, in both languages."""
    definition = _sound(folder, as_json=as_json)
    _print({one: telling.course(definition, one) for one in _languages(lang)}, as_json=as_json)


@pack.command("draw")
@click.argument("folder", type=FOLDER)
@LANG
def draw_command(folder: Path, lang: str) -> None:
    """Print the course of a pack as a picture (SVG): stages, the clocks that start there, the moves that lead on."""
    click.echo(drawing.drawn(_sound(folder, as_json=False), lang, alone=True))


@pack.command("diff")
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@JSON
@click.option("--lang", type=click.Choice(LANGUAGES), help="one language only")
def diff_command(old: Path, new: Path, lang: str | None, *, as_json: bool) -> None:
    """Tell what changes for residents from the pack OLD to the pack NEW, or between two of a kind of certificate."""
    if all(is_pack(path, CERTIFICATE) for path in (old, new)):
        kinds = [_sound_kind(path, as_json=as_json) for path in (old, new)]
        _print({one: _kind_changes(*kinds, one) for one in _languages(lang)}, as_json=as_json)
        return
    before, after = _sound(old, as_json=as_json), _sound(new, as_json=as_json)
    _print({one: telling.changes(before, after, one) for one in _languages(lang)}, as_json=as_json)


@pack.command("publish")
@click.argument("folder", type=FOLDER)
@JSON
@LANG
def publish_command(folder: Path, lang: str, *, as_json: bool) -> None:
    """Publish the pack or bundle in FOLDER, or all below it: checked, played, frozen, in force at once.

    Whoever runs the machine answers for it: no second person is asked, as one is on the pages. A version that was
    handed in there waits on, whatever is published here, and the same content is left to its second person.
    Exit code 0: all are in force; 1: there is no database; 2: some are not, which changes nothing of the rest.
    """
    import django

    django.setup()
    from linli.packs.bundles import publish_either
    from linli.site.cli.publishing import publish_all

    folders = (*services_below(folder), *packs_below(folder, BUNDLE))
    publish_all(folders or (folder,), publish_either, lang, as_json=as_json)


@pack.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of pack.yaml for editors (docs/pack.schema.json)."""
    click.echo(json.dumps(schema(), ensure_ascii=False, indent=2))


def _checked(folder: Path) -> tuple[Checked, ...]:
    others = packs_below(folder, BUNDLE) or packs_below(folder, CERTIFICATE)
    if folder.is_dir() and others and not packs_below(folder):
        return ()
    if folder.is_dir() and not packs_below(folder):
        for lang in LANGUAGES:
            click.echo(reason(Reason("packs.cli_no_packs", {"folder": str(folder)}), lang=lang), err=True)
        sys.exit(2)
    return check_tree(folder)


def _answer(
    checked: tuple[Checked | CheckedBundle | CheckedKind, ...],
    found: list[Located],
    clean: str,
    n: int,
    lang: str,
    *,
    as_json: bool,
    noted: tuple[Located, ...] = (),
) -> NoReturn:
    if as_json:
        packs = [_as_json(one) for one in checked]
        told = {"findings": [*map(telling.told, found)], "notes": [*map(telling.told, noted)]}
        click.echo(_json({"ok": not found, "packs": packs, **told}))
        sys.exit(1 if found else 0)
    for located in (*found, *noted):
        click.echo(telling.line_of(located, lang, Path.cwd()))
    end = Reason("packs.cli_found", {"n": len(found)}) if found else Reason(clean, {"n": n})
    if noted and not found:
        end = Reason("packs.cli_noted", {"n": n, "notes": len(noted)})
    click.echo(reason(end, lang=lang))
    sys.exit(1 if found else 0)


def _noted(checked: tuple[Checked, ...]) -> tuple[Located, ...]:
    """Return what does not fit the city of this machine; nothing where there is no database yet."""
    import django
    from django.db import DatabaseError, connection

    django.setup()
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return ()
    try:
        return tuple(located for one in checked for located in notes(one))
    except DatabaseError:
        return ()


def _as_json(one: Checked | CheckedBundle | CheckedKind) -> dict[str, Any]:
    definition: Any
    if isinstance(one, CheckedKind):
        definition = one.kind
        sha = fingerprint(one.folder.said) if definition and not one.found else None
    elif isinstance(one, CheckedBundle):
        definition = one.bundle
        sha = fingerprint(frozen_bundle(one)) if definition and not one.found else None
    else:
        definition = one.definition
        sha = fingerprint(frozen(one)) if definition and not one.found else None
    return {
        "folder": str(one.folder.path),
        "pack": definition.name if definition else None,
        "version": definition.version if definition else None,
        "sha256": sha,
        "scenarios": len(one.folder.scenarios),
    }


def _sound(folder: Path, *, as_json: bool) -> ServiceDefinition:
    """Return the definition of a pack that can be read, or leave with what is wrong."""
    checked = check_folder(folder)
    if checked.definition is None:
        _answer((checked,), [*checked.found], "packs.cli_clean", 1, "zh", as_json=as_json)
    return checked.definition


def _sound_kind(folder: Path, *, as_json: bool) -> CertificateKind:
    """Return a kind of certificate that can be read, or leave with what is wrong."""
    checked = check_kind_folder(folder)
    if checked.kind is None:
        _answer((checked,), [*checked.found], "packs.cli_clean", 1, "zh", as_json=as_json)
    return checked.kind


def _kind_changes(old: CertificateKind, new: CertificateKind, lang: str) -> tuple[str, ...]:
    told = kind_changes(old, new) or (Reason("packs.diff_none"),)
    return tuple(reason(one, lang=lang) for one in told)


def _languages(lang: str | None) -> tuple[str, ...]:
    return (lang,) if lang else LANGUAGES


def _print(told: Mapping[str, Iterable[str]], *, as_json: bool) -> None:
    if as_json:
        click.echo(_json({lang: [*lines] for lang, lines in told.items()}))
        return
    click.echo("\n\n".join("\n".join(lines) for lines in told.values()))


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
