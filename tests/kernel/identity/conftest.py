"""A telephone whose messages the tests can read."""

from __future__ import annotations

import re

import pytest

from linli.kernel.messaging import senders

MESSAGES = []


class Telephone:
    """Stands where an SMS gateway would."""

    def send(self, message):
        MESSAGES.append(message)


@pytest.fixture
def messages(settings):
    settings.LETTER_SENDERS = {"sms": f"{__name__}.Telephone"}
    senders._made.cache_clear()
    MESSAGES.clear()
    yield MESSAGES
    senders._made.cache_clear()


@pytest.fixture
def code_of(messages):
    """The code in the last message."""
    return lambda: re.search(r"\d{6}", messages[-1].body)[0]
