"""The statements that every act runs, as SQL that SQLite and PostgreSQL both take.

Each act runs four or five of them, and building them anew through the ORM cost more than running them.
The models stay the only description of the tables; a test compares the columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from linli.kernel.audit.models import Entry, Stream

FIND_ANSWER = "SELECT input_hash, answer FROM audit_actrecord WHERE actor_key = %s AND act_id = %s"
RAISE_STREAM = "UPDATE audit_stream SET seq = %s, head = %s, recorded_at = %s WHERE id = %s AND seq = %s"
INSERT_STREAM = (
    "INSERT INTO audit_stream (sid, kind, seq, head, sealed, recorded_at)"
    " VALUES (%s, %s, %s, %s, %s, %s) RETURNING id"
)
INSERT_ENTRY = (
    "INSERT INTO audit_entry (stream_id, seq, act, act_id, actor_key, body, leaf_hash, recorded_at)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id"
)
INSERT_ITEMS = (
    "INSERT INTO audit_privateitem (entry_id, position, name, subject, retention, salt, value) VALUES "
)
INSERT_ACT = (
    "INSERT INTO audit_actrecord (actor_key, act_id, name, input_hash, answer, recorded_at, events)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s)"
)
ITEMS_AT_A_TIME = 100


def find_answer(actor_key: str, act_id: str) -> tuple[str, str] | None:
    """Return the hash of what was said and the first answer to it, if this act was done before."""
    with connection.cursor() as cursor:
        cursor.execute(FIND_ANSWER, [actor_key, act_id])
        row: tuple[str, str] | None = cursor.fetchone()
        return row


def raise_stream(stream: Stream, head: str, recorded_at: datetime) -> bool:
    """Move a stream one entry on, unless somebody else did since it was read."""
    with connection.cursor() as cursor:
        values = [stream.seq + 1, head, _moment(recorded_at), stream.id, stream.seq]
        cursor.execute(RAISE_STREAM, values)
        if not cursor.rowcount:
            return False
    stream.seq, stream.head, stream.recorded_at = stream.seq + 1, head, recorded_at
    return True


def insert_stream(stream: Stream) -> None:
    """Store a new stream and give it its id."""
    values = [stream.sid, stream.kind, stream.seq, stream.head, stream.sealed, _moment(stream.recorded_at)]
    stream.id = _insert(INSERT_STREAM, values)
    stream._state.adding, stream._state.db = False, connection.alias  # noqa: SLF001 - as save() does


def insert_entry(entry: Entry) -> None:
    """Store an entry and give it its id."""
    values = [
        entry.stream_id,
        entry.seq,
        entry.act,
        entry.act_id,
        entry.actor_key,
        entry.body,
        entry.leaf_hash,
        _moment(entry.recorded_at),
    ]
    entry.id = _insert(INSERT_ENTRY, values)
    entry._state.adding, entry._state.db = False, connection.alias  # noqa: SLF001 - as save() does


def insert_items(items: Sequence[Sequence[int | str]]) -> None:
    """Store private items, each as the values of INSERT_ITEMS; usually in one statement."""
    for start in range(0, len(items), ITEMS_AT_A_TIME):
        part = items[start : start + ITEMS_AT_A_TIME]
        values = [value for item in part for value in item]
        with connection.cursor() as cursor:
            cursor.execute(INSERT_ITEMS + ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(part)), values)


def insert_act(
    actor_key: str, act_id: str, name: str, input_hash: str, answer: str, recorded_at: datetime, events: str
) -> None:
    """Store the first answer to an act, and what it announced."""
    with connection.cursor() as cursor:
        values = [actor_key, act_id, name, input_hash, answer, _moment(recorded_at), events]
        cursor.execute(INSERT_ACT, values)


def _insert(statement: str, values: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.fetchone()[0])


def _moment(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)
