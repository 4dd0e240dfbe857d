"""The town of these tests."""

import pytest
from tests.apps.activities.town import centre, publish


@pytest.fixture
def town(city):
    centre()
    return city


@pytest.fixture
def care(town):
    return publish(town)
