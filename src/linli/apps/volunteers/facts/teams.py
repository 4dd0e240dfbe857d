"""Teams: public as types, names and counts; members to their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from linli.apps.volunteers.facts.codes import invitation_code
from linli.apps.volunteers.models import Invitation, Team, TeamMember
from linli.apps.volunteers.models.joining import ACTIVE
from linli.core.shared.figures import SMALL
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible

PAGE = 50


@dataclass(frozen=True, slots=True)
class TeamFact:
    """A team; ``members`` is None where a small number would tell who is in it."""

    id: int
    ref: str
    kind: str
    name_zh: str
    name_en: str
    body_id: int
    area_path: str
    members: int | None
    leader: str
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class InvitationFact:
    """A code that waits for somebody."""

    ref: str
    code: str
    expires_at: datetime


def teams(kind: str = "", *, area_path: str = "/", after: int = 0) -> tuple[tuple[TeamFact, ...], int | None]:
    """Return a page of the teams that there are, for anybody, and the cursor of the next."""
    rows = _counted(Team.objects.filter(closed_at=None, pk__gt=after))
    rows = rows.filter(area_path__under=area_path) if area_path != "/" else rows
    rows = rows.filter(kind=kind) if kind else rows
    found = list(rows.order_by("pk")[: PAGE + 1])
    return tuple(_fact(one, public=True) for one in found[:PAGE]), found[PAGE - 1].pk if len(
        found
    ) > PAGE else None


def team(ref: UUID | str, *, actor: Actor) -> TeamFact:
    """Return a team to its members, its leader and staff of its area; raises NotVisible for others."""
    row = _counted(Team.objects.filter(ref=ref)).first()
    if row is None:
        raise NotVisible
    inside = actor.account_id is not None and TeamMember.objects.filter(
        team=row, volunteer__account_id=actor.account_id, until=None
    ).exists()  # fmt: skip
    if not inside and not actor.may(Permission.VOLUNTEER_KEEP, area_path=row.area_path):
        raise NotVisible
    return _fact(row, public=False)


def teams_of(actor: Actor) -> tuple[TeamFact, ...]:
    """Return the teams the actor belongs to."""
    if actor.account_id is None:
        return ()
    inside = TeamMember.objects.filter(volunteer__account_id=actor.account_id, until=None).values("team_id")
    rows = _counted(Team.objects.filter(pk__in=inside, closed_at=None))
    return tuple(_fact(one, public=False) for one in rows.order_by("pk"))


def kept_teams(actor: Actor, *, after: int = 0) -> tuple[tuple[TeamFact, ...], int | None]:
    """Return a page of the teams that the actor keeps."""
    paths = [one.area_path for one in actor.grants_for(Permission.VOLUNTEER_KEEP)]
    where = Q(pk__in=[])
    for path in paths:
        where |= Q(area_path__under=path) if path != "/" else Q()
    rows = _counted(Team.objects.filter(where if "/" not in paths else Q(), closed_at=None, pk__gt=after))
    found = list(rows.order_by("pk")[: PAGE + 1])
    return tuple(_fact(one, public=False) for one in found[:PAGE]), found[PAGE - 1].pk if len(
        found
    ) > PAGE else None


def invitations(team_id: int, at: datetime) -> tuple[InvitationFact, ...]:
    """Return the codes of a team that wait unused; the caller has seen to it that the actor may."""
    rows = Invitation.objects.filter(team_id=team_id, used_at=None, expires_at__gt=at).order_by("-pk")[:50]
    return tuple(InvitationFact(str(one.ref), invitation_code(one.ref), one.expires_at) for one in rows)


def team_counts() -> dict[str, int]:
    """Return how many teams of each type there are."""
    rows = Team.objects.filter(closed_at=None).values_list("kind").annotate(n=Count("pk")).order_by()
    return dict(rows)


def _counted(rows: QuerySet[Team]) -> QuerySet[Team]:
    inside = Q(members__until=None, members__volunteer__state=ACTIVE)
    return rows.annotate(size=Count("members", filter=inside), head=F("leader__name_masked"))


def _fact(row: Team, *, public: bool) -> TeamFact:
    size: int = row.size  # type: ignore[attr-defined]  # annotated
    head: str | None = row.head  # type: ignore[attr-defined]
    return TeamFact(
        id=row.pk, ref=str(row.ref), kind=row.kind, name_zh=row.name_zh, name_en=row.name_en, body_id=row.body_id,
        area_path=row.area_path, members=None if public and 0 < size < SMALL else size,
        leader="" if public else head or "", opened_at=row.opened_at, closed_at=row.closed_at,
    )  # fmt: skip
