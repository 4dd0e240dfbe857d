"""Takes a register from a CSV file: each line an entry of its own, each line that is not taken with its reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from linli.apps.certificates.facts.registers import register_named
from linli.apps.certificates.policy.registers import COLUMNS
from linli.apps.certificates.service.recording import body_of, record
from linli.core.shared.outcomes import Problem
from linli.kernel.access.actors import Actor
from linli.kernel.audit.outcomes import Invalid

MOST_LINES = 2_000
LARGEST = 1_000_000
NEEDED = ("phone", "name", "on", "title")


@dataclass(frozen=True, slots=True)
class Reject:
    """A line that was not taken."""

    line: int
    name: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file."""

    taken: int
    rejects: Sequence[Reject]


def import_entries(register: str, data: bytes, *, actor: Actor, act_id: str, at: datetime) -> Imported:
    """Enter each line; sent again with the same ``act_id`` nothing is entered twice.

    Raises:
        NotVisible: there is no such register.
        Invalid: it is no such file.
        Refused: the actor works for no body that may enter.
    """
    register_named(register)
    body_of(actor)
    taken, rejects = 0, []
    for line, row in _lines(data):
        try:
            record(register, row, actor=actor, act_id=str(uuid5(UUID(act_id), str(line))), at=at)
            taken += 1
        except Invalid as wrong:
            rejects.append(Reject(line, str(row.get("name") or ""), wrong.problems))
    return Imported(taken, rejects)


def _lines(data: bytes) -> list[tuple[int, Mapping[str, str]]]:
    if len(data) > LARGEST:
        raise Invalid(Problem("file", "certificates.file_too_big", {"n": MOST_LINES}))
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig")), strict=True)
        columns = reader.fieldnames or ()
        rows = [(reader.line_num, row) for row in reader]
    except (UnicodeDecodeError, csv.Error) as wrong:
        raise Invalid(Problem("file", "certificates.file_form")) from wrong
    if not set(NEEDED) <= set(columns) or set(columns) - set(COLUMNS):
        raise Invalid(Problem("file", "certificates.file_columns", {"columns": ", ".join(COLUMNS)}))
    if not 0 < len(rows) <= MOST_LINES:
        raise Invalid(Problem("file", "certificates.file_too_big", {"n": MOST_LINES}))
    return rows
