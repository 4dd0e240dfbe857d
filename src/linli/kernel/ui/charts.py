"""Charts drawn on the server as SVG: no script, no style attributes, type that keeps its size on a phone.

The plane of a plot is 100 x 100 and stretched to its frame; lines keep their width and words their size
because both are placed in per cent and only shapes are stretched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from markupsafe import Markup

from linli.kernel.ui.text import t

LABELS_WANTED = 5
TICKS_WANTED = 4
LAST_PART_COLOUR = 6
DOTS_SHOWN = 40
FLAT = 1e-6  # values closer than this are drawn as one height


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a figure; ``low`` and ``high`` bound its interval, ``value`` None is a gap."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its words, its length, what is written at its end."""

    label: str
    value: float
    shown: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """A vertical axis with round ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Return how far down the plane a value lies, 0 at the top, 100 at the bottom."""
        return round(100 * (self.high - value) / (self.high - self.low), 2)


def scale(values: Sequence[float], *, floor_at: float | None = None, top_at: float | None = None) -> Scale:
    """Choose round limits and ticks that hold all values, never beyond the given ones."""
    low, high = min(values), max(values)
    if high - low < FLAT * max(abs(low), abs(high), 1):
        room = max(abs(low) / 10, 1)
        low, high = low - room, high + room
    rough = (high - low) / TICKS_WANTED
    power = 10 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    ticks = [round(index * step, 10) for index in range(first, last + 1)]
    if floor_at is not None:
        ticks = [tick for tick in ticks if tick >= floor_at] or [floor_at]
    if top_at is not None:
        ticks = [tick for tick in ticks if tick <= top_at] or [top_at]
    return Scale(min(ticks[0], low), max(ticks[-1], high), tuple(ticks))


def _across(index: int, many: int) -> float:
    return round(100 * index / (many - 1), 2) if many > 1 else 50.0


def sparkline(values: Sequence[float], title: str) -> Markup:
    """Draw a line without axes for a card; the sentence for those who cannot see it is its label."""
    if not values:
        return Markup("")
    if len(values) == 1:
        values = [values[0], values[0]]
    low, high = min(values), max(values)
    reach = (high - low) or 1
    points = [(_across(i, len(values)), round(36 - 32 * (v - low) / reach, 2)) for i, v in enumerate(values)]
    path = " ".join(f"{x},{y}" for x, y in points)
    said = t(
        "ui.chart_summary",
        title=title,
        first=_plain(values[0]),
        last=_plain(values[-1]),
        low=_plain(low),
        high=_plain(high),
    )
    return Markup(
        '<svg class="spark" viewBox="0 0 100 40" preserveAspectRatio="none" role="img" aria-label="{said}">'
        '<polygon class="spark-ground" points="0,40 {path} 100,40"/><polyline class="spark-line" points="{path}"/></svg>'
    ).format(said=said, path=path)


def line(
    points: Sequence[Point],
    title: str,
    *,
    unit: str = "",
    floor_at: float | None = None,
    top_at: float | None = None,
) -> Markup:
    """Draw a line over time with its interval as a band, gaps left open and the last value written out."""
    known = [point for point in points if point.value is not None]
    if not known:
        return Markup('<p class="empty">{}</p>').format(t("ui.chart_empty"))
    axis = scale(_reach(known), floor_at=floor_at, top_at=top_at)
    first, last = known[0].value or 0.0, known[-1].value or 0.0
    values = [point.value or 0.0 for point in known]
    said = t(
        "ui.chart_summary",
        title=title,
        first=f"{_plain(first)}{unit}",
        last=f"{_plain(last)}{unit}",
        low=f"{_plain(min(values))}{unit}",
        high=f"{_plain(max(values))}{unit}",
    )
    body = [
        _grid(axis, unit),
        _plane(points, axis),
        _dots(points, axis),
        _last(points, axis, unit),
        _labels(points),
    ]
    return Markup('<div class="plot"><svg role="img" aria-label="{}">{}</svg></div>').format(
        said, Markup("").join(body)
    )


def _reach(points: Sequence[Point]) -> list[float]:
    return [edge for point in points for edge in (point.value, point.low, point.high) if edge is not None]


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _grid(axis: Scale, unit: str) -> Markup:
    row = Markup(
        '<line class="grid{zero}" x1="0" x2="100%" y1="{y}%" y2="{y}%"/>'
        '<text x="-8" y="{y}%" dy="0.35em" text-anchor="end">{word}</text>'
    )
    return Markup("").join(
        row.format(y=axis.at(tick), zero=" zero" if tick == 0 else "", word=f"{_tick(tick)}{unit}")
        for tick in axis.ticks
    )


def _tick(value: float) -> str:
    return f"{value:,.10g}"


