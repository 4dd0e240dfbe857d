"""What the ledger tells others: the history of a stream, what replays it, receipts."""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.core.ledger.entry import read_instant, write_instant
from linli.core.ledger.notes import promise_message
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.audit import log
from linli.kernel.audit.acting import OUTCOME
from linli.kernel.audit.keys import log_signer, verify
from linli.kernel.audit.models import Entry, PrivateItem, Stream
from linli.kernel.audit.prepared import Select

RECEIPT_FORM = "linli/receipt/v1"
_entries = Select(lambda: Entry.objects.order_by("seq"), "stream")


@dataclass(frozen=True, slots=True)
class Past:
    """One entry of a stream, for those who may see it: also who did it, also when it is sealed."""

    id: int
    seq: int
    act: str
    act_id: str
    actor_key: str
    source: str
    recorded_at: datetime
    occurred_at: datetime
    public: Mapping[str, JsonValue]
    leaf_index: int | None


def history(stream: Stream) -> tuple[Past, ...]:
    """Return everything that happened on a stream, oldest first."""
    return histories([stream]).get(stream.id, ())


def histories(streams: Iterable[Stream]) -> dict[int, tuple[Past, ...]]:
    """Return everything that happened on several streams, by the stream's id, oldest first."""
    wanted = {stream.id: stream.sealed for stream in streams}
    hidden = _outcomes(*(key for key, sealed in wanted.items() if sealed))
    found: dict[int, list[Past]] = {}
    for row in _entries_of(wanted):
        found.setdefault(row.stream_id, []).append(_past(row, _said(row.id, row.body, hidden)))
    return {key: tuple(past) for key, past in found.items()}


def _entries_of(streams: Collection[int]) -> Iterable[Entry]:
    if len(streams) == 1:
        return _entries(*streams)
    return Entry.objects.filter(stream_id__in=streams).order_by("stream_id", "seq")


def replay_parts(stream: Stream) -> tuple[Mapping[str, JsonValue], ...]:
    """Return the public parts in order; for what is sealed from the items that stand for them."""
    hidden = _outcomes(stream.id) if stream.sealed else {}
    rows = Entry.objects.filter(stream=stream).order_by("seq").values_list("id", "body")
    return tuple(_said(entry_id, body, hidden)["public"] for entry_id, body in rows)


def _said(entry_id: int, body: str, hidden: Mapping[int, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return what an entry says: a stream sealed midway keeps its first entries in the open."""
    said: Mapping[str, Any] = hidden.get(entry_id) or json.loads(body)
    return said


def private_items(entries: Iterable[int]) -> dict[int, dict[str, JsonValue]]:
    """Return what the entries (by id) hold privately, by name; what was erased is left out."""
    found: dict[int, dict[str, JsonValue]] = {}
    rows = PrivateItem.objects.filter(entry_id__in=[*entries], value__isnull=False).exclude(name=OUTCOME)
    for entry_id, name, value in rows.order_by("entry_id", "position").values_list(
        "entry_id", "name", "value"
    ):
        found.setdefault(entry_id, {})[name] = json.loads(value or "null")
    return found


def promise(leaf_hash: str, recorded_at: datetime) -> str:
    """Return the log's signature that it stored an entry; the same whenever it is asked for."""
    signer = log_signer()
    message = promise_message(signer.key.name, leaf_hash, write_instant(recorded_at))
    return base64.b64encode(signer.sign(message)).decode()


def is_promise(leaf_hash: str, recorded_at: str, signature: str) -> bool:
    """Say whether we made that promise."""
    key = log_signer().key
    try:
        data = base64.b64decode(signature, validate=True)
    except ValueError:
        return False
    known = read_instant(recorded_at) is not None
    return known and verify(key.public, data, promise_message(key.name, leaf_hash, recorded_at))


def receipt(entry: Entry, *, items: Sequence[str] = ()) -> dict[str, JsonValue]:
    """Return what its holder can check without us (docs/entry-format.md).

    ``items`` names the private items to hand over with their salts: only the receipt of the person
    they are about may hold them.
    """
    return {
        "form": RECEIPT_FORM,
        "key": log_signer().key.text,
        "entry": entry.body,
        "recorded_at": write_instant(entry.recorded_at),
        "promise": promise(entry.leaf_hash, entry.recorded_at),
        "items": _shown(entry, items),
        "inclusion": _inclusion(entry),
    }


def _inclusion(entry: Entry) -> dict[str, JsonValue] | None:
    published = log.checkpoint()
    if entry.leaf_index is None or entry.leaf_index >= published.size:
        return None
    proof = log.inclusion(entry.leaf_index, published.size)
    if isinstance(proof, Problem):
        return None
    return {"index": entry.leaf_index, "proof": [one.hex() for one in proof], "checkpoint": published.note}


def _shown(entry: Entry, names: Sequence[str]) -> list[JsonValue]:
    rows = PrivateItem.objects.filter(entry=entry, name__in=names, value__isnull=False).order_by("position")
    return [{"name": row.name, "value": json.loads(row.value or ""), "salt": row.salt} for row in rows]


def _outcomes(*streams: int) -> dict[int, dict[str, Any]]:
    if not streams:
        return {}
    rows = PrivateItem.objects.filter(entry__stream_id__in=streams, name=OUTCOME).order_by("entry_id")
    return {entry_id: json.loads(value or "{}") for entry_id, value in rows.values_list("entry_id", "value")}


def _past(row: Entry, said: Mapping[str, Any]) -> Past:
    return Past(
        id=row.id,
        seq=row.seq,
        act=row.act,
        act_id=row.act_id,
        actor_key=row.actor_key,
        source=said["source"],
        recorded_at=row.recorded_at,
        occurred_at=datetime.fromisoformat(said["occurred_at"]),
        public=said["public"],
        leaf_index=row.leaf_index,
    )
