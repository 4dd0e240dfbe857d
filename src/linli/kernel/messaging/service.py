"""Writes letters and delivers them: writing may share a transaction, delivering never does."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.module_loading import import_string

from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity import codes, personal
from linli.kernel.messaging.models import Letter, LetterState
from linli.kernel.messaging.quiet import NIGHT, QuietHours
from linli.kernel.messaging.senders import Message, SendError, sender_for

TRIES = 10
LEASE = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=6)


def send(  # noqa: PLR0913 - a letter names everything it rests on
    to: str,
    channel: str,
    subject: str,
    body: str,
    at: datetime,
    *,
    quiet: QuietHours | None = NIGHT,
    secret: bool = False,
    expires_at: datetime | None = None,
    ref: UUID | None = None,
) -> Letter:
    """Write a letter that the worker will deliver, in the morning if it is night.

    ``quiet=None`` is for what cannot wait. The text of a ``secret`` letter is wiped once it has left.
    Under one ``ref`` a letter is written once, however often its cause is heard of.
    """
    if ref is not None and (written := Letter.objects.filter(ref=ref).first()):
        return written
    letter = Letter(
        ref=ref or uuid4(),
        channel=channel,
        to_masked=personal.mask_email(to) if "@" in to else personal.mask_phone(to),
        to_sealed=personal.seal(to, "letter"),
        text_sealed=personal.seal(json.dumps([subject, body], ensure_ascii=False), "letter"),
        is_secret=secret,
        not_before=quiet.next_moment(at) if quiet else at,
        expires_at=expires_at,
        created_at=at,
    )
    letter.save(force_insert=True)
    return letter


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


def deliver_due(at: datetime, limit: int = 50) -> int:
    """Send what is due, oldest first, and return how many left; the outbox worker calls this."""
    waiting = Q(state=LetterState.WAITING, not_before__lte=at)
    stuck = Q(state=LetterState.SENDING, leased_until__lte=at)
    due = Letter.objects.filter(waiting | stuck).order_by("not_before").values_list("pk", flat=True)
    return sum(deliver(letter_id, at) for letter_id in list(due[:limit]))


def retry(ref: UUID, at: datetime) -> None:
    """Take up a letter that was given up.

    Raises:
        NotVisible: there is no such letter, or it was not given up.
    """
    found = Letter.objects.filter(ref=ref, state=LetterState.DEAD, text_sealed__isnull=False)
    if not found.update(state=LetterState.WAITING, tries=0, not_before=at, failure=""):
        raise NotVisible


def forget(before: datetime) -> int:
    """Delete the letters that left before a day: the case says that somebody was told, not the letter."""
    return Letter.objects.filter(state=LetterState.SENT, sent_at__lt=before).delete()[0]


def send_code(phone: str, code: str, *, language: str, at: datetime) -> None:
    """Send a one-time code at once (``CODE_SENDER``); by night too, for somebody is waiting for it."""
    say = import_string(settings.SENTENCE)
    minutes = codes.LASTS // timedelta(minutes=1)
    body = say("messaging.code", lang=language, code=code, minutes=minutes)
    letter = send(phone, "sms", "", body, at, quiet=None, secret=True, expires_at=at + codes.LASTS)
    deliver(letter.pk, at)


def _hand_over(letter: Letter, at: datetime) -> SendError | None:
    """Give the letter to its sender; answer what went wrong."""
    if letter.expires_at is not None and letter.expires_at <= at:
        return SendError("too_late", final=True)
    try:
        subject, body = json.loads(personal.unseal(bytes(letter.text_sealed or b""), "letter"))
        message = Message(personal.unseal(bytes(letter.to_sealed), "letter"), subject, body)
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
