"""Committed entries get their place once, and the log never signs two histories."""

import json

import pytest
from django.core.exceptions import ImproperlyConfigured

from linli.core.ledger import notes, tree
from linli.core.ledger.hashes import leaf_hash
from linli.core.shared.outcomes import Problem
from linli.kernel.audit import facts, keys, log, sequencer
from linli.kernel.audit.models import Entry, LogState, PublishedCheckpoint, Stream, Tile


@pytest.mark.django_db
def test_entries_are_sequenced_in_the_order_of_their_stream(ledger):
    streams = ledger.fill()
    assert ledger.sequence() == 9
    assert ledger.sequence() == 0
    for stream in streams:
        places = Entry.objects.filter(stream=stream).order_by("seq").values_list("leaf_index", flat=True)
        assert list(places) == sorted(places)
    assert sorted(Entry.objects.values_list("leaf_index", flat=True)) == [*range(9)]


@pytest.mark.django_db
def test_the_published_root_is_the_root_over_the_stored_bytes(ledger):
    ledger.fill()
    ledger.sequence()
    bodies = Entry.objects.order_by("leaf_index").values_list("body", flat=True)
    reference = tree.Tree(leaf_hash(body.encode()) for body in bodies)
    published = log.checkpoint()
    assert published.root == tree.root(9, reference.node)
    note = notes.read_note(published.note)
    assert notes.is_signed(note, keys.log_signer().key, keys.verify)
    assert notes.read_checkpoint(note.text) == notes.Checkpoint("test.example/log", 9, published.root)


@pytest.mark.django_db
def test_the_tree_grows_in_steps_that_give_the_same(ledger, monkeypatch):
    monkeypatch.setattr(sequencer, "SQLITE_ROWS", 2)
    monkeypatch.setattr(sequencer, "POSTGRES_ROWS", 2)
    ledger.fill(2)
    assert sequencer.sequence_some() == 2
    first = sequencer.publish(ledger.at)
    ledger.fill(3)
    ledger.sequence()
    last = log.checkpoint()
    assert (first.size, last.size) == (2, 15)
    assert tree.verify_consistency(2, 15, first.root, last.root, log.consistency(2, 15))


@pytest.mark.django_db
def test_of_two_sequencers_one_goes_on(ledger, monkeypatch):
    ledger.fill(1)
    ledger.sequence()
    ledger.fill(1)
    monkeypatch.setattr(log, "size", lambda: 0)  # what a rival read before the other wrote
    assert sequencer.sequence_some() == 0
    assert Entry.objects.filter(leaf_index__isnull=True).count() == 3


@pytest.mark.django_db
def test_two_first_sequencers(ledger, monkeypatch):
    ledger.fill(1)
    LogState.objects.create(id=1, size=5)
    monkeypatch.setattr(log, "size", lambda: 0)
    assert sequencer.sequence_some() == 0


@pytest.mark.django_db
def test_a_rewritten_log_is_never_signed(ledger):
    ledger.fill(1)
    ledger.sequence()
    tile = Tile.objects.get()
    tile.hashes = bytes(32) + bytes(tile.hashes)[32:]
    tile.save()
    ledger.fill(1)
    with pytest.raises(log.LogBrokenError, match="no longer begins"):
        ledger.sequence()


@pytest.mark.django_db
def test_a_lost_tile_is_named(ledger):
    ledger.fill(1)
    ledger.sequence()
    Tile.objects.all().delete()
    ledger.fill(1)
    with pytest.raises(log.LogBrokenError, match="0/000 is lost"):
        ledger.sequence()


@pytest.mark.django_db
def test_another_key_does_not_take_over_a_log(ledger, settings, tmp_path):
    ledger.fill(1)
    ledger.sequence()
    settings.LOG_KEY_FILE = str(tmp_path / "other.key")
    ledger.fill(1)
    with pytest.raises(log.LogBrokenError, match="another key"):
        ledger.sequence()


@pytest.mark.django_db
def test_an_empty_log_has_a_checkpoint(ledger):
    assert log.checkpoint().size == 0
    assert sequencer.publish(ledger.at).size == 0
    assert PublishedCheckpoint.objects.count() == 0


