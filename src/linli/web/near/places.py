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
    Place("centres", "centres", "home"),
    Place("counter", "counter-halls", "ticket"),
    Place("lending", "lending-search", "book"),
    Place("advice", "advice", "talk"),
    Place("activities", "activities", "calendar"),
    Place("care", "care", "heart"),
    Place("notices", "notices-list", "speaker"),
    Place("search", "notices-searches", "search"),
    Place("draws", "centres-draws", "dice"),
    Place("jobs", "jobs", "work"),
    Place("childcare", "childcare", "child"),
    Place("schools", "reach:schools", "school"),
    Place("circuits", "circuits", "bus"),
    Place("council", "council", "meeting"),
    Place("volunteers", "volunteers", "star"),
    Place("favours", "favours", "exchange"),
    Place("card", "reach:card_find", "card"),
    Place("reach", "reach:home", "walk"),
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


OWN: tuple[tuple[str, str], ...] = (
    ("bookings", "centres-mine"),
    ("advice", "advice-mine"),
    ("activities", "activities-mine"),
    ("lending", "lending-mine"),
    ("childcare", "childcare-mine"),
    ("care", "care"),
    ("jobs", "jobs-mine"),
    ("volunteers", "volunteer-mine"),
    ("time", "volunteer-time"),
    ("searches", "notices-search-mine"),
)
"""What is one's own in the neighbourhood: its sentence is ``near.own.<name>``."""


def own() -> list[tuple[str, str]]:
    """Return the pages of what is one's own that this installation has, with their addresses. No statement."""
    found = []
    for name, route in OWN:
        try:
            found.append((name, url(route)))
        except NoReverseMatch:
            continue
    return found
