"""Writes letters, takes up those that were given up, forgets those that left; `delivery` brings them away."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.module_loading import import_string

from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity import codes, personal
from linli.kernel.messaging.delivery import LEASE, deliver, deliver_due
from linli.kernel.messaging.models import Letter, LetterState
from linli.kernel.messaging.quiet import NIGHT, QuietHours

__all__ = ["LEASE", "deliver", "deliver_due", "forget", "retry", "send", "send_code"]


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
