"""What others may know of figures."""

from linli.apps.insight.facts import open_data, published
from linli.apps.insight.facts.grouped import live
from linli.apps.insight.facts.settings import satisfaction_weights
from linli.apps.insight.facts.summary import (
    CorrectionFact,
    ErasureFact,
    MonthState,
    by_area,
    by_body,
    corrections,
    current,
    erasures,
    month_state,
    months,
    of_month,
    period_named,
    reading,
    subjects_told,
    trend,
)
from linli.apps.insight.policy.causes import Cause, Trouble, causes
from linli.apps.insight.policy.figures import Count, Figures, Group
from linli.apps.insight.policy.periods import Period
from linli.apps.insight.policy.rates import RATES, TIME_TO_CLOSE, WHOLE
from linli.apps.insight.policy.suppression import COMPARABLE, SMALLEST, in_order, screened, small

__all__ = [
    "COMPARABLE",
    "RATES",
    "SMALLEST",
    "TIME_TO_CLOSE",
    "WHOLE",
    "Cause",
    "CorrectionFact",
    "Count",
    "ErasureFact",
    "Figures",
    "Group",
    "MonthState",
    "Period",
    "Trouble",
    "by_area",
    "by_body",
    "causes",
    "corrections",
    "current",
    "erasures",
    "in_order",
    "live",
    "month_state",
    "months",
    "of_month",
    "open_data",
    "period_named",
    "published",
    "reading",
    "satisfaction_weights",
    "screened",
    "small",
    "subjects_told",
    "trend",
]
