"""Who may see a certificate: its holder, and staff of the area unless the case is confidential."""

from __future__ import annotations

from django.db.models import Q

from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.access.queries import NOTHING, within


def visible_to(actor: Actor) -> Q:
    """Return the predicate of the certificates that an actor may see."""
    if actor.is_system:
        return Q()
    own = Q(holder_id=actor.account_id) if actor.account_id is not None else NOTHING
    return own | in_reach_of(actor, Permission.CERTIFICATE_READ)


def in_reach_of(actor: Actor, permission: Permission) -> Q:
    """Return the predicate of what staff may see or revoke by their area."""
    if actor.is_system:
        return Q()
    paths = {grant.area_path for grant in actor.grants_for(permission)}
    return within(paths) & Q(confidential=False) if paths else NOTHING
