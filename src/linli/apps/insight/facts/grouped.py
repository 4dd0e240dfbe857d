"""Counts rounds inside the database: one grouped statement for each way of leaving out, on both databases.

Says the same as ``policy/rates.judge`` says of one round; tests hold the two equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import (
    Case,
    CharField,
    Count,
    Expression,
    F,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)

from linli.apps.insight.models import RoundRow
from linli.apps.insight.policy import figures
from linli.apps.insight.policy.figures import Figures, Group
from linli.apps.insight.policy.periods import Period
from linli.apps.insight.policy.rates import WEIGHTS, WHOLE, Cohort
from linli.apps.insight.policy.rounds import CLOSED, ELSEWHERE, ENDED_BESIDE, NO, YES


@dataclass(frozen=True, slots=True)
class _Statement:
    """Rates that are made of the same rounds and leave out the same ones are counted together."""

    cohort: Cohort
    reason: Expression | Value
    hits: Mapping[str, Expression]


def _cohort(cohort: Cohort, period: Period, as_of: datetime) -> Q:
    inside = (period.start, period.end)
    match cohort:
        case Cohort.DUE:
            still_open = Q(done_at=None) | Q(done_at__gte=period.start)
            return Q(due__lt=period.cutoff(as_of)) & (Q(due__gte=period.start) | still_open)
        case Cohort.DISPATCHED:
            return Q(dispatched_at__gte=inside[0], dispatched_at__lt=inside[1])
        case Cohort.REPORTED:
            return Q(reported_at__gte=inside[0], reported_at__lt=inside[1])
        case Cohort.CLOSED:
            return Q(ended=CLOSED, closed_at__gte=inside[0], closed_at__lt=inside[1])


def _reason(*whens: When, granted: str = "") -> Case:
    wish = [When(~Q(**{granted: ""}), then=F(granted))] if granted else []
    return Case(*whens, *wish, default=Value(""), output_field=CharField())


def _hit(condition: Q) -> Case:
    return Case(When(condition, then=Value(WHOLE)), default=Value(0), output_field=IntegerField())


_BESIDE = ~Q(ended__in=["", CLOSED]) & Q(done_at__lte=F("due"))
_ENDED = (
    When(_BESIDE & Q(ended__in=sorted(ENDED_BESIDE)), then=F("ended")),
    When(_BESIDE, then=Value(ELSEWHERE)),
)
_UNANSWERED = (
    When(kind="inquiry", then=Value("inquiry")),
    When(reached=NO, then=Value("unreachable")),
    When(reached="", then=Value("not_asked")),
)


def _statements(cutoff: datetime, weights: Mapping[str, int]) -> tuple[_Statement, ...]:
    said = [When(satisfaction=word, then=Value(weight)) for word, weight in weights.items()]
    satisfied = Case(When(objected=True, then=Value(0)), *said, default=Value(0), output_field=IntegerField())
    completed = Q(done_at__lt=cutoff)
    unasked = Value("not_asked")
    return (
        _Statement(
            Cohort.DUE,
            _reason(*_ENDED, granted="left_on_time"),
            {
                "on_time": _hit(Q(done_at__lte=F("due"))),
                "completed": _hit(completed),
                "still_overdue": _hit(Q(done_at=None) | Q(done_at__gte=cutoff)),
            },
        ),
        _Statement(Cohort.DUE, _reason(*_ENDED), {"extended": _hit(Q(extensions__gt=0))}),
        _Statement(
            Cohort.CLOSED,
            _reason(*_UNANSWERED, When(contacted="", then=unasked), granted="left_contact"),
            {"contact": _hit(Q(contacted=YES))},
        ),
        _Statement(
            Cohort.CLOSED,
            _reason(*_UNANSWERED, When(solved="", then=unasked), granted="left_resolution"),
            {"resolution": _hit(Q(solved=YES))},
        ),
        _Statement(
            Cohort.CLOSED,
            _reason(
                *_UNANSWERED,
                When(Q(satisfaction="", objected=False), then=unasked),
                granted="left_satisfaction",
            ),
            {"satisfaction": satisfied},
        ),
        _Statement(Cohort.DISPATCHED, Value(""), {"returned": _hit(Q(returns__gt=0))}),
        _Statement(Cohort.REPORTED, Value(""), {"redone": _hit(Q(redone__gt=0))}),
        _Statement(Cohort.CLOSED, Value(""), {"reopened": _hit(Q(reopened=True))}),
    )


def cells(
    period: Period, as_of: datetime, which: Q | None = None, weights: Mapping[str, int] = WEIGHTS
) -> list[figures.Cell]:
    """Return the counts of all rates by community, lead body and subject. Eight statements."""
    rows = RoundRow.objects.filter(which or Q())
    found: list[figures.Cell] = []
    for statement in _statements(period.cutoff(as_of), weights):
        found += _run(rows.filter(_cohort(statement.cohort, period, as_of)), statement)
    return found


def _run(rows: QuerySet[RoundRow], statement: _Statement) -> list[figures.Cell]:
    sums = {f"n_{code}": Sum(hit) for code, hit in statement.hits.items()}
    grouped = rows.annotate(reason=statement.reason).values("area", "lead", "subject", "reason")
    return [
        (Group(row["area"], row["lead"], row["subject"]), code, _count(row, code))
        for row in cast("Iterable[dict[str, Any]]", grouped.annotate(n=Count("id"), **sums).order_by())
        for code in statement.hits
    ]


def _count(row: Mapping[str, Any], code: str) -> figures.Count:
    many = int(row["n"])
    if reason := str(row["reason"]):
        return figures.Count(left_out={reason: many})
    return figures.Count(int(row[f"n_{code}"]), many)


def minutes(period: Period, which: Q | None = None) -> list[tuple[Group, int]]:
    """Return the working minutes of the rounds closed in a period. One statement."""
    rows = RoundRow.objects.filter(which or Q(), minutes__isnull=False, ended=CLOSED)
    rows = rows.filter(closed_at__gte=period.start, closed_at__lt=period.end)
    return [
        (Group(area, lead, subject), taken)
        for area, lead, subject, taken in rows.values_list("area", "lead", "subject", "minutes")
        if taken is not None
    ]


def of_group(group: Group) -> Q:
    """Return the predicate of a group: an area with all below it, a body, a subject."""
    inside = Q(area__under=group.area) if group.area else Q()
    if group.body:
        inside &= Q(lead=group.body)
    return inside & Q(subject=group.subject) if group.subject else inside


def live(
    period: Period, as_of: datetime, group: Group | None = None, weights: Mapping[str, int] = WEIGHTS
) -> Figures:
    """Return the figures of any period and group, counted now. Nine statements."""
    which = of_group(group or Group())
    counts: dict[str, figures.Count] = {}
    for _group, code, count in cells(period, as_of, which, weights):
        counts[code] = counts.get(code, figures.NOTHING) + count
    taken = [one for _group, one in minutes(period, which)]
    return Figures(counts, figures.median(taken), len(taken))
