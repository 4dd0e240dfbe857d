"""A plan of an activity as it was typed: its dates, and everything that is wrong with it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from linli.apps.activities.models import KINDS, Activity
from linli.core.clock.calendar import Calendar
from linli.core.clock.instants import BEIJING
from linli.core.shared.outcomes import Problem

SATURDAY = 6
MOST_SESSIONS, MOST_PLACES, OLDEST, MOST_FEN = 60, 2000, 120, 1_000_000
ADULT, LONGEST_TEXT, LONGEST_DAYS, MOST_HOURS = 18, 4_000, 400, 168
_LINES = (("title_zh", 80), ("title_en", 120), ("room", 60), ("bring_zh", 200), ("bring_en", 300))
_TEXTS = ("about_zh", "about_en")


@dataclass(frozen=True, slots=True)
class NewActivity:
    """An activity as it is planned. Sessions: from ``first`` to ``last``, on ``weekdays`` (1 Monday), from - to.

    With ``skip_holidays`` the service fills ``left_out`` from the legal calendar.
    """

    kind: str
    centre: str
    title_zh: str
    first: date | None
    starts: time | None
    ends: time | None
    places: int | None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    code: str = ""
    last: date | None = None
    weekdays: tuple[int, ...] = ()
    title_en: str = ""
    about_zh: str = ""
    about_en: str = ""
    bring_zh: str = ""
    bring_en: str = ""
    room: str = ""
    age_from: int | None = None
    age_to: int | None = None
    fee_fen: int | None = 0
    answer_hours: int | None = 24
    link: str = ""
    skip_holidays: bool = False
    left_out: frozenset[date] = frozenset()


def days_to_skip(new: NewActivity, calendar: Calendar) -> frozenset[date]:
    """Return the days of a plan on which legal holidays fall, and the weekends that were moved to be worked.

    A plan for weekends means weekends on which people rest; one for weekdays, days on which they work.
    """
    if new.first is None or new.last is None or (new.last - new.first).days > LONGEST_DAYS:
        return frozenset()
    days = (new.first + timedelta(days=n) for n in range((new.last - new.first).days + 1))
    return frozenset(
        day
        for day in days
        if calendar.is_working(day) != (day.isoweekday() < SATURDAY) or calendar.kind(day).name is not None
    )


def sessions_of(new: NewActivity) -> list[tuple[datetime, datetime]]:
    """Return the sessions of a plan, in Beijing's time; none where the plan has no dates."""
    if new.first is None or new.starts is None or new.ends is None or new.ends <= new.starts:
        return []
    last = new.last or new.first
    if (last - new.first).days > LONGEST_DAYS:
        return []
    days = (new.first + timedelta(days=n) for n in range((last - new.first).days + 1))
    wanted = (
        day
        for day in days
        if day not in new.left_out and (not new.weekdays or day.isoweekday() in new.weekdays)
    )
    return [
        (datetime.combine(day, new.starts, BEIJING), datetime.combine(day, new.ends, BEIJING))
        for day in itertools.islice(wanted, MOST_SESSIONS + 1)
    ]


def window(new: NewActivity, at: datetime, starts: datetime) -> tuple[datetime, datetime]:
    """Return the sign-up window: from now until the beginning where it was not said."""
    return new.opens_at or min(at, starts - timedelta(seconds=1)), new.closes_at or starts


def wrong(new: NewActivity, at: datetime) -> list[Problem]:
    """Return everything that is wrong with a plan, by field."""
    return [*_wrong_words(new), *_wrong_numbers(new), *_wrong_dates(new, at)]


def _wrong_words(new: NewActivity) -> Iterator[Problem]:
    if new.kind not in KINDS:
        yield Problem("kind", "activities.no_such_kind")
    if not new.title_zh.strip():
        yield Problem("title_zh", "activities.title_missing")
    for name, most in _LINES:
        if len(getattr(new, name)) > most:
            yield Problem(name, "activities.too_long", {"n": most})
    for name in _TEXTS:
        if len(getattr(new, name)) > LONGEST_TEXT:
            yield Problem(name, "activities.too_long", {"n": LONGEST_TEXT})
    if new.link and not is_link(new.link):
        yield Problem("link", "activities.link")


def is_link(text: str) -> bool:
    """Tell an https address of a room or a recording."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and len(text) <= 300 and text.isprintable()  # noqa: PLR2004 - the column


def _wrong_numbers(new: NewActivity) -> Iterator[Problem]:
    limits = (
        ("places", 1, MOST_PLACES, True), ("age_from", 0, OLDEST, False), ("age_to", 0, OLDEST, False),
        ("answer_hours", 1, MOST_HOURS, True),
    )  # fmt: skip
    for name, least, most, needed in limits:
        value = getattr(new, name)
        if (value is None and needed) or (value is not None and not least <= value <= most):
            yield Problem(name, "activities.number", {"least": least, "most": most})
    if new.fee_fen is None or not 0 <= new.fee_fen <= MOST_FEN:
        yield Problem("fee_fen", "activities.fee", {"yuan": MOST_FEN // 100})
    if new.age_from is not None and new.age_to is not None and new.age_to < new.age_from:
        yield Problem("age_to", "activities.ages_backwards")


def _wrong_dates(new: NewActivity, at: datetime) -> Iterator[Problem]:
    missing = [
        Problem(name, code)
        for name, code in (
            ("first", "activities.day"),
            ("starts", "activities.clock"),
            ("ends", "activities.clock"),
        )
        if getattr(new, name) is None
    ]
    if missing:
        yield from missing
    elif new.starts and new.ends and new.ends <= new.starts:
        yield Problem("ends", "activities.ends_before")
    elif new.first and new.last and new.last < new.first:
        yield Problem("last", "activities.last_before")
    else:
        yield from _wrong_sessions(new, at, sessions_of(new))


def _wrong_sessions(
    new: NewActivity, at: datetime, sessions: list[tuple[datetime, datetime]]
) -> Iterator[Problem]:
    if not sessions:
        yield Problem("weekdays", "activities.no_session")
    elif len(sessions) > MOST_SESSIONS:
        yield Problem("last", "activities.too_many_sessions", {"n": MOST_SESSIONS})
    elif sessions[0][0] <= at:
        yield Problem("first", "activities.in_the_past")
    else:
        yield from _wrong_window(new, at, sessions)


def _wrong_window(
    new: NewActivity, at: datetime, sessions: list[tuple[datetime, datetime]]
) -> Iterator[Problem]:
    opens, closes = window(new, at, sessions[0][0])
    if closes <= opens:
        yield Problem("closes_at", "activities.window_backwards")
    elif closes > sessions[-1][1]:
        yield Problem("closes_at", "activities.window_after")


def for_children(row: Activity) -> bool:
    """Say whether somebody under 18 may come without being looked for: ages, or the kind, say so."""
    return (
        row.kind == "holiday_care"
        or (row.age_from is not None and row.age_from < ADULT)
        or (row.age_from is None and row.age_to is not None and row.age_to < ADULT)
    )
