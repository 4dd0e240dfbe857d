"""`linli import subscribers`: people who agreed on paper or by telephone to get announcements, with the day they did."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import click

from linli.core.shared.outcomes import Problem
from linli.site.cli.importing import Voice, start
from linli.site.cli.importing_lists import Taken, json_option, lang_option, rejects_option, rows_of, take_each
from linli.web.importing.table import Row

SPACE = UUID("0d3f4f0a-5a0e-4e0c-9a53-6f6c0f2f7a14")
NEEDED = ("area", "channels", "consented_on")
TEXTS = ("area", "phone", "email", "name", "door", "age")
YES = frozenset({"1", "yes", "true", "是", "y"})


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@rejects_option
@lang_option
@json_option
def subscribers(file: Path, rejects: Path | None, lang: str, *, as_json: bool) -> None:
    """Import the subscribers in FILE (csv or xlsx): area, channels, consented_on, and phone or email.

    Also taken: name, door, age, topics, language, large, neighbour, key. Channels and topics are parted by spaces or
    semicolons, channels in their order. A row that is there already is skipped; one without a day of consent is
    rejected. Exit code 0: all taken or there already; 2: some rejected; 1: failed.
    """
    start()
    say = Voice(lang, as_json=as_json)
    table = rows_of(say, file, NEEDED)
    take_each(say, table, _take, rejects or Path(f"{file.stem}.rejects.csv"), key="key")


def _take(row: Row) -> Taken:
    from linli.apps.notices import service
    from linli.kernel.access.actors import system_actor
    from linli.kernel.audit import rows
    from linli.kernel.audit.act import Source
    from linli.kernel.audit.outcomes import Refused

    cell = row.cells
    try:
        on = date.fromisoformat(cell.get("consented_on", ""))
    except ValueError:
        return (Problem("consented_on", "near.notices.consent_missing"),)
    actor = system_actor("import:subscribers")
    key = cell.get("key") or f"{cell.get('phone', '')}/{cell.get('email', '')}/{cell['area']}"
    act_id = str(uuid5(SPACE, key))
    if rows.find_answer(actor.key, act_id) is not None:
        return False
    try:
        service.write_down(
            _wish(cell), on, source="import", origin=Source.IMPORT, actor=actor, act_id=act_id,
            at=datetime.now(UTC),
        )  # fmt: skip
    except Refused:
        return False
    return True


def _wish(cell: dict[str, str]) -> Any:
    from linli.apps.notices import facts, service

    given: dict[str, Any] = {name: cell.get(name, "") for name in TEXTS}
    return service.Wish(
        **given,
        channels=_parted(cell["channels"]),
        topics=_parted(cell.get("topics", "")) or facts.TOPICS,
        language=cell.get("language") or "zh",
        large=cell.get("large", "").lower() in YES,
        neighbour=cell.get("neighbour", "").lower() in YES,
    )


def _parted(text: str) -> tuple[str, ...]:
    return tuple(text.replace(";", " ").replace("；", " ").replace(",", " ").split())
