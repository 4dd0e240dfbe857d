"""Follows the case that a certificate rests on: what it no longer bears out is revoked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from linli.apps.cases import facts as cases
from linli.apps.certificates.facts.drafting import contradicted
from linli.apps.certificates.models import Certificate
from linli.apps.certificates.policy.kinds import kinds
from linli.apps.certificates.service.revoking import CHANGED, revoke
from linli.kernel.access.actors import system_actor
from linli.kernel.audit.outcomes import NotVisible, Stale

FOLLOWER = "certificate-follower"


def follow_case(ref: str, *, key: str, at: datetime) -> int:
    """Revoke what a case no longer bears out, and say how many; ``key`` names what happened to the case."""
    live = Certificate.objects.filter(case__ref=ref, revoked_at=None, valid_until__gt=at)
    held = list(live.values_list("ref", "kind", "fields"))
    if not held:
        return 0
    actor = system_actor(FOLLOWER)
    try:
        view = cases.case_view(actor, ref, at=at)
    except NotVisible:
        return 0
    known = kinds()
    gone = [one for one, kind, fields in held if kind in known and contradicted(view, known[kind], fields)]
    for one in gone:
        try:
            revoke(one, CHANGED, actor=actor, act_id=str(uuid5(UUID(key), str(one))), at=at)
        except Stale:  # its holder was first
            continue
    return len(gone)
