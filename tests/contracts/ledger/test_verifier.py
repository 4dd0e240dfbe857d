"""The one-file verifier finds every changed byte of a receipt and of a downloaded log."""

import base64
import json
import random
import shutil
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tools import linli_verify

from linli.core.ledger import notes, tiles, tree
from linli.core.ledger.hashes import leaf_hash

HERE = Path(__file__).parent
VECTORS = {
    name: json.loads((HERE / f"{name}.json").read_text())
    for name in ("entries", "checkpoints", "commitments")
}
LEAVES = [vector["leaf"].encode() for vector in VECTORS["entries"]["right"]]
KEY = VECTORS["checkpoints"]["key"]
WITNESS_LINE = VECTORS["checkpoints"]["checkpoints"][-1].splitlines(keepends=True)[-1]
OTHER_KEY = notes.Key(
    "log.example.cn/fenan", Ed25519PrivateKey.generate().public_key().public_bytes_raw()
).text


def receipt():
    whole = tree.Tree(map(leaf_hash, LEAVES))
    proof = tree.inclusion_proof(0, len(LEAVES), whole.node)
    promise = VECTORS["checkpoints"]["promises"][0]
    item = {name: VECTORS["commitments"][1][name] for name in ("name", "value", "salt")}
    return {
        "form": "linli/receipt/v1",
        "key": KEY,
        "entry": LEAVES[0].decode(),
        "recorded_at": promise["recorded_at"],
        "promise": base64.b64encode(bytes.fromhex(promise["signature"])).decode(),
        "items": [item],
        "inclusion": {
            "index": 0,
            "proof": [one.hex() for one in proof],
            # without the witness's line, which whoever trusts the witness checks with the witness's key
            "checkpoint": VECTORS["checkpoints"]["checkpoints"][-1].replace(WITNESS_LINE, ""),
        },
    }


def lay_out(folder, leaves=LEAVES, checkpoint=VECTORS["checkpoints"]["checkpoints"][-1]):
    (folder / "tile" / "entries").mkdir(parents=True)
    (folder / "key").write_text(f"{KEY}\n")
    (folder / "checkpoint").write_text(checkpoint)
    for number in range(-(-len(leaves) // 256)):
        part = leaves[number * 256 : number * 256 + 256]
        path = folder / "tile" / tiles.Address(None, number, len(part)).path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(tiles.write_bundle(part))
    return folder


def run(*arguments):
    return linli_verify.main([str(one) for one in arguments])


def test_a_receipt_that_holds(tmp_path, capsys):
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps(receipt()))
    assert run("receipt", path, "--key", KEY) == 0
    assert json.loads(capsys.readouterr().out)["in_log"] is True
    assert run("receipt", path, "--key", OTHER_KEY) == 1


def test_a_receipt_before_the_tree_has_it(tmp_path, capsys):
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps(receipt() | {"inclusion": None, "items": []}))
    assert run("receipt", path) == 0
    assert json.loads(capsys.readouterr().out)["in_log"] is False


