"""`linli doctor`: what is wrong with this installation, and what to do about it."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

import click

from linli.core.shared.outcomes import Reason
from linli.site.cli.ledger import with_django

EXIT = {"ok": 0, "poor": 2, "down": 1}


@click.command()
@with_django
def doctor(lang: str, *, as_json: bool) -> None:
    """Look at database, worker, disk, log, letters, keys, fonts and settings. Exit: 0 well, 2 look, 1 down."""
    from linli.kernel.ui.text import reason
    from linli.site.serving.diagnosis import diagnose
    from linli.site.serving.health import State

    found = diagnose(datetime.now(UTC))
    worst = max((one.state for one in found), key=[*State].index)
    if as_json:
        parts = [{"part": one.part, "state": one.state.value, **one.facts} for one in found]
        click.echo(json.dumps({"state": worst.value, "parts": parts}, ensure_ascii=False))
    else:
        for one in found:
            said = reason(Reason(f"doctor.{one.part}.{one.state.value}", one.facts), lang=lang)
            click.echo(f"{one.state.value:5} {said}")
    sys.exit(EXIT[worst.value])
