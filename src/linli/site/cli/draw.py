"""`linli draw`: close a list and draw by it, show a draw, and verify the file of one, ours or anybody's."""

from __future__ import annotations

import json
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from linli.core.shared.outcomes import Problem, Reason, Refusal
from linli.site.cli.ledger import with_django
from linli.site.cli.sentences import LANGUAGES

DOES_NOT_HOLD, REFUSED = 1, 2
LARGEST = 50_000_000


@click.group()
def draw() -> None:
    """Draws for scarce places: run, verify, show."""


@draw.command()
@click.argument("ref", type=click.UUID)
@click.option("--close", is_flag=True, help="close the list and commit it, instead of drawing")
@with_django
def run(ref: uuid.UUID, lang: str, *, close: bool, as_json: bool) -> None:
    """Draw by the committed list, once the public log has the entries that make the seed. Exit: 0 drawn, 2 refused."""
    from linli.apps.centres import service
    from linli.kernel.access.actors import system_actor
    from linli.kernel.audit import sequencer
    from linli.kernel.audit.outcomes import Outcome

    at = datetime.now(UTC)
    who: dict[str, Any] = {"actor": system_actor("command-line"), "act_id": str(uuid.uuid4()), "at": at}
    try:
        if close:
            told: dict[str, Any] = {"ref": str(ref), "list_hash": service.close_draw(ref, **who)}
        else:
            sequencer.sequence_all(at)
            told = service.run_draw(ref, **who)
    except Outcome as no:
        _refuse(getattr(no, "refusal", Refusal("centres.no_such_draw")), lang, as_json=as_json)
    said = "centres.cli_closed" if close else "centres.cli_drawn"
    _say(Reason(said, {key: str(value) for key, value in told.items()}), told, lang, as_json=as_json)


@draw.command()
@click.argument("ref", type=click.UUID, required=False)
@with_django
def show(ref: uuid.UUID | None, lang: str, *, as_json: bool) -> None:
    """Show the draws, or print the file of one with --json: list, commitment, seed, results, proofs; no person."""
    from linli.apps.centres import facts
    from linli.kernel.audit.outcomes import NotVisible

    if ref is not None and as_json:
        try:
            click.echo(json.dumps(facts.draw_file(ref), ensure_ascii=False, indent=2))
        except NotVisible:
            _refuse(Refusal("centres.no_such_draw"), lang, as_json=True)
        return
    rows = [one for one in facts.draws(datetime.now(UTC)) if ref is None or one.ref == str(ref)]
    told = [
        {"ref": one.ref, "title": one.title_zh, "state": one.state, "places": one.places,
         "applicants": one.applicants, "list_hash": one.list_hash, "seed": one.seed, "waits_for": one.waits_for}
        for one in rows
    ]  # fmt: skip
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for line in told:
        click.echo(f"{line['ref']} {line['state']} {line['title']} {line['applicants']}/{line['places']}")


@draw.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_django
def verify(file: Path, lang: str, *, as_json: bool) -> None:
    """Draw again from FILE and check list, commitment, seed and results. Exit: 0 all fits, 1 it does not, 2 unreadable.

    The signature of the checkpoint inside is checked by tools/linli_verify.py with the log's key.
    """
    from linli.apps.centres import facts

    try:
        told = json.loads(file.read_bytes()[:LARGEST].decode("utf-8-sig"))
    except (OSError, ValueError):
        _refuse(Problem("file", "centres.draw_file_form"), lang, as_json=as_json)
    problems = facts.problems_of(told)
    if as_json:
        findings = [
            {"code": one.code, **{name: _sentence(one, name) for name in LANGUAGES}} for one in problems
        ]
        click.echo(json.dumps({"holds": not problems, "findings": findings}, ensure_ascii=False))
    else:
        for one in problems or (Reason("centres.cli_fits" if told["seed"] else "centres.cli_fits_so_far"),):
            click.echo(_sentence(one, lang))
    sys.exit(DOES_NOT_HOLD if problems else 0)


def _refuse(said: Problem | Refusal, lang: str, *, as_json: bool) -> NoReturn:
    if as_json:
        error = {"code": said.code, **{name: _sentence(said, name) for name in LANGUAGES}}
        click.echo(json.dumps({"errors": [error]}, ensure_ascii=False))
    else:
        click.echo(_sentence(said, lang), err=True)
    sys.exit(REFUSED)


def _say(said: Reason, told: dict[str, Any], lang: str, *, as_json: bool) -> None:
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else _sentence(said, lang))


def _sentence(said: Reason | Problem | Refusal, lang: str) -> str:
    from linli.kernel.ui.text import reason

    return reason(said, lang=lang)
