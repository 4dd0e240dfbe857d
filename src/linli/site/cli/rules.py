"""`linli rules`: check entitlements, play their scenarios, publish them, ask them, and try out a change."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from linli.core.packs.benefit import Benefit
from linli.core.packs.definition import LANGUAGES
from linli.core.shared.outcomes import Param, Reason, Refusal
from linli.kernel.ui.show import money
from linli.kernel.ui.text import reason
from linli.packs import telling
from linli.packs.benefits import CheckedBenefit, check_benefit_folder, check_benefits, play_benefit
from linli.packs.changing import read_change
from linli.packs.folder import RULES, Located, packs_below
from linli.packs.population import Population, Reject, read_population
from linli.packs.simulating import simulate

FOLDER = click.Path(path_type=Path)
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
BENEFITS = Path("packs/benefits")
JSON = click.option("--json", "as_json", is_flag=True, help="print JSON")
LANG = click.option("--lang", type=click.Choice(LANGUAGES), default="zh", help="language of the sentences")


@click.group()
def rules() -> None:
    """Entitlements as data: check, test, publish, and simulate a change before it is decided."""


@rules.command("check")
@click.argument("folder", type=FOLDER, default=BENEFITS)
@JSON
@LANG
def check_command(folder: Path, lang: str, *, as_json: bool) -> None:
    """Find all that is wrong with the entitlement in FOLDER, or with all below it. Exit code 1 if any."""
    checked = _checked(folder)
    found = [located for one in checked for located in one.found]
    _answer(checked, found, "rules_cli.clean", len(checked), lang, as_json=as_json)


@rules.command("test")
@click.argument("folder", type=FOLDER, default=BENEFITS)
@JSON
@LANG
def test_command(folder: Path, lang: str, *, as_json: bool) -> None:
    """Play the scenarios of the entitlement in FOLDER, or of all below it. Exit code 1 if any differs."""
    checked = _checked(folder)
    found = [
        located
        for one in checked
        for located in (*(one.found if one.benefit is None else ()), *play_benefit(one))
    ]
    played = sum(len(one.folder.scenarios) for one in checked)
    _answer(checked, found, "rules_cli.played", played, lang, as_json=as_json)


@rules.command("publish")
@click.argument("folder", type=FOLDER, default=BENEFITS)
@JSON
@LANG
def publish_command(folder: Path, lang: str, *, as_json: bool) -> None:
    """Publish the entitlement in FOLDER, or all below it: checked, played, frozen, in force at once.

    Whoever runs the machine answers for it: no second person is asked, as one is on the pages. A version that was
    handed in there waits on, whatever is published here, and the same content is left to its second person.
    Exit code 0: all are in force; 1: there is no database; 2: some are not, which changes nothing of the rest.
    """
    import django

    django.setup()
    from linli.packs.benefits import publish_benefit
    from linli.site.cli.publishing import publish_all

    publish_all(packs_below(folder, RULES) or (folder,), publish_benefit, lang, as_json=as_json)


@rules.command("list")
@click.argument("benefit")
@click.argument("name")
@click.argument("file", type=FILE)
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), required=True, help="the day from which it is in force"
)
@click.option("--title", required=True, help="the paper that the list is in, and where in it")
@click.option(
    "--certainty", type=click.Choice(["seen", "known", "example"]), required=True, help="how sure the list is"
)
@JSON
@LANG
def list_command(
    benefit: str,
    name: str,
    file: Path,
    since: datetime,
    title: str,
    certainty: str,
    lang: str,
    *,
    as_json: bool,
) -> None:
    """Load a list of the law from FILE (CSV or YAML) into BENEFIT, whole: it is in force at once, as a version of its own.

    NAME is the list, as in graded_diseases. Exit code 0: loaded, or there already; 1: no database; 2: refused, nothing changed.
    """
    import django

    django.setup()
    from linli.site.cli.loading_lists import load

    found = load(benefit, name, file.read_bytes(), since.date(), {"title": title, "certainty": certainty})
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        click.echo("\n".join(found.lines(lang)))
    sys.exit(0 if found.ok else 2)


def _checked(folder: Path) -> tuple[CheckedBenefit, ...]:
    if folder.is_dir() and not packs_below(folder, RULES):
        for lang in LANGUAGES:
            click.echo(reason(Reason("rules_cli.none", {"folder": str(folder)}), lang=lang), err=True)
        sys.exit(2)
    return check_benefits(folder)


def _answer(
    checked: tuple[CheckedBenefit, ...],
    found: list[Located],
    clean: str,
    n: int,
    lang: str,
    *,
    as_json: bool,
) -> NoReturn:
    if as_json:
        told: dict[str, Any] = {"ok": not found, "benefits": [_as_json(one) for one in checked]}
        click.echo(json.dumps({**told, "findings": [*map(telling.told, found)]}, ensure_ascii=False))
        sys.exit(1 if found else 0)
    for located in found:
        click.echo(telling.line_of(located, lang, Path.cwd()))
    end = Reason("packs.cli_found", {"n": len(found)}) if found else Reason(clean, {"n": n})
    click.echo(reason(end, lang=lang))
    sys.exit(1 if found else 0)


def _as_json(one: CheckedBenefit) -> dict[str, Any]:
    return {
        "folder": str(one.folder.path),
        "benefit": one.benefit.name if one.benefit else None,
        "version": one.benefit.version if one.benefit else None,
        "scenarios": len(one.folder.scenarios),
    }


@rules.command("simulate")
@click.argument("folder", type=FOLDER)
@click.option("--population", type=FILE, required=True, help="CSV; money in fen, one column a question")
@click.option("--change", type=FILE, help="YAML with new dated values and formulas")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="the day decided on")
@JSON
@LANG
def simulate_command(
    folder: Path, population: Path, change: Path | None, day: datetime, lang: str, *, as_json: bool
) -> None:
    """Say who gains, who loses and what it costs if the rules of FOLDER are changed, before it is decided.

    Exit code 0: done; 1: the rules or the change have findings; 2: rows were left out, or the population cannot be used.
    """
    checked = check_benefit_folder(folder)
    if checked.benefit is None or checked.found:
        _answer((checked,), [*checked.found], "rules_cli.clean", 1, lang, as_json=as_json)
    after = read_change(change, checked.folder) if change else checked.benefit
    if not isinstance(after, Benefit):
        _answer((checked,), [*after], "rules_cli.clean", 1, lang, as_json=as_json)
    people = read_population(population, checked.benefit)
    if not isinstance(people, Population):
        wrong = [{"code": one.code, **{key: reason(one, lang=key) for key in LANGUAGES}} for one in people]
        click.echo(json.dumps({"ok": False, "problems": wrong}, ensure_ascii=False) if as_json else "")
        for one in () if as_json else people:
            click.echo(reason(one, lang=lang), err=True)
        sys.exit(2)
    found = simulate(checked.benefit, after, people, day.date())
    if isinstance(found, Refusal):
        click.echo(reason(found, lang=lang), err=True)
        sys.exit(2)
    rejects = [_reject(one) for one in people.rejects]
    told = {"ok": not rejects, **found, "rejects": rejects}
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else _summary(found, lang))
    if rejects and not as_json:
        lines = [reason(Reason("rules_cli.rejected", {"n": len(rejects)}), lang=lang)]
        click.echo("\n  ".join([*lines, *(str(one[lang]) for one in rejects)]), err=True)
    sys.exit(2 if rejects else 0)


def _reject(one: Reject) -> dict[str, Any]:
    """Return a row that was put aside; the sentence says why and what to do."""
    sentences = {lang: reason(one.problem, lang=lang) for lang in LANGUAGES}
    return {"file": one.file, "line": one.line, "code": one.problem.code, **sentences}


def _summary(found: Mapping[str, Any], lang: str) -> str:
    cost = found["cost_fen"]
    plain = {key: value for key, value in found.items() if isinstance(value, int | str)}
    said: dict[str, Param] = {
        **plain,
        "before": money(cost["before"], lang),
        "after": money(cost["after"], lang),
    }
    return reason(Reason("rules_cli.simulated", said), lang=lang)
