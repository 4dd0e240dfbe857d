"""Revokes a certificate, with a reason, by its holder or by staff of the area; there is no way back."""

from __future__ import annotations

import uuid
from datetime import datetime

from linli.apps.certificates import events
from linli.apps.certificates.models import Certificate
from linli.apps.certificates.policy.seeing import asked_by, in_reach_of, visible_to
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

OF_HOLDER, CHANGED = "on_request", "changed"
OWN = frozenset({"resident", "agent"})
REASONS = ("mistake", CHANGED, OF_HOLDER, "misused")
"""An error in it, the case came out otherwise, the holder wants it, it was used for what it is not for."""


def revoke(ref: str | uuid.UUID, reason: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Revoke a certificate.

    Raises:
        NotVisible: absent, or not for this actor.
        Invalid: no such reason.
        Refused: the actor may see it and not revoke it.
        Stale: it was revoked already.
    """
    try:
        found = Certificate.objects.filter(visible_to(actor), ref=uuid.UUID(str(ref))).first()
    except ValueError as wrong:
        raise NotVisible from wrong
    if found is None:
        raise NotVisible
    role = _role(found, actor)
    if reason not in REASONS or (role in OWN and reason != OF_HOLDER):
        raise Invalid(Problem("reason", "certificates.reason_form"))

    def work(acting: Acting) -> JsonValue:
        row = Certificate.objects.select_related("stream").get(pk=found.pk)
        if row.revoked_at is not None:
            raise Stale("certificates.revoked_already")
        acting.enter(row.stream, events.CERTIFICATE_REVOKED, {"reason": reason, "role": role})
        Certificate.objects.filter(pk=row.pk).update(revoked_at=acting.at, revoked_for=reason)
        told = {"certificate": str(row.ref), "role": role, "reason": reason}
        acting.announce(events.CERTIFICATE_REVOKED, told)
        return None

    act("certificates.revoke", work, said=[str(found.ref), reason], actor=actor, act_id=act_id, at=at)


def _role(found: Certificate, actor: Actor) -> str:
    if actor.account_id is not None and found.holder_id == actor.account_id:
        return "resident"
    if actor.is_system:
        return "system"
    if Certificate.objects.filter(asked_by(actor), pk=found.pk).exists():
        return "agent"
    reach = in_reach_of(actor, Permission.CERTIFICATE_REVOKE)
    if not Certificate.objects.filter(reach, pk=found.pk).exists():
        raise Refused(Refusal("certificates.not_allowed"))
    return "staff"