@pytest.mark.django_db
def test_a_receipt_holds_all_that_its_holder_needs(ledger):
    stream = ledger.open()
    entry = Entry.objects.get(stream=stream)
    early = facts.receipt(entry)
    assert early["inclusion"] is None
    assert facts.is_promise(entry.leaf_hash, early["recorded_at"], early["promise"])
    ledger.fill()
    ledger.sequence()
    entry.refresh_from_db()
    late = facts.receipt(entry, items=["phone"])
    assert late["promise"] == early["promise"]
    assert [(item["name"], item["value"]) for item in late["items"]] == [("phone", "13912345678")]
    proof = [bytes.fromhex(one) for one in late["inclusion"]["proof"]]
    said = notes.read_checkpoint(notes.read_note(late["inclusion"]["checkpoint"]).text)
    leaf = leaf_hash(late["entry"].encode())
    assert tree.verify_inclusion(leaf, late["inclusion"]["index"], said.size, proof, said.root)


@pytest.mark.django_db
def test_promises_are_ours_only_as_given(ledger):
    entry = Entry.objects.get(stream=ledger.open())
    given = facts.receipt(entry)
    assert not facts.is_promise(entry.leaf_hash, "2026-10-01T00:00:00.000000Z", given["promise"])
    assert not facts.is_promise(entry.leaf_hash, "yesterday", given["promise"])
    assert not facts.is_promise("0" * 64, given["recorded_at"], given["promise"])
    assert not facts.is_promise(entry.leaf_hash, given["recorded_at"], "?")


@pytest.mark.django_db
@pytest.mark.parametrize("sealed", [False, True])
def test_history_and_replay_know_sealed_streams_too(ledger, sealed):
    stream = ledger.open(sealed=sealed)
    ledger.move(stream)
    past = facts.history(Stream.objects.get(id=stream.id))
    assert [(one.seq, one.act, one.actor_key, one.source) for one in past] == [
        (1, "trial.open", "account:7", "live"),
        (2, "trial.move", "account:7", "live"),
    ]
    assert past[0].occurred_at == ledger.at
    assert facts.replay_parts(stream) == ({"stage": "submitted"}, {"stage": "accepted"})
    assert facts.private_items(one.id for one in past) == {
        past[0].id: {"phone": "13912345678", "text": "路灯坏了"}
    }


@pytest.mark.django_db
def test_witnesses_add_their_signatures(ledger, settings, tmp_path):
    ledger.fill(1)
    ledger.sequence()
    witness = keys._signer("witness.example", tmp_path / "witness.key")
    key = notes.Key(witness.key.name, witness.key.public, notes.COSIGNATURE)
    settings.LOG_WITNESSES = [key.text]
    signed = notes.cosign(notes.read_note(log.checkpoint().note), key, 1_790_000_000, witness.sign).written()
    assert sequencer.add_cosignatures(signed) == 1
    assert sequencer.add_cosignatures(signed) == 0
    assert notes.cosigned_at(notes.read_note(log.checkpoint().note), key, keys.verify) == 1_790_000_000
    settings.LOG_WITNESSES = []
    assert sequencer.add_cosignatures(signed) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "a\n\n— n AAAAAAA=\n", f"other\n0\n{'A' * 43}=\n\n— n AAAAAAA=\n"])
def test_witnesses_sign_what_we_published(ledger, text):
    assert isinstance(sequencer.add_cosignatures(text), Problem)


def test_a_key_is_made_once_and_for_its_owner(tmp_path):
    path = tmp_path / "log.key"
    first = keys.seed_at(path)
    keys._make(path)  # a second process that came at the same time
    assert keys.seed_at(path) == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["log.key"]


@pytest.mark.parametrize("content", ["", "xyz", "00" * 31])
def test_half_a_key_is_no_key(tmp_path, content):
    path = tmp_path / "log.key"
    path.write_text(content)
    with pytest.raises(ImproperlyConfigured):
        keys.seed_at(path)


def test_names_that_cannot_be_written_are_refused(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="LINLI_LOG_ORIGIN"):
        keys._signer("linli log", tmp_path / "log.key")


def test_a_witness_must_have_a_key(settings):
    settings.LOG_WITNESSES = ["somebody"]
    with pytest.raises(ImproperlyConfigured, match="LINLI_LOG_WITNESSES"):
        [*keys.witnesses()]


def test_a_signature_under_a_broken_key_is_wrong():
    assert not keys.verify(b"short", bytes(64), b"")


@pytest.mark.django_db
def test_bodies_are_stored_to_the_byte(ledger):
    body = Entry.objects.get(stream=ledger.open()).body
    assert json.dumps(json.loads(body), sort_keys=True, separators=(",", ":")) == body
