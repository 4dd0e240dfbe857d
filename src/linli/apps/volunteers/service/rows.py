"""Finds the rows an act is about, for whom they are: absent and hidden are the same."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from linli.apps.grid import facts as grid
from linli.apps.volunteers.models import Team, TeamMember, Volunteer
from linli.apps.volunteers.models.joining import ACTIVE
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Item
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused

COARSE = 4


def who(actor: Actor) -> Item:
    """Note who did it, privately."""
    return Item("actor", actor.key, actor.key, "actor")


def coarse(area_path: str) -> JsonValue:
    """Return the code of an area as the log may show it: a community or what is above."""
    steps = [step for step in area_path.split("/") if step][:COARSE]
    return steps[-1] if steps else None


def area_said(code: str, field: str = "area") -> grid.AreaFact:
    """Return the area that a form named."""
    found = grid.area(code) if code else None
    if found is None:
        raise Invalid(Problem(field, "volunteers.no_such_area"))
    return found


def signed_in(actor: Actor) -> int:
    """Return the account of a person who is signed in."""
    if actor.account_id is None:
        raise Refused(Refusal("volunteers.sign_in"))
    return actor.account_id


def own(actor: Actor) -> Volunteer:
    """Return the actor's own record; raises NotVisible where there is none."""
    rows = Volunteer.objects.select_related("stream", "area")
    row = rows.filter(account_id=actor.account_id).first() if actor.account_id is not None else None
    if row is None:
        raise NotVisible
    return row


def kept(ref: UUID | str, actor: Actor) -> Volunteer:
    """Return a volunteer of the actor's area, for staff who keep them."""
    row: Volunteer | None = _by_ref(Volunteer.objects.select_related("stream", "area"), ref)
    if row is None or not actor.may(Permission.VOLUNTEER_KEEP, area_path=row.area_path):
        raise NotVisible
    return row


def team_kept(ref: UUID | str, actor: Actor, *, leader: bool = False) -> Team:
    """Return a team for staff of its area, and for its leader where the leader may."""
    row: Team | None = _by_ref(Team.objects.select_related("stream", "leader", "body", "area"), ref)
    if row is None:
        raise NotVisible
    if actor.may(Permission.VOLUNTEER_KEEP, area_path=row.area_path) or (leader and leads(row, actor)):
        return row
    raise NotVisible


def leads(team: Team | None, actor: Actor) -> bool:
    """Say whether the actor leads a team now."""
    if team is None or actor.account_id is None or team.leader is None:
        return False
    return team.leader.account_id == actor.account_id and team.leader.state == ACTIVE


def teams_of(volunteer: Volunteer) -> set[int]:
    """Return the teams somebody belongs to."""
    rows = TeamMember.objects.filter(volunteer=volunteer, until=None, team__closed_at=None)
    return set(rows.values_list("team_id", flat=True))


def _by_ref(rows: QuerySet[Any], ref: UUID | str) -> Any:
    try:
        return rows.filter(ref=UUID(str(ref))).first()
    except ValueError:
        return None
