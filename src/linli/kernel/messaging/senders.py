"""How a letter leaves the house: one small protocol, two senders built in, others named in the settings."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Protocol, cast

from django.conf import settings
from django.core.mail import send_mail
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
        """Send it as plain text."""
        subject = " ".join(message.subject.split())
        try:
            send_mail(subject, message.body, from_email=None, recipient_list=[message.to])
        except SMTPRecipientsRefused as error:
            raise SendError("address_refused", final=True) from error
        except (SMTPException, OSError) as error:
            raise SendError("mail_server") from error


def sender_for(channel: str) -> Sender:
    """Return the sender of a channel; ``LETTER_SENDERS`` in the settings adds and replaces.

    Raises:
        LookupError: no such channel.
    """
    return _made({**BUILT_IN, **getattr(settings, "LETTER_SENDERS", {})}[channel])


@lru_cache
def _made(path: str) -> Sender:
    return cast("Sender", import_string(path)())
