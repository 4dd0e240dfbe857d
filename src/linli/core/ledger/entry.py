"""Entry v1: what a leaf of the log says, how it is written, read and linked (docs/entry-format.md)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from linli.core.ledger.canonical import canonical, read_canonical
from linli.core.ledger.hashes import is_digest, leaf_hash
from linli.core.shared.outcomes import JsonValue, Problem

VERSION = 1
SEALED = "sealed"
ENTRY_LIMIT = 65_535  # an entry bundle of tlog-tiles writes the length into 16 bits
_STREAM = re.compile(r"[0-9a-f]{32}")
_ACT = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_ACT_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_SEALED_KEYS = frozenset(("v", "stream", "seq", "prev", "act", "commitments"))
_OPEN_KEYS = _SEALED_KEYS | {"act_id", "recorded_at", "occurred_at", "source", "public"}


class Source(StrEnum):
    """Where an act came from."""

    LIVE = "live"
    IMPORT = "import"
    DEVICE = "device"  # sent later by a device that was without network
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class Entry:
    """One act on one stream. Instants are texts as written; ``prev`` is None in a first entry."""

    stream: str
    seq: int
    prev: str | None
    act: str
    act_id: str
    recorded_at: str
    occurred_at: str
    source: str
    public: Mapping[str, JsonValue] = field(default_factory=dict)
    commitments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """One act on a confidential stream: that it happened, after which one, and commitments."""

    stream: str
    seq: int
    prev: str | None
    commitments: tuple[str, ...] = ()


AnyEntry = Entry | SealedEntry


def write_instant(moment: datetime) -> str:
    """Write an aware moment as UTC with six decimals and Z."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read_instant(text: str) -> datetime | None:
    """Read what ``write_instant`` wrote; None for any other spelling or a day that does not exist."""
    if not _INSTANT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def write_entry(entry: AnyEntry) -> bytes | Problem:
    """Return the bytes that are stored, hashed and published, or what is wrong with the entry."""
    fields = _fields(entry)
    data = canonical(fields)
    if isinstance(data, Problem):
        return data
    return _fault(fields) or (data if len(data) <= ENTRY_LIMIT else _TOO_LONG)


def read_entry(data: bytes) -> AnyEntry | Problem:
    """Read one leaf; every deviation from the one right spelling is a problem."""
    if len(data) > ENTRY_LIMIT:
        return _TOO_LONG
    value = read_canonical(data)
    if isinstance(value, Problem):
        return value
    if not isinstance(value, dict):
        return Problem("", "ledger.not_an_entry")
    problem = _fault(value)
    return problem or _build(value)


def check_link(previous: bytes | None, entry: AnyEntry) -> Problem | None:
    """Say what keeps ``entry`` from being the one after the leaf ``previous`` in its stream."""
    if previous is None:
        return None if entry.seq == 1 else Problem("seq", "ledger.first_missing")
    before = read_entry(previous)
    if isinstance(before, Problem):
        return before
    if before.stream != entry.stream or type(before) is not type(entry):
        return Problem("stream", "ledger.other_stream")
    if entry.seq != before.seq + 1:
        return Problem("seq", "ledger.gap", {"expected": before.seq + 1, "found": entry.seq})
    if entry.prev != leaf_hash(previous).hex():
        return Problem("prev", "ledger.prev_differs")
    return _time_fault(before, entry)


def _time_fault(before: AnyEntry, entry: AnyEntry) -> Problem | None:
    if isinstance(entry, Entry) and isinstance(before, Entry) and entry.recorded_at < before.recorded_at:
        return Problem("recorded_at", "ledger.time_runs_back")
    return None


def _fields(entry: AnyEntry) -> dict[str, JsonValue]:
    common: dict[str, JsonValue] = {
        "v": VERSION,
        "stream": entry.stream,
        "seq": entry.seq,
        "prev": entry.prev,
        "commitments": list(entry.commitments),
    }
    if isinstance(entry, SealedEntry):
        return {**common, "act": SEALED}
    return {
        **common,
        "act": entry.act,
        "act_id": entry.act_id,
        "recorded_at": entry.recorded_at,
        "occurred_at": entry.occurred_at,
        "source": entry.source,
        "public": dict(entry.public),
    }


def _build(fields: Mapping[str, Any]) -> AnyEntry:
    values = {name: value for name, value in fields.items() if name != "v"}
    values["commitments"] = tuple(fields["commitments"])
    if fields["act"] == SEALED:
        del values["act"]
        return SealedEntry(**values)
    return Entry(**values)


def _fault(fields: Mapping[str, JsonValue]) -> Problem | None:
    sealed = fields.get("act") == SEALED
    if fields.keys() != (_SEALED_KEYS if sealed else _OPEN_KEYS):
        return Problem("", "ledger.entry_keys")
    for name, value in fields.items():
        if not _RIGHT[name](value):
            return Problem(name, "ledger.entry_field")
    if (fields["prev"] is None) != (fields["seq"] == 1):
        return Problem("prev", "ledger.entry_field")
    return None


def _matching(pattern: re.Pattern[str]) -> Callable[[JsonValue], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_count(value: JsonValue) -> bool:
    return type(value) is int and value >= 1


def _is_instant(value: JsonValue) -> bool:
    return isinstance(value, str) and read_instant(value) is not None


_TOO_LONG = Problem("", "ledger.entry_too_long", {"bytes": ENTRY_LIMIT})
_RIGHT: Mapping[str, Callable[[JsonValue], bool]] = {
    "v": lambda value: _is_count(value) and value == VERSION,
    "stream": _matching(_STREAM),
    "seq": _is_count,
    "prev": lambda value: value is None or is_digest(value),
    "act": _matching(_ACT),
    "act_id": _matching(_ACT_ID),
    "recorded_at": _is_instant,
    "occurred_at": _is_instant,
    "source": lambda value: value in list(Source),
    "public": lambda value: isinstance(value, dict),
    "commitments": lambda value: isinstance(value, list) and all(map(is_digest, value)),
}
