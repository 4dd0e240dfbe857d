"""An empty database is laid out at once, and looks as if every migration had been applied to it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection

MIGRATE = """
import django; django.setup()
from django.core.management import call_command
from django.db.migrations.state import ProjectState

def add_model(self, added):
    key = added.app_label, added.name_lower
    self.models[key] = added
    if self._relations is not None:
        self.resolve_model_relations(key)
    if "apps" in self.__dict__:
        self.apps.render_multiple([added])

ProjectState.add_model = add_model
call_command("migrate", interactive=False, verbosity=0)
"""
"""Every migration applied by Django's own steps, but a new model is drawn alone.

Django draws all models that are near it again, though no one can have known of it before: five times the work.
"""
LAY = "import django; django.setup(); from linli.site.preparing import prepare_database as p; print(p(), p())"
OF_OTHERS = ("auth_", "otp_", "django_")
"""Tables of others, whose columns stand in another order in their own migrations."""
OF_POSTGRESQL = """
select table_name, column_name, data_type, is_nullable, coalesce(character_maximum_length, 0)
  from information_schema.columns where table_schema = 'public'
union all select conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', 0
  from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'f'
union all select tablename, indexname, indexdef, '', 0 from pg_indexes where schemaname = 'public'
"""


def run(*command, **environment):
    said = {**os.environ, "DJANGO_SETTINGS_MODULE": "linli.site.settings", **environment}
    return subprocess.run(
        [sys.executable, *command], env=said, check=True, capture_output=True, text=True
    ).stdout


def shape_of_sqlite(var):
    import sqlite3

    (file,) = var.glob("*.sqlite3")
    with closing(sqlite3.connect(file)) as opened:
        return {*opened.execute("select type, name, sql from sqlite_master where name not like 'sqlite_%'")}


def shape_of_postgresql(url):
    import psycopg

    with psycopg.connect(url) as opened:
        return {*opened.execute(OF_POSTGRESQL).fetchall()}


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_database_laid_at_once_is_as_the_migrations_would_have_left_it(tmp_path):
    sqlite = connection.vendor == "sqlite"
    shapes = []
    for way, command in (("laid", ("-c", LAY)), ("migrated", ("-c", MIGRATE))):
        var = tmp_path / way
        var.mkdir()
        environment = {"LINLI_VAR": str(var), "LINLI_DATABASE": "sqlite:///"}
        if not sqlite:
            one = settings.DATABASES["default"]
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE linli_{way}_{os.getpid()}")
            url = f"postgresql://{one['USER']}@{one['HOST']}:{one['PORT']}/linli_{way}_{os.getpid()}"
            environment["LINLI_DATABASE"] = url
        told = run(*command, **environment)
        if way == "laid":
            assert told.split()[1] == "0", "the second time there is nothing to do"
        shapes.append(shape_of_sqlite(var) if sqlite else shape_of_postgresql(url))
    laid, migrated = ({row for row in shape if not row[1].startswith(OF_OTHERS)} for shape in shapes)
    laid, migrated = (
        {row for row in shape if not row[0].startswith(OF_OTHERS)} for shape in (laid, migrated)
    )
    assert len(laid) > 300
    assert laid == migrated
