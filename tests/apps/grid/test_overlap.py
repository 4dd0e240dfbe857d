"""The constraint against overlaps in migrations: taken away, put back, written down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.writer import MigrationWriter
from tests.apps.grid.test_duty import START, by_hand

from linli.apps.grid.models import Shift
from linli.kernel.audit.overlap import NoOverlap

CONSTRAINT = next(one for one in Shift._meta.constraints if isinstance(one, NoOverlap))


def overlap(row):
    with transaction.atomic():
        return Shift.objects.create(
            roster_id=row.roster_id,
            account_id=row.account_id,
            starts_at=START,
            ends_at=START + timedelta(hours=1),
        )


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_it_can_be_taken_away_and_put_back(roster, crew):
    by_hand(roster, crew[0], 0)
    row = Shift.objects.get()
    with connection.schema_editor() as editor:
        kept = list(Shift._meta.constraints)
        Shift._meta.constraints = [one for one in kept if one is not CONSTRAINT]
        editor.remove_constraint(Shift, CONSTRAINT)
    overlap(row).delete()
    with connection.schema_editor() as editor:
        Shift._meta.constraints = kept
        editor.add_constraint(Shift, CONSTRAINT)
    with pytest.raises(IntegrityError):
        overlap(row)
    assert Shift.objects.count() == 1


def test_migrations_can_write_it_down():
    text, imports = MigrationWriter.serialize(CONSTRAINT)
    assert "NoOverlap" in text
    assert "import linli.kernel.audit.overlap" in imports
    _path, args, kwargs = CONSTRAINT.deconstruct()
    assert NoOverlap(*args, **kwargs) == CONSTRAINT
    assert NoOverlap(name="x", owner=["account"], starts="starts_at", ends="ends_at") != CONSTRAINT
