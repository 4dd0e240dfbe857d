"""How the city is doing: the figures that matter to people, what they tell most, and where."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import Standing
from linli.apps.insight import facts as insight
from linli.apps.insight.facts import TIME_TO_CLOSE, Figures
from linli.kernel.access.pages import public_page
from linli.kernel.ui.charts import Bar
from linli.kernel.ui.pages import render
from linli.kernel.ui.show import now
from linli.web.public import naming, showing
from linli.web.public.asking import Asked, asked, below, crumbs, tabs

CARDS = ("on_time", "resolution", "contact", "satisfaction", TIME_TO_CLOSE)
SUBJECTS = 8
TABLE = ("on_time", "resolution")


@public_page
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show the month: cards, the most frequent subjects, the areas, how to check."""
    wanted = asked(request)
    trend = insight.trend(wanted.group, wanted.period)
    at = now()
    standing = cases.public_standing(wanted.area.path if wanted.area else "", at=at)
    areas = below(wanted.area)
    table = insight.by_area(wanted.period.name, [one.code for one in areas])
    figures = trend[-1][1]
    blank = _too_few(wanted, figures)
    context = {
        "tabs": tabs("front"),
        "asked": wanted,
        "crumbs": crumbs(wanted.area, request.path),
        "size": insight.reading()[0],
        "cards": [showing.card(code, figures, trend, blank=code in blank) for code in CARDS],
        "late": _late(standing),
        "standing": standing,
        "subjects": _subjects(wanted),
        "areas": [(one, naming.name_of(one)) for one in areas],
        "table": {code: _column(code, table) for code in TABLE},
        "left_out": figures.count("resolution").all_left_out,
        "corrections": len(insight.corrections()),
        "at": at,
    }
    return render(request, "public/front.html", context)


def _too_few(wanted: Asked, figures: Figures) -> frozenset[str]:
    """Return the figures of an area that rest on too few people; the whole city is never that small."""
    if wanted.area is None:
        return frozenset()
    return frozenset(code for code in CARDS if 0 < showing.size(code, figures) < insight.SMALLEST)


def _late(standing: Standing) -> dict[str, int]:
    return {name: standing.counts[name] for name in ("late", "near", "returned_twice", "open")}


def _subjects(wanted: Asked) -> list[Bar]:
    """Return what was due most, by subject; the small ones are not told apart."""
    found = insight.by_subject(wanted.period.name, wanted.group.area)
    sizes = {key: figures.count("returned").denominator for key, figures in found.items()}
    shown = sorted(((n, key) for key, n in sizes.items() if n >= insight.SMALLEST), reverse=True)
    names = naming.subjects(key for _n, key in shown[:SUBJECTS])
    return [Bar(names[key], n, f"{n:,}") for n, key in shown[:SUBJECTS]]


def _column(code: str, table: dict[str, Figures]) -> dict[str, str]:
    blank = showing.blanks(code, table)
    return {area: showing.card(code, figures, blank=area in blank).value for area, figures in table.items()}
