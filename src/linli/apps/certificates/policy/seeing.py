"""Who may see a certificate: its holder, the agent who asked for it, and staff of the area unless confidential."""

from __future__ import annotations

from django.db.models import Q

from linli.apps.people import facts as people
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.access.queries import NOTHING, within


def visible_to(actor: Actor) -> Q:
    """Return the predicate of the certificates that an actor may see."""
    if actor.is_system:
        return Q()
    own = NOTHING
    if actor.account_id is not None:
        own = Q(holder_id=actor.account_id) | asked_by(actor)
    return own | in_reach_of(actor, Permission.CERTIFICATE_READ)


def asked_by(actor: Actor) -> Q:
    """Return the predicate of what somebody asked for as an agent; it ends with the consent."""
    if actor.account_id is None or actor.account_ref is None:
        return NOTHING
    consents = people.agent_accounts(actor.account_ref)
    return Q(agent_id=actor.account_id, holder_id__in=consents)


def in_reach_of(actor: Actor, permission: Permission) -> Q:
    """Return the predicate of what staff may see or revoke by their area."""
    if actor.is_system:
        return Q()
    paths = {grant.area_path for grant in actor.grants_for(permission)}
    return within(paths) & Q(confidential=False) if paths else NOTHING
