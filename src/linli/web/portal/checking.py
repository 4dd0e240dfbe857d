"""Checks a receipt the way tools/linli_verify.py does, with our own key, and says what it shows."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from linli.core.ledger.entry import AnyEntry, SealedEntry, read_entry
from linli.core.ledger.hashes import commitment, is_digest, leaf_hash
from linli.core.ledger.notes import is_signed, promise_message, read_checkpoint, read_note
from linli.core.ledger.tree import verify_inclusion
from linli.core.shared.outcomes import Problem
from linli.kernel.audit.facts import RECEIPT_FORM
from linli.kernel.audit.keys import log_signer, verify
from linli.kernel.audit.log import checkpoint

PARTS = {"form", "key", "entry", "recorded_at", "promise", "items", "inclusion"}


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of it: ``fault`` names the sentence when something does not hold."""

    fault: str = ""
    recorded_at: str = ""
    index: int | None = None
    size: int = 0
    items: int = 0
    sealed: bool = False


def check_text(text: str) -> Checked:
    """Check a receipt as it was pasted."""
    try:
        said = json.loads(text)
        return _check(said)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError, binascii.Error):
        return Checked("shape")


def _check(said: Mapping[str, Any]) -> Checked:
    if said["form"] != RECEIPT_FORM or set(said) != PARTS:
        return Checked("shape")
    if said["key"] != log_signer().key.text:
        return Checked("key")
    entry = read_entry(said["entry"].encode())
    if isinstance(entry, Problem):
        return Checked("entry")
    return _check_entry(said, entry)


def _check_entry(said: Mapping[str, Any], entry: AnyEntry) -> Checked:
    key, sealed = log_signer().key, isinstance(entry, SealedEntry)
    hashed, then = leaf_hash(said["entry"].encode()), str(said["recorded_at"])
    message = promise_message(key.name, hashed.hex(), then)
    on_time = isinstance(entry, SealedEntry) or entry.recorded_at == then
    if not on_time or not verify(key.public, base64.b64decode(said["promise"], validate=True), message):
        return Checked("promise")
    if not all(_is_committed(item, entry.commitments) for item in said["items"]):
        return Checked("item")
    found = Checked(recorded_at=then, items=len(said["items"]), sealed=sealed, size=checkpoint().size)
    return found if said["inclusion"] is None else _in_log(said["inclusion"], hashed, found)


def _is_committed(item: Mapping[str, Any], commitments: tuple[str, ...]) -> bool:
    if set(item) != {"name", "value", "salt"} or not is_digest(item["salt"]):
        return False
    return commitment(bytes.fromhex(item["salt"]), item["name"], item["value"]) in commitments


def _in_log(inclusion: Mapping[str, Any], hashed: bytes, found: Checked) -> Checked:
    note = read_note(inclusion["checkpoint"])
    key = log_signer().key
    if isinstance(note, Problem) or not is_signed(note, key, verify):
        return Checked("signature")
    state = read_checkpoint(note.text)
    if isinstance(state, Problem) or state.origin != key.name:
        return Checked("signature")
    proof = [bytes.fromhex(one) for one in inclusion["proof"] if is_digest(one)]
    index = inclusion["index"]
    if len(proof) != len(inclusion["proof"]) or not verify_inclusion(
        hashed, index, state.size, proof, state.root
    ):
        return Checked("inclusion")
    return replace(found, index=index, size=state.size)
