"""The committed vectors are the format: our code, and a verifier that shares nothing with it, agree on them."""

import hashlib
import json
from pathlib import Path

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tools import linli_verify

from linli.core.ledger import entry as ledger
from linli.core.ledger import notes, tiles, tree
from linli.core.ledger.canonical import canonical, read_canonical
from linli.core.ledger.hashes import commitment, leaf_hash
from linli.core.shared.outcomes import Problem
from linli.kernel.audit.keys import verify

HERE = Path(__file__).parent


def load(name):
    return json.loads((HERE / f"{name}.json").read_text(encoding="ascii"))


CANONICAL, COMMITMENTS, ENTRIES = load("canonical"), load("commitments"), load("entries")
TREES, CHECKPOINTS = load("trees"), load("checkpoints")


@pytest.mark.parametrize(("value", "text"), CANONICAL["right"])
def test_canonical(value, text):
    assert canonical(value) == rfc8785.dumps(value) == text.encode()
    assert linli_verify.ENCODE(value) == text


@pytest.mark.parametrize("text", CANONICAL["wrong"])
def test_not_canonical(text):
    assert isinstance(read_canonical(text.encode()), Problem)


@pytest.mark.parametrize("vector", COMMITMENTS)
def test_commitments(vector):
    salt, name, value = bytes.fromhex(vector["salt"]), vector["name"], vector["value"]
    assert commitment(salt, name, value) == vector["commitment"]
    naive = hashlib.sha256(b"linli/item/v1" + salt + rfc8785.dumps([name, value])).hexdigest()
    assert naive == vector["commitment"]
    linli_verify.check_item({key: vector[key] for key in ("salt", "name", "value")}, [naive])


def test_entries_and_their_links():
    streams, heads = {}, {}
    for index, vector in enumerate(ENTRIES["right"]):
        leaf = vector["leaf"].encode()
        assert leaf_hash(leaf).hex() == hashlib.sha256(b"\0" + leaf).hexdigest() == vector["leaf_hash"]
        read = ledger.read_entry(leaf)
        assert ledger.write_entry(read) == leaf
        assert ledger.check_link(streams.get(read.stream), read) is None
        streams[read.stream] = leaf
        linli_verify.check_next(heads, leaf, leaf_hash(leaf), index)


@pytest.mark.parametrize("vector", ENTRIES["wrong"], ids=lambda vector: vector["why"])
def test_what_is_no_entry(vector):
    assert isinstance(ledger.read_entry(vector["leaf"].encode()), Problem)
    with pytest.raises(linli_verify.Fault):
        linli_verify.read_entry(vector["leaf"].encode())


def test_trees():
    leaves = [bytes.fromhex(leaf) for leaf in TREES["leaves"]]
    hashes = [leaf_hash(leaf) for leaf in leaves]
    whole, tops = tree.Tree(hashes), []
    for size, expected in enumerate(TREES["roots"]):
        assert tree.root(size, whole.node).hex() == linli_verify.root_of(tops).hex() == expected
        if size < len(hashes):
            linli_verify.grow(tops, size, hashes[size])
    for vector in TREES["inclusion"]:
        index, size = vector["index"], vector["size"]
        proof = tuple(map(bytes.fromhex, vector["proof"]))
        assert tree.inclusion_proof(index, size, whole.node) == proof
        found = linli_verify.root_from_proof(hashes[index], index, size, proof)
        assert found.hex() == TREES["roots"][size]
    for vector in TREES["consistency"]:
        proof = tuple(map(bytes.fromhex, vector["proof"]))
        assert tree.consistency_proof(vector["old"], vector["new"], whole.node) == proof


@pytest.mark.parametrize(("level", "number", "width", "path"), TREES["tile_paths"])
def test_tile_paths(level, number, width, path):
    assert tiles.Address(level, number, width).path == path


def test_checkpoints_and_cosignatures():
    key, witness = notes.read_key(CHECKPOINTS["key"]), notes.read_key(CHECKPOINTS["witness"])
    leaves = [vector["leaf"].encode() for vector in ENTRIES["right"]]
    whole = tree.Tree(map(leaf_hash, leaves))
    for size, text in enumerate(CHECKPOINTS["checkpoints"]):
        note = notes.read_note(text)
        assert notes.is_signed(note, key, verify)
        assert notes.cosigned_at(note, witness, verify) == 1_790_000_000 + size
        root = tree.root(size, whole.node)
        assert notes.read_checkpoint(note.text) == notes.Checkpoint(key.name, size, root)
        assert linli_verify.read_checkpoint(text, linli_verify.read_key(CHECKPOINTS["key"])) == (size, root)


def test_promises():
    key = notes.read_key(CHECKPOINTS["key"])
    for vector in CHECKPOINTS["promises"]:
        message = notes.promise_message(key.name, vector["leaf_hash"], vector["recorded_at"])
        Ed25519PublicKey.from_public_bytes(key.public).verify(bytes.fromhex(vector["signature"]), message)
        assert linli_verify.ed25519(key.public, bytes.fromhex(vector["signature"]), message)


def test_the_vectors_can_be_written_again(tmp_path, monkeypatch):
    from tests.contracts.ledger import write_vectors

    monkeypatch.setattr(write_vectors, "HERE", tmp_path)
    write_vectors.main()
    for made in tmp_path.iterdir():
        assert made.read_text() == (HERE / made.name).read_text()
