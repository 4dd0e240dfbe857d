"""Volunteers: whole to themselves, masked to staff of their area, absent for others; lists for the desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from linli.apps.volunteers.models import Clearance, Team, TeamMember, Volunteer
from linli.apps.volunteers.models.joining import ACTIVE, LEFT, STATES
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.access.queries import reachable
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.models import Account
from linli.kernel.identity.personal import unseal

PAGE = 50


@dataclass(frozen=True, slots=True)
class VolunteerFact:
    """A volunteer as the actor may see them."""

    id: int
    ref: str
    name: str
    phone: str
    kind: str
    state: str
    area_path: str
    radius: int
    skills: tuple[str, ...]
    times: tuple[str, ...]
    languages: tuple[str, ...]
    platform: str
    adult_on: date | None
    guardian_agreed_at: datetime | None
    guardian_on_paper: bool
    has_guardian: bool
    insured_until: date | None
    banks: bool
    applied_at: datetime
    why: str
    cleared: Mapping[str, date] = field(default_factory=dict)


def me(actor: Actor) -> VolunteerFact | None:
    """Return the actor's own record; None where they never joined, or left."""
    row = own_row(actor)
    return own_fact(row) if row else None


def own_row(actor: Actor) -> Volunteer | None:
    """Return the actor's row; None where they never joined, or left."""
    if actor.account_id is None:
        return None
    rows = Volunteer.objects.select_related("account").filter(account_id=actor.account_id)
    return rows.exclude(state=LEFT).first()


def own_fact(row: Volunteer, cleared: Mapping[str, date] | None = None) -> VolunteerFact:
    """Return a volunteer whole, as they see themselves."""
    return _fact(row, whole=True, cleared=cleared)


def volunteer(ref: UUID | str, *, actor: Actor) -> VolunteerFact:
    """Return a volunteer, masked, to staff who keep them; raises NotVisible for others."""
    row = Volunteer.objects.select_related("account").filter(ref=ref).first()
    if row is None or not actor.may(Permission.VOLUNTEER_KEEP, area_path=row.area_path):
        raise NotVisible
    return _fact(row, whole=False)


def volunteers(
    actor: Actor, state: str = "", *, after: int = 0
) -> tuple[tuple[VolunteerFact, ...], int | None]:
    """Return a page of volunteers of the actor's area, the longest waiting first, and the cursor of the next."""
    rows = Volunteer.objects.select_related("account").filter(
        reachable(actor, Permission.VOLUNTEER_KEEP, body="area_id"), pk__gt=after
    )
    rows = rows.filter(state=state) if state in STATES else rows.exclude(state=LEFT)
    found = list(rows.order_by("pk")[: PAGE + 1])
    shown = found[:PAGE]
    cleared = _cleared(one.pk for one in shown)
    facts = tuple(_fact(one, whole=False, cleared=cleared.get(one.pk, {})) for one in shown)
    return facts, shown[-1].pk if len(found) > PAGE else None


def wards(actor: Actor) -> tuple[VolunteerFact, ...]:
    """Return the young people who named the actor as their guardian."""
    if actor.account_id is None:
        return ()
    mark = Account.objects.filter(pk=actor.account_id).exclude(phone_index="").values("phone_index")
    rows = Volunteer.objects.select_related("account").filter(guardian_index__in=mark).exclude(state=LEFT)
    return tuple(_fact(one, whole=False, cleared={}) for one in rows.order_by("pk")[:10])


def led_by(actor: Actor) -> tuple[int, ...]:
    """Return the teams that the actor leads."""
    if actor.account_id is None:
        return ()
    rows = Team.objects.filter(leader__account_id=actor.account_id, leader__state=ACTIVE, closed_at=None)
    return tuple(rows.values_list("id", flat=True))


def members(team_id: int) -> tuple[VolunteerFact, ...]:
    """Return the members of a team, masked; the caller has seen to it that the actor may."""
    inside = TeamMember.objects.filter(team_id=team_id, until=None).values("volunteer_id")
    rows = Volunteer.objects.select_related("account").filter(pk__in=inside, state=ACTIVE)
    return tuple(_fact(one, whole=False, cleared={}) for one in rows.order_by("pk")[:200])


def _cleared(keys: Iterable[int]) -> dict[int, dict[str, date]]:
    found: dict[int, dict[str, date]] = {}
    rows = Clearance.objects.filter(volunteer__in=list(keys))
    for key, kind, until in rows.values_list("volunteer_id", "kind", "until"):
        found.setdefault(key, {})[kind] = until
    return found


def _fact(row: Volunteer, *, whole: bool, cleared: Mapping[str, date] | None = None) -> VolunteerFact:
    known = _cleared([row.pk]).get(row.pk, {}) if cleared is None else cleared
    account = row.account
    name = unseal(bytes(row.name_sealed), "name") if whole and row.name_sealed else row.name_masked
    return VolunteerFact(
        id=row.pk, ref=str(row.ref), name=name, phone=account.phone_masked if account else "",
        kind=row.kind, state=row.state, area_path=row.area_path, radius=row.radius, skills=tuple(row.skills),
        times=tuple(row.times), languages=tuple(row.languages), platform=row.platform, adult_on=row.adult_on,
        guardian_agreed_at=row.guardian_agreed_at, guardian_on_paper=row.guardian_on_paper,
        has_guardian=bool(row.guardian_index), insured_until=row.insured_until, banks=row.banks,
        applied_at=row.applied_at, why=row.why, cleared=known,
    )  # fmt: skip
