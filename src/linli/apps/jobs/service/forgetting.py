"""What becomes of a person who is forgotten: the entry, the employer, the notes; and, last of all, the agreements.

An agreement names both sides. A worker's own goes with the worker. What a household still owes for stays the worker's
proof until it is settled, or until the last day on which it can be claimed is over; then its name goes as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.apps.jobs import events
from linli.apps.jobs.facts import tables
from linli.apps.jobs.models import Employer, EmployerPerson, Engagement, EngagementNote, WorkerProfile
from linli.apps.jobs.models.employers import HOUSEHOLD
from linli.apps.jobs.models.engagements import OVER, PAID
from linli.apps.jobs.service.employers import who
from linli.apps.jobs.service.workers import take_off
from linli.core.clock.instants import BEIJING
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import system_actor
from linli.kernel.audit import erasure
from linli.kernel.audit.act import Acting, Source, act
from linli.kernel.audit.outcomes import Refused

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Ground:
    """On what ground and by whom a person is forgotten, in codes; ``key`` names the erasure."""

    rule: str
    authority: str
    key: str


def forget_worker(account: str, ground: Ground, *, at: datetime) -> None:
    """Empty the entry of a person who is forgotten, and what was agreed and said; sums stay."""
    row = WorkerProfile.objects.filter(account__ref=account).first() if account else None
    if row is None:
        return
    act_id = str(uuid5(UUID(ground.key), f"jobs/{row.ref}"))
    take_off(row.ref, "erasure", actor=system_actor("erasure"), act_id=act_id, at=at)
    EngagementNote.objects.filter(engagement__worker=row).delete()
    Engagement.objects.filter(worker=row).update(agreement_sealed=None)
    _erase(row.ref, ground, at)


def forget_employer(account: str, ground: Ground, *, at: datetime) -> None:
    """Take a person who is forgotten off employers, with what they said of others; again changes nothing.

    Where nobody is left, the number goes, and a household's name, also from agreements that are settled or too old.
    """
    if not account:
        return
    own = list(Employer.objects.filter(people__account__ref=account).values_list("pk", flat=True))
    EmployerPerson.objects.filter(account__ref=account).delete()
    EngagementNote.objects.filter(author__ref=account).delete()
    left = list(Employer.objects.filter(pk__in=own, people=None))
    for row in left:
        if row.kind == HOUSEHOLD:
            _erase(row.ref, ground, at)
    Employer.objects.filter(pk__in=[row.pk for row in left]).update(
        name_sealed=None, phone_sealed=b"", phone_masked=""
    )
    end_proofs(at)


def end_proofs(at: datetime, *, source: Source = Source.LIVE) -> int:
    """Wipe the agreements of households that nobody acts for any more, once they are settled or past all claims.

    Returns how many; each is an act of its own, and the next round takes what is left.
    """
    refs = list(_ended(at).order_by("due_on", "id").values_list("ref", flat=True)[:AT_ONCE])
    return sum(_end(ref, at, source) for ref in refs)


def _ended(at: datetime) -> QuerySet[Engagement]:
    somebody = EmployerPerson.objects.filter(employer=OuterRef("post__employer"))
    deserted = Engagement.objects.filter(
        ~Exists(somebody), post__employer__kind=HOUSEHOLD, agreement_sealed__isnull=False
    )
    settled = Q(state__in=(*OVER, PAID))
    today = at.astimezone(BEIJING).date()
    late = [
        one for one in _days(deserted.exclude(settled)) if (last := tables.last_claim(one)) and last < today
    ]
    return deserted.filter(settled | Q(due_on__in=late))


def _days(rows: QuerySet[Engagement]) -> list[date]:
    """Return the oldest days on which something is still owed, as many as a round can need."""
    found = rows.filter(due_on__isnull=False).order_by("due_on").values_list("due_on", flat=True).distinct()
    return [one for one in found[:AT_ONCE] if one is not None]


def _end(ref: UUID, at: datetime, source: Source) -> bool:
    actor = system_actor("jobs")

    def work(acting: Acting) -> JsonValue:
        row = Engagement.objects.select_related("stream").get(ref=ref)
        by = "settled" if row.state in (*OVER, PAID) else "time"
        acting.enter(row.stream, events.PROOF_ENDED, {"by": by}, [who(actor)])
        row.agreement_sealed = None
        row.save(update_fields=["agreement_sealed"])
        return True

    act_id = str(uuid5(ref, "proof"))
    return bool(act("jobs.end_proof", work, said=str(ref), actor=actor, act_id=act_id, at=at, source=source))


def _erase(ref: UUID, ground: Ground, at: datetime) -> None:
    try:
        erasure.erase(
            subject=str(ref), rule=ground.rule, authority=ground.authority, actor=system_actor("erasure"),
            act_id=str(uuid5(UUID(ground.key), str(ref))), at=at,
        )  # fmt: skip
    except Refused:  # nothing is held any more
        return