def _runs(points: Sequence[Point]) -> list[list[int]]:
    """Split the periods into stretches without a gap."""
    runs: list[list[int]] = [[]]
    for index, point in enumerate(points):
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append(index)
    return [run for run in runs if run]


def _plane(points: Sequence[Point], axis: Scale) -> Markup:
    many = len(points)
    shapes: list[str] = []
    for run in _runs(points):
        banded = [i for i in run if points[i].low is not None and points[i].high is not None]
        upper = [f"{_across(i, many)},{axis.at(points[i].high or 0.0)}" for i in banded]
        lower = [f"{_across(i, many)},{axis.at(points[i].low or 0.0)}" for i in reversed(banded)]
        if banded:
            shapes.append(f'<polygon class="band" points="{" ".join(upper + lower)}"/>')
        way = " ".join(f"{_across(i, many)},{axis.at(points[i].value or 0.0)}" for i in run)
        shapes.append(f'<polyline class="path" points="{way}"/>')
    return Markup(
        '<svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%" overflow="visible">{}</svg>'
    ).format(Markup("").join(map(Markup, shapes)))


def _dots(points: Sequence[Point], axis: Scale) -> Markup:
    if len(points) > DOTS_SHOWN:
        return Markup("")
    dot = Markup('<circle class="dot{}" cx="{}%" cy="{}%" r="3.5"/>')
    end = max(i for i, point in enumerate(points) if point.value is not None)
    return Markup("").join(
        dot.format(" last" if i == end else "", _across(i, len(points)), axis.at(point.value))
        for i, point in enumerate(points)
        if point.value is not None
    )


def _last(points: Sequence[Point], axis: Scale, unit: str) -> Markup:
    index = max(i for i, point in enumerate(points) if point.value is not None)
    value = points[index].value or 0.0
    anchor = "end" if _across(index, len(points)) > 60 else "middle"  # noqa: PLR2004 - right part of the plane
    return Markup('<text class="say" x="{}%" y="{}%" dy="-0.8em" text-anchor="{}">{}</text>').format(
        _across(index, len(points)), axis.at(value), anchor, f"{_plain(value)}{unit}"
    )


def _labels(points: Sequence[Point]) -> Markup:
    """Write as many period names as fit, always the first and the last."""
    many = len(points)
    step = max(1, ceil((many - 1) / (LABELS_WANTED - 1)))
    shown = sorted({*range(0, many - step // 2 - 1, step), many - 1})
    text = Markup('<text x="{}%" y="100%" dy="1.9em" text-anchor="{}">{}</text>')
    return Markup("").join(text.format(_across(i, many), _anchor(i, many), points[i].label) for i in shown)


def _anchor(index: int, many: int) -> str:
    if many == 1:
        return "middle"
    return "start" if index == 0 else "end" if index == many - 1 else "middle"


def bars(rows: Sequence[Bar], title: str) -> Markup:
    """Draw horizontal bars with their words above and their figures at the end: readable without seeing them."""
    top = max((bar.value for bar in rows), default=0) or 1
    row = Markup(
        '<li class="{kind}"><span>{label}</span><span class="number">{shown}</span>'
        '<svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="bar-all" width="100" height="6"/><rect class="bar-part" width="{part}" height="6"/></svg></li>'
    )
    drawn = Markup("").join(
        row.format(
            kind=bar.kind, label=bar.label, shown=bar.shown, part=round(100 * max(bar.value, 0) / top, 2)
        )
        for bar in rows
    )
    return Markup('<ul class="bars" aria-label="{}">{}</ul>').format(title, drawn)


def stacked(parts: Sequence[tuple[str, int]], title: str) -> Markup:
    """Draw shares of a whole as one bar with a key that carries count and per cent."""
    whole = sum(count for _label, count in parts)
    if not whole:
        return Markup('<p class="empty">{}</p>').format(t("ui.chart_empty"))
    boxes: list[Markup] = []
    keys: list[Markup] = []
    left = 0.0
    for index, (label, count) in enumerate(parts, start=1):
        share = 100 * count / whole
        css = f"part-{min(index, LAST_PART_COLOUR)}"
        boxes.append(
            Markup('<rect class="{}" x="{}%" width="{}%" height="100%"/>').format(
                css, round(left, 3), round(max(share - 0.3, 0.1), 3)
            )
        )
        keys.append(
            Markup(
                '<li><svg class="key" viewBox="0 0 1 1" aria-hidden="true"><rect class="{}" width="1" height="1"/></svg>{} <b class="number">{:,}</b> {:.1f}%</li>'
            ).format(css, label, count, share)
        )
        left += share
    return Markup('<div class="share"><svg role="img" aria-label="{}">{}</svg><ul>{}</ul></div>').format(
        title, Markup("").join(boxes), Markup("").join(keys)
    )
