"""Brings a database to the shape that this version needs."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def count_rows() -> None:
    """Let the database look at what it holds now: after many rows at once it would plan for an empty house."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def prepare_database() -> int:
    """Apply the migrations that are missing and return how many that were; none costs a few statements."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        call_command("migrate", interactive=False, verbosity=0)
    return len(missing)
