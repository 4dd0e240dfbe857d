"""Brings a database to the shape that this version needs."""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor


def count_rows() -> None:
    """Let the database look at what it holds now: after many rows at once it would plan for an empty house."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def prepare_database() -> int:
    """Apply the migrations that are missing and return how many that were; none costs a few statements."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not missing:
        return 0
    if connection.introspection.table_names():
        call_command("migrate", interactive=False, verbosity=0)
    else:
        _lay(executor)
    return len(missing)


def _lay(executor: MigrationExecutor) -> None:
    """Lay an empty database out at once, as all migrations together would have left it.

    A migration draws the whole city of models anew for each of its steps, half a minute in all; a test holds both
    ways equal.
    """
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:  # noqa: SLF001 - as Django's own migrate does
                editor.create_model(model)
    executor.recorder.ensure_schema()
    for app, name in executor.loader.graph.nodes:
        executor.recorder.record_applied(app, name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)