def says_no(text, right):
    try:
        read = json.loads(text)
        return read == right or not linli_verify.check_receipt(read)  # equal: a space between the parts
    except (linli_verify.Fault, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return True


@pytest.mark.slow
def test_every_changed_byte_of_a_receipt_is_found(monkeypatch):
    # The signature check costs milliseconds; what was checked once need not be checked again.
    monkeypatch.setattr(linli_verify, "ed25519", cache(linli_verify.ed25519))
    text = json.dumps(receipt(), ensure_ascii=False)
    assert linli_verify.check_receipt(json.loads(text))["in_log"]
    right, random_ = json.loads(text), random.Random(5)  # noqa: S311
    for position, character in enumerate(text):
        other = random_.choice([c for c in '0aZ/ \u6c7e"' if c != character])
        changed = text[:position] + other + text[position + 1 :]
        assert says_no(changed, right), changed[position - 20 : position + 20]


def test_a_log_that_holds(tmp_path, capsys):
    older = tmp_path / "older"
    older.write_text(VECTORS["checkpoints"]["checkpoints"][3])
    assert run("log", lay_out(tmp_path / "log"), "--key", KEY, "--older", older) == 0
    assert json.loads(capsys.readouterr().out)["streams"] == 2


@pytest.mark.slow
def test_every_changed_byte_of_a_log_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(linli_verify, "ed25519", cache(linli_verify.ed25519))
    folder = lay_out(tmp_path / "log")
    for path in [folder / "checkpoint", *(folder / "tile").rglob("*.p/*")]:
        original = path.read_bytes()
        # The witness's line is not the log's word: whoever trusts it checks it with the witness's key.
        end = original.rindex("\u2014".encode()) if path.name == "checkpoint" else len(original)
        for position in range(end):
            changed = bytearray(original)
            changed[position] ^= 1 << position % 8
            path.write_bytes(changed)
            assert run("log", folder, "--key", KEY) in {1, 2}, (path, position)
        path.write_bytes(original)
    assert run("log", folder, "--key", KEY) == 0


@pytest.mark.parametrize("hashes_only", [[], ["--hashes-only"]])
@pytest.mark.parametrize(
    "leaves",
    [
        LEAVES[:-1],
        LEAVES[1:],
        [*LEAVES, LEAVES[0]],
        [LEAVES[1], LEAVES[0], *LEAVES[2:]],
        [*LEAVES[:4], *reversed(LEAVES[4:])],
    ],
    ids=["last lost", "first lost", "one more", "two swapped", "sealed swapped"],
)
def test_lost_added_and_moved_entries_are_found(tmp_path, leaves, hashes_only):
    folder = lay_out(tmp_path / "log", leaves)
    assert run("log", folder, *hashes_only) in {1, 2}


def test_a_log_that_forgot_is_found(tmp_path):
    older = tmp_path / "older"
    older.write_text(VECTORS["checkpoints"]["checkpoints"][6])
    folder = lay_out(tmp_path / "log", LEAVES[:3], VECTORS["checkpoints"]["checkpoints"][3])
    assert run("log", folder) == 0
    assert run("log", folder, "--older", older) == 1


def test_a_fork_signed_with_the_same_key_is_found(tmp_path):
    import hashlib

    secret = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"linli test vectors").digest())
    key = notes.read_key(KEY)
    other = [*LEAVES[:4], LEAVES[4]]
    text = notes.Checkpoint(
        key.name, 2, tree.root(2, tree.Tree(map(leaf_hash, [LEAVES[4], LEAVES[0]])).node)
    ).written()
    older = tmp_path / "older"
    older.write_text(notes.sign_note(notes.Note(text), key, secret.sign).written())
    folder = lay_out(tmp_path / "log", other, VECTORS["checkpoints"]["checkpoints"][5])
    assert run("log", folder, "--older", older) == 1


@pytest.mark.parametrize("number", [0, 7, 999, 1000, 1234067])
def test_bundles_are_looked_for_where_they_are_served(tmp_path, number):
    digits = str(number).zfill(-(-len(str(number)) // 3) * 3)
    assert tiles.Address(None, number).path == "entries/" + linli_verify.re.sub("(...)(?=.)", r"x\1/", digits)


def test_ed25519_agrees_with_the_library():
    for number in range(8):
        secret = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
        public, message = secret.public_key().public_bytes_raw(), bytes([number]) * number
        signature = secret.sign(message)
        assert linli_verify.ed25519(public, signature, message)
        assert not linli_verify.ed25519(public, signature, message + b"x")
        high = int.from_bytes(signature[32:], "little") + linli_verify.L
        assert not linli_verify.ed25519(public, signature[:32] + high.to_bytes(32, "little"), message)
    assert not linli_verify.ed25519(b"\xff" * 32, signature, message)
    assert not linli_verify.ed25519(public, signature[1:], message)


def test_it_runs_alone(tmp_path):
    """Copied somewhere else, without this program or any library in reach."""
    script = shutil.copy(Path(linli_verify.__file__), tmp_path / "verify.py")
    folder = lay_out(tmp_path / "log")
    done = subprocess.run(
        [sys.executable, "-I", "-S", script, "log", folder], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("\u4e00\u5207\u76f8\u7b26 / everything holds")


def test_it_stays_short_and_quick():
    assert len(Path(linli_verify.__file__).read_text().splitlines()) < 400
    began = time.process_time()
    tops = []
    for index in range(20_000):
        linli_verify.grow(tops, index, linli_verify.hashlib.sha256(b"\0" + LEAVES[0]).digest())
    assert time.process_time() - began < 0.4  # a million in 20 s on the slowest machine; here far less


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"form": 1}'])
def test_what_cannot_be_read_is_no_yes(tmp_path, content):
    path = tmp_path / "receipt.json"
    path.write_text(content)
    assert run("receipt", path) == 2
    assert run("log", tmp_path) == 2
