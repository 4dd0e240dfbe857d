"""How the city is doing: the figures that matter to people, what they tell most, and where."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import Standing
from linli.apps.insight import facts as insight
from linli.apps.insight.facts import TIME_TO_CLOSE, Figures, published
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
    trend = published.trend(wanted.group.area, wanted.period)
    at = now()
    standing = cases.public_standing(wanted.area.path if wanted.area else "", at=at)
    areas = below(wanted.area)
    figures = trend[-1][1]
    table = published.by_area(wanted.period.name, [one.code for one in areas], figures)
    context = {
        "tabs": tabs("front"),
        "asked": wanted,
        "crumbs": crumbs(wanted.area, request.path),
        "size": insight.reading()[0],
        "cards": [showing.card(code, figures, trend) for code in CARDS],
        "late": _late(standing),
        "standing": standing,
        "subjects": _subjects(wanted, figures),
        "areas": [(one, naming.name_of(one)) for one in areas],
        "table": {code: _column(code, table) for code in TABLE},
        "left_out": figures.count("resolution").all_left_out,
        "corrections": len(insight.corrections()),
        "at": at,
    }
    return render(request, "public/front.html", context)


def _late(standing: Standing) -> dict[str, int]:
    return {name: standing.counts[name] for name in ("late", "near", "returned_twice", "open")}


def _subjects(wanted: Asked, above: Figures) -> list[Bar]:
    """Return what was due most, by subject; the small ones are not told apart."""
    found = published.by_subject(wanted.period.name, wanted.group.area, above)
    sizes = {key: figures.count("returned").denominator for key, figures in found.items()}
    shown = sorted(((n, key) for key, n in sizes.items() if n), reverse=True)
    names = naming.subjects(key for _n, key in shown[:SUBJECTS])
    return [Bar(names[key], n, f"{n:,}") for n, key in shown[:SUBJECTS]]


def _column(code: str, table: dict[str, Figures]) -> dict[str, str]:
    return {area: showing.card(code, figures).value for area, figures in table.items()}
