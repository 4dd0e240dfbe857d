"""Holds the clock still five days after the cases were told."""

from __future__ import annotations

from tests.journeys.desk_pages.fixed import FixedTime
from tests.journeys.pages.town import NOW


class AtNow(FixedTime):
    """Every request comes at one moment."""

    moment = NOW
