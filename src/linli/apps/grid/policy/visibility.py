"""Who may see and do what with bodies, rosters and contact households."""

from __future__ import annotations

from django.db.models import Q

from linli.apps.grid.models import Area, Body
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission, Scope, scope_of
from linli.kernel.access.queries import within
from linli.kernel.audit.outcomes import NotVisible


def may_at(actor: Actor, permission: Permission, body: Body) -> bool:
    """Say whether a permission reaches a body, by its area or as the actor's own body."""
    return actor.may(permission, area_path=body.area.path, body_id=body.id)


def may_read_roster(actor: Actor, body: Body) -> bool:
    """Say whether the names on a body's rosters are open to the actor: its area's staff and its own."""
    own = body.id in actor.body_ids and actor.may(Permission.ROSTER_READ)
    return own or may_at(actor, Permission.ROSTER_READ, body)


def demand_everywhere(actor: Actor, permission: Permission, area_path: str = "/") -> None:
    """Let nobody pass who may not do this in the whole of an area.

    Raises:
        NotVisible: the actor may not.
    """
    if not actor.may(permission, area_path=area_path):
        raise NotVisible


def demand_at(actor: Actor, permission: Permission, body: Body) -> None:
    """Let nobody pass who may not do this for a body.

    Raises:
        NotVisible: the actor may not.
    """
    if not may_at(actor, permission, body):
        raise NotVisible


def may_keep_household(actor: Actor, area: Area) -> bool:
    """Say whether the actor is staff who keeps contact households of an area."""
    return actor.may(Permission.HOUSEHOLD_CONTACT, area_path=area.path)


def household_visible(actor: Actor) -> Q:
    """Return which contact households an actor may see: one's own, and those of one's area as staff."""
    if actor.is_system:
        return Q()
    grants = actor.grants_for(Permission.HOUSEHOLD_CONTACT)
    paths = [grant.area_path for grant in grants if scope_of(grant.role) is Scope.AREA]
    mine = Q(account_id=actor.account_id) if actor.account_id is not None else Q(pk__in=[])
    return mine | within(paths, "area__path") if paths else mine
