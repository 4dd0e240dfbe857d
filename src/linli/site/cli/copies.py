"""`linli backup` and `linli restore`: the whole installation in one file, and back."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from linli.core.shared.outcomes import Problem, Reason
from linli.site.cli.sentences import LANGUAGES, in_both, say
from linli.site.serving import copies
from linli.site.serving.copies import Copied

VAR = Path(__file__).resolve().parents[4] / "var"
REFUSED = 2


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="print JSON")
@click.option("--lang", type=click.Choice(LANGUAGES), default="zh", help="language of the answer")
def backup(file: Path, lang: str, *, as_json: bool) -> None:
    """Write database, files and keys into FILE (tar), while people go on working."""
    done = copies.back_up(copies.place_of_environment(VAR), file, datetime.now(UTC))
    _tell(done, "copies.backed_up", lang, as_json=as_json)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="print JSON")
@click.option("--lang", type=click.Choice(LANGUAGES), default="zh", help="language of the answer")
def restore(file: Path, lang: str, *, as_json: bool) -> None:
    """Make an empty LINLI_VAR and LINLI_DATABASE whole from FILE; nothing that exists is overwritten."""
    done = copies.restore(copies.place_of_environment(VAR), file)
    _tell(done, "copies.restored", lang, as_json=as_json)


def _tell(done: Copied | Problem, code: str, lang: str, *, as_json: bool) -> None:
    if isinstance(done, Problem):
        click.echo(json.dumps(in_both(done), ensure_ascii=False) if as_json else say(done, lang))
        sys.exit(REFUSED)
    click.echo(json.dumps(asdict(done)) if as_json else say(Reason(code, asdict(done)), lang))
