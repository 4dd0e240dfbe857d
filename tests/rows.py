"""What a test database holds, taken out and written again as it was: building it by acts once is enough."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import cache

from django.db import connection, transaction

from linli.apps.catalogue.facts import epoch
from linli.kernel.audit.models import Entry
from linli.kernel.identity.models import Account

KEPT_BY_MIGRATIONS = frozenset({"auth_permission", "django_content_type", "django_migrations"})
"""Tables that are full before any test begins."""

Rows = dict[str, tuple[str, object]]
"""For each table that holds anything the statement that fills it, and what it is filled with."""


def once(what: object, build: Callable[[], object]) -> object:
    """Build something by acts once in a process; after that write its rows again, which takes a tenth of the time.

    What is in the database before must be the same each time: nothing, or a city written from its own rows.
    """
    bare = is_empty()
    if connection.vendor == "postgresql" and not bare:
        return build()  # a table that was written to in this transaction cannot be emptied in it
    if what not in _built:
        made = build()
        _built[what] = (made, all_rows())
        return deepcopy(made)
    made, rows = _built[what]
    if not bare:
        delete_rows()
    write_rows(rows)
    epoch._memo.forget()  # what this transaction read of the catalogue before is no longer so
    return deepcopy(made)


_built: dict[object, tuple[object, Rows]] = {}


def is_empty() -> bool:
    """Whether nobody did anything in this database yet."""
    return not Entry.objects.exists() and not Account.objects.exists()


def all_rows() -> Rows:
    """Take out what every table holds."""
    take = _copied if connection.vendor == "postgresql" else _selected
    with connection.cursor() as cursor:
        return {table: found for table in _tables() if (found := take(cursor, table))}


def write_rows(rows: Rows) -> None:
    """Write what was taken out into the same tables, empty now."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement, held in rows.values():
            if connection.vendor == "postgresql":
                with cursor.copy(statement) as into:
                    into.write(held)
            else:
                cursor.executemany(statement, held)


def delete_rows() -> None:
    """Leave every table empty that is empty before any test; most never held anything, and are not touched."""
    held = " UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT 1 FROM \"{one}\")" for one in _tables())  # noqa: S608 - ours
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.execute(held)
        full = [name for (name,) in cursor.fetchall()]
        if full and connection.vendor == "postgresql":
            cursor.execute("TRUNCATE " + ", ".join(f'"{one}"' for one in full) + " CASCADE")
        elif full:
            for one in full:
                cursor.execute(f'DELETE FROM "{one}"')  # noqa: S608 - likewise


@cache
def _tables() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        return tuple(sorted(set(connection.introspection.table_names(cursor)) - KEPT_BY_MIGRATIONS))


def _copied(cursor, table: str) -> tuple[str, object] | None:
    with cursor.copy(f'COPY "{table}" TO STDOUT') as out:
        held = b"".join(bytes(part) for part in out)
    return (f'COPY "{table}" FROM STDIN', held) if held else None


def _selected(cursor, table: str) -> tuple[str, object] | None:
    cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the name comes from the database itself
    held = cursor.fetchall()
    places = ", ".join(["%s"] * len(cursor.description))
    return (f'INSERT INTO "{table}" VALUES ({places})', held) if held else None  # noqa: S608 - likewise
