"""What every test may rely on: fixed time, a derandomised Hypothesis, a small city on request."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci", derandomize=True, max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci")


@pytest.fixture
def city(db):
    """The smallest city in which a case can live its whole life."""
    from tests.city import tiny_city

    return tiny_city()
