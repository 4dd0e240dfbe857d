"""Rates as the board shows them: two months side by side, and split by body or area without a ranking."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from linli.apps.insight.facts import COMPARABLE, RATES, SMALLEST, TIME_TO_CLOSE, Count, Figures
from linli.kernel.ui.show import NOTHING
from linli.kernel.ui.text import t
from linli.web.public import showing
from linli.web.public.showing import Card, Trend

CARDS = ("on_time", "resolution", "satisfaction", TIME_TO_CLOSE)
SPLIT = ("on_time", "still_overdue", "resolution", "returned", "reopened")


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a month: value, what it is made of, how sure it is, what is left out and why."""

    value: str
    made: str
    interval: str
    left_out: int
    reasons: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Line:
    """One figure in this month and the last, with its line over time."""

    code: str
    title: str
    now: Cell
    before: Cell
    spark: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One cell of a split: a value with its interval, or only the counts where there are too few."""

    value: str
    beside: str
    small: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One body or area: its name, how many are late now, its figures."""

    key: str
    name: str
    late: int
    parts: tuple[Part, ...]


def cards(trend: Trend) -> list[tuple[Card, str]]:
    """Return the figures that lead, each with last month's value beside it."""
    now, before = trend[-1][1], trend[-2][1]
    return [(showing.card(code, now, trend), _cell(code, before).value) for code in CARDS]


def lines(trend: Trend) -> list[Line]:
    """Return every figure of this month and the last."""
    return [_line(code, trend) for code in showing.CODES]


def _line(code: str, trend: Trend) -> Line:
    spark = tuple(value for value in showing.values(code, trend) if value is not None)
    return Line(
        code,
        t(f"insight.plain.{code}"),
        _cell(code, trend[-1][1]),
        _cell(code, trend[-2][1]),
        spark if len(spark) > 1 else (),
    )


def _cell(code: str, figures: Figures) -> Cell:
    if code in figures.withheld:
        return Cell(NOTHING, t("public.too_few", n=SMALLEST), "", 0, ())
    if code == TIME_TO_CLOSE:
        made = t("public.n_cases", n=figures.closed) if figures.closed else ""
        return Cell(showing.hours(figures.minutes), made, "", 0, ())
    count = figures.count(code)
    interval = showing.interval_text(count) if count.denominator else ""
    return Cell(showing.share(count), _made(count), interval, count.all_left_out, showing.left_out(count))


def _made(count: Count) -> str:
    return f"{showing.numerator(count)} / {count.denominator:,}" if count.denominator else ""


def split(
    table: Mapping[str, Figures], late: Mapping[str, int], name: Callable[[str], str | None]
) -> list[Row]:
    """Return the rows by name, never by value: an order would be a ranking."""
    rows = [
        Row(
            key,
            name(key) or t("public.former"),
            late.get(key, 0),
            _parts(table.get(key, Figures({}, None, 0))),
        )
        for key in table.keys() | late.keys()
    ]
    return sorted(rows, key=lambda row: (row.name, row.key))


def _parts(figures: Figures) -> tuple[Part, ...]:
    return tuple(_part(figures.count(code), withheld=code in figures.withheld) for code in SPLIT)


def _part(count: Count, *, withheld: bool) -> Part:
    if withheld:
        return Part(NOTHING, t("public.too_few", n=SMALLEST), small=True)
    if not count.denominator:
        return Part(NOTHING, "", small=True)
    if count.denominator < COMPARABLE:
        return Part(_made(count), t("board.too_few"), small=True)
    return Part(showing.share(count), f"{_made(count)} · {showing.interval_text(count)}", small=False)


def split_columns() -> list[str]:
    """Return the headings of the figures in a split."""
    return [t(f"insight.plain.{code}") for code in SPLIT if code in RATES]
