"""Anybody can fetch the log, check it, and keep it."""

import base64

import pytest

from linli.core.ledger import notes, tiles, tree
from linli.core.ledger.hashes import leaf_hash
from linli.kernel.audit import facts, keys
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.kernel.audit.urls import urlpatterns

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(ledger, settings):
    settings.MIDDLEWARE = []  # what the views themselves do; the edge has its own tests
    ledger.fill()
    ledger.sequence()
    return Entry.objects.get(leaf_index=4)


def test_every_address_is_public():
    assert {pattern.callback.linli_access for pattern in urlpatterns} == {"public"}


def test_a_stranger_rebuilds_the_log_from_what_is_published(client, entry):
    key = notes.read_key(client.get("/log/key").content.decode().strip())
    note = notes.read_note(client.get("/log/checkpoint").content.decode())
    assert notes.is_signed(note, key, keys.verify)
    said = notes.read_checkpoint(note.text)
    leaves = tiles.read_bundle(client.get(f"/log/tile/entries/000.p/{said.size}").content)
    rebuilt = tree.Tree(map(leaf_hash, leaves))
    assert tree.root(said.size, rebuilt.node) == said.root
    hashes = client.get(f"/log/tile/0/000.p/{said.size}").content
    assert hashes == b"".join(map(leaf_hash, leaves))


def test_one_entry_with_its_proof(client, entry):
    body = client.get("/log/entry/4")
    assert body.content.decode() == entry.body
    assert "immutable" in body["Cache-Control"]
    proof = [bytes.fromhex(one) for one in client.get("/log/inclusion/4/9").json()["proof"]]
    root = notes.read_checkpoint(notes.read_note(client.get("/log/checkpoint/9").content.decode()).text).root
    assert tree.verify_inclusion(leaf_hash(body.content), 4, 9, proof, root)


def test_growth_is_proved(client, entry, ledger):
    ledger.fill(1)
    ledger.sequence()
    roots = [
        notes.read_checkpoint(
            notes.read_note(client.get(f"/log/checkpoint/{size}").content.decode()).text
        ).root
        for size in (9, 12)
    ]
    proof = [bytes.fromhex(one) for one in client.get("/log/consistency/9/12").json()["proof"]]
    assert tree.verify_consistency(9, 12, *roots, proof)


def test_promises_can_be_shown(client, entry):
    receipt = facts.receipt(entry)
    said = {
        "leaf_hash": entry.leaf_hash,
        "recorded_at": receipt["recorded_at"],
        "promise": receipt["promise"],
    }
    assert client.get("/log/promise", said).json() == {"ours": True, "index": 4}
    other = base64.b64encode(bytes(64)).decode()
    assert client.get("/log/promise", said | {"promise": other}).json() == {"ours": False, "index": None}


def test_about(client, entry):
    said = client.get("/log/").json()
    assert (said["origin"], said["size"]) == ("test.example/log", 9)


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("tile/0/000", NotVisible),
        ("tile/0/000.p/10", NotVisible),
        ("tile/0/0", NotVisible),
        ("tile/1/000.p/1", NotVisible),
        ("entry/9", NotVisible),
        ("inclusion/4/10", NotVisible),
        ("inclusion/9/9", Invalid),
        ("consistency/9/10", NotVisible),
        ("consistency/9/4", Invalid),
        ("checkpoint/8", NotVisible),
        ("promise?leaf_hash=x", Invalid),
    ],
)
def test_what_is_not_there(client, entry, path, outcome):
    with pytest.raises(outcome):
        client.get(f"/log/{path}")


def test_nobody_writes_here(client, entry):
    assert client.post("/log/checkpoint").status_code == 405


def test_a_narrower_tile_is_the_beginning_of_a_wider_one(client, entry):
    wide, narrow = (client.get(f"/log/tile/0/000.p/{width}").content for width in (9, 5))
    assert wide.startswith(narrow)
    assert len(narrow) == 5 * 32


def test_no_cookie_is_set(client, entry):
    assert not client.get("/log/checkpoint").cookies
