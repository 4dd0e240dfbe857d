"""How a letter leaves the house: one small protocol, two senders built in, others named in the settings."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Protocol, cast

from django.conf import settings
from django.core.mail import send_mail
from django.utils.html import escape, urlize
from django.utils.module_loading import import_string

HERE = "linli.kernel.messaging.senders"
BUILT_IN: Mapping[str, str] = {
    "console": f"{HERE}.ConsoleSender",
    "email": f"{HERE}.EmailSender",
    "voice": f"{HERE}.ConsoleSender",  # until a telephone gateway is named in LETTER_SENDERS
    "sms": f"{HERE}.ConsoleSender",  # until a gateway is named in LETTER_SENDERS
}


@dataclass(frozen=True, slots=True)
class Message:
    """What a sender gets: the whole address and the text in the reader's language."""

    to: str
    subject: str
    body: str
    large: bool = False
    """The reader asked for large type; what a channel can do about it, its sender does."""


TEXTS = "sms"
"""The channel whose messages say first whom they are from: a telephone shows nothing but a number."""


def signed(message: Message) -> Message:
    """Return a text message that begins with who sends it, in the script of its first word; once, not twice."""
    say = import_string(settings.SENTENCE)
    signs = {one: say("messaging.sign", lang=one) for one in ("zh", "en")}
    told = tuple(one.strip() for one in signs.values())
    if message.body.startswith(told):  # such a body names its title too
        return replace(message, subject="")
    begins = message.subject or message.body
    if begins.startswith(told):
        return message
    first = next((one for one in begins if one.isalpha()), "")
    sign = signs["en" if first.isascii() else "zh"]
    if message.subject:
        return replace(message, subject=sign + message.subject)
    return replace(message, body=sign + message.body)


class SendError(Exception):
    """The message did not leave. ``code`` is kept with the letter; ``final`` says that trying again is vain."""

    def __init__(self, code: str, *, final: bool = False) -> None:
        self.code = code
        self.final = final
        super().__init__(code)


class Sender(Protocol):
    """Sends one message or raises `SendError`. An SMS gateway's adapter is a class with this one method.

    It must give up within seconds: the worker waits for it, though never inside a transaction.
    """

    def send(self, message: Message) -> None:
        """Send it."""
        ...


class ConsoleSender:
    """Writes messages where `linli serve` runs: enough for a laptop and for the demo city."""

    def send(self, message: Message) -> None:
        """Write it to the terminal."""
        sys.stdout.write(f"\n--- {message.to} ---\n{message.subject}\n{message.body}\n---\n")
        sys.stdout.flush()


class EmailSender:
    """Sends through the mail server of the settings."""

    def send(self, message: Message) -> None:
        """Send it as plain text; to who asked for large type, with a page in large type beside it."""
        subject = " ".join(message.subject.split())
        page = in_large_type(message.subject, message.body) if message.large else None
        try:
            send_mail(subject, message.body, from_email=None, recipient_list=[message.to], html_message=page)
        except SMTPRecipientsRefused as error:
            raise SendError("address_refused", final=True) from error
        except (SMTPException, OSError) as error:
            raise SendError("mail_server") from error


def in_large_type(subject: str, body: str) -> str:
    """Write a letter as a page of large type: black on white, nothing to load, links that can be pressed."""
    lines = "".join(f"<p>{urlize(part, nofollow=False, autoescape=True)}</p>" for part in body.split("\n\n"))
    return (
        '<!doctype html><html><head><meta charset="utf-8"></head>'
        '<body style="font-size:26px;line-height:1.7;color:#000;background:#fff;max-width:36em;margin:1em auto">'
        f'<h1 style="font-size:32px">{escape(subject)}</h1>{lines}</body></html>'
    ).replace("\n", "<br>")


def sender_for(channel: str) -> Sender:
    """Return the sender of a channel; ``LETTER_SENDERS`` in the settings adds and replaces.

    Raises:
        LookupError: no such channel.
    """
    return _made({**BUILT_IN, **getattr(settings, "LETTER_SENDERS", {})}[channel])


@lru_cache
def _made(path: str) -> Sender:
    return cast("Sender", import_string(path)())
