"""The stocked city, at one moment, with everybody signed in."""

from __future__ import annotations

from itertools import cycle

import pytest
from django.test import Client
from tests.held import held
from tests.journeys.pages.town import NOW, Town

from linli.web.api import pace


@pytest.fixture(autouse=True)
def _one_moment(settings):
    settings.MIDDLEWARE = ["tests.journeys.pages.fixed.AtNow", *settings.MIDDLEWARE]
    with held(NOW):
        yield


@pytest.fixture
def town(db):
    return Town()


ADDRESSES = cycle(range(1, 255))
"""Nobody is slowed down for what another one asked before."""


class Visitor:
    """Opens addresses as one of the cast, as fast as it likes."""

    def __init__(self, town, who, **cookies):
        self.client = Client(raise_request_exception=False, REMOTE_ADDR=f"198.51.100.{next(ADDRESSES)}")
        if town.people[who].account:
            self.client.force_login(town.people[who].account)
        for name, value in cookies.items():
            self.client.cookies[name] = value

    def open(self, address):
        pace.forget_all()
        answer = self.client.get(address)
        if answer.streaming:
            answer.content_told = b"".join(answer.streaming_content)
        return answer


@pytest.fixture
def visitor():
    return Visitor
