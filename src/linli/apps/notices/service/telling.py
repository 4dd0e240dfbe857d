"""Tells whom an announcement concerns, a little at a time: resumable, each person once a channel, beside the requests.

What is slow (reading, sealing) is done before the transaction; in it are one conditional update, which is where a
second worker or a withdrawal is noticed, and two inserts. A batch that took too long makes the next one smaller.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.db.models import Count

from linli.apps.notices import events
from linli.apps.notices.facts.audience import audience
from linli.apps.notices.facts.letters import Post
from linli.apps.notices.models import Announcement, Subscription, Telling
from linli.apps.notices.models.codes import LETTERS, PUBLISHED
from linli.apps.notices.policy.links import token
from linli.apps.notices.policy.messages import next_channel
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import system_actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Stale
from linli.kernel.audit.prepared import Insert
from linli.kernel.identity.personal import unseal
from linli.kernel.messaging import many
from linli.kernel.messaging.quiet import NIGHT, QuietHours

MOST, LEAST = 200, 50
"""Rows of one transaction."""
AHEAD = 2_000
"""Rows of one reading: less than a second's, for who leaves meanwhile is told once more."""
COLUMNS = ("pk", "channels", "language", "phone_sealed", "email_sealed", "large")
IN_A_LOCK = 0.05
ROUND_SECONDS = 8.0
RATE = 2_000
"""People a second: enough for a district in a minute, and most of the time is the requests'."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom to tell, and over what."""

    id: int
    channels: str
    language: str
    phone: bytes | None
    email: bytes | None
    large: bool
    channel: str
    step: int = 0


class Pace:
    """How much goes into a batch, and how long to leave the database to others after it."""

    def __init__(self, rate: float | None = RATE) -> None:
        self.size = MOST
        self._rate = rate

    def note(self, rows: int, locked: float, took: float) -> None:
        """Learn from a batch, and rest."""
        if (
            locked > IN_A_LOCK and connection.vendor == "sqlite"
        ):  # elsewhere nobody waits for rows that are new
            self.size = max(LEAST, int(self.size * IN_A_LOCK / locked))
        elif self.size < MOST:
            self.size = min(MOST, self.size + LEAST)
        if self._rate is not None:
            time.sleep(max(0.0, rows / self._rate - took))


def tell_due(at: datetime, seconds: float = ROUND_SECONDS, pace: Pace | None = None) -> int:
    """Tell whom there is to tell for some seconds, emergencies first; returns how many tellings were written."""
    pace, until, written = pace or Pace(), time.monotonic() + seconds, 0
    waiting = Announcement.objects.filter(state=PUBLISHED, told_at=None)
    for row in waiting.select_related("of", "stream", "area").order_by("-emergency", "id"):
        post, line = Post(row), Line(row)
        while time.monotonic() < until:
            told = _batch(row, post, at, pace, line)
            written += max(told, 0)
            if told < 0:
                break
    while time.monotonic() < until:
        again = _again(at, pace)
        written += again
        if not again:
            break
    return written


def _batch(row: Announcement, post: Post, at: datetime, pace: Pace, line: Line | None = None) -> int:
    """Tell the next readers; -1 when there are none, or the announcement is no longer ours to tell."""
    began = time.monotonic()
    last, readers = (line or Line(row)).next(pace.size)
    if last == row.cursor:
        _finish(row, at)
        return -1
    told = _written(row, post, readers, at)
    locked = time.monotonic()
    with transaction.atomic():
        mine = Announcement.objects.filter(pk=row.pk, cursor=row.cursor, state=PUBLISHED)
        if not mine.update(cursor=last):
            return -1
        told.keep()
    row.cursor = last
    now = time.monotonic()
    pace.note(len(readers), now - locked, now - began)
    return len(readers)


class Line:
    """Who is still to be told, read some batches ahead: the database sorts a whole place for each reading."""

    def __init__(self, row: Announcement) -> None:
        self._row = row
        self._read: list[tuple[Any, ...]] = []

    def next(self, size: int) -> tuple[int, list[Reader]]:
        """Return the last subscription that was looked at, and those of them who can be told."""
        offered = self._row.channels
        if not self._read:
            rows = audience(self._row).filter(pk__gt=self._row.cursor).order_by("pk")
            self._read = list(rows.values_list(*COLUMNS)[:AHEAD])
        found, self._read = self._read[:size], self._read[size:]
        readers = [Reader(*one, channel=over) for one in found if (over := next_channel(one[1], offered))]
        return (found[-1][0] if found else self._row.cursor), readers


@dataclass(frozen=True, slots=True)
class Told:
    """What is written of one batch: tellings, grouped by what they share, and letters."""

    tellings: Sequence[tuple[Mapping[str, Any], Sequence[tuple[int, int]]]]
    letters: Sequence[many.Sheaf]

    def keep(self) -> None:
        """Write it; who was told over that channel already is left out."""
        for shared, rows in self.tellings:
            _TELLINGS.alike(shared, ("subscription_id", "step"), rows)
        many.keep(self.letters)


