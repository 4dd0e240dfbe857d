"""`linli import readings`: how words and names of places sound in this city, from a sheet, by who keeps them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import click

from linli.core.shared.outcomes import Problem
from linli.site.cli.importing import Voice, start
from linli.site.cli.importing_lists import Taken, list_options, rows_of, staff, take_each
from linli.web.importing.table import Row

if TYPE_CHECKING:
    from linli.kernel.access.actors import Actor

SPACE = UUID("6b0f4f0e-0a6a-4c58-9f57-5a0a3d4f7e21")
NEEDED = ("word", "pinyin", "why")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@list_options
def readings(file: Path, login: str, rejects: Path | None, lang: str, *, as_json: bool) -> None:
    """Import how words sound from FILE (csv or xlsx): word, pinyin, why.

    The pinyin has a syllable with its tone for each character (hai4 zhou1, or hài zhōu). A word that sounds so already
    is skipped; one that sounds otherwise is rejected, for its old reading is taken back on the page first. Exit code
    0: all taken or there already; 2: some rejected; 1: failed.
    """
    start()
    from linli.kernel.access.permissions import Permission

    say = Voice(lang, as_json=as_json)
    table, actor = rows_of(say, file, NEEDED), staff(say, login, Permission.READING_KEEP)
    where = rejects or Path(f"{file.stem}.rejects.csv")
    take_each(say, table, lambda row: _reading(row, actor), where, key="word")


def _reading(row: Row, actor: Actor) -> Taken:
    from linli.apps.notices import facts, service
    from linli.core.ledger.entry import Source
    from linli.core.speech.syllables import read_sound

    new = service.NewReading(**{name: row.cells[name] for name in NEEDED})
    sound = read_sound(new.word, new.pinyin)
    if isinstance(sound, Problem):
        return (sound,)
    there = facts.reading_of(new.word)
    if there is not None and there.pinyin == " ".join(sound):
        return False
    act_id = str(uuid5(SPACE, f"{new} {facts.times_written(new.word)}"))
    service.add_reading(new, actor=actor, act_id=act_id, at=datetime.now(UTC), source=Source.IMPORT)
    return True
