"""How centres, rooms and their hours are said on a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from linli.apps.centres import facts
from linli.apps.grid import facts as grid
from linli.core.clock.instants import local
from linli.core.slots.booking import STEP
from linli.core.slots.week import Hours, Open, write_minute
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.text import language, t

Option = tuple[str, str]
LENGTHS = (30, 45, 60, 90, 120, 150, 180, 240)
DAYS_SHOWN = 7
DASH = "\u2060–\u2060"
"""From one time to another, kept on one line."""
MINUTES_AN_HOUR = 60


def named(zh: str, en: str) -> str:
    """Return a name in the reader's language."""
    return zh if language() == "zh" else en or zh


def hours_said(hours: Hours) -> str:
    """Write the hours of a day: 08:30–12:00, 14:00–18:00; or that it is closed."""
    if not hours:
        return t("centres_page.closed")
    return t("centres_page.and").join(
        f"{write_minute(one.start)}{DASH}{write_minute(one.end)}" for one in hours
    )


def why_said(day: facts.DayHours) -> str:
    """Say why a day's hours are not the usual ones; nothing where they are."""
    if day.why == "closing":
        return t("centres_page.why_closing", reason=t(f"centres.closing.{day.reason}"))
    return t(f"centres_page.why_{day.why}") if day.why != "usual" else ""


def today(at: datetime) -> date:
    """Return the local day."""
    return local(at).date()


def read_day(text: str, otherwise: date) -> date:
    """Read a day of an address; what is none, or out of reach, is the other one."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return otherwise
    return found if abs((found - otherwise).days) < 400 else otherwise  # noqa: PLR2004 - a year and a bit


def plain(text: str) -> str:
    """Take the signs out of a query that nobody types and some databases do not take."""
    return "".join(sign for sign in text[:120] if sign.isprintable()).strip()


def ref_of(text: str) -> UUID:
    """Read a ref of a form; what is none is not there."""
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible from None


def read_number(text: str, otherwise: int = 0) -> int:
    """Read a small number of a form; what is none is the other one."""
    said = text.strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else otherwise  # noqa: PLR2004 - small


def still(free: Hours, minute: int) -> Hours:
    """Return what is still free of a day at a minute of it, from the next quarter on."""
    first = -(-minute // STEP) * STEP
    return tuple(Open(max(one.start, first), one.end) for one in free if one.end - STEP >= first)


def starts(free: Hours) -> list[Option]:
    """Return the times at which a booking may begin on a day: every half hour that is free."""
    found = [minute for one in free for minute in range(-(-one.start // 30) * 30, one.end - STEP, 30)]
    return [(write_minute(one), write_minute(one)) for one in found]


def lengths(longest: int) -> list[Option]:
    """Return how long a booking may last."""
    return [(str(one), length_said(one)) for one in LENGTHS if one <= longest] or [
        (str(longest), length_said(longest))
    ]


def length_said(minutes: int) -> str:
    """Write a length: half an hour, 1.5 hours."""
    if minutes < MINUTES_AN_HOUR:
        return t("centres_page.minutes", n=minutes)
    return t("centres_page.hours", n=f"{minutes / MINUTES_AN_HOUR:g}")


def ends(start: str, minutes: str) -> str:
    """Return the time of the end from a start and a length; "" where they are none."""
    hour, _, minute = start.partition(":")
    if not (hour.isdigit() and minute.isdigit() and len(start) <= 5):  # noqa: PLR2004 - 09:30
        return ""
    return write_minute(min(int(hour) * 60 + int(minute) + read_number(minutes), 24 * 60))


def week_of(centre_id: int, first: date, own: str = "") -> list[tuple[facts.DayHours, str, str]]:
    """Return a week's days with hours and why, ready to be shown."""
    return [
        (one, hours_said(one.hours), why_said(one))
        for one in facts.days(centre_id, first, DAYS_SHOWN, own=own)
    ]


def areas_in(found: Sequence[grid.AreaFact]) -> list[Option]:
    """Return areas as choices."""
    return [(one.path, named(one.name_zh, one.name_en)) for one in found]


def room_said(room: facts.RoomFact) -> dict[str, Any]:
    """Return a room as cards show it."""
    return {
        "room": room,
        "name": named(room.name_zh, room.name_en),
        "kind": t(f"centres.kind.{room.kind}"),
        "equipment": t("centres_page.and").join(t(f"centres.equipment.{one}") for one in room.equipment),
    }


def booking_said(one: facts.BookingFact, at: datetime) -> dict[str, Any]:
    """Return a booking as lists show it: what it is, how it stands, what may be done."""
    state = (
        "cancelled"
        if one.cancelled
        else "over"
        if one.ends_at <= at
        else "now"
        if one.starts_at <= at
        else "open"
    )
    return {
        "one": one,
        "room": named(one.room_zh, one.room_en),
        "centre": named(one.centre_zh, one.centre_en),
        "purpose": t(f"centres.purpose.{one.purpose}"),
        "state": state,
        "chip": {"cancelled": "plain", "over": "plain", "now": "run", "open": "ok"}[state],
        "may_cancel": one.may_cancel(at),
        "may_undo": one.may_undo(at),
        "may_note": not one.cancelled and at >= one.starts_at - timedelta(minutes=30) and not one.showing,
    }
