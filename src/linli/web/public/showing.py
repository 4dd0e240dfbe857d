"""Figures made ready for a page: the value with its n, its interval, what is left out and its line over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linli.apps.insight.facts import RATES, SMALLEST, TIME_TO_CLOSE, WHOLE, Count, Figures, Period
from linli.kernel.ui.charts import Point
from linli.kernel.ui.show import NOTHING
from linli.kernel.ui.text import t

HUNDRED = 100
HOUR = 60
CODES = (*RATES, TIME_TO_CLOSE)
Trend = Sequence[tuple[Period, Figures]]


@dataclass(frozen=True, slots=True)
class Card:
    """One figure as the component ``ui.stat`` shows it."""

    code: str
    title: str
    value: str
    n: int | None
    interval: tuple[str, str] | None
    excluded: int
    spark: tuple[float, ...]
    note: str


def card(code: str, figures: Figures, trend: Trend = (), *, plain: bool = True) -> Card:
    """Return a figure for a card; one that is about too few people says only that."""
    title = t(f"insight.{'plain' if plain else 'rate'}.{code}")
    spark = tuple(value for value in values(code, trend) if value is not None)
    if code in figures.withheld:
        return Card(code, title, NOTHING, None, None, 0, spark, t("public.too_few", n=SMALLEST))
    if code == TIME_TO_CLOSE:
        shown = None if figures.minutes is None else figures.closed
        note = t("public.working_time") if shown else t("public.nothing_to_count")
        return Card(code, title, hours(figures.minutes), shown, None, 0, spark, note)
    count = figures.count(code)
    return Card(
        code, title, share(count), count.denominator or None, interval(count), count.all_left_out, spark,
        "" if count.denominator else t("public.nothing_to_count"),
    )  # fmt: skip


def share(count: Count) -> str:
    """Write a share in per cent, a dash where nothing could be counted."""
    return NOTHING if count.share is None else f"{count.share * HUNDRED:.1f}%"


def interval(count: Count) -> tuple[str, str] | None:
    """Write the interval in per cent."""
    if count.interval is None:
        return None
    low, high = count.interval
    return f"{low * HUNDRED:.1f}", f"{high * HUNDRED:.1f}"


def interval_text(count: Count) -> str:
    """Write the interval for a cell of a table."""
    edges = interval(count)
    return t("ui.chart_interval", low=edges[0], high=edges[1]) if edges else NOTHING


def hours(minutes: float | None) -> str:
    """Write working minutes in working hours."""
    return NOTHING if minutes is None else t("public.hours", hours=f"{minutes / HOUR:,.1f}")


def numerator(count: Count) -> str:
    """Write a numerator; weighted ones may be broken."""
    whole, rest = divmod(count.numerator, WHOLE)
    return f"{whole:,}" if not rest else f"{count.numerator / WHOLE:,.1f}"


def value(code: str, figures: Figures) -> float | None:
    """Return what a line over time shows: per cent, or working hours."""
    if code == TIME_TO_CLOSE:
        return None if figures.minutes is None else round(figures.minutes / HOUR, 1)
    found = figures.count(code).share
    return None if found is None else round(found * HUNDRED, 1)


def values(code: str, trend: Trend) -> list[float | None]:
    """Return the values of a figure over time."""
    return [value(code, figures) for _period, figures in trend]


FEWEST_MONTHS = 6


def begun(trend: Trend) -> Trend:
    """Leave out the months before anything was counted, as long as six remain."""
    first = next((i for i, (_period, figures) in enumerate(trend) if figures.counts or figures.closed), 0)
    return trend[min(first, max(len(trend) - FEWEST_MONTHS, 0)) :]


def points(code: str, trend: Trend) -> list[Point]:
    """Return the line of a figure with its interval; months of too few are gaps."""
    return [_point(code, period, figures) for period, figures in trend]


def _point(code: str, period: Period, figures: Figures) -> Point:
    label = t("public.month_short", name=t(f"public.month.{int(period.name[-2:])}"))
    found = value(code, figures) if figures.size(code) >= SMALLEST else None
    edges = None if code == TIME_TO_CLOSE else figures.count(code).interval
    if found is None or edges is None:
        return Point(label, found)
    return Point(label, found, round(edges[0] * HUNDRED, 1), round(edges[1] * HUNDRED, 1))


def left_out(count: Count) -> list[tuple[str, int]]:
    """Return what is left out and why, the most frequent reason first."""
    return [
        (t(f"insight.left_out.{why}"), many)
        for why, many in sorted(count.left_out.items(), key=lambda one: (-one[1], one[0]))
        if many
    ]
