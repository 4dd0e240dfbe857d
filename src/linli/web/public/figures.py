"""Each figure on a page of its own: what it means, its line, what is left out, and how to work it out again."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from linli.apps.insight import facts as insight
from linli.apps.insight.facts import COMPARABLE, RATES, TIME_TO_CLOSE, Figures, published
from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui import charts
from linli.kernel.ui.charts import Point
from linli.kernel.ui.pages import render
from linli.kernel.ui.show import NOTHING
from linli.kernel.ui.text import t
from linli.web.public import naming, showing
from linli.web.public.asking import asked, below, crumbs, tabs

HUNDRED = 100
Row = dict[str, object]


@public_page
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List all figures with what they mean and their values of the month."""
    wanted = asked(request)
    trend = published.trend(wanted.group.area, wanted.period)
    context = {
        "tabs": tabs("figures"),
        "asked": wanted,
        "rows": [showing.card(code, trend[-1][1], trend) for code in showing.CODES],
        "crumbs": crumbs(wanted.area, request.path),
    }
    return render(request, "public/figures.html", context)


@public_page
@require_safe
def figure(request: HttpRequest, code: str) -> HttpResponse:
    """Show one figure."""
    if code not in showing.CODES:
        raise NotVisible
    wanted = asked(request)
    trend = showing.begun(published.trend(wanted.group.area, wanted.period))
    now = trend[-1][1]
    count = now.count(code)
    areas = {one.code: naming.name_of(one) for one in below(wanted.area)}
    by_area = published.by_area(wanted.period.name, list(areas), now)
    by_body = published.by_body(wanted.period.name, wanted.group.area, now)
    names = naming.bodies(by_body)
    points = showing.points(code, trend)
    context = {
        "tabs": tabs("figures"),
        "asked": wanted,
        "crumbs": crumbs(wanted.area, request.path),
        "code": code,
        "is_time": code == TIME_TO_CLOSE,
        "weights": insight.satisfaction_weights() if code == "satisfaction" else {},
        "card": showing.card(code, now, trend),
        "withheld": code in now.withheld,
        "count": count,
        "numerator": showing.numerator(count),
        "left_out": showing.left_out(count),
        "drawing": _drawing(code, points),
        "lines": [_line(code, figures, period.name) for period, figures in trend],
        "areas": _split(code, by_area, areas.get),
        "bodies": _split(code, by_body, names.get),
        "comparable": COMPARABLE,
        "smallest": insight.SMALLEST,
        "corrections": [one for one in insight.corrections() if one.rate == code],
    }
    return render(request, "public/figure.html", context)


def _drawing(code: str, points: list[Point]) -> str:
    title = t(f"insight.plain.{code}")
    if code == TIME_TO_CLOSE:
        return charts.line(points, title, floor_at=0)
    top = HUNDRED if not RATES[code].low_is_good else None
    return charts.line(points, title, unit="%", floor_at=0, top_at=top)


def _line(code: str, figures: Figures, month: str) -> list[str]:
    """Return a month as a line of the table: value, numerator and denominator, interval, left out."""
    count = figures.count(code)
    if code in figures.withheld:
        few = t("public.under", n=insight.SMALLEST)
        return [month, NOTHING, few] if code == TIME_TO_CLOSE else [month, NOTHING, few, NOTHING, NOTHING]
    if code == TIME_TO_CLOSE:
        return [month, showing.hours(figures.minutes), f"{figures.closed:,}"]
    made = f"{showing.numerator(count)} / {count.denominator:,}" if count.denominator else NOTHING
    return [month, showing.share(count), made, showing.interval_text(count), f"{count.all_left_out:,}"]


def _split(code: str, table: Mapping[str, Figures], name: Callable[[str], str | None]) -> list[Row]:
    """Return the rows of a breakdown by name, never by value: an order would be a ranking."""
    rows = [
        _row(code, key, name(key) or t("public.former"), figures)
        for key, figures in table.items()
        if figures.size(code) or code in figures.withheld
    ]
    return sorted(rows, key=lambda row: (bool(row["small"]), str(row["name"])))


def _row(code: str, key: str, name: str, figures: Figures) -> Row:
    n, count, hide = figures.size(code), figures.count(code), code in figures.withheld
    return {
        "key": key,
        "name": name,
        "small": n < COMPARABLE,
        "hidden": hide,
        "value": showing.card(code, figures).value,
        "n": t("public.under", n=insight.SMALLEST) if hide else f"{n:,}",
        "interval": NOTHING if hide or code == TIME_TO_CLOSE else showing.interval_text(count),
        "edges": None if hide or n < COMPARABLE else count.interval,
        "share": count.share,
    }
