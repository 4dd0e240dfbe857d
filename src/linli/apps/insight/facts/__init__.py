"""What others may know of figures."""

from linli.apps.insight.facts.grouped import live
from linli.apps.insight.facts.settings import satisfaction_weights
from linli.apps.insight.facts.summary import (
    CorrectionFact,
    ErasureFact,
    MonthState,
    by_area,
    by_body,
    by_subject,
    corrections,
    current,
    erasures,
    month_state,
    months,
    of_month,
    period_named,
    reading,
    trend,
)

__all__ = [
    "CorrectionFact",
    "ErasureFact",
    "MonthState",
    "by_area",
    "by_body",
    "by_subject",
    "corrections",
    "current",
    "erasures",
    "live",
    "month_state",
    "months",
    "of_month",
    "period_named",
    "reading",
    "satisfaction_weights",
    "trend",
]
