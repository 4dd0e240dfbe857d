"""Invitations: a code for one person, once, until a day; made by the leader of a team or by staff."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from linli.apps.volunteers import events
from linli.apps.volunteers.facts.codes import code_index, invitation_code
from linli.apps.volunteers.models import Invitation, TeamMember
from linli.apps.volunteers.models.joining import ACTIVE
from linli.apps.volunteers.policy.terms import terms
from linli.apps.volunteers.service.rows import own, team_kept, who
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, Refused, Stale

MOST_OPEN = 50


def invite(team: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Make a code for one more member; returns the invitation's ref.

    Raises:
        NotVisible: no such team, or neither its leader nor staff of its area.
        Refused: the team is closed, or too many codes wait unused.
    """
    team_kept(team, actor, leader=True)

    def work(acting: Acting) -> JsonValue:
        row = team_kept(team, actor, leader=True)
        if row.closed_at is not None:
            raise Refused(Refusal("volunteers.team_closed"))
        waiting = Invitation.objects.filter(team=row, used_at=None, expires_at__gt=at).count()
        if waiting >= MOST_OPEN:
            raise Refused(Refusal("volunteers.too_many_codes", {"n": MOST_OPEN}))
        acting.enter(row.stream, events.INVITED, {"kind": row.kind}, [who(actor)])
        ref = uuid4()
        Invitation.objects.create(
            ref=ref, team=row, made_by_id=actor.account_id, made_at=at, code_index=code_index(invitation_code(ref)),
            expires_at=at + timedelta(days=terms().invitation_days),
        )  # fmt: skip
        return str(ref)

    return str(act("volunteers.invite", work, said=str(team), actor=actor, act_id=act_id, at=at))


def join_team(code: str, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Join a team by a code, as a volunteer already; returns the team's ref.

    Raises:
        NotVisible: the actor is no volunteer.
        Invalid: no such code, or it has been used or has run out.
        Refused: one belongs to the team already.
    """
    own(actor)
    invitation_of(code, at)

    def work(acting: Acting) -> JsonValue:
        volunteer, invited = own(actor), invitation_of(code, at)
        if volunteer.state != ACTIVE:
            raise Refused(Refusal("volunteers.not_active"))
        if TeamMember.objects.filter(team=invited.team, volunteer=volunteer, until=None).exists():
            raise Refused(Refusal("volunteers.in_team_already"))
        acting.enter(volunteer.stream, events.TEAM_JOINED, {"kind": invited.team.kind, "invited": True})
        if not Invitation.objects.filter(pk=invited.pk, used_at=None).update(used_at=at):
            raise Stale("volunteers.code_used")
        TeamMember.objects.create(team=invited.team, volunteer=volunteer, since=at)
        return str(invited.team.ref)

    return str(act("volunteers.join_team", work, said=code_index(code), actor=actor, act_id=act_id, at=at))


def invitation_of(code: str, at: datetime) -> Invitation:
    """Return the invitation behind a code.

    Raises:
        Invalid: no such code, or it has been used or has run out.
    """
    rows = Invitation.objects.select_related("team").filter(code_index=code_index(code))
    row = rows.first()
    if row is None or row.team.closed_at is not None:
        raise Invalid(Problem("code", "volunteers.code_unknown"))
    if row.used_at is not None:
        raise Invalid(Problem("code", "volunteers.code_used"))
    if row.expires_at <= at:
        raise Invalid(Problem("code", "volunteers.code_over"))
    return row
