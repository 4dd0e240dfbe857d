"""How things stand now, counted in the database: for the board of those who oversee, and for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import Count, Min, Q, QuerySet

from linli.apps.cases.facts.definitions import listed_services
from linli.apps.cases.facts.lists import NEAR, by_date
from linli.apps.cases.facts.rows import CasePage
from linli.apps.cases.models import Case
from linli.core.shared.outcomes import Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.access.queries import reachable
from linli.kernel.audit.outcomes import Invalid

WEEK = timedelta(days=7)
FRESH = timedelta(days=14)
WATCHED = ("late", "near", "returned_twice", "reopened", "parked", "waiting", "without_lead", "open")
"""What may be watched. ``late``: the date promised to the resident is past."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How many open cases there are of each kind that is watched, and the oldest promise that is past."""

    counts: Mapping[str, int]
    oldest: datetime | None
    confidential_late: int = 0


@dataclass(frozen=True, slots=True)
class Watch:
    """Which open cases: of one kind, narrowed by area, lead body (its ref) and subject; "-" is none."""

    kind: str = "late"
    area_path: str = ""
    body: str = ""
    subject: str = ""
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Pile:
    """Open cases of one kind that share body, subject or place."""

    body: str
    subject: str
    area_path: str
    n: int
    weeks_late: int
    joined: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """Open public cases at one place; ``unit_cell`` only where the service shows places that finely."""

    area_path: str
    unit_cell: str
    pack: str
    n: int
    late: int


def standing(actor: Actor, watch: Watch, *, at: datetime) -> Standing:
    """Return how the cases stand that this actor oversees. Two statements."""
    mine = _overseen(actor, watch)
    counted = _count(mine.filter(sensitivity="normal"), at)
    hidden = mine.exclude(sensitivity="normal").filter(promise_due__lt=at).count()
    return Standing(counted.counts, counted.oldest, hidden)


def public_standing(area_path: str = "", *, at: datetime) -> Standing:
    """Return how the public cases of an area stand. One statement."""
    return _count(_public(area_path), at)


def watched(actor: Actor, watch: Watch, *, at: datetime) -> CasePage:
    """Return a page of the open cases that are watched, the oldest promise first; no free text."""
    found = _overseen(actor, watch).filter(_kind(watch.kind, at), sensitivity="normal")
    return by_date(found, watch.cursor, by="promise_due", title="public_summary")


def piles(actor: Actor, watch: Watch, by: Sequence[str], *, at: datetime) -> list[Pile]:
    """Return the watched cases grouped by "body", "subject" or "area_path", the largest first."""
    names = {"body": "lead_body__ref", "subject": "subject", "area_path": "area_path"}
    found = _overseen(actor, watch).filter(_kind(watch.kind, at), sensitivity="normal")
    rows = (
        found.values(*(names[one] for one in by))
        .annotate(
            n=Count("id"),
            weeks_late=Count("id", filter=Q(promise_due__lt=at - WEEK)),
            together=Count("id", filter=Q(joined__gt=0)),
            oldest=Min("promise_due"),
        )
        .order_by("-n", *(names[one] for one in by))
    )
    return [_pile(row) for row in cast("Iterable[dict[str, Any]]", rows)]


def place_counts(area_path: str = "", *, at: datetime) -> list[PlaceCount]:
    """Return where the open public cases are, for a map. One statement."""
    rows = (
        _public(area_path)
        .values_list("area_path", "unit_cell", "pack")
        .annotate(n=Count("id"), late=Count("id", filter=Q(promise_due__lt=at)))
        .order_by("area_path", "unit_cell")
    )
    return [PlaceCount(*row) for row in rows]


def _pile(row: Mapping[str, Any]) -> Pile:
    lead = row.get("lead_body__ref")
    return Pile(
        body=str(lead) if lead else "",
        subject=row.get("subject", ""),
        area_path=row.get("area_path", ""),
        n=row["n"],
        weeks_late=row["weeks_late"],
        joined=row["together"],
        oldest=row["oldest"],
    )


def _public(area_path: str) -> QuerySet[Case]:
    found = Case.objects.filter(closed_at=None, sensitivity="normal", service__in=listed_services())
    return found.filter(area_path__under=area_path) if area_path else found


def _overseen(actor: Actor, watch: Watch) -> QuerySet[Case]:
    found = Case.objects.filter(
        reachable(actor, Permission.BOARD_READ, area="area_path", body="lead_body_id"), closed_at=None
    )
    if watch.area_path:
        found = found.filter(area_path__under=watch.area_path)
    if watch.body:
        found = found.filter(lead_body=None) if watch.body == "-" else found.filter(lead_body__ref=watch.body)
    return found.filter(subject="" if watch.subject == "-" else watch.subject) if watch.subject else found


def _count(found: QuerySet[Case], at: datetime) -> Standing:
    counts = {f"n_{name}": Count("id", filter=_kind(name, at)) for name in WATCHED}
    row = found.aggregate(**counts, oldest=Min("promise_due", filter=Q(promise_due__lt=at)))
    return Standing({name: row[f"n_{name}"] for name in WATCHED}, row["oldest"])


def _kind(kind: str, at: datetime) -> Q:
    kinds = {
        "open": Q(closed_at=None),
        "late": Q(promise_due__lt=at),
        "near": Q(promise_due__gte=at, promise_due__lt=at + NEAR),
        "returned_twice": Q(returns__gte=2),
        "reopened": Q(reopenings__gte=1),
        "parked": Q(stage="parked"),
        "waiting": Q(desk="resident"),
        "without_lead": Q(lead_body=None, holder_due__lt=at),
        "fresh": Q(opened_at__gte=at - FRESH),
    }
    if kind not in kinds:
        raise Invalid(Problem("kind", "cases.not_a_choice"))
    return kinds[kind]
