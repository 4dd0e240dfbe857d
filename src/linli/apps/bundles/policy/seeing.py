"""Who may see which bundles: whoever asked for it, and staff of its place or of a body that has one of its cases."""

from __future__ import annotations

from django.db.models import Q

from linli.apps.bundles.models import Bundle, BundlePart
from linli.apps.cases import facts as cases
from linli.apps.people import facts as people
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission, Scope, scope_of
from linli.kernel.access.queries import NOTHING, within


def visible_to_staff(actor: Actor) -> Q:
    """Return the predicate of the bundles that somebody's posts open: by area, or by one of the cases."""
    if actor.is_system:
        return Q()
    if not actor.grants:
        return NOTHING
    return _by_area(actor) | Q(pk__in=BundlePart.objects.filter(cases.of_body(actor)).values("bundle_id"))


def _by_area(actor: Actor) -> Q:
    plain, trusted = (
        within({one.area_path for one in actor.grants_for(permission) if scope_of(one.role) is Scope.AREA})
        for permission in (Permission.CASE_READ, Permission.CASE_READ_CONFIDENTIAL)
    )
    return plain & Q(sensitivity="normal") | trusted


def own(actor: Actor) -> Q:
    """Return the predicate of the bundles that somebody asked for, opened by code, or sent for another by consent."""
    found = Q(ref__in=actor.case_refs)
    if actor.account_id is not None:
        found |= Q(account_id=actor.account_id)
    if actor.account_ref is not None:
        subjects = people.agent_subjects(actor.account_ref)
        found |= Q(agent_id=actor.account_id, on_behalf_of__in=subjects)
    return found


def is_own(actor: Actor, bundle: Bundle) -> bool:
    """Say whether the actor asked for the bundle, opened it with number and query code, or acts for who did."""
    same = actor.account_id is not None and actor.account_id == bundle.account_id
    return same or str(bundle.ref) in actor.case_refs or _is_agent(actor, bundle)


def _is_agent(actor: Actor, bundle: Bundle) -> bool:
    if bundle.agent_id is None or actor.account_id != bundle.agent_id or actor.account_ref is None:
        return False
    return people.agent_subjects(actor.account_ref).filter(subject__ref=bundle.on_behalf_of).exists()


def may_see(actor: Actor, bundle: Bundle) -> bool:
    """Say whether the actor may see a bundle at all."""
    if actor.is_system or is_own(actor, bundle):
        return True
    return bool(actor.grants) and Bundle.objects.filter(visible_to_staff(actor), pk=bundle.pk).exists()
