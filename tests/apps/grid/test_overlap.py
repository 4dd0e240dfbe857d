"""The constraint against overlaps in migrations: taken away, put back, written down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.writer import MigrationWriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.apps.grid.test_duty import START, by_hand

from linli.apps.grid.models import DutyRoster, Shift
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


@pytest.mark.both_databases
@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6), st.integers(0, 1)), min_size=2, max_size=12),
    st.sets(st.integers(0, 11), max_size=4),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_exactly_what_overlaps_is_refused_in_any_order(roster, crew, spans, taken_away):
    """Spans of two people, given one after the other, some taken away again: the table says what counting says."""
    kept: dict[int, tuple[int, int, int]] = {}
    with transaction.atomic():
        for n, (start, length, who) in enumerate(spans):
            clash = any(w == who and a < start + length and start < b for a, b, w in kept.values())
            row = Shift(
                roster_id=DutyRoster.objects.get(ref=roster).pk, account_id=crew[who].account.pk,
                starts_at=START + timedelta(hours=start), ends_at=START + timedelta(hours=start + length),
            )  # fmt: skip
            try:
                with transaction.atomic():
                    row.save()
            except IntegrityError:
                assert clash
                continue
            assert not clash
            kept[row.pk] = (start, start + length, who)
            if n in taken_away:
                Shift.objects.filter(pk=row.pk).update(cancelled=True)
                del kept[row.pk]
        transaction.set_rollback(True)
