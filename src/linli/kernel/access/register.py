"""The register of staff: who has an account and which roles, for those who may see who holds which role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from linli.kernel.access.actors import Actor
from linli.kernel.access.models import GrantRow
from linli.kernel.access.permissions import Permission
from linli.kernel.access.queries import within
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.models import Account, AccountKind

PAGE = 100


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role somebody holds, held or will hold. ``id`` names it for ending it."""

    id: int
    role: str
    body_ref: str
    area_path: str
    valid_from: datetime
    valid_to: datetime | None

    def holds(self, at: datetime) -> bool:
        """Say whether it is in force."""
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)


@dataclass(frozen=True, slots=True)
class StaffFact:
    """A member of staff. ``roles`` are the latest first."""

    ref: str
    login: str
    name: str
    active: bool
    roles: tuple[RoleHeld, ...]


def staff(*, actor: Actor, asked: str = "", role: str = "", limit: int = PAGE) -> tuple[StaffFact, ...]:
    """Return staff by name: those with a role in the actor's area, and accounts that have none yet."""
    if not actor.may(Permission.GRANT_READ):
        return ()
    rows = Account.objects.filter(_seen_by(actor), kind=AccountKind.STAFF)
    if asked:
        rows = rows.filter(Q(name__icontains=asked) | Q(login__icontains=asked.lower()))
    if role:
        rows = rows.filter(grant__role=role)
    found = list(rows.distinct().order_by("-is_active", "name", "login")[:limit])
    return _facts(found)


def staff_member(ref: str, *, actor: Actor) -> StaffFact:
    """Return one member of staff.

    Raises:
        NotVisible: no such account, or not in the actor's area.
    """
    rows = Account.objects.filter(ref=_uuid(ref), kind=AccountKind.STAFF)
    found = list(rows.filter(_seen_by(actor)).distinct())
    if not found or not actor.may(Permission.GRANT_READ):
        raise NotVisible
    return _facts(found)[0]


def _uuid(ref: str) -> UUID:
    try:
        return UUID(ref)
    except ValueError:
        raise NotVisible from None


def staff_named(refs: Iterable[str]) -> dict[str, str]:
    """Return the names of accounts by ref, for pages that already may show them."""
    return {
        str(ref): name for ref, name in Account.objects.filter(ref__in=[*refs]).values_list("ref", "name")
    }


def _seen_by(actor: Actor) -> Q:
    if actor.is_system:
        return Q()
    paths = [grant.area_path for grant in actor.grants_for(Permission.GRANT_READ)]
    inside = within(paths, "grant__area_path")
    return inside | Q(grant=None) if inside else Q()


def _facts(accounts: list[Account]) -> tuple[StaffFact, ...]:
    held: dict[int, list[RoleHeld]] = {}
    columns = ("account_id", "id", "role", "body_ref", "area_path", "valid_from", "valid_to")
    grants = GrantRow.objects.filter(account__in=accounts).order_by("-valid_from", "-id")
    for account, *rest in grants.values_list(*columns):
        held.setdefault(account, []).append(RoleHeld(*rest))
    return tuple(
        StaffFact(str(one.ref), one.login or "", one.name, one.is_active, tuple(held.get(one.pk, ())))
        for one in accounts
    )
