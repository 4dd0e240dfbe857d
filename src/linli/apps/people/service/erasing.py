"""The right to be forgotten: everything personal goes from the tables and, item by item, from the log."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from linli.apps.people import events
from linli.apps.people.models import Consent, Household, Membership, Resident
from linli.apps.people.policy.refs import as_uuid
from linli.apps.people.service.writing import clear, hand_of, subject_of
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit import erasure
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import NotVisible


def forget_resident(ref: str, *, rule: str, authority: str, actor: Actor, act_id: str, at: datetime) -> None:
    """Forget a person: by that person, or by staff on request; ``rule`` and ``authority`` are codes.

    Two acts, each whole by itself: first the tables, then what the log still held; asked again after a
    failure between them, the second is made up for. The proofs stay.
    """
    row = Resident.objects.filter(ref=as_uuid(ref)).first()
    if row is None:
        raise NotVisible
    if row.forgotten_at is None:
        _forget_tables(row, rule, authority, actor=actor, act_id=act_id, at=at)
    erasure.erase(
        subject=subject_of(row), rule=rule, authority=authority, actor=actor,
        act_id=str(uuid5(UUID(act_id), "log")), at=at,
    )  # fmt: skip


def _forget_tables(
    row: Resident, rule: str, authority: str, *, actor: Actor, act_id: str, at: datetime
) -> None:
    hand = hand_of(row, actor, Permission.PERSON_EDIT)
    ref = str(row.ref)

    def work(acting: Acting) -> JsonValue:
        fresh = Resident.objects.select_related("stream").get(pk=row.pk)
        acting.enter(fresh.stream, events.RESIDENT_FORGOTTEN, {"by": hand})
        forget_rows(fresh, at)
        acting.announce(events.PERSON_FORGOTTEN, {"resident": ref})
        return None

    act("people.forget", work, said=[ref, rule, authority], actor=actor, act_id=act_id, at=at)


def forget_rows(row: Resident, at: datetime) -> None:
    """Empty a person's rows; also what answers ``audit.erased`` for a person erased elsewhere."""
    clear(row)
    row.area_path, row.forgotten_at = "", at
    row.save()
    Consent.objects.filter(subject=row, withdrawn_at=None).update(withdrawn_at=at)
    homes = list(Membership.objects.filter(resident=row).values_list("household_id", flat=True))
    Membership.objects.filter(resident=row).delete()
    left = Membership.objects.filter(household_id__in=homes).values_list("household_id", flat=True)
    Household.objects.filter(id__in=set(homes) - set(left)).update(address_sealed=None)
