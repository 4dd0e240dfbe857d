"""What the monthly summary says: of a group, over time, split by area, body or subject. One statement each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.apps.insight.models import Correction, ErasureCount, Month, MonthFigures, Reading
from linli.apps.insight.policy.figures import Figures, Group, from_json
from linli.apps.insight.policy.periods import Period, month_of, months_until, read_period

EVERYTHING = Group()


@dataclass(frozen=True, slots=True)
class MonthState:
    """A month that has figures: up to when and which entry of the log they count, and whether it is closed."""

    name: str
    as_of: datetime
    log_size: int
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CorrectionFact:
    """One announced correction of a closed month; ``groups`` is in how many groups the figure changed."""

    month: str
    rate: str
    before: Figures
    after: Figures
    groups: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ErasureFact:
    """How often a rule was used to erase what is private, in a month."""

    month: str
    rule: str
    acts: int
    items: int


def months() -> list[MonthState]:
    """Return the months that have figures, the latest first."""
    rows = Month.objects.order_by("-name").values_list("name", "as_of", "log_size", "closed_at")
    return [MonthState(*row) for row in rows]


def month_state(name: str) -> MonthState | None:
    """Return one month's state."""
    row = Month.objects.filter(name=name).values_list("name", "as_of", "log_size", "closed_at").first()
    return MonthState(*row) if row else None


def reading() -> tuple[int, datetime | None]:
    """Return up to which entry of the log figures count, and when that was read."""
    return Reading.objects.values_list("size", "as_of").first() or (0, None)


def of_month(name: str, group: Group = EVERYTHING) -> Figures:
    """Return the figures of a group in a month; empty ones when there are none."""
    row = MonthFigures.objects.filter(month=name, **_exactly(group)).values_list("figures", flat=True).first()
    return from_json(row or {})


def trend(group: Group, last: Period, many: int = 13) -> list[tuple[Period, Figures]]:
    """Return the figures of a group over ``many`` months up to ``last``, gaps included."""
    wanted = months_until(last, many)
    rows = MonthFigures.objects.filter(month__in=[one.name for one in wanted], **_exactly(group))
    known = dict(rows.values_list("month", "figures"))
    return [(one, from_json(known.get(one.name, {}))) for one in wanted]


def by_area(name: str, areas: Sequence[str], body: str = "") -> dict[str, Figures]:
    """Return the figures of several areas in a month, of one body in them if it is named."""
    rows = MonthFigures.objects.filter(month=name, area__in=areas, body=body, subject="")
    return {area: from_json(kept) for area, kept in rows.values_list("area", "figures")}


def by_body(name: str, area: str = "") -> dict[str, Figures]:
    """Return the figures of every body that led a case in an area in a month."""
    rows = MonthFigures.objects.filter(month=name, area=area).exclude(body="")
    return {body: from_json(kept) for body, kept in rows.values_list("body", "figures")}


def subjects_told(months: Iterable[str], area: str = "") -> set[str]:
    """Return the subjects that an area has figures of in any of these months. One statement."""
    rows = MonthFigures.objects.filter(month__in=[*months], area=area).exclude(subject="")
    return set(rows.values_list("subject", flat=True))


def corrections(limit: int = 100) -> list[CorrectionFact]:
    """Return what was corrected in closed months, the latest first."""
    rows = Correction.objects.order_by("-at", "month", "rate")[:limit]
    return [
        CorrectionFact(
            row.month,
            row.rate,
            from_json({row.rate: row.before} if row.before else {}),
            from_json({row.rate: row.after} if row.after else {}),
            row.groups,
            row.at,
        )
        for row in rows
    ]


def erasures() -> list[ErasureFact]:
    """Return how often each rule was used to erase, month by month, the latest first."""
    rows = ErasureCount.objects.order_by("-month", "rule")
    return [ErasureFact(*row) for row in rows.values_list("month", "rule", "acts", "items")]


def current(at: datetime) -> Period:
    """Return the month of a moment."""
    return month_of(at)


def period_named(name: str) -> Period | None:
    """Return the period with this name, or None."""
    found = read_period(name)
    return found if isinstance(found, Period) else None


def _exactly(group: Group) -> dict[str, str]:
    return {"area": group.area[:12], "body": group.body, "subject": group.subject}
