"""What becomes of certificates and entries of a person who is forgotten: what they say goes, the hash stays."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from linli.apps.certificates.models import Certificate, KioskVisit, RegisterEntry
from linli.kernel.access.actors import system_actor
from linli.kernel.audit import erasure
from linli.kernel.audit.outcomes import Refused


def forget_person(account: str, rule: str, authority: str, *, key: str, at: datetime) -> None:
    """Let go of what certificates and entries of an account say; ``key`` names the erasure, so that it happens once."""
    rows = Certificate.objects.filter(holder__ref=account) if account else Certificate.objects.none()
    entries = RegisterEntry.objects.filter(person__ref=account) if account else RegisterEntry.objects.none()
    for ref in (*rows.values_list("ref", flat=True), *entries.values_list("ref", flat=True)):
        try:
            erasure.erase(
                subject=str(ref), rule=rule, authority=authority, actor=system_actor("erasure"),
                act_id=str(uuid5(UUID(key), str(ref))), at=at,
            )  # fmt: skip
        except Refused:  # nothing is held any more
            continue
    if account:
        KioskVisit.objects.filter(person__ref=account).update(person=None, over=True)
    entries.update(name="", title="", number="", why="", person=None)
    rows.update(fields={}, signed="", city_seal={}, holder=None)
