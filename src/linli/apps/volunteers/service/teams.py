"""Teams of the five types: opened by staff, led by a volunteer, joined and left freely, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.apps.grid import facts as grid
from linli.apps.volunteers import events
from linli.apps.volunteers.models import Team, TeamMember
from linli.apps.volunteers.models.joining import ACTIVE, TEAM_KINDS
from linli.apps.volunteers.service.rows import area_said, coarse, kept, own, team_kept, who
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale


@dataclass(frozen=True, slots=True)
class NewTeam:
    """A team as staff open it: type, name, codes of body and area."""

    kind: str
    name_zh: str
    body: str
    area: str
    name_en: str = ""


def open_team(new: NewTeam, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Open a team and return its ref.

    Raises:
        NotVisible: the actor keeps no volunteers in this area.
        Invalid: no such type, body or area; no name, or one that is taken there.
    """
    name, body, area = _read(new, actor)

    def work(acting: Acting) -> JsonValue:
        if Team.objects.filter(area_id=area.id, name_zh=name, closed_at=None).exists():
            raise Invalid(Problem("name_zh", "volunteers.team_name_taken"))
        row = Team(kind=new.kind, name_zh=name, name_en=clean_text(new.name_en).strip()[:80], opened_at=at)
        row.body_id, row.area_id, row.area_path = body.id, area.id, area.path
        public: dict[str, JsonValue] = {"kind": new.kind, "area": coarse(area.path), "body": body.ref}
        row.stream = acting.open_stream("team", events.TEAM_OPENED, public, [who(actor)])
        row.save(force_insert=True)
        return str(row.ref)

    said: JsonValue = [new.kind, name, new.name_en, new.body, new.area]
    return str(act("volunteers.open_team", work, said=said, actor=actor, act_id=act_id, at=at))


def name_leader(team: UUID | str, volunteer: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Let a member lead; raises Refused for somebody who does not belong to it."""
    team_kept(team, actor)
    kept(volunteer, actor)

    def work(acting: Acting) -> JsonValue:
        row, leader = team_kept(team, actor), kept(volunteer, actor)
        inside = TeamMember.objects.filter(team=row, volunteer=leader, until=None).exists()
        if not inside or leader.state != ACTIVE:
            raise Refused(Refusal("volunteers.leader_outside"))
        acting.enter(row.stream, events.TEAM_LEADER_NAMED, {"kind": row.kind}, [who(actor)])
        row.leader = leader
        row.save(update_fields=["leader"])
        return None

    said: JsonValue = [str(team), str(volunteer)]
    act("volunteers.name_leader", work, said=said, actor=actor, act_id=act_id, at=at)


def add_member(team: UUID | str, volunteer: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Put a volunteer into a team, as staff on the volunteer's word."""
    team_kept(team, actor)
    kept(volunteer, actor)

    def work(acting: Acting) -> JsonValue:
        row, member = team_kept(team, actor), kept(volunteer, actor)
        if row.closed_at is not None:
            raise Refused(Refusal("volunteers.team_closed"))
        if TeamMember.objects.filter(team=row, volunteer=member, until=None).exists():
            raise Refused(Refusal("volunteers.in_team_already"))
        acting.enter(member.stream, events.TEAM_JOINED, {"kind": row.kind, "invited": False}, [who(actor)])
        TeamMember.objects.create(team=row, volunteer=member, since=at)
        return None

    said: JsonValue = [str(team), str(volunteer)]
    act("volunteers.add_member", work, said=said, actor=actor, act_id=act_id, at=at)


def leave_team(team: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Leave a team; who leads it lays that down too."""
    own(actor)

    def work(acting: Acting) -> JsonValue:
        row = own(actor)
        found = (
            TeamMember.objects.select_related("team")
            .filter(team__ref=team, volunteer=row, until=None)
            .first()
        )
        if found is None:
            raise NotVisible
        acting.enter(row.stream, events.TEAM_LEFT, {"kind": found.team.kind}, [who(actor)])
        TeamMember.objects.filter(pk=found.pk).update(until=at)
        Team.objects.filter(pk=found.team_id, leader=row).update(leader=None)
        return None

    act("volunteers.leave_team", work, said=str(team), actor=actor, act_id=act_id, at=at)


def close_team(team: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Close a team; its members stay volunteers, its hours stay counted."""
    team_kept(team, actor)

    def work(acting: Acting) -> JsonValue:
        row = team_kept(team, actor)
        if row.closed_at is not None:
            raise Stale("volunteers.team_closed")
        acting.enter(row.stream, events.TEAM_CLOSED, {"kind": row.kind}, [who(actor)])
        Team.objects.filter(pk=row.pk).update(closed_at=at)
        TeamMember.objects.filter(team=row, until=None).update(until=at)
        return None

    act("volunteers.close_team", work, said=str(team), actor=actor, act_id=act_id, at=at)


def _read(new: NewTeam, actor: Actor) -> tuple[str, grid.BodyFact, grid.AreaFact]:
    name, body = clean_text(new.name_zh).strip(), grid.body(new.body) if new.body else None
    problems = []
    if new.kind not in TEAM_KINDS:
        problems.append(Problem("kind", "volunteers.unknown_choice"))
    if not 0 < len(name) <= 60:  # noqa: PLR2004 - as long as the column
        problems.append(Problem("name_zh", "volunteers.team_name"))
    if body is None:
        problems.append(Problem("body", "volunteers.no_such_body"))
    if problems or body is None:
        raise Invalid(*problems)
    area = area_said(new.area)
    if not actor.may(Permission.VOLUNTEER_KEEP, area_path=area.path):
        raise NotVisible
    return name, body, area
