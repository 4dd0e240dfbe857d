"""What the journeys of the desk share: the busy city, clients by role, the clock held still."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from tests.journeys.desk_pages.fixed import FixedTime
from tests.journeys.desk_pages.world import NOW, World, busy, with_matrix
from tests.rows import once

FIELD = re.compile(r'<input type="hidden" name="([\w.]+)" value="([^"]*)"')


@pytest.fixture(autouse=True)
def still(settings):
    """Every page is seen an hour after the cases were told."""
    FixedTime.moment = NOW
    settings.MIDDLEWARE = ["tests.journeys.desk_pages.fixed.FixedTime", *settings.MIDDLEWARE]


@pytest.fixture
def world(db):
    return with_matrix(World())


@pytest.fixture
def full(db):
    return once("busy desk", lambda: busy(World()))


class Desk:
    """A member of staff at the desk."""

    def __init__(self, world, who, lang="zh"):
        self.client = Client()
        if world.people[who].account:
            self.client.force_login(world.people[who].account)
        self.client.cookies["lang"] = lang

    def see(self, path, status=200, **headers):
        response = self.client.get(path, headers=headers or None)
        assert response.status_code == status, (path, response.status_code, text(response)[:2000])
        return response

    def form(self, path, action):
        """The hidden fields of the form on a page that posts to an address."""
        return hidden(self.see(path), action)

    def send(self, path, action, status=302, **said):
        """Open a page and send the form on it that posts to ``action``."""
        fields = {**self.form(path, action), **said}
        response = self.client.post(action, fields)
        assert response.status_code == status, (response.status_code, text(response)[:3000])
        return response


def hidden(response, action):
    page = response.content.decode()
    at = page.index(f'action="{action}"')
    form = page[at : page.index("</form>", at)]
    found = {}
    for name, value in FIELD.findall(form):
        found.setdefault(name, []).append(unescape(value))
    return found


def text(response):
    """What a reader reads."""
    page = re.sub(r"<(style|script).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ").split())


@pytest.fixture
def sit():
    """``sit(world, "dispatcher")`` takes a place at the desk."""
    return Desk
