"""A second person confirms or refuses an entry; a confirmed correction takes the old one's place."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID, uuid5

from linli.apps.certificates import events
from linli.apps.certificates.facts.registers import in_reach, source_of
from linli.apps.certificates.models import Certificate, EntryState, RegisterEntry
from linli.apps.certificates.service.revoking import CHANGED, revoke
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

LONGEST_WHY = 200
FOLLOWER = "certificate-follower"


def decide(
    ref: str | uuid.UUID, *, confirm: bool, why: str = "", actor: Actor, act_id: str, at: datetime
) -> None:
    """Confirm or refuse one entry.

    Raises:
        NotVisible: absent, or not for this actor.
        Invalid: it is refused without a reason.
        Refused: the actor wrote it, or may not confirm there.
        Stale: it was decided already.
    """
    row = _found(ref, actor)
    if not actor.may(Permission.REGISTER_CONFIRM, area_path=row.area_path):
        raise Refused(Refusal("certificates.not_allowed"))
    if actor.account_id is not None and row.recorded_by_id == actor.account_id:
        raise Refused(Refusal("certificates.entry_second_person"))
    why = why.strip()
    if not confirm and not 0 < len(why) <= LONGEST_WHY:
        raise Invalid(Problem("why", "certificates.entry_why"))
    state = EntryState.CONFIRMED if confirm else EntryState.REFUSED

    def work(acting: Acting) -> JsonValue:
        return _decide(row.pk, state, why, acting)

    act(
        "certificates.decide_entry",
        work,
        said=[str(row.ref), confirm, why],
        actor=actor,
        act_id=act_id,
        at=at,
    )


def follow_entry(ref: str, *, key: str, at: datetime) -> int:
    """Revoke the certificates that rested on an entry which a correction replaced."""
    row = RegisterEntry.objects.select_related("body").filter(ref=ref).first()
    if row is None or row.person_id is None:
        return 0
    live = Certificate.objects.filter(
        source=source_of(row), holder_id=row.person_id, revoked_at=None, valid_until__gt=at
    )
    found = list(live.values_list("ref", flat=True))
    for one in found:
        try:
            revoke(one, CHANGED, actor=system_actor(FOLLOWER), act_id=str(uuid5(UUID(key), str(one))), at=at)
        except Stale:  # its holder was first
            continue
    return len(found)


def _decide(pk: int, state: EntryState, why: str, acting: Acting) -> JsonValue:
    row = RegisterEntry.objects.select_related("stream", "corrects__stream").get(pk=pk)
    if row.state != EntryState.WAITING:
        raise Stale("certificates.entry_decided")
    _enter(acting, row, state, why or row.why)
    old = row.corrects
    if old is not None and state is EntryState.CONFIRMED:
        _enter(acting, old, EntryState.REPLACED, old.why)
        acting.announce(events.ENTRY_DECIDED, {"entry": str(old.ref), "state": EntryState.REPLACED.value})
    return None


def _enter(acting: Acting, row: RegisterEntry, state: EntryState, why: str) -> None:
    acting.enter(row.stream, events.ENTRY_DECIDED, {"state": state.value, "role": "staff"})
    RegisterEntry.objects.filter(pk=row.pk).update(state=state, why=why, decided_at=acting.at)


def _found(ref: str | uuid.UUID, actor: Actor) -> RegisterEntry:
    try:
        row = RegisterEntry.objects.filter(in_reach(actor), ref=uuid.UUID(str(ref))).first()
    except ValueError as wrong:
        raise NotVisible from wrong
    if row is None:
        raise NotVisible
    return row
