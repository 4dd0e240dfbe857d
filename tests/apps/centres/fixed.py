"""Holds the clock still at the time of the stage, when the holidays of its days are announced."""

from __future__ import annotations

from tests.apps.centres.stage import AT
from tests.journeys.desk_pages.fixed import FixedTime


class AtStage(FixedTime):
    """Every request comes at one moment."""

    moment = AT
