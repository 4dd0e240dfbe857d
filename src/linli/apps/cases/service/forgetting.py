"""What becomes of the cases of a person who is forgotten: the words of those that ended, the names in all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import Q

from linli.apps.cases.models import Case, CaseErasure, Participant
from linli.apps.cases.service.saving import erase_saved_of
from linli.kernel.access.actors import system_actor
from linli.kernel.audit import erasure
from linli.kernel.audit.outcomes import Refused

CONTACT = ("contact.name", "contact.phone")
ACTOR = system_actor("erasure")


@dataclass(frozen=True, slots=True)
class Ground:
    """Under which rule and on whose authority, in codes."""

    rule: str
    authority: str


def forget_person(resident: str, account: str, ground: Ground, *, key: str, at: datetime) -> None:
    """Let go of a person: their name in every case, and the words of the ended cases that they raised.

    A case that is still open keeps its words until it ends, or nobody could work it off. ``key`` names the
    erasure, so that doing it again does nothing twice.
    """
    theirs = Q(account__ref=account) if account else Q(pk__in=[])
    if account:
        erase_saved_of(account, at)
    Participant.objects.filter(theirs).update(name="", phone=b"", phone_shown="")
    agents = Participant.objects.filter(relation="agent", on_behalf_of=resident).values("case_id")
    raised = Participant.objects.filter(theirs | Q(case_id__in=agents), relation="reporter")
    columns = Case.objects.filter(pk__in=raised.values("case_id")).values_list("pk", "ref", "closed_at")
    for pk, ref, closed_at in columns:
        if not closed_at:
            said = {"rule": ground.rule, "authority": ground.authority}
            CaseErasure.objects.get_or_create(case_id=pk, defaults=said)
        _erase(str(ref), () if closed_at else CONTACT, ground, key=key, at=at)


def forget_ended(at: datetime, limit: int = 200) -> int:
    """Erase the words of cases that have ended since their person was forgotten; a job calls this."""
    due = CaseErasure.objects.filter(case__closed_at__isnull=False).select_related("case").order_by("id")
    rows = list(due[:limit])
    for row in rows:
        key = str(uuid5(row.case.ref, f"ended/{row.pk}"))
        _erase(str(row.case.ref), (), Ground(row.rule, row.authority), key=key, at=at)
        row.delete()
    return len(rows)


def _erase(ref: str, names: tuple[str, ...], ground: Ground, *, key: str, at: datetime) -> None:
    """Erase what the log holds of a case, act by act until nothing is left; the tables follow on the event."""
    left, part = 1, 0
    while left:
        act_id = str(uuid5(UUID(key), f"{ref}/{part}"))
        try:
            done = erasure.erase(
                subject=ref, names=names, rule=ground.rule, authority=ground.authority,
                actor=ACTOR, act_id=act_id, at=at,
            )  # fmt: skip
        except Refused:  # nothing was held, or nothing any more
            return
        left, part = done["left"], part + 1
