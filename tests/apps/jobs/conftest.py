"""The market of these tests."""

import pytest
from tests.apps.jobs import market


@pytest.fixture
def shop(city):
    return market.open_market()
