"""Hours that stand, for their owner and by body; disputes that wait; the totals that anybody may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Sum

from linli.apps.volunteers.models import Dispute, Hours, Task, Team, Volunteer
from linli.apps.volunteers.models.joining import ACTIVE, RIDER
from linli.core.shared.figures import Figure
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.access.queries import reachable
from linli.kernel.identity.personal import unseal
from linli.kernel.identity.service import phone_of


@dataclass(frozen=True, slots=True)
class HoursFact:
    """Minutes that stand."""

    ref: str
    on: date
    minutes: int
    by: str
    title: str
    body_id: int


@dataclass(frozen=True, slots=True)
class Certifiable:
    """What a register of hours is told of an entry: whose, when, how much, for what, confirmed by whom."""

    phone: str
    name: str
    on: date
    minutes: int
    title: str
    body_id: int
    confirmed_by: int | None
    entered_as: str
    corrected_entry: str


@dataclass(frozen=True, slots=True)
class DisputeFact:
    """Something that somebody says about their hours."""

    ref: str
    title: str
    name: str
    words: str
    made_at: datetime
    on: date
    planned: int
    minutes: int | None


def own_hours(actor: Actor) -> tuple[tuple[HoursFact, ...], int]:
    """Return the latest hours of the actor and the sum of all, in minutes."""
    if actor.account_id is None:
        return (), 0
    rows = Hours.objects.filter(volunteer__account_id=actor.account_id, stands=True, minutes__gt=0)
    whole = rows.aggregate(all=Sum("minutes"))["all"] or 0
    latest = rows.select_related("engagement__task").order_by("-on", "-pk")[:100]
    return tuple(
        HoursFact(str(one.ref), one.on, one.minutes, one.by, one.engagement.task.title, one.body_id) for one in latest
    ), whole  # fmt: skip


def certifiable(ref: UUID | str) -> Certifiable | None:
    """Return an entry of hours for the register that certificates rest on; for the system's own hand only."""
    rows = Hours.objects.select_related("volunteer__account", "engagement__task", "corrects")
    row = rows.filter(ref=ref).first()
    if row is None or row.volunteer.account is None or not row.volunteer.name_sealed:
        return None
    return Certifiable(
        phone_of(row.volunteer.account), unseal(bytes(row.volunteer.name_sealed), "name"), row.on, row.minutes,
        row.engagement.task.title, row.body_id, row.confirmed_by_id, row.entered_as,
        row.corrects.entered_as if row.corrects else "",
    )  # fmt: skip


def disputes(actor: Actor) -> tuple[DisputeFact, ...]:
    """Return the disputes that wait for the actor as the organiser's supervisor, the oldest first."""
    where = reachable(
        actor, Permission.VOLUNTEER_RULE, area="engagement__task__area_path", body="engagement__task__body_id"
    )
    rows = Dispute.objects.select_related("engagement__task", "engagement__volunteer").filter(
        where, decided_at=None
    )
    found = list(rows.order_by("pk")[:100])
    standing = Hours.objects.filter(engagement__in=[one.engagement_id for one in found], stands=True)
    minutes = dict(standing.values_list("engagement_id", "minutes"))
    return tuple(
        DisputeFact(
            str(one.ref), one.engagement.task.title, one.engagement.volunteer.name_masked,
            unseal(bytes(one.words_sealed), "volunteer_dispute") if one.words_sealed else "", one.made_at,
            one.engagement.starts_at.date(), int((one.engagement.ends_at - one.engagement.starts_at).total_seconds()) // 60,
            minutes.get(one.engagement_id),
        )
        for one in found
    )  # fmt: skip


def figures(since: datetime, until: datetime, area_path: str) -> tuple[Figure, ...]:
    """Return what is counted of volunteers in a time and an area; small counts of people are blank."""
    hours = Hours.objects.filter(stands=True, recorded_at__gte=since, recorded_at__lt=until)
    tasks = Task.objects.filter(made_at__gte=since, made_at__lt=until)
    people = Volunteer.objects.filter(state=ACTIVE, applied_at__lt=until)
    teams = Team.objects.filter(opened_at__lt=until, closed_at=None)
    if area_path != "/":
        hours, tasks, people, teams = (
            rows.filter(area_path__under=area_path) for rows in (hours, tasks, people, teams)
        )
    counted = hours.aggregate(minutes=Sum("minutes"), people=Count("volunteer", distinct=True))
    kinds = people.values_list("kind").annotate(n=Count("pk")).order_by()
    by_kind = dict(kinds)
    few = 0 < (counted["people"] or 0) < 5  # noqa: PLR2004 - as of people: hours of few would tell whose
    return (
        Figure("volunteers.people", sum(by_kind.values()), of_people=True),
        Figure("volunteers.riders", by_kind.get(RIDER, 0), of_people=True),
        Figure("volunteers.teams", teams.count()),
        Figure("volunteers.tasks", tasks.count()),
        *(() if few else (Figure("volunteers.hours", (counted["minutes"] or 0) // 60),)),
    )
