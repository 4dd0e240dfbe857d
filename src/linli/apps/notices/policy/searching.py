"""What a search notice needs before anybody sees it, and how soon staff look at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from linli.apps.notices.models.search import (
    AUTHORITIES,
    FOUND_PERSON,
    FOUND_THING,
    LOST_THING,
    MISSING_PERSON,
    OF_PEOPLE,
    SEARCHES,
    THINGS,
)
from linli.apps.notices.policy.private import numbers_in
from linli.core.shared.outcomes import Problem

LOOKED_AT = {
    MISSING_PERSON: timedelta(minutes=30), FOUND_PERSON: timedelta(minutes=30), LOST_THING: timedelta(hours=24),
    FOUND_THING: timedelta(hours=24),
}  # fmt: skip
"""How soon staff look at what was put up, by day and night: there is no waiting time for a missing child."""
SHOWN_FOR = timedelta(days=30)
MOST_RENEWED = 11
"""A year; after that it is put up anew."""
LENGTHS = {"title": 40, "text": 500, "place": 60, "shown_name": 20, "authority_by": 60, "police": 40}
PUBLIC = ("title", "text", "place", "shown_name")


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody puts up. ``photo`` is the ref of a file that came with the form."""

    kind: str
    area: str
    title: str
    text: str
    thing: str = ""
    place: str = ""
    seen_on: date | None = None
    minor: bool = False
    shown_name: str = ""
    photo: str = ""
    authority: str = ""
    authority_by: str = ""
    police: str = ""


def wrong(one: Sought, today: date) -> Iterator[Problem]:
    """Yield everything that must be mended."""
    if one.kind not in SEARCHES:
        yield Problem("kind", "notices.search_kind_missing")
    if one.kind in (LOST_THING, FOUND_THING) and one.thing not in THINGS:
        yield Problem("thing", "notices.thing_missing")
    for name in ("title", "text"):
        if not getattr(one, name):
            yield Problem(name, f"notices.search_{name}_missing")
    for name, most in LENGTHS.items():
        if len(getattr(one, name)) > most:
            yield Problem(name, "notices.too_long", {"most": most, "n": len(getattr(one, name))})
    if one.seen_on is not None and one.seen_on > today:
        yield Problem("seen_on", "notices.seen_to_come")
    yield from _wrong_words(one)
    yield from _wrong_person(one)


def _wrong_words(one: Sought) -> Iterator[Problem]:
    """Refuse private numbers in what everybody reads, with the numbers as they were typed."""
    for name in PUBLIC:
        for number in numbers_in(getattr(one, name)):
            yield Problem(name, "notices.number_in_text", {"number": number[:30]})


def _wrong_person(one: Sought) -> Iterator[Problem]:
    if one.kind == FOUND_PERSON and not one.police:
        yield Problem("police", "notices.police_missing")
    if one.authority and one.authority not in AUTHORITIES:
        yield Problem("authority", "notices.authority_missing")
    if one.kind not in OF_PEOPLE or not one.minor or not (one.shown_name or one.photo):
        return
    if not one.authority:
        yield Problem("authority", "notices.authority_missing")
    if not one.authority_by:
        yield Problem("authority_by", "notices.authority_by_missing")
