"""Signed notes, checkpoints and witness cosignatures of C2SP, and our promise; keys come as functions."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from linli.core.ledger.tree import HASH_BYTES
from linli.core.shared.outcomes import Problem

ED25519 = 1
COSIGNATURE = 4
SIGNATURE_BYTES = 64
_KEY_ID_BYTES = 4
_TIME_BYTES = 8
_NAME = re.compile(r"[!-*,-~]+")  # printable ASCII without space and plus
_SIZE = re.compile(r"0|[1-9]\d{0,18}")
_SIGNATURE_LINE = re.compile(r"— (?P<name>[^ +\n]+) (?P<value>[A-Za-z0-9+/=]+)")

Sign = Callable[[bytes], bytes]
Verify = Callable[[bytes, bytes, bytes], bool]
"""(public key, signature, message) -> whether it is right."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key with the name it signs under; a witness's has the kind COSIGNATURE."""

    name: str
    public: bytes
    kind: int = ED25519

    @property
    def id(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        return hashlib.sha256(f"{self.name}\n".encode() + bytes([self.kind]) + self.public).digest()[
            :_KEY_ID_BYTES
        ]

    @property
    def text(self) -> str:
        """The key as it is published (a note verifier key)."""
        return f"{self.name}+{self.id.hex()}+{_base64(bytes([self.kind]) + self.public)}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a note."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        """The line as it is written."""
        return f"— {self.name} {_base64(self.key_id + self.value)}"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a line break, and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def written(self) -> str:
        """Return the note as it is sent."""
        return f"{self.text}\n" + "".join(f"{one.line}\n" for one in self.signatures)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: how many leaves, and the root over them."""

    origin: str
    size: int
    root: bytes

    def written(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"


def read_key(text: str) -> Key | Problem:
    """Read a published key and check that its id belongs to it."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    data = _unbase64(encoded)
    if data is None or len(data) != 1 + HASH_BYTES or not _NAME.fullmatch(name):
        return Problem("key", "ledger.no_key")
    key = Key(name, data[1:], data[0])
    return key if key.id.hex() == key_id else Problem("key", "ledger.no_key")


def read_note(text: str) -> Note | Problem:
    """Take a note apart; nothing is verified."""
    body, separator, lines = text.rpartition("\n\n")
    if not separator or not lines.endswith("\n") or any(c < " " and c != "\n" for c in text):
        return Problem("", "ledger.no_note")
    signatures = []
    for line in lines[:-1].split("\n"):
        found = _SIGNATURE_LINE.fullmatch(line)
        data = _unbase64(found["value"]) if found else None
        if found is None or data is None or len(data) <= _KEY_ID_BYTES:
            return Problem("", "ledger.no_note")
        signatures.append(Signature(found["name"], data[:_KEY_ID_BYTES], data[_KEY_ID_BYTES:]))
    return Note(f"{body}\n", tuple(signatures))


def read_checkpoint(text: str) -> Checkpoint | Problem:
    """Read the text of a checkpoint; lines after the third are extensions and left alone."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1]:  # noqa: PLR2004 - origin, size, root, end
        return Problem("", "ledger.no_checkpoint")
    origin, size, encoded = lines[:3]
    root = _unbase64(encoded)
    if not origin or not _SIZE.fullmatch(size) or root is None or len(root) != HASH_BYTES:
        return Problem("", "ledger.no_checkpoint")
    return Checkpoint(origin, int(size), root)


def sign_note(note: Note, key: Key, sign: Sign) -> Note:
    """Add a log's signature."""
    signature = Signature(key.name, key.id, sign(note.text.encode()))
    return replace(note, signatures=(*note.signatures, signature))


def is_signed(note: Note, key: Key, verify: Verify) -> bool:
    """Say whether ``key`` signed the note; signatures of other keys are none of our business."""
    return any(
        len(one.value) == SIGNATURE_BYTES and verify(key.public, one.value, note.text.encode())
        for one in _of(note, key, ED25519)
    )


def cosign(note: Note, key: Key, time: int, sign: Sign) -> Note:
    """Add a witness's timestamped signature (tlog-cosignature v1); ``time`` is a POSIX time."""
    value = time.to_bytes(_TIME_BYTES) + sign(_cosigned(note, time))
    return replace(note, signatures=(*note.signatures, Signature(key.name, key.id, value)))


def cosigned_at(note: Note, key: Key, verify: Verify) -> int | None:
    """Return the POSIX time at which a witness saw this checkpoint as consistent, if it did."""
    for one in _of(note, key, COSIGNATURE):
        time = int.from_bytes(one.value[:_TIME_BYTES])
        right_length = len(one.value) == _TIME_BYTES + SIGNATURE_BYTES
        if right_length and verify(key.public, one.value[_TIME_BYTES:], _cosigned(note, time)):
            return time
    return None


def promise_message(origin: str, leaf_hash: str, recorded_at: str) -> bytes:
    """Return what the log signs when it has stored an entry and not yet put it into the tree."""
    return f"linli/promise/v1\n{origin}\n{leaf_hash}\n{recorded_at}\n".encode()


def is_name(text: str) -> bool:
    """Say whether a log or witness may be called so."""
    return _NAME.fullmatch(text) is not None


def _cosigned(note: Note, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{note.text}".encode()


def _of(note: Note, key: Key, kind: int) -> list[Signature]:
    if key.kind != kind:
        return []
    return [one for one in note.signatures if (one.name, one.key_id) == (key.name, key.id)]


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unbase64(text: str) -> bytes | None:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if _base64(data) == text else None
