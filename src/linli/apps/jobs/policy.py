"""Who stands on which side of what: an employer's people, the worker, staff of the area; everybody else sees nothing."""

from __future__ import annotations

from django.db.models import Q

from linli.apps.jobs.models import Employer, EmployerPerson, Engagement
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission

WORKER, EMPLOYER, STAFF = "worker", "employer", "staff"


def acts_for(actor: Actor, employer_id: int) -> bool:
    """Say whether somebody is one of an employer's people."""
    if actor.account_id is None:
        return False
    return EmployerPerson.objects.filter(employer_id=employer_id, account_id=actor.account_id).exists()


def in_my_area(actor: Actor, permission: Permission, field: str = "area_path") -> Q:
    """Return what a member of staff may see by area; nothing for everybody else."""
    if actor.is_system:
        return Q()
    found = Q(pk__in=[])
    for grant in actor.grants_for(permission):
        found |= Q(**{f"{field}__startswith": grant.area_path}) if grant.area_path else Q(pk__in=[])
    return found


def sees_employer(actor: Actor, row: Employer) -> bool:
    """Say whether somebody sees an employer's contact and papers."""
    return actor.may(Permission.MARKET_READ, area_path=row.area_path) or acts_for(actor, row.pk)


def side_of(actor: Actor, row: Engagement) -> str:
    """Return on which side of an engagement somebody stands; "" for none.

    Staff stand in for a worker who came by telephone, and for nobody else.
    """
    if actor.account_id is not None and row.worker.account_id == actor.account_id:
        return WORKER
    if acts_for(actor, row.post.employer_id):
        return EMPLOYER
    return STAFF if actor.may(Permission.MARKET_READ, area_path=row.post.area_path) else ""


def stands_in(actor: Actor, row: Engagement) -> bool:
    """Say whether a member of staff may answer for the worker, who has no telephone to do it with."""
    return row.worker.by_phone and actor.may(Permission.WORKER_ENTER, area_path=row.post.area_path)
