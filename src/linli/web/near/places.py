"""What the neighbourhood offers, in the order of how often it is asked for: the list that the front page leads to."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch

from linli.kernel.ui.jinja import url


@dataclass(frozen=True, slots=True)
class Place:
    """A tile: its sentences are ``near.<name>`` and ``near.<name>_say``, its page the named route."""

    name: str
    route: str
    picture: str


PLACES: tuple[Place, ...] = (
    Place("centres", "centres", "place"),
    Place("counter", "counter-halls", "people"),
    Place("lending", "lending-search", "file"),
    Place("advice", "advice", "lock"),
    Place("activities", "activities", "people"),
    Place("care", "care", "people"),
    Place("notices", "notices-list", "info"),
    Place("search", "notices-searches", "search"),
    Place("draws", "centres-draws", "check"),
    Place("jobs", "jobs", "people"),
    Place("childcare", "childcare", "people"),
    Place("circuits", "circuits", "place"),
    Place("council", "council", "mic"),
    Place("volunteers", "volunteers", "people"),
    Place("favours", "favours", "check"),
    Place("card", "reach:card_find", "phone"),
    Place("reach", "reach:home", "place"),
)
"""Each app adds one line, or two."""


def there() -> list[tuple[Place, str]]:
    """Return the places whose pages this installation has, with their addresses."""
    found = []
    for place in PLACES:
        try:
            found.append((place, url(place.route)))
        except NoReverseMatch:
            continue
    return found
