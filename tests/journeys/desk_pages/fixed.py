"""Holds the clock still: pages of the journeys are seen at one moment, whatever day the tests run on."""

from __future__ import annotations

from tests.journeys.desk_pages.world import NOW


class FixedTime:
    """Stands before every other middleware."""

    moment = NOW

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.at = type(self).moment
        return self.get_response(request)
