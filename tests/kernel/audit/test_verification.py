"""Whoever changes, loses or moves a row around the program is found out, and the row is named."""

from contextlib import contextmanager

import pytest
from django.db import connection

from linli.kernel.audit.models import (
    ActRecord,
    Entry,
    LogState,
    PrivateItem,
    PublishedCheckpoint,
    Stream,
    Tile,
)
from linli.kernel.audit.verification import verify_all

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def around_the_program():
    """Write as somebody with the database's own tools would."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            yield cursor
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
            cursor.execute("PRAGMA foreign_keys = ON")
        else:
            cursor.execute("SET session_replication_role = replica")
            yield cursor
            cursor.execute("SET session_replication_role = DEFAULT")


@pytest.fixture
def filled(ledger):
    ledger.fill(3, 2)
    ledger.sequence()
    ledger.fill(1, 1)
    ledger.sequence()
    assert verify_all().findings == []
    return Entry.objects.get(stream__sealed=False, stream_id=Stream.objects.order_by("id").first().id, seq=2)


def codes():
    return {finding.code for finding in verify_all().findings}


def where(code):
    return [finding.where for finding in verify_all().findings if finding.code == code]


def test_an_untouched_ledger_is_whole(filled):
    report = verify_all()
    assert (report.streams, report.entries, report.log_size, report.checkpoints) == (4, 11, 11, 2)
    assert report.items == 8 + 3  # phone and text four times, and three outcomes of the sealed stream


def test_every_changed_character_of_an_entry_is_named(filled):
    original = filled.body
    for position in range(0, len(original), 7):
        changed = original[:position] + chr(ord(original[position]) ^ 1) + original[position + 1 :]
        Entry.objects.filter(id=filled.id).update(body=changed)
        found = verify_all().findings
        named = [finding for finding in found if finding.where.get("entry") == filled.id]
        assert named, (position, found)
        assert {"index": filled.leaf_index, "level": 0} in [finding.where for finding in found]
    Entry.objects.filter(id=filled.id).update(body=original)
    assert codes() == set()


def test_a_body_that_is_no_text_any_more(filled):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL takes only UTF-8")
    with around_the_program() as cursor:
        cursor.execute("UPDATE audit_entry SET body = CAST(x'7b22ff' AS TEXT) WHERE id = %s", [filled.id])
    assert "audit.entry_unreadable" in codes()


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("act", "trial.other", "audit.columns_differ"),
        ("act_id", "00000000-0000-0000-0000-000000000000", "audit.columns_differ"),
        ("recorded_at", "2020-01-01T00:00:00+00:00", "audit.columns_differ"),
        ("leaf_hash", "0" * 64, "audit.leaf_hash_differs"),
        ("seq", 9, "audit.columns_differ"),
        ("leaf_index", 99, "audit.leaf_lost"),
        ("leaf_index", None, "audit.leaf_lost"),
        ("actor_key", "account:8", "audit.act_record_lost"),
        ("stream_id", 999_999, "audit.stream_lost"),
    ],
)
def test_a_changed_column_of_an_entry(filled, column, value, code):
    with around_the_program() as cursor:
        cursor.execute(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", [value, filled.id])  # noqa: S608
    assert code in codes()


def test_a_consistent_forgery_meets_the_tree(filled):
    """Somebody rewrites the last entry of a stream with everything that follows from it."""
    from linli.core.ledger.hashes import leaf_hash

    last = Entry.objects.filter(stream=filled.stream).order_by("-seq").first()
    body = last.body.replace("stage_1", "stage_9")
    digest = leaf_hash(body.encode()).hex()
    Entry.objects.filter(id=last.id).update(body=body, leaf_hash=digest)
    Stream.objects.filter(id=last.stream_id).update(head=digest)
    assert codes() == {"audit.leaf_differs", "audit.checkpoint_differs"}
    assert where("audit.leaf_differs") == [{"level": 0, "index": last.leaf_index}]


def test_entries_that_changed_places(filled):
    other = Entry.objects.get(stream=filled.stream, seq=3)
    with around_the_program():
        Entry.objects.filter(id=other.id).update(seq=7, leaf_index=70)
        Entry.objects.filter(id=filled.id).update(seq=3, leaf_index=other.leaf_index)
        Entry.objects.filter(id=other.id).update(seq=2, leaf_index=filled.leaf_index)
    assert {"audit.columns_differ", "audit.link_broken", "audit.leaf_differs"} <= codes()


def test_a_lost_entry(filled):
    with around_the_program() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE id = %s", [filled.id])
    assert {"audit.link_broken", "audit.leaf_lost"} <= codes()
    assert where("audit.leaf_lost") == [{"index": filled.leaf_index}]


def test_a_lost_tail_with_a_mended_head(filled):
    last = Entry.objects.filter(stream=filled.stream).order_by("-seq").first()
    with around_the_program() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE id = %s", [last.id])
    Stream.objects.filter(id=filled.stream_id).update(seq=filled.seq, head=filled.leaf_hash)
    assert codes() == {"audit.leaf_lost"}


def test_the_last_leaf_is_missed_too(filled):
    with around_the_program() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE leaf_index = 10")
    assert {"index": 10} in where("audit.leaf_lost")


def test_a_whole_stream_is_missed(filled):
    with around_the_program() as cursor:
        cursor.execute("DELETE FROM audit_stream WHERE id = %s", [filled.stream_id])
    assert len(where("audit.stream_lost")) == 3
    with around_the_program() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE stream_id = %s", [filled.stream_id])
    assert {"audit.entry_lost", "audit.leaf_lost"} == codes()


def test_a_stream_without_entries(filled):
    with around_the_program() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE stream_id = %s", [filled.stream_id])
    assert where("audit.stream_empty") == [{"stream": filled.stream.sid}]


@pytest.mark.parametrize(
    ("column", "value"), [("seq", 2), ("head", "0" * 64), ("sid", "0" * 32), ("sealed", True)]
)
def test_a_changed_stream(filled, column, value):
    Stream.objects.filter(id=filled.stream_id).update(**{column: value})
    assert codes() & {"audit.head_differs", "audit.columns_differ"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"value": '"13800000000"'}, "audit.item_differs"),
        ({"value": "not json"}, "audit.item_differs"),
        ({"salt": "00" * 32}, "audit.item_differs"),
        ({"salt": "zz"}, "audit.item_differs"),
        ({"name": "telephone"}, "audit.item_differs"),
        ({"position": 5}, "audit.item_uncommitted"),
        ({"value": None, "salt": None}, "audit.erased_without_notice"),
    ],
)
def test_a_changed_item(filled, change, code):
    item = PrivateItem.objects.get(entry__stream=filled.stream, name="phone")
    with around_the_program():
        PrivateItem.objects.filter(id=item.id).update(**change)
    assert [(found["stream"], found["seq"]) for found in where(code)] == [(filled.stream.sid, 1)]


def test_a_lost_item(filled):
    PrivateItem.objects.filter(entry__stream=filled.stream, name="text").delete()
    assert where("audit.item_lost")[0]["position"] == 1


@pytest.mark.parametrize("change", [{"act": "trial.open"}, {"recorded_at": "2020-01-01T00:00:00Z"}])
def test_what_a_sealed_entry_stands_for(filled, change):
    Entry.objects.filter(stream__sealed=True, seq=2).update(**change)
    assert codes() == {"audit.outcome_differs"}


@pytest.mark.parametrize("value", ["null", "{", '{"act":1}'])
def test_a_broken_outcome(filled, value):
    PrivateItem.objects.filter(name="outcome", entry__seq=2).update(value=value)
    assert {"audit.item_differs", "audit.outcome_differs"} == codes()


def test_a_lost_outcome(filled):
    PrivateItem.objects.filter(name="outcome", entry__seq=2).delete()
    assert {"audit.item_lost", "audit.outcome_differs"} == codes()


def test_a_changed_first_answer_row(filled):
    ActRecord.objects.filter(act_id=filled.act_id).delete()
    assert where("audit.act_record_lost")[0]["entry"] == filled.id


@pytest.mark.parametrize("offset", [0, 31, 32, 200])
def test_a_changed_tile(filled, offset):
    tile = Tile.objects.get()
    hashes = bytearray(tile.hashes)
    hashes[offset] ^= 1
    Tile.objects.update(hashes=bytes(hashes))
    assert where("audit.leaf_differs") == [{"level": 0, "index": offset // 32}]


def test_a_lost_tile(filled):
    Tile.objects.all().delete()
    assert len(where("audit.leaf_differs")) == 11


def test_a_log_made_shorter(filled):
    LogState.objects.update(size=5)
    assert {"audit.leaf_beyond_log", "audit.log_shrunk"} == codes()


def test_a_changed_checkpoint(filled):
    row = PublishedCheckpoint.objects.order_by("size").first()
    for change in ({"size": 8}, {"root": "0" * 64}):
        PublishedCheckpoint.objects.filter(id=row.id).update(**change)
        assert codes() == {"audit.checkpoint_columns_differ"}
        PublishedCheckpoint.objects.filter(id=row.id).update(size=row.size, root=row.root)
    PublishedCheckpoint.objects.filter(id=row.id).update(
        note=row.note.replace("test.example", "best.example")
    )
    assert codes() == {"audit.checkpoint_unsigned"}
    PublishedCheckpoint.objects.filter(id=row.id).update(note="nonsense")
    assert codes() == {"audit.checkpoint_unsigned"}


def test_broken_notices_are_reported_for_themselves(filled, ledger):
    Entry.objects.filter(id=filled.id).update(act="audit.erase")
    assert "audit.columns_differ" in codes()


def test_a_log_of_several_tiles(ledger, monkeypatch):
    from linli.kernel.audit import log_verification

    monkeypatch.setattr(log_verification, "ENTRIES_AT_A_TIME", 100)
    stream = ledger.open()
    for _ in range(299):
        ledger.move(stream)
    ledger.sequence()
    assert verify_all().findings == []
    Tile.objects.filter(level=1).update(hashes=bytes(32))
    assert where("audit.tree_differs") == [{"level": 1, "index": 0}]
