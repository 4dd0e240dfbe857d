"""Checks everything that is stored against everything else and names each row that does not fit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Exists, OuterRef

from linli.core.ledger.entry import AnyEntry, SealedEntry, check_link, read_entry, write_instant
from linli.core.ledger.hashes import commitment, leaf_hash
from linli.core.shared.outcomes import Param, Problem
from linli.kernel.audit import log_verification
from linli.kernel.audit.acting import OUTCOME
from linli.kernel.audit.erasure import ERASE
from linli.kernel.audit.findings import Finding
from linli.kernel.audit.models import ActRecord, Entry, PrivateItem, Stream

STREAMS_AT_A_TIME = 200


@dataclass(slots=True)
class Report:
    """What was looked at and what was found."""

    streams: int = 0
    entries: int = 0
    items: int = 0
    erased: int = 0
    log_size: int = 0
    checkpoints: int = 0
    findings: list[Finding] = field(default_factory=list)


def verify_all() -> Report:
    """Check streams, links, hashes, private items, first answers, the tree and its checkpoints.

    Others may write meanwhile: a stream in which something is found is read again before it is reported,
    and the tree is checked up to the size that it had at the start.
    """
    with _broken_text_allowed():
        return _verify_all()


def _verify_all() -> Report:
    report = Report()
    log_check = log_verification.check_log()
    last_id = 0
    while streams := list(Stream.objects.filter(id__gt=last_id).order_by("id")[:STREAMS_AT_A_TIME]):
        last_id = streams[-1].id
        for stream, found in _check_streams(streams, report):
            if found:
                report.findings += _check_again(stream)
    report.findings += _strays()
    report.findings += log_check.findings
    report.log_size, report.checkpoints = log_check.size, log_check.checkpoints
    return report


def _check_again(stream: Stream) -> list[Finding]:
    """Check one stream alone, until nobody wrote to it meanwhile."""
    while True:
        before = Stream.objects.filter(id=stream.id).values("seq", "head").first()
        found = [finding for _, findings in _check_streams([stream], Report()) for finding in findings]
        if not found or before == Stream.objects.filter(id=stream.id).values("seq", "head").first():
            return found


def _check_streams(streams: Sequence[Stream], report: Report) -> list[tuple[Stream, list[Finding]]]:
    fresh = {stream.id: stream for stream in Stream.objects.filter(id__in=[one.id for one in streams])}
    entries: dict[int, list[Entry]] = {key: [] for key in fresh}
    for entry in Entry.objects.filter(stream_id__in=fresh).order_by("stream_id", "seq"):
        entries[entry.stream_id].append(entry)
    items: dict[int, list[PrivateItem]] = {}
    for item in PrivateItem.objects.filter(entry__stream_id__in=fresh).order_by("entry_id", "position"):
        items.setdefault(item.entry_id, []).append(item)
        report.items += 1
        report.erased += item.value is None
    report.streams += len(fresh)
    report.entries += sum(map(len, entries.values()))
    return [(stream, [*check_stream(stream, entries[key], items)]) for key, stream in fresh.items()]


def check_stream(
    stream: Stream, entries: Sequence[Entry], items: Mapping[int, Sequence[PrivateItem]]
) -> Iterator[Finding]:
    """Check one stream that was read whole."""
    previous: bytes | None = None
    erased = _erased_commitments(entries, items)
    for entry in entries:
        where: dict[str, Param] = {"stream": stream.sid, "seq": entry.seq, "entry": entry.id}
        leaf = entry.body.encode(errors="surrogateescape")
        read = read_entry(leaf)
        if isinstance(read, Problem):
            yield Finding("audit.entry_unreadable", where | {"because": read.code})
        else:
            yield from _check_entry(stream, entry, read, previous, where)
            yield from _check_items(entry, read, items.get(entry.id, ()), erased, where)
        previous = leaf
    if previous is None:
        yield Finding("audit.stream_empty", {"stream": stream.sid})
    elif (stream.seq, stream.head) != (entries[-1].seq, leaf_hash(previous).hex()):
        yield Finding(
            "audit.head_differs", {"stream": stream.sid, "seq": stream.seq, "found": entries[-1].seq}
        )


def _check_entry(
    stream: Stream, entry: Entry, read: AnyEntry, previous: bytes | None, where: Mapping[str, Param]
) -> Iterator[Finding]:
    if leaf_hash(entry.body.encode(errors="surrogateescape")).hex() != entry.leaf_hash:
        yield Finding("audit.leaf_hash_differs", where)
    shown: tuple[object, ...] = (read.stream, read.seq, isinstance(read, SealedEntry))
    kept: tuple[object, ...] = (stream.sid, entry.seq, stream.sealed)
    if not isinstance(read, SealedEntry):
        shown += (read.act, read.act_id, read.recorded_at)
        kept += (entry.act, entry.act_id, write_instant(entry.recorded_at))
    if shown != kept:
        yield Finding("audit.columns_differ", where)
    if problem := check_link(previous, read):
        yield Finding("audit.link_broken", {**where, "because": problem.code})


def _check_items(
    entry: Entry,
    read: AnyEntry,
    items: Sequence[PrivateItem],
    erased: frozenset[str],
    where: Mapping[str, Param],
) -> Iterator[Finding]:
    by_position = {item.position: item for item in items}
    for position, digest in enumerate(read.commitments):
        item = by_position.pop(position, None)
        place = {**where, "position": position}
        if item is None:
            yield Finding("audit.item_lost", place)
        elif item.value is None or item.salt is None:
            if digest not in erased:
                yield Finding("audit.erased_without_notice", place)
        elif not _opens(item.salt, item.name, item.value, digest):
            yield Finding("audit.item_differs", place)
    for position in by_position:
        yield Finding("audit.item_uncommitted", {**where, "position": position})
    if isinstance(read, SealedEntry) and not _outcome_fits(entry, items):
        yield Finding("audit.outcome_differs", where)


def _opens(salt: str, name: str, value: str, digest: str) -> bool:
    try:
        return commitment(bytes.fromhex(salt), name, json.loads(value)) == digest
    except (ValueError, RecursionError):
        return False


def _outcome_fits(entry: Entry, items: Sequence[PrivateItem]) -> bool:
    if not items or items[0].name != OUTCOME:
        return False
    try:
        said = json.loads(items[0].value or "null")
        return bool(
            (said["act"], said["act_id"], said["recorded_at"])
            == (entry.act, entry.act_id, write_instant(entry.recorded_at))
        )
    except (ValueError, TypeError, KeyError):
        return False


def _erased_commitments(
    entries: Sequence[Entry], items: Mapping[int, Sequence[PrivateItem]]
) -> frozenset[str]:
    erased: set[str] = set()
    for entry in entries:
        if entry.act != ERASE:
            continue
        sealed = [item.value for item in items.get(entry.id, ()) if item.name == OUTCOME]
        try:
            public = json.loads((sealed[0] if sealed else entry.body) or "null")["public"]
            erased.update(map(str, public["commitments"]))
        except (ValueError, TypeError, KeyError):
            continue  # such an entry is reported for itself
    return frozenset(erased)


@contextmanager
def _broken_text_allowed() -> Iterator[None]:
    """Read text that is no UTF-8 any more as what it is, so that it is reported and not tripped over."""
    connection.ensure_connection()
    raw = connection.connection
    if connection.vendor != "sqlite":
        yield
        return
    before = raw.text_factory
    raw.text_factory = lambda data: data.decode(errors="surrogateescape")
    try:
        yield
    finally:
        raw.text_factory = before


def _strays() -> Iterator[Finding]:
    """Rows whose owner is gone, which the database forbids unless somebody went around it."""
    homeless = Entry.objects.filter(~Exists(Stream.objects.filter(id=OuterRef("stream_id"))))
    for entry_id, seq in homeless.values_list("id", "seq"):
        yield Finding("audit.stream_lost", {"entry": entry_id, "seq": seq})
    items = PrivateItem.objects.filter(~Exists(Entry.objects.filter(id=OuterRef("entry_id"))))
    for item_id, entry_id in items.values_list("id", "entry_id"):
        yield Finding("audit.entry_lost", {"entry": entry_id, "item": item_id})
    record = ActRecord.objects.filter(actor_key=OuterRef("actor_key"), act_id=OuterRef("act_id"))
    unanswered = Entry.objects.filter(~Exists(record)).select_related("stream")
    for entry_id, seq, sid in unanswered.values_list("id", "seq", "stream__sid"):
        yield Finding("audit.act_record_lost", {"stream": sid, "seq": seq, "entry": entry_id})
