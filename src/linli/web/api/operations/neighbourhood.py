"""`/neighbourhood`: what the neighbourhood's apps count in a period and an area; counts, never people."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from linli.apps.grid import facts as grid
from linli.apps.insight import facts as insight
from linli.core.shared.figures import Figure
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.text import t
from linli.web.api.access import Open, opens
from linli.web.api.answers import Json, answer, instant
from linli.web.api.asking import READ_SAYS_NO, asking
from linli.web.api.sent import Code
from linli.web.api.told_neighbourhood import Neighbourhood
from linli.web.near.figures import counted

router = Router(tags=["neighbourhood"])
COMMUNITY_DIGITS = 12
Month = Annotated[str, Query(description="2026-11; without it the current month.", max_length=7)]


@router.get("/neighbourhood", response={200: Neighbourhood, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def get_neighbourhood(request: HttpRequest, month: Month = "", area: Code = "") -> HttpResponse:
    """Return the figures of a month (2026-11; empty: the current one) in an area (a code; empty: everywhere)."""
    at = asking(request).at
    period = insight.period_named(month) if month else insight.current(at)
    found = grid.area(area) if area else None
    if period is None:
        raise NotVisible
    if area and (found is None or len(found.code) > COMMUNITY_DIGITS):
        raise NotVisible
    groups = counted(period.start, period.end, found.path if found else "/")
    told = [{"app": app, "figures": [_figure(one) for one in figures]} for app, figures in groups]
    return answer({"month": period.name, "area": area, "as_of": instant(at), "groups": told})


def _figure(one: Figure) -> Json:
    hidden = one.is_small
    return {
        "code": one.code,
        "name": {lang: t(f"figures.{one.code}", lang=lang) for lang in ("zh", "en")},
        "numerator": None if hidden else one.numerator,
        "denominator": None if hidden else one.denominator,
        "excluded": dict(one.excluded),
        "small": hidden,
    }
