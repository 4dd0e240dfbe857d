"""Enters something in a register, by a body; a correction is a new entry, and a second person decides on both."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from linli.apps.certificates import events
from linli.apps.certificates.facts.registers import in_reach, register_named
from linli.apps.certificates.models import EntryState, RegisterEntry
from linli.apps.certificates.policy.registers import COLUMNS, Draft, Register, read_entry
from linli.apps.grid import facts as grid
from linli.apps.grid.facts import BodyFact
from linli.core.clock.instants import local
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Item, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.service import open_resident

LONGEST_WHY = 200
RETENTION = "register"


def record(register: str, raw: Mapping[str, str], *, actor: Actor, act_id: str, at: datetime) -> str:
    """Enter something for a person, as the body that the actor works for; return its ref.

    Raises:
        NotVisible: there is no such register.
        Invalid: something in it is wrong.
        Refused: the actor works for no body that may enter.
    """
    known = register_named(register)
    body = body_of(actor)
    read = read_entry(known, raw, local(at).date())
    if isinstance(read, list):
        raise Invalid(*read)
    return _act(known, read, body, None, "", raw, actor=actor, act_id=act_id, at=at)


def correct(
    ref: str | uuid.UUID, raw: Mapping[str, str], why: str, *, actor: Actor, act_id: str, at: datetime
) -> str:
    """Enter what should have stood there; an amount of 0 takes the entry out. Nothing is overwritten.

    Raises:
        NotVisible: absent, or not for this actor.
        Invalid: something in it is wrong, or no reason was given.
        Refused: the actor works for another body.
        Stale: it no longer stands, or a correction of it waits already.
    """
    old = RegisterEntry.objects.filter(in_reach(actor), ref=_uuid(ref)).select_related("body").first()
    if old is None:
        raise NotVisible
    body = body_of(actor)
    if body.id != old.body_id:
        raise Refused(Refusal("certificates.entry_other_body"))
    known = register_named(old.register)
    read = read_entry(known, raw, local(at).date(), nothing=True)
    problems = read if isinstance(read, list) else []
    if not why.strip() or len(why) > LONGEST_WHY:
        problems = [*problems, Problem("why", "certificates.entry_why")]
    if problems or isinstance(read, list):
        raise Invalid(*problems)
    return _act(known, read, body, old, why.strip(), raw, actor=actor, act_id=act_id, at=at)


def body_of(actor: Actor) -> BodyFact:
    """Return the body that somebody enters for.

    Raises:
        Refused: they work for none that may enter.
    """
    return body_of_grants(actor, Permission.REGISTER_RECORD)


def body_of_grants(actor: Actor, permission: Permission) -> BodyFact:
    """Return the body whose role allows somebody something.

    Raises:
        Refused: there is none.
    """
    grants = actor.grants_for(permission)
    body = next((grid.body(one.body_ref) for one in grants if one.body_ref), None)
    if body is None:
        raise Refused(Refusal("certificates.entry_no_body"))
    return body


def _act(  # noqa: PLR0913 - who, what, for whom, instead of what, why
    register: Register, draft: Draft, body: BodyFact, old: RegisterEntry | None, why: str,
    raw: Mapping[str, str], *, actor: Actor, act_id: str, at: datetime,
) -> str:  # fmt: skip
    def work(acting: Acting) -> JsonValue:
        return _store(register, draft, body, old, why, acting, actor)

    said: JsonValue = [
        register.code,
        str(old.ref) if old else "",
        why,
        [str(raw.get(one) or "") for one in COLUMNS],
    ]
    return str(act("certificates.record_entry", work, said=said, actor=actor, act_id=act_id, at=at))


def _store(
    register: Register, draft: Draft, body: BodyFact, old: RegisterEntry | None, why: str,
    acting: Acting, actor: Actor,
) -> JsonValue:  # fmt: skip
    if old is not None:
        _refuse_stale(old)
    person = open_resident(draft.phone, name=draft.name, at=acting.at)
    row = RegisterEntry(
        ref=uuid.uuid4(), register=register.code, body_id=body.id, area_path=body.area_path, person=person,
        name=draft.name, on=draft.on, until=draft.until, amount=draft.amount, title=draft.title,
        number=draft.number, corrects=old, why=why, recorded_by_id=actor.account_id, recorded_at=acting.at,
    )  # fmt: skip
    public: dict[str, JsonValue] = {"register": register.code, "body": body.ref, "role": "clerk"}
    if old is not None:
        public["corrects"] = str(old.ref)
    private = {
        "name": draft.name, "on": draft.on.isoformat(), "until": draft.until.isoformat(),
        "amount": draft.amount, "title": draft.title, "number": draft.number, "why": why,
    }  # fmt: skip
    items = [
        Item(f"entry.{name}", value, str(row.ref), RETENTION) for name, value in private.items() if value
    ]
    row.stream = acting.open_stream(
        "register_entry", events.ENTRY_RECORDED, public, items, sealed=register.confidential
    )
    row.save(force_insert=True)
    return str(row.ref)


def _refuse_stale(old: RegisterEntry) -> None:
    """Refuse to correct what no longer stands; two corrections at a time would contradict each other."""
    state = RegisterEntry.objects.values_list("state", flat=True).get(pk=old.pk)
    pending = RegisterEntry.objects.filter(corrects=old, state=EntryState.WAITING).exists()
    if state != EntryState.CONFIRMED or pending:
        raise Stale("certificates.entry_not_standing")


def _uuid(ref: str | uuid.UUID) -> uuid.UUID:
    try:
        return uuid.UUID(str(ref))
    except ValueError as wrong:
        raise NotVisible from wrong
