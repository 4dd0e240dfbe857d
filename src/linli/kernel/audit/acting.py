"""What a service function holds while its act runs: the pen that writes entries."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from linli.core.ledger import entry as ledger
from linli.core.ledger.canonical import canonical, nfc
from linli.core.ledger.entry import Source, write_instant
from linli.core.ledger.hashes import SALT_BYTES, commitment, leaf_hash
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.audit import rows, vocabulary
from linli.kernel.audit.models import Entry, Stream

OUTCOME = "outcome"
"""The private item that holds what a sealed entry does not show."""


class HasKey(Protocol):
    """Whoever acts: a person, a body's officer, a device, the system."""

    @property
    def key(self) -> str:
        """A stable name that is never published."""


class LostRaceError(Exception):
    """Somebody else was quicker since the facts were read; the act starts again from the facts.

    ``stream_id`` names the stream to queue at; None where the rival's is not known yet.
    """

    def __init__(self, stream_id: int | None = None) -> None:
        self.stream_id = stream_id
        super().__init__(stream_id)


@dataclass(frozen=True, slots=True)
class Item:
    """Something private, committed alone so that it can be erased alone.

    ``subject`` is whom it is about ("" for nobody), ``retention`` the rule that says how long.
    """

    name: str
    value: JsonValue
    subject: str
    retention: str


class Acting:
    """One running act. ``at`` decides, ``recorded_at`` is the server's own clock."""

    def __init__(
        self,
        *,
        actor: HasKey,
        act_id: str,
        at: datetime,
        occurred_at: datetime,
        source: Source,
        recorded_at: datetime,
    ) -> None:
        self.actor = actor
        self.act_id = act_id
        self.at = at
        self.occurred_at = occurred_at
        self.source = source
        self.recorded_at = recorded_at
        self.touched: list[str] = []
        self._events: list[dict[str, JsonValue]] = []

    def open_stream(
        self,
        kind: str,
        act: str,
        public: Mapping[str, JsonValue],
        private: Sequence[Item] = (),
        *,
        sealed: bool = False,
    ) -> Stream:
        """Begin a stream with its first entry."""
        stream = Stream(
            sid=secrets.token_hex(16), kind=kind, seq=0, head="", sealed=sealed, recorded_at=self.recorded_at
        )
        draft = self._draft(stream, act, public, private)
        stream.seq, stream.head = 1, draft.leaf_hash
        rows.insert_stream(stream)
        draft.store(stream)
        return stream

    def enter(
        self, stream: Stream, act: str, public: Mapping[str, JsonValue], private: Sequence[Item] = ()
    ) -> Entry:
        """Write the stream's next entry. This is an act's first write.

        Raises:
            LostRaceError: the stream went on since ``stream`` was read; ``act()`` tries again.
        """
        draft = self._draft(stream, act, public, private)
        if not rows.raise_stream(stream, draft.leaf_hash, draft.recorded_at):
            raise LostRaceError(stream.id)
        return draft.store(stream)

    def announce(self, event: str, payload: Mapping[str, JsonValue], *, stream: Stream | None = None) -> None:
        """Tell subscribers after the commit, in the order of ``stream`` (else of the first one touched)."""
        told: dict[str, JsonValue] = {"event": event, "payload": dict(payload)}
        if stream is not None:
            told["stream"] = stream.sid
        self._events.append(told)

    def events(self) -> str:
        """Return what was announced, as the outbox keeps it."""
        if not self._events:
            return ""
        return json.dumps([{"stream": self.touched[0], **told} for told in self._events], ensure_ascii=False)

    def _draft(
        self, stream: Stream, act: str, public: Mapping[str, JsonValue], private: Sequence[Item]
    ) -> _Draft:
        if stream.sid in self.touched:
            raise RuntimeError(f"{act}: an act writes one entry a stream")
        vocabulary.check(act, public)
        self.touched.append(stream.sid)
        recorded_at = max(self.recorded_at, stream.recorded_at)
        if any(item.name == OUTCOME for item in private):
            raise RuntimeError(f"{act}: {OUTCOME!r} names what a sealed entry does not show")
        items = [_Sealed.of(item) for item in private]
        shown = ledger.Entry(
            stream=stream.sid,
            seq=stream.seq + 1,
            prev=stream.head or None,
            act=act,
            act_id=self.act_id,
            recorded_at=write_instant(recorded_at),
            occurred_at=write_instant(self.occurred_at),
            source=self.source,
            public=public,
            commitments=tuple(item.commitment for item in items),
        )
        if stream.sealed:
            items.insert(0, _outcome(shown))
            commitments = tuple(item.commitment for item in items)
            leaf = ledger.write_entry(ledger.SealedEntry(shown.stream, shown.seq, shown.prev, commitments))
        else:
            leaf = ledger.write_entry(shown)
        if isinstance(leaf, Problem):
            raise vocabulary.VocabularyError(f"{act}: {leaf.field} {leaf.code}")
        return _Draft(act, self, recorded_at, leaf, items)


class _Draft:
    """An entry made ready before the first write, so that nothing can go wrong between the writes."""

    def __init__(
        self, act: str, acting: Acting, recorded_at: datetime, leaf: bytes, items: list[_Sealed]
    ) -> None:
        self.recorded_at = recorded_at
        self.leaf_hash = leaf_hash(leaf).hex()
        self._act = act
        self._acting = acting
        self._leaf = leaf
        self._items = items

    def store(self, stream: Stream) -> Entry:
        row = Entry(
            stream=stream,
            seq=stream.seq,
            act=self._act,
            act_id=self._acting.act_id,
            actor_key=self._acting.actor.key,
            body=self._leaf.decode(),
            leaf_hash=self.leaf_hash,
            recorded_at=self.recorded_at,
        )
        rows.insert_entry(row)
        rows.insert_items([item.values(row.id, position) for position, item in enumerate(self._items)])
        return row


@dataclass(frozen=True, slots=True)
class _Sealed:
    """An item with its salt, its canonical value and the commitment to them."""

    item: Item
    value: str
    salt: bytes
    commitment: str

    @classmethod
    def of(cls, item: Item) -> _Sealed:
        value = nfc(item.value)
        salt = secrets.token_bytes(SALT_BYTES)
        digest = commitment(salt, item.name, value)
        written = canonical(value)
        if isinstance(digest, Problem) or isinstance(written, Problem):
            raise TypeError(f"private item {item.name}: {digest}")
        return cls(item, written.decode(), salt, digest)

    def values(self, entry_id: int, position: int) -> tuple[int | str, ...]:
        item = self.item
        salt = self.salt.hex()
        return entry_id, position, item.name, item.subject, item.retention, salt, self.value


def _outcome(shown: ledger.Entry) -> _Sealed:
    value: dict[str, JsonValue] = {
        "act": shown.act,
        "act_id": shown.act_id,
        "recorded_at": shown.recorded_at,
        "occurred_at": shown.occurred_at,
        "source": shown.source,
        "public": dict(shown.public),
    }
    return _Sealed.of(Item(OUTCOME, value, subject="", retention="log"))
