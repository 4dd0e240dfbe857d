"""The statements written by hand name the columns that the models have."""

import re

import pytest

from linli.kernel.audit import rows
from linli.kernel.audit.act import Item
from linli.kernel.audit.models import ActRecord, Entry, PrivateItem, Stream
from linli.kernel.audit.verification import verify_all

LATER = {"id", "leaf_index", "fanned_at"}  # given by the database, the sequencer and the worker


@pytest.mark.parametrize(
    ("statement", "model"),
    [
        (rows.INSERT_STREAM, Stream),
        (rows.INSERT_ENTRY, Entry),
        (rows.INSERT_ITEMS, PrivateItem),
        (rows.INSERT_ACT, ActRecord),
    ],
)
def test_every_column_is_written(statement, model):
    table, columns = re.match(r"INSERT INTO (\w+) \(([^)]*)\)", statement).groups()
    assert table == model._meta.db_table
    assert set(columns.split(", ")) | LATER >= {field.column for field in model._meta.fields}
    assert set(columns.split(", ")) <= {field.column for field in model._meta.fields}


@pytest.mark.django_db
def test_many_items_of_one_entry(ledger):
    def work(acting):
        items = [Item(f"item_{number}", "值", "person:1", "case") for number in range(230)]
        return acting.open_stream("case", "trial.open", {}, items).sid

    ledger.do(work)
    assert PrivateItem.objects.count() == 230
    assert verify_all().findings == []


@pytest.mark.django_db
def test_rows_are_like_saved_ones(ledger):
    stream = ledger.open()
    seen = []

    def work(acting):
        fresh = Stream.objects.get(id=stream.id)
        seen.append(acting.enter(fresh, "trial.move", {}))
        seen.append(fresh)

    ledger.do(work)
    entry, fresh = seen
    kept = Entry.objects.get(id=entry.id)
    for field in Entry._meta.fields:
        assert getattr(kept, field.attname) == getattr(entry, field.attname), field.name
    kept = Stream.objects.get(id=stream.id)
    for field in Stream._meta.fields:
        assert getattr(kept, field.attname) == getattr(fresh, field.attname), field.name
    assert not entry._state.adding
