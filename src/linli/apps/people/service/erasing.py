"""The right to be forgotten: everything personal goes from the tables and, item by item, from the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from linli.apps.people import events
from linli.apps.people.models import Consent, Household, Membership, Resident
from linli.apps.people.policy.refs import as_uuid
from linli.apps.people.service.writing import clear, hand_of, subject_of
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor, system_actor
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
        hand = hand_of(row, actor, Permission.PERSON_EDIT)
        _forget_tables(row, Ground(hand, rule, authority), actor=actor, act_id=act_id, at=at)
    erasure.erase(
        subject=subject_of(row), rule=rule, authority=authority, actor=actor,
        act_id=str(uuid5(UUID(act_id), "log")), at=at,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """By whom and on what ground a person is forgotten, in codes."""

    hand: str
    rule: str
    authority: str


def follow_erasure(subject: str, rule: str, authority: str, *, act_id: str, at: datetime) -> None:
    """Empty the tables of a person whom the log has been made to forget; once, and nothing for anybody else."""
    kind, _, ref = subject.partition(":")
    row = Resident.objects.filter(ref=as_uuid(ref), forgotten_at=None).first() if kind == "resident" else None
    if row is not None:
        ground = Ground("system", rule, authority)
        _forget_tables(row, ground, actor=system_actor("erasure"), act_id=act_id, at=at)


def _forget_tables(row: Resident, ground: Ground, *, actor: Actor, act_id: str, at: datetime) -> None:
    ref = str(row.ref)

    def work(acting: Acting) -> JsonValue:
        fresh = Resident.objects.select_related("stream", "account").get(pk=row.pk)
        account = str(fresh.account.ref) if fresh.account else ""
        acting.enter(fresh.stream, events.RESIDENT_FORGOTTEN, {"by": ground.hand})
        forget_rows(fresh, at)
        told = {"resident": ref, "account": account, "rule": ground.rule, "authority": ground.authority}
        acting.announce(events.PERSON_FORGOTTEN, told)
        return None

    act("people.forget", work, said=[ref, ground.rule, ground.authority], actor=actor, act_id=act_id, at=at)


def forget_rows(row: Resident, at: datetime) -> None:
    """Empty a person's rows."""
    clear(row)
    row.area_path, row.forgotten_at = "", at
    row.save()
    Consent.objects.filter(subject=row, withdrawn_at=None).update(withdrawn_at=at)
    homes = list(Membership.objects.filter(resident=row).values_list("household_id", flat=True))
    Membership.objects.filter(resident=row).delete()
    left = Membership.objects.filter(household_id__in=homes).values_list("household_id", flat=True)
    Household.objects.filter(id__in=set(homes) - set(left)).update(address_sealed=None)
