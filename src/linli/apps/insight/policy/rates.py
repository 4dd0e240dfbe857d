"""The figures, as data: which rounds each is made of, which it leaves out and why, and what counts in it.

``judge`` decides for one round; the database counts the same by grouped statements (facts/grouped.py) and
anybody by tools/linli_recompute.py. Tests hold the three equal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from linli.apps.insight.policy.periods import Period
from linli.apps.insight.policy.rounds import CLOSED, ELSEWHERE, ENDED_BESIDE, NO, YES, Round

WHOLE = 1000
"""Numerators are counted in thousandths of a case, so that weighted answers stay whole numbers."""

WEIGHTS: Mapping[str, int] = MappingProxyType(
    {"satisfied": 1000, "mostly": 900, "partly": 0, "not_satisfied": 0}
)
"""What an answer counts in thousandths: one city's practice, and local configuration here."""


class Cohort(StrEnum):
    """What puts a round into a period."""

    DUE = "due"  # its promise fell due, or was overdue and open when the period began
    DISPATCHED = "dispatched"
    REPORTED = "reported"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one round is to one figure: left out for a reason, or counted with so many thousandths."""

    left_out: str = ""
    counts: int = 0


@dataclass(frozen=True, slots=True)
class Rate:
    """One figure. ``asked_for`` is the name under which a body may ask that a case be left out."""

    code: str
    cohort: Cohort
    low_is_good: bool = False
    asked_for: str = ""
    weighted: bool = False


RATES: Mapping[str, Rate] = MappingProxyType(
    {
        rate.code: rate
        for rate in (
            Rate("contact", Cohort.CLOSED, asked_for="contact"),
            Rate("resolution", Cohort.CLOSED, asked_for="resolution"),
            Rate("satisfaction", Cohort.CLOSED, asked_for="satisfaction", weighted=True),
            Rate("on_time", Cohort.DUE, asked_for="on_time"),
            Rate("completed", Cohort.DUE, asked_for="on_time"),
            Rate("still_overdue", Cohort.DUE, low_is_good=True, asked_for="on_time"),
            Rate("extended", Cohort.DUE, low_is_good=True),
            Rate("returned", Cohort.DISPATCHED, low_is_good=True),
            Rate("redone", Cohort.REPORTED, low_is_good=True),
            Rate("reopened", Cohort.CLOSED, low_is_good=True),
        )
    }
)
TIME_TO_CLOSE = "time_to_close"
"""Not a share but a median: working minutes from telling to close, over the rounds closed in the period."""


def cohort_holds(cohort: Cohort, one: Round, period: Period, as_of: datetime) -> bool:
    """Say whether a round belongs to what a figure is made of in this period."""
    match cohort:
        case Cohort.DUE:
            return _is_due(one, period, as_of)
        case Cohort.DISPATCHED:
            return period.holds(one.dispatched_at)
        case Cohort.REPORTED:
            return period.holds(one.reported_at)
        case Cohort.CLOSED:
            return one.ended == CLOSED and period.holds(one.closed_at)


def _is_due(one: Round, period: Period, as_of: datetime) -> bool:
    if one.due is None or one.due >= period.cutoff(as_of):
        return False
    return one.due >= period.start or one.done_at is None or one.done_at >= period.start


def judge(
    rate: Rate, one: Round, period: Period, as_of: datetime, weights: Mapping[str, int] = WEIGHTS
) -> Verdict | None:
    """Return what a round is to a figure; None when it has no part in it."""
    if not cohort_holds(rate.cohort, one, period, as_of):
        return None
    reason = _LEFT_OUT.get(rate.code, _nothing)(one) or one.left_out.get(rate.asked_for, "")
    if reason:
        return Verdict(left_out=reason)
    if rate.weighted:
        return Verdict(counts=0 if one.objected else weights.get(one.satisfaction, 0))
    return Verdict(counts=WHOLE if _HITS[rate.code](one, period.cutoff(as_of)) else 0)


def _nothing(_one: Round) -> str:
    return ""


def _ended_beside(one: Round) -> str:
    """A promise falls away when a case ends beside its course in time; once late, it stays late."""
    if one.ended in ("", CLOSED) or one.due is None or one.done_at is None or one.done_at > one.due:
        return ""
    return one.ended if one.ended in ENDED_BESIDE else ELSEWHERE


def _not_answered(one: Round) -> str:
    if one.kind == "inquiry":
        return "inquiry"
    if one.reached == NO:
        return "unreachable"
    return "" if one.reached else "not_asked"


def _no_contact_said(one: Round) -> str:
    return _not_answered(one) or ("" if one.contacted else "not_asked")


def _no_satisfaction_said(one: Round) -> str:
    return _not_answered(one) or ("" if one.satisfaction or one.objected else "not_asked")


def _no_result_said(one: Round) -> str:
    return _not_answered(one) or ("" if one.solved else "not_asked")


_LEFT_OUT: Mapping[str, Callable[[Round], str]] = MappingProxyType(
    {
        "contact": _no_contact_said,
        "resolution": _no_result_said,
        "satisfaction": _no_satisfaction_said,
        "on_time": _ended_beside,
        "completed": _ended_beside,
        "still_overdue": _ended_beside,
        "extended": _ended_beside,
    }
)


def _on_time(one: Round, _cutoff: datetime) -> bool:
    return one.done_at is not None and one.due is not None and one.done_at <= one.due


def _completed(one: Round, cutoff: datetime) -> bool:
    return one.done_at is not None and one.done_at < cutoff


_HITS: Mapping[str, Callable[[Round, datetime], bool]] = MappingProxyType(
    {
        "contact": lambda one, _cutoff: one.contacted == YES,
        "resolution": lambda one, _cutoff: one.solved == YES,
        "on_time": _on_time,
        "completed": _completed,
        "still_overdue": lambda one, cutoff: not _completed(one, cutoff),
        "extended": lambda one, _cutoff: one.extensions > 0,
        "returned": lambda one, _cutoff: one.returns > 0,
        "redone": lambda one, _cutoff: one.redone > 0,
        "reopened": lambda one, _cutoff: one.reopened,
    }
)
