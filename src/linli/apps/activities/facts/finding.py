"""Finds rows that an actor may act on; everything else is not there."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from linli.apps.activities.models import PUBLISHED, Activity, Helper, SignUp
from linli.apps.people import facts as people
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible

NOTHING = UUID(int=0)


def as_uuid(ref: UUID | str) -> UUID:
    """Read a ref; what is none becomes one that finds nothing."""
    try:
        return UUID(str(ref))
    except ValueError:
        return NOTHING


def keeps(row: Activity, actor: Actor) -> bool:
    """Say whether the actor plans this activity."""
    return actor.may(Permission.ACTIVITY_KEEP, area_path=row.area_path, body_id=row.body_id)


def kept_row(ref: UUID | str, actor: Actor) -> Activity:
    """Return an activity that the actor plans; raises NotVisible for all others."""
    row = _row(ref)
    if row is None or not keeps(row, actor):
        raise NotVisible
    return row


def held_row(ref: UUID | str, actor: Actor) -> Activity:
    """Return an activity that the actor holds, as organiser or teacher, or plans."""
    row = _row(ref)
    if row is None or not (keeps(row, actor) or helps(row, actor)):
        raise NotVisible
    return row


def shown_row(ref: UUID | str) -> Activity:
    """Return a published activity, for whoever wishes to sign up."""
    row = _row(ref)
    if row is None or row.state != PUBLISHED:
        raise NotVisible
    return row


def helps(row: Activity, actor: Actor) -> bool:
    """Say whether the actor is an organiser or a teacher of it."""
    if actor.account_id is None:
        return False
    return Helper.objects.filter(activity=row, account_id=actor.account_id).exists()


def own_sign_up(ref: UUID | str, actor: Actor) -> SignUp:
    """Return a sign-up of the actor's, or of an activity that the actor plans."""
    rows = SignUp.objects.select_related("activity", "activity__stream").filter(ref=as_uuid(ref))
    row = rows.first() if not actor.is_stranger else None
    if row is None or not (own_rows(actor).filter(pk=row.pk).exists() or keeps(row.activity, actor)):
        raise NotVisible
    return row


def own_rows(actor: Actor) -> QuerySet[SignUp]:
    """Return what somebody signed up for: themselves and their children, and others while those let them."""
    if actor.account_id is None or actor.account_ref is None:
        return SignUp.objects.none()
    others = Q(agent_id=actor.account_id, account_id__in=people.agent_accounts(actor.account_ref))
    return SignUp.objects.filter(Q(account_id=actor.account_id) | others)


def _row(ref: UUID | str) -> Activity | None:
    return Activity.objects.select_related("stream").filter(ref=as_uuid(ref)).first()


__all__ = ["as_uuid", "held_row", "helps", "keeps", "kept_row", "own_rows", "own_sign_up", "shown_row"]
