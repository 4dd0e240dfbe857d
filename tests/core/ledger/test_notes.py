"""Notes, checkpoints and cosignatures are read as C2SP writes them, and one flipped byte ends them."""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from linli.core.ledger import notes
from linli.core.shared.outcomes import Problem

SECRET = Ed25519PrivateKey.from_private_bytes(bytes(32))
PUBLIC = SECRET.public_key().public_bytes_raw()
KEY = notes.Key("example.cn/log", PUBLIC)
WITNESS = notes.Key("example.cn/witness", PUBLIC, notes.COSIGNATURE)
CHECKPOINT = notes.Checkpoint("example.cn/log", 42, bytes(range(32)))


def verify(public, signature, message):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


NOTE = notes.cosign(
    notes.sign_note(notes.Note(CHECKPOINT.written()), KEY, SECRET.sign), WITNESS, 1_790_000_000, SECRET.sign
)
WRITTEN = NOTE.written()


def test_both_ways():
    assert notes.read_note(WRITTEN) == NOTE
    assert notes.read_checkpoint(NOTE.text) == CHECKPOINT
    assert notes.read_key(KEY.text) == KEY
    assert notes.is_signed(NOTE, KEY, verify)
    assert notes.cosigned_at(NOTE, WITNESS, verify) == 1_790_000_000


def test_the_example_of_the_specification():
    text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    key = notes.read_key(text)
    assert (key.name, key.text) == ("PeterNeumann", text)
    note = notes.read_note(
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    assert notes.is_signed(note, key, verify)


def signed_by_all(text):
    note = notes.read_note(text)
    return (
        not isinstance(note, Problem)
        and notes.is_signed(note, KEY, verify)
        and notes.cosigned_at(note, WITNESS, verify) is not None
    )


@given(st.integers(0, len(WRITTEN.encode()) - 1), st.integers(0, 7))
def test_every_flipped_bit_is_caught(position, bit):
    data = bytearray(WRITTEN.encode())
    data[position] ^= 1 << bit
    assert signed_by_all(WRITTEN)
    assert not signed_by_all(data.decode(errors="replace"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n",
        "a\n\n",
        "a\n\nb\n",
        "a\n\n— n AAAA\n",
        "a\n\n— n AAAAAAA\n",
        "a\n\n— n AAAAAAA=",
        "a\t\n\n— n AAAAAAA=\n",
        "a\n\n— n AAAAAAB=\n",
    ],
)
def test_what_is_no_note(text):
    assert isinstance(notes.read_note(text), Problem)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        "\n1\nAAAA\n",
        "a\n1\nAAAA\n",
        "a\n01\n" + "A" * 43 + "=\n",
        "a\n1\n" + "A" * 43 + "=",
        "a\n1\n!\n",
    ],
)
def test_what_is_no_checkpoint(text):
    assert isinstance(notes.read_checkpoint(text), Problem)


def test_extensions_of_a_checkpoint_are_left_alone():
    assert notes.read_checkpoint(CHECKPOINT.written() + "more\n") == CHECKPOINT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a+00000000+AAAA",
        KEY.text.replace("example", "exemple"),
        KEY.text.replace("example", "ex ample"),
        "a+b+!",
    ],
)
def test_what_is_no_key(text):
    assert isinstance(notes.read_key(text), Problem)


def test_the_kinds_of_key_are_not_mixed_up():
    assert not notes.is_signed(NOTE, WITNESS, verify)
    assert notes.cosigned_at(NOTE, KEY, verify) is None
    assert notes.cosigned_at(notes.Note(NOTE.text), WITNESS, verify) is None


def test_promises_differ_in_every_part():
    parts = [("a", "b", "c"), ("x", "b", "c"), ("a", "x", "c"), ("a", "b", "x")]
    assert len({notes.promise_message(*part) for part in parts}) == 4


@pytest.mark.parametrize(
    ("name", "right"), [("a.cn/log", True), ("a b", False), ("a+b", False), ("", False), ("路", False)]
)
def test_names(name, right):
    assert notes.is_name(name) is right
