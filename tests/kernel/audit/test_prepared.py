from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.kernel.audit.models import Entry, PrivateItem, Stream, Tile
from linli.kernel.audit.prepared import Insert, Select, Update

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

AT = datetime(2026, 10, 9, 1, 2, 3, 456789, tzinfo=UTC)


def stream(sid="a", **changes):
    return Stream(**{"sid": sid, "kind": "case", "seq": 1, "head": "0", "recorded_at": AT} | changes)


def columns(row):
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname != "id"
    }


def test_a_row_is_inserted_as_save_would():
    saved, inserted = stream("a", sealed=True), stream("b", sealed=True)
    saved.save(force_insert=True)
    insert = Insert(Stream)
    assert insert(inserted) is inserted
    assert inserted.pk > saved.pk
    assert not inserted._state.adding
    kept = columns(Stream.objects.get(sid="b"))
    assert kept == columns(saved) | {"sid": "b"}
    inserted.seq = 2
    inserted.save()
    assert Stream.objects.count() == 2


def test_many_rows_are_one_statement(django_assert_num_queries):
    home = Insert(Stream)(stream())
    rows = [Entry(stream=home, seq=n, act="x", recorded_at=AT, body="{}", leaf_hash="0") for n in (1, 2, 3)]
    with django_assert_num_queries(1):
        Insert(Entry).many(rows)
    assert list(Entry.objects.order_by("seq").values_list("seq", "leaf_index")) == [
        (1, None),
        (2, None),
        (3, None),
    ]
    with django_assert_num_queries(0):
        Insert(Entry).many([])


def test_a_row_that_is_there_gets_the_columns_that_may_change():
    put = Insert(Tile, unique=("level", "number"), change=("hashes",))
    put.many([Tile(level=0, number=0, hashes=b"one"), Tile(level=0, number=1, hashes=b"two")])
    put.many([Tile(level=0, number=1, hashes=b"new")])
    found = Tile.objects.order_by("number").values_list("number", "hashes")
    assert [(number, bytes(data)) for number, data in found] == [(0, b"one"), (1, b"new")]


def test_a_refused_row_undoes_the_transaction_it_is_in():
    Insert(Stream)(stream())

    @transaction.atomic
    def two():
        Insert(Stream)(stream("b"))
        Insert(Stream)(stream())

    with pytest.raises(IntegrityError):
        two()
    assert Stream.objects.count() == 1


def test_a_change_reaches_the_rows_named_and_says_how_many():
    home = Insert(Stream)(stream())
    change = Update(Stream, "id", "seq")
    assert change(home.id, 1, seq=2, head="1", recorded_at=AT + timedelta(seconds=1)) == 1
    assert change(home.id, 1, seq=3) == 0
    home.refresh_from_db()
    assert (home.seq, home.head, home.recorded_at) == (2, "1", AT + timedelta(seconds=1))


def test_foreign_keys_are_changed_by_their_id_and_values_may_go():
    one, other = Insert(Stream)(stream("a")), Insert(Stream)(stream("b"))
    entry = Insert(Entry)(Entry(stream=one, seq=1, act="x", recorded_at=AT, body="{}", leaf_hash="0"))
    item = Insert(PrivateItem)(PrivateItem(entry=entry, position=0, name="n", salt="s", value="v"))
    assert Update(Entry, "id")(entry.id, stream_id=other.id) == 1
    assert Update(PrivateItem, "entry")(entry.id, salt=None, value=None) == 1
    entry.refresh_from_db()
    item.refresh_from_db()
    assert (entry.stream_id, item.value) == (other.id, None)


def test_a_row_is_read_with_what_is_joined_to_it(django_assert_num_queries):
    home = Insert(Stream)(stream(sealed=True))
    Insert(Entry)(Entry(stream=home, seq=1, act="x", recorded_at=AT, body="{}", leaf_hash="0"))
    read = Select(lambda: Entry.objects.select_related("stream"), "stream", "seq")
    with django_assert_num_queries(1):
        found = read.one(home.id, 1)
        assert (found.stream.sid, found.stream.sealed, found.recorded_at) == ("a", True, AT)
    assert found == Entry.objects.get()
    assert read.one(home.id, 2) is None
    assert read(home.id, 1) == [found]


def test_columns_come_as_tuples_in_the_order_asked_for():
    Insert(Stream)(stream())
    read = Select(lambda: Stream.objects.values_list("recorded_at", "sealed", "sid"), "sid")
    assert read("a") == [(AT, False, "a")]
    assert Select(lambda: Stream.objects.values_list("sid", flat=True)).one() == ("a",)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_one_field_may_be_asked_for_several_values(count, django_assert_num_queries):
    for n in range(6):
        Insert(Stream)(stream(str(n)))
    read = Select(lambda: Stream.objects.order_by("sid").values_list("sid"), "kind", "sid__in")
    wanted = [str(n) for n in range(count)]
    with django_assert_num_queries(1):
        assert read("case", wanted) == [(sid,) for sid in wanted]
    with django_assert_num_queries(0):
        assert read("case", []) == []


def test_fixed_parts_of_a_query_stay():
    Insert(Stream).many([stream("a"), stream("b", kind="body")])
    read = Select(lambda: Stream.objects.filter(kind="body").values_list("sid"), "seq")
    assert read(1) == [("b",)]