_TELLINGS = Insert(Telling)


def _written(row: Announcement, post: Post, readers: Iterable[Reader], at: datetime) -> Told:
    quiet = _quiet(row)
    groups: dict[tuple[str, bool], list[tuple[int, int]]] = {}
    drafts: dict[bool, list[many.Draft]] = {True: [], False: []}
    for one in readers:
        another = bool(row.resend_hours and next_channel(one.channels, row.channels, one.channel))
        groups.setdefault((one.channel, another), []).append((one.id, one.step))
        if one.channel in LETTERS:
            drafts[one.channel != "email"].append(_draft(row, post, one))
    tellings = [
        (_shared(row, channel, _moment(quiet, channel, at), another=another), rows)
        for (channel, another), rows in groups.items()
    ]
    return Told(tellings, [
        *many.drafted(drafts[True], at, quiet=quiet, expires_at=row.expires_at),
        *many.drafted(drafts[False], at, quiet=None, expires_at=row.expires_at),
    ])  # fmt: skip


def _shared(row: Announcement, channel: str, moment: datetime, *, another: bool) -> dict[str, Any]:
    next_at = moment + timedelta(hours=row.resend_hours) if another else None
    return {"announcement_id": row.pk, "channel": channel, "told_at": moment, "next_at": next_at}


def _quiet(row: Announcement) -> QuietHours | None:
    """Return the hours in which nobody is woken; an emergency that two people agreed on wakes."""
    return None if row.emergency else NIGHT


def _moment(quiet: QuietHours | None, channel: str, at: datetime) -> datetime:
    return quiet.next_moment(at) if quiet is not None and channel != "email" else at


def _draft(row: Announcement, post: Post, one: Reader) -> many.Draft:
    to = unseal(bytes(one.email or b""), "email") if one.channel == "email" else _phone(one)
    subject, body = post.letter(one.channel, one.language, token(row.pk, one.id))
    return many.Draft(many.ref_of(row.ref, one.channel, one.id), to, one.channel, subject, body, one.large)


def _phone(one: Reader) -> str:
    return unseal(bytes(one.phone or b""), "phone")


def _again(at: datetime, pace: Pace) -> int:
    """Try the next channel for those who have not heard; returns how many."""
    began = time.monotonic()
    due = Telling.objects.filter(
        next_at__lte=at, heard_at=None, announcement__state=PUBLISHED, announcement__expires_at__gt=at
    )
    found = list(due.select_related("announcement", "subscription").order_by("next_at")[: pace.size])
    if not found:
        return 0
    told = [_written(row, Post(row), readers, at) for row, readers in _by_announcement(found)]
    locked = time.monotonic()
    with transaction.atomic():
        left = Telling.objects.filter(pk__in=[one.pk for one in found], heard_at=None, next_at__isnull=False)
        if left.update(next_at=None) != len(found):  # somebody heard just now, or another worker was first
            transaction.set_rollback(True)
            return 0
        for each in told:
            each.keep()
    now = time.monotonic()
    pace.note(len(found), now - locked, now - began)
    return len(found)


def _by_announcement(found: Iterable[Telling]) -> Iterator[tuple[Announcement, list[Reader]]]:
    grouped: dict[int, tuple[Announcement, list[Reader]]] = {}
    for one in found:
        readers = grouped.setdefault(one.announcement_id, (one.announcement, []))[1]
        channel = next_channel(one.subscription.channels, one.announcement.channels, one.channel)
        if channel and one.subscription.ended_at is None:
            readers.append(_reader(one.subscription, channel, one))
    yield from grouped.values()


def _reader(who: Subscription, channel: str, before: Telling) -> Reader:
    sealed = (bytes(one) if one else None for one in (who.phone_sealed, who.email_sealed))
    phone, email = sealed
    return Reader(who.pk, who.channels, who.language, phone, email, who.large, channel, before.step + 1)


def _finish(row: Announcement, at: datetime) -> None:
    """Write down how many were told over which channel, once."""

    def work(acting: Acting) -> JsonValue:
        fresh = Announcement.objects.select_related("stream", "area").get(pk=row.pk)
        if fresh.told_at is not None or fresh.state != PUBLISHED:
            raise Stale("notices.told_already")
        rows = Telling.objects.filter(announcement=fresh, step=0).values_list("channel")
        told: dict[str, JsonValue] = dict(sorted(rows.annotate(n=Count("id")).order_by()))
        acting.enter(fresh.stream, events.TOLD, {"area": fresh.area.code, "told": told})
        Announcement.objects.filter(pk=fresh.pk).update(told_at=at)
        return None

    name = str(uuid5(UUID(str(row.ref)), "told"))
    try:
        act("notices.tell", work, said=str(row.ref), actor=system_actor("worker"), act_id=name, at=at)
    except Stale:
        return
