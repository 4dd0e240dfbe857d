"""Reads the public log on from where it was left and keeps rounds and months up to date.

Nothing here is an act: what is written follows from entries and can be thrown away and made again. Only
closing a month is (service/closing.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby

from django.db import transaction

from linli.apps.cases import facts as cases
from linli.apps.catalogue import facts as catalogue
from linli.apps.insight.facts.stored import COLUMNS, round_of, row_of
from linli.apps.insight.models import ErasureCount, Reading, RoundRow
from linli.apps.insight.policy.periods import month_of
from linli.apps.insight.policy.rounds import Round, Said, Words, fold, timed
from linli.apps.insight.service import months
from linli.core.clock.timetable import TIMETABLE
from linli.core.lifecycle.definition import StageKind
from linli.kernel.audit import log, sequencer
from linli.kernel.audit.erasure import ERASE
from linli.kernel.audit.models import Entry

CASE = "case"
CHUNK = 400
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: up to which size of the log, how many cases changed, which months."""

    log_size: int
    cases: int
    months: tuple[str, ...]


def refresh(at: datetime, *, progress: Progress = lambda _done: None) -> Refreshed:
    """Bring figures up to the log of now: sequence what waits, fold what is new, count the months touched."""
    sequencer.sequence_all(at)
    start, size = _read_so_far(at), log.size()
    touched: set[str] = set()
    streams = _touched_streams(start, size)
    for begin in range(0, len(streams), CHUNK):
        touched |= _take(streams[begin : begin + CHUNK], size, at)
        progress(min(begin + CHUNK, len(streams)))
    _finish(start, size, at)
    counted = months.recount(touched, at=at, log_size=size)
    return Refreshed(size, len(streams), counted)


def _read_so_far(at: datetime) -> int:
    return Reading.objects.get_or_create(id=1, defaults={"as_of": at})[0].size


def _touched_streams(start: int, size: int) -> list[int]:
    new = Entry.objects.filter(leaf_index__gte=start, leaf_index__lt=size, stream__kind=CASE)
    return sorted(set(new.values_list("stream_id", flat=True)))


def _take(streams: Sequence[int], size: int, at: datetime) -> set[str]:
    """Fold some cases anew, store what differs, and return the months that this changes."""
    fresh = {(key, one.number): one for key, one in _folded(streams, size)}
    stored = {(row.stream_id, row.number): row for row in RoundRow.objects.filter(stream_id__in=streams)}
    known = {key: round_of(row) for key, row in stored.items()}
    changed = {key: one for key, one in fresh.items() if known.get(key) != one}
    gone = [row.pk for key, row in stored.items() if key not in fresh]
    with transaction.atomic():
        RoundRow.objects.filter(pk__in=gone).delete()
        RoundRow.objects.bulk_create(
            [row_of(one, key[0]) for key, one in changed.items()],
            update_conflicts=True,
            unique_fields=["stream", "number"],
            update_fields=[name for name in COLUMNS if name not in {"sid", "number"}],
        )
    before = [known[key] for key in known if key in changed or key not in fresh]
    return {name for one in (*before, *changed.values()) for name in _months(one, at)}


def _folded(streams: Sequence[int], size: int) -> Iterator[tuple[int, Round]]:
    rows = Entry.objects.filter(stream_id__in=streams, stream__sealed=False, leaf_index__lt=size)
    ordered = rows.order_by("stream_id", "seq").values_list("stream_id", "stream__sid", "body")
    calendar = catalogue.calendar()
    for (key, sid), entries in groupby(ordered.iterator(), key=lambda row: (row[0], row[1])):
        said = [_said(json.loads(body)) for _key, _sid, body in entries]
        for one in fold(sid, said, _packs(said)):
            yield key, timed(one, calendar, TIMETABLE)


def _said(entry: Mapping[str, object]) -> Said:
    public = entry.get("public")
    return Said(
        act=str(entry["act"]),
        occurred_at=datetime.fromisoformat(str(entry["occurred_at"])),
        source=str(entry["source"]),
        public=public if isinstance(public, dict) else {},
    )


def _packs(said: Iterable[Said]) -> dict[str, Words]:
    hashes = {str(one.public["pack"]) for one in said if "pack" in one.public}
    return {sha: words_of(sha) for sha in hashes}


@lru_cache(maxsize=500)
def words_of(sha: str) -> Words:
    """Return what the stages and moves of a published pack mean to figures."""
    definition = cases.definition(sha)
    course = definition.lifecycle
    return Words(
        ends=frozenset(name for name, stage in course.stages.items() if stage.kind is StageKind.END),
        answers=frozenset(
            name
            for name, move in course.moves.items()
            if {one.name for one in move.inputs} & {"satisfaction", "result"}
        ),
        listed=definition.public.listed,
    )


def _months(one: Round, at: datetime) -> set[str]:
    """Return the months in which a round is part of some figure."""
    moments = (one.dispatched_at, one.reported_at, one.closed_at, one.due)
    found = {month_of(moment).name for moment in moments if moment is not None and moment <= at}
    if one.due is not None:
        found |= months.while_overdue(one.due, one.done_at or at)
    return found


def _finish(start: int, size: int, at: datetime) -> None:
    """Raise the mark and count erasures, unless another reader was quicker; both or neither."""
    with transaction.atomic():
        moved = Reading.objects.filter(id=1, size=start).update(size=size, as_of=at)
        if not moved or size == start:
            return
        new = Entry.objects.filter(
            leaf_index__gte=start, leaf_index__lt=size, act=ERASE, stream__sealed=False
        )
        for body in new.values_list("body", flat=True):
            _count_erasure(json.loads(body))


def _count_erasure(entry: Mapping[str, object]) -> None:
    public = entry.get("public")
    said = public if isinstance(public, dict) else {}
    month = month_of(datetime.fromisoformat(str(entry["occurred_at"]))).name
    row, _made = ErasureCount.objects.get_or_create(month=month, rule=str(said.get("rule", "")))
    row.acts += 1
    row.items += len(said.get("commitments", ()))
    row.save()
