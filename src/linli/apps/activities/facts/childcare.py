"""Childcare places for everybody, an application for its guardian, the list for who keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from linli.apps.activities.facts.finding import as_uuid
from linli.apps.activities.models import OFFERED, TAKEN, WAITING, ChildcareApplication, ChildcareGroup
from linli.apps.activities.models.childcare import ON_LIST, STARTED
from linli.apps.activities.policy import childcare as policy
from linli.apps.centres import facts as centres
from linli.core.shared.figures import Figure
from linli.core.slots.waiting import InLine, Standing, position
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.personal import unseal

MOST, MOST_OF_GROUP = 20, 500


@dataclass(frozen=True, slots=True)
class GroupFact:
    """A group with its counts: children there, places promised, who waits."""

    row: ChildcareGroup
    centre: centres.CentreFact | None
    held: int
    waits: int
    capacity: int

    @property
    def ref(self) -> str:
        """Name it in addresses."""
        return str(self.row.ref)

    @property
    def free(self) -> int:
        """Return the places that somebody who comes now may have."""
        return max(self.capacity - self.held - self.waits, 0)


@dataclass(frozen=True, slots=True)
class ApplicationFact:
    """An application; ``position`` counts who stands in front by priority and turn, and them."""

    ref: str
    name: str
    born: date | None
    wants_from: date
    priority: str
    paper_seen: bool
    standing: str
    offered_until: datetime | None
    started_on: date | None
    left_on: date | None
    position: int
    group: GroupFact


def groups(area_path: str = "/") -> tuple[GroupFact, ...]:
    """Return all groups, the youngest first. Three statements."""
    rows = (
        ChildcareGroup.objects.all()
        if area_path == "/"
        else ChildcareGroup.objects.filter(area_path__startswith=area_path)
    )
    return _facts(list(_counted(rows).order_by("months_from", "id")[:200]))


def group(ref: UUID | str) -> GroupFact:
    """Return one group; raises NotVisible where there is none."""
    row = _counted(ChildcareGroup.objects.filter(ref=as_uuid(ref))).first()
    if row is None:
        raise NotVisible
    return _facts([row])[0]


def group_named(centre: str, name_zh: str) -> ChildcareGroup | None:
    """Return the group of this name that a centre has, if it has one."""
    place = centre_called(centre)
    if place is None:
        return None
    return ChildcareGroup.objects.filter(centre_id=place.id, name_zh=name_zh.strip()).first()


def centre_called(said: str) -> centres.CentreFact | None:
    """Return the centre with this code or ref."""
    name = said.strip()
    return next((one for one in centres.centres_in() if name and name in {one.code, one.ref}), None)


def my_applications(actor: Actor) -> tuple[ApplicationFact, ...]:
    """Return the actor's own applications."""
    if actor.account_id is None:
        return ()
    rows = (
        ChildcareApplication.objects.filter(account_id=actor.account_id)
        .select_related("group")
        .order_by("-id")
    )
    return _told(list(rows[:MOST]))


def applications(ref: UUID | str, actor: Actor) -> tuple[ApplicationFact, ...]:
    """Return the list of a group in its order, to who keeps it; raises NotVisible for others."""
    row = kept_group(ref, actor)
    rows = row.applications.filter(standing__in=ON_LIST).select_related("group").order_by("rank", "turn")
    return _told(list(rows[:MOST_OF_GROUP]))


def kept_group(ref: UUID | str, actor: Actor) -> ChildcareGroup:
    """Return a group that the actor keeps; raises NotVisible for all others."""
    row = ChildcareGroup.objects.select_related("stream").filter(ref=as_uuid(ref)).first()
    if row is None or not keeps_group(row, actor):
        raise NotVisible
    return row


def keeps_group(row: ChildcareGroup, actor: Actor) -> bool:
    """Say whether the actor keeps this group."""
    return actor.may(Permission.ACTIVITY_KEEP, area_path=row.area_path, body_id=row.body_id)


def own_application(ref: UUID | str, actor: Actor) -> ChildcareApplication:
    """Return an application of the actor's, or of a group that the actor keeps."""
    rows = ChildcareApplication.objects.select_related("group", "group__stream").filter(ref=as_uuid(ref))
    one = rows.first() if not actor.is_stranger else None
    if one is None or not (one.account_id == actor.account_id or keeps_group(one.group, actor)):
        raise NotVisible
    return one


def line_of_group(row: ChildcareGroup, day: date | None) -> list[InLine]:
    """Return the list as the core reads it; a child fits whose age is right on the day it is wanted, or later on ``day``."""
    found = row.applications.filter(standing__in=ON_LIST).values_list(
        "pk", "rank", "turn", "standing", "offered_until", "born", "wants_from"
    )
    return [
        InLine(
            str(pk), (rank, turn), Standing.TAKEN if standing == STARTED else Standing(standing), until,
            policy.fits(row.months_from, row.months_to, born, max(wanted, day or wanted)),
        )
        for pk, rank, turn, standing, until, born, wanted in found
    ]  # fmt: skip


def childcare_figures(_since: datetime, _until: datetime, area_path: str) -> tuple[Figure, ...]:
    """Count childcare places that are taken of all that the staff suffices for."""
    found = groups(area_path)
    return (
        Figure(
            "activities.childcare",
            sum(one.held for one in found),
            sum(one.capacity for one in found),
            of_people=True,
        ),
    )


def _counted(rows: QuerySet[ChildcareGroup]) -> QuerySet[ChildcareGroup]:
    return rows.annotate(
        held=Count("applications", filter=Q(applications__standing__in=(OFFERED, TAKEN, STARTED))),
        waits=Count("applications", filter=Q(applications__standing=WAITING)),
    )


def _facts(rows: list[ChildcareGroup]) -> tuple[GroupFact, ...]:
    places = centres.centres_by_id({one.centre_id for one in rows})
    return tuple(
        GroupFact(
            one, places.get(one.centre_id), getattr(one, "held", 0), getattr(one, "waits", 0),
            policy.capacity(one.months_from, one.staff, one.places),
        )
        for one in rows
    )  # fmt: skip


def _told(rows: list[ChildcareApplication]) -> tuple[ApplicationFact, ...]:
    """Tell applications with their places in the lists: of all their groups in one statement."""
    known = {one.group_id: one.group for one in rows}
    facts = {one.row.pk: one for one in _facts(list(_counted(ChildcareGroup.objects.filter(pk__in=known))))}
    lines: dict[int, list[InLine]] = {}
    waits = ChildcareApplication.objects.filter(group__in=known, standing=WAITING)
    for pk, key, rank, turn in waits.values_list("pk", "group_id", "rank", "turn"):
        lines.setdefault(key, []).append(InLine(str(pk), (rank, turn), Standing.WAITING))
    return tuple(
        ApplicationFact(
            str(one.ref), unseal(bytes(one.name_sealed), "name") if one.name_sealed else "", one.born,
            one.wants_from, one.priority, one.paper_seen, one.standing, one.offered_until, one.started_on,
            one.left_on, position(lines.get(one.group_id, []), str(one.pk)), facts[one.group_id],
        )
        for one in rows
    )  # fmt: skip
