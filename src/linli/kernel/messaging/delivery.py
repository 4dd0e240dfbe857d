"""Brings letters away: each once, outside of every transaction, as fast as its channel takes them.

A hundred thousand letters may wait at once. They are taken a few at a time under a lease, and what became of them is
written for all of them together: two short transactions for twenty letters. A channel that takes only so many a
second rests between, while the others go on.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from linli.kernel.identity import personal
from linli.kernel.messaging.many import LARGE
from linli.kernel.messaging.models import Letter, LetterState
from linli.kernel.messaging.senders import TEXTS, Message, SendError, sender_for, signed

TRIES = 10
LEASE = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=6)
AT_ONCE = 20
"""Letters under one lease: so many may be said twice if the worker dies in the middle."""
ROUND_SECONDS = 4.0
"""Then the worker looks after its other work."""
USUAL = 20
"""Letters a second over a channel of which nothing is said in ``LETTERS_A_SECOND``."""


def deliver(letter_id: int, at: datetime) -> bool:
    """Send one letter now; False when it was not due, already taken, or did not leave.

    Raises:
        RuntimeError: inside a transaction, which would be held open by a slow gateway.
    """
    due = Q(state=LetterState.WAITING, not_before__lte=at) | Q(
        state=LetterState.SENDING, leased_until__lte=at
    )
    with transaction.atomic(durable=True):
        taken = Letter.objects.filter(due, pk=letter_id).update(
            state=LetterState.SENDING, leased_until=at + LEASE, tries=F("tries") + 1
        )
    if not taken:
        return False
    letter = Letter.objects.get(pk=letter_id)
    failure = _hand_over(letter, at)
    _note(letter, failure, at)
    return failure is None


def deliver_due(at: datetime, seconds: float = ROUND_SECONDS) -> int:
    """Send what is due for some seconds, oldest first, each channel at its pace; returns how many left."""
    Letter.objects.filter(state=LetterState.SENDING, leased_until__lte=at).update(state=LetterState.WAITING)
    until, left = time.monotonic() + seconds, 0
    waiting = Letter.objects.filter(state=LetterState.WAITING, not_before__lte=at).order_by()
    open_ = set(waiting.values_list("channel", flat=True).distinct())
    while open_:
        channel = min(open_, key=lambda one: (_rests.get(one, 0.0), one))
        began = max(time.monotonic(), _rests.get(channel, 0.0))
        if began >= until:
            break
        time.sleep(max(0.0, began - time.monotonic()))
        rate = settings.LETTERS_A_SECOND.get(channel, USUAL)
        taken, sent = _some(channel, at, min(AT_ONCE, rate))
        left += sent
        _rests[channel] = began + taken / rate
        if not taken:
            open_.remove(channel)
    return left


_rests: dict[str, float] = {}
"""Until when each channel rests, by the clock of this process, from one round to the next."""


def _some(channel: str, at: datetime, most: int) -> tuple[int, int]:
    """Take the next letters of a channel and send them; returns how many were taken and how many left."""
    due = Letter.objects.filter(channel=channel, state=LetterState.WAITING, not_before__lte=at)
    letters = list(due.order_by("not_before")[:most])
    if not letters:
        return 0, 0
    if not _take(letters, at):  # another worker took some of them just now
        return len(letters), sum(deliver(one.pk, at) for one in letters)
    return len(letters), _send(letters, at)


def _take(letters: Sequence[Letter], at: datetime) -> bool:
    """Take the lease of all or of none."""
    with transaction.atomic(durable=True):
        mine = _of(letters, LetterState.WAITING)
        taken = mine.update(state=LetterState.SENDING, leased_until=at + LEASE, tries=F("tries") + 1)
        if taken != len(letters):
            transaction.set_rollback(True)
            return False
    for one in letters:
        one.tries += 1
    return True


def _of(letters: Sequence[Letter], state: LetterState) -> QuerySet[Letter]:
    """Return those of some letters that are in a state.

    Said by the states they are not in: asked for the one they are in, SQLite goes through all letters of that state.
    """
    others = [one for one in LetterState if one != state]
    return Letter.objects.filter(pk__in=[one.pk for one in letters]).exclude(state__in=others)


def _send(letters: Sequence[Letter], at: datetime) -> int:
    """Send letters that are leased, as long as the lease is young; what did not leave is noted one by one."""
    began, sent = time.monotonic(), []
    for one in letters:
        if time.monotonic() - began > LEASE.total_seconds() / 2:
            break
        failure = _hand_over(one, at)
        if failure is None:
            sent.append(one)
        else:
            _note(one, failure, at)
    for secret in (True, False):
        if some := [one for one in sent if one.is_secret == secret]:
            mine = _of(some, LetterState.SENDING).filter(leased_until=at + LEASE)
            wiped = {"text_sealed": None} if secret else {}
            mine.update(state=LetterState.SENT, sent_at=at, failure="", leased_until=None, **wiped)
    return len(sent)


def _hand_over(letter: Letter, at: datetime) -> SendError | None:
    """Give the letter to its sender; answer what went wrong."""
    if letter.expires_at is not None and letter.expires_at <= at:
        return SendError("too_late", final=True)
    try:
        subject, body, *more = json.loads(personal.unseal(bytes(letter.text_sealed or b""), "letter"))
        to = personal.unseal(bytes(letter.to_sealed), "letter")
        message = Message(to, subject, body, large=LARGE in more)
        if letter.channel == TEXTS:
            message = signed(message)
        sender_for(letter.channel).send(message)
    except SendError as error:
        return error
    except (LookupError, ValueError):
        return SendError("not_deliverable", final=True)
    return None


def _note(letter: Letter, failure: SendError | None, at: datetime) -> None:
    """Write down how it went; only the holder of the lease may."""
    changes: dict[str, Any] = {"leased_until": None}
    if failure is None:
        changes |= {"state": LetterState.SENT, "sent_at": at, "failure": ""}
    elif failure.final or letter.tries >= TRIES:
        changes |= {"state": LetterState.DEAD, "failure": failure.code[:40]}
    else:
        wait = min(timedelta(minutes=2**letter.tries), LONGEST_WAIT)
        changes |= {"state": LetterState.WAITING, "failure": failure.code[:40], "not_before": at + wait}
    if letter.is_secret and changes["state"] != LetterState.WAITING:
        changes["text_sealed"] = None
    Letter.objects.filter(pk=letter.pk, tries=letter.tries, state=LetterState.SENDING).update(**changes)
