"""How dates, times, money and numbers are written for people, in both languages."""

from __future__ import annotations

import contextvars
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from linli.kernel.ui.sentences import Gap, catalogue

ZONE = ZoneInfo("Asia/Shanghai")
NOTHING = "—"
NARROW = "\u00a0"  # keeps a figure and its word on one line
MINUTE, HOUR, DAY = 60, 3_600, 86_400
NEAR_DAYS = {-2: "before", -1: "yesterday", 0: "today", 1: "tomorrow", 2: "after"}
MONTH_PARTS = 2

moment: contextvars.ContextVar[datetime | None] = contextvars.ContextVar("moment", default=None)
"""The instant this request counts as now; set by the middleware, so that a page agrees with itself."""


def now() -> datetime:
    """Return the request's instant, or the clock's outside a request."""
    return moment.get() or datetime.now(UTC)


def local(at: datetime) -> datetime:
    """Turn an instant into the wall clock of the city."""
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(ZONE)


def read_instant(value: object) -> datetime | None:
    """Take a datetime or the ISO text of one; None for anything else."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, str) and "T" in value:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return None
    return None


def read_day(value: object) -> date | None:
    """Take a day, an instant (its local day) or the ISO text of either."""
    instant = read_instant(value)
    if instant is not None:
        return local(instant).date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def word(key: str, language: str, **blanks: str) -> str:
    """Look up one of this module's own words and fill it with ready text."""
    parts = catalogue()[language][f"show.{key}"].parts(blanks.get("n") == "1" and 1)
    return "".join(blanks[part.name] if isinstance(part, Gap) else part for part in parts)


def day(value: object, language: str) -> str:
    """Write a day: 10 月 10 日（周六）, Sat 10 October; the year only when it is another one."""
    on = read_day(value)
    if on is None:
        return NOTHING if value is None else str(value)
    this_year = on.year == local(now()).year
    return word(
        "day" if this_year else "day_year",
        language,
        year=str(on.year),
        month=word(f"month.{on.month}", language),
        day=str(on.day),
        weekday=word(f"weekday.{on.isoweekday()}", language),
    )


def full_day(value: object, language: str) -> str:
    """Write a day with its year and without its weekday: 2027 年 1 月 1 日, 1 January 2027."""
    on = read_day(value)
    if on is None:
        return NOTHING if value is None else str(value)
    month = word(f"month.{on.month}", language)
    return word("full_day", language, year=str(on.year), month=month, day=str(on.day))


def clock(value: object, _language: str = "") -> str:
    """Write the time of day on a 24-hour clock."""
    at = read_instant(value)
    return f"{local(at):%H:%M}" if at else NOTHING


def when(value: object, language: str) -> str:
    """Write an instant in full: 10 月 10 日（周六）18:00."""
    at = read_instant(value)
    if at is None:
        return day(value, language)
    return word("when", language, day=day(at, language), clock=clock(at))


def until(value: object, language: str) -> str:
    """Write by when at the latest: a midnight is the end of the day before, 10 月 9 日（周五）24:00, not 00:00."""
    at = read_instant(value)
    if at is None or local(at).time() != time.min:
        return when(value, language)
    return word("until", language, day=day(local(at).date() - timedelta(days=1), language))


def near(value: object, language: str) -> str:
    """Write an instant the way people say it when it is close: 今天 16:10, 明天 09:00."""
    at = read_instant(value)
    if at is None:
        return day(value, language)
    away = (local(at).date() - local(now()).date()).days
    if away not in NEAR_DAYS:
        return when(at, language)
    return word("near", language, day=word(f"near.{NEAR_DAYS[away]}", language), clock=clock(at))


def span(length: timedelta, language: str) -> str:
    """Write a length of time in its largest unit, rounded down: 12 分钟, 3 hours."""
    seconds = abs(int(length.total_seconds()))
    if seconds < HOUR:
        count, unit = max(seconds // MINUTE, 1), "minutes"
    elif seconds < DAY:
        count, unit = seconds // HOUR, "hours"
    else:
        count, unit = seconds // DAY, "days"
    return word(f"span.{unit}", language, n=str(count))


def minutes(value: object, language: str) -> str:
    """Write minutes as people count them: 50 分钟, 96 小时 50 分."""
    if not isinstance(value, int):
        return NOTHING if value is None else str(value)
    hours, rest = divmod(value, HOUR // MINUTE)
    if not hours:
        return word("minutes", language, n=str(rest))
    return word("hours_minutes", language, hours=f"{hours:,}", minutes=str(rest))


def ago(value: object, language: str) -> str:
    """Write how long ago something was; after three days, its day."""
    at = read_instant(value)
    if at is None:
        return day(value, language)
    past = now() - at
    if past < timedelta(minutes=1):
        return word("just_now", language)
    return word("ago", language, span=span(past, language)) if past < timedelta(days=3) else day(at, language)


def left(value: object, language: str) -> str:
    """Write the time that is left, or by how much it is over."""
    at = read_instant(value)
    if at is None:
        return NOTHING
    rest = at - now()
    return word("left" if rest >= timedelta(0) else "over", language, span=span(rest, language))


def month(value: object, language: str) -> str:
    """Write a month given as a day or as 2026-10."""
    text = str(value)
    on = read_day(f"{text}-01" if text.count("-") == MONTH_PARTS - 1 else value)
    if on is None:
        return text
    return word("month_year", language, year=str(on.year), month=word(f"month.{on.month}", language))


def money(fen: object, language: str) -> str:
    """Write whole fen as yuan: 3,600 元, ¥3,600.50."""
    if not isinstance(fen, int | Decimal):
        return NOTHING if fen is None else str(fen)
    yuan = Decimal(fen) / 100
    text = f"{abs(yuan):,.0f}" if yuan == yuan.to_integral_value() else f"{abs(yuan):,.2f}"
    return word("money", language, amount=("−" if yuan < 0 else "") + text)


def count_of(value: object, _language: str = "") -> str:
    """Write a number with thousands separated."""
    return (
        f"{value:,}" if isinstance(value, int | float | Decimal) else NOTHING if value is None else str(value)
    )


def percent(value: object, _language: str = "") -> str:
    """Write a share between 0 and 1 as a percentage with one decimal."""
    return f"{float(value) * 100:.1f}%" if isinstance(value, int | float | Decimal) else NOTHING


def number(value: object, _language: str = "") -> str:
    """Write a case number the way it is read out: 483 0917 2265."""
    text = str(value)
    return f"{text[:3]}{NARROW}{text[3:7]}{NARROW}{text[7:]}" if text.isdigit() else text


def limit(value: object, language: str) -> str:
    """Write a legal limit such as "3 working_days" in words."""
    amount, _, unit = str(value).partition(" ")
    key = f"show.unit.{unit}"
    if not amount.isdigit() or key not in catalogue()[language]:
        return str(value)
    return word(f"unit.{unit}", language, n=amount)
