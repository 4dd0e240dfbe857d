"""`GET /indicators`: the published figures of the city in a month."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from linli.apps.insight import facts as insight
from linli.apps.insight.facts.told import told
from linli.kernel.audit.outcomes import NotVisible
from linli.web.api.access import Open, opens
from linli.web.api.answers import answer
from linli.web.api.asking import READ_SAYS_NO
from linli.web.api.told import Indicators

router = Router(tags=["public"])
_SAYING = frozenset({"numerator", "value", "interval", "median_working_minutes"})
WHILE = "public, max-age=60"
Month = Annotated[
    str, Query(description="2026-10; without it the latest month that has figures.", max_length=20)
]


@router.get("/indicators", response={200: Indicators, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def get_indicators(request: HttpRequest, period: Month = "") -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Return each figure with numerator, denominator, interval and what is left out; too small ones are blank."""
    state = insight.month_state(period) if period else next(iter(insight.months()), None)
    read = insight.period_named(state.name) if state else None
    if state is None or read is None:
        raise NotVisible
    figures = insight.of_month(state.name)
    whole: dict[str, Any] = told(figures, read, insight.Group(), as_of=state.as_of, log_size=state.log_size)
    shown = {
        "period": state.name,
        "as_of": whole["as_of"],
        "log_size": state.log_size,
        "final": state.closed_at is not None,
        "indicators": [_blanked(one) for one in whole["indicators"]],
    }
    return answer(shown, cache=WHILE)


def _blanked(one: dict[str, Any]) -> dict[str, Any]:
    """Leave out the values of a figure that so few people stand behind that it would be about them."""
    size = one.get("denominator", one.get("closed", 0))
    few = 0 < size < insight.SMALLEST
    shown = {name: None if few and name in _SAYING else value for name, value in one.items()}
    return {**shown, "hidden": few}
