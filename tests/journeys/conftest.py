"""What journeys in a browser rest on: a database that the server sees too, the site over HTTP, visits."""

from __future__ import annotations

import pytest
from tests.browser import Visits, served


@pytest.fixture
def committed(chromium, transactional_db, settings, tmp_path):
    """A database in which what the test does is committed, for the server's own connections to see."""
    settings.LOG_KEY_FILE = str(tmp_path / "log.key")


@pytest.fixture
def address(committed):
    with served() as found:
        yield found


@pytest.fixture
def visit(chromium, address):
    visits = Visits(chromium, address)
    yield visits
    visits.close()
