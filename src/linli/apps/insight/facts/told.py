"""Figures as the command line, the interface and a published file say them."""

from __future__ import annotations

from datetime import datetime

from linli.apps.insight.policy.figures import Count, Figures, Group
from linli.apps.insight.policy.periods import Period
from linli.apps.insight.policy.rates import RATES, TIME_TO_CLOSE, WHOLE
from linli.core.clock.instants import stamp
from linli.core.shared.outcomes import JsonValue

PLACES = 6


def told(
    figures: Figures, period: Period, group: Group, *, as_of: datetime | None, log_size: int
) -> dict[str, object]:
    """Return all figures of a group with numerator, denominator, interval and what is left out."""
    return {
        "period": period.name,
        "area": group.area or None,
        "body": group.body or None,
        "subject": group.subject or None,
        "as_of": stamp(as_of) if as_of else None,
        "log_size": log_size,
        "indicators": [
            *(
                {"code": code, **count_told(figures.count(code), weighted=RATES[code].weighted)}
                for code in RATES
            ),
            {"code": TIME_TO_CLOSE, "median_working_minutes": figures.minutes, "closed": figures.closed},
        ],
    }


def count_told(count: Count, *, weighted: bool) -> dict[str, object]:
    """Return one count; ``value`` is null where nothing could be counted."""
    numerator = count.numerator / WHOLE if weighted else count.numerator // WHOLE
    left_out: dict[str, JsonValue] = dict(sorted(count.left_out.items()))
    return {
        "numerator": numerator,
        "denominator": count.denominator,
        "value": None if count.share is None else round(count.share, PLACES),
        "interval": None if count.interval is None else [round(edge, PLACES) for edge in count.interval],
        "excluded": left_out,
    }
