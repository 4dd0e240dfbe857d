"""What registers hold: for the staff of their bodies, and for the person an entry is about."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from linli.apps.certificates.facts.drafting import Offer
from linli.apps.certificates.models import EntryState, RegisterEntry
from linli.apps.certificates.policy.kinds import Kind, kinds
from linli.apps.certificates.policy.registers import REGISTERS, Register, Unit
from linli.apps.grid import facts as grid
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.access.queries import NOTHING, within
from linli.kernel.audit.outcomes import NotVisible

AT_MOST = 200
MOST_TITLES = 20
HOUR = 60
BETWEEN = "；"


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry as staff, or the person themselves, see it."""

    ref: str
    register: str
    body_zh: str
    body_en: str
    name: str
    phone: str
    on: date
    until: date
    amount: int
    title: str
    number: str
    state: str
    why: str
    corrects: str
    by_me: bool

    @property
    def unit(self) -> str:
        """Return what the amount counts."""
        return REGISTERS[self.register].unit.value


def register_named(code: str) -> Register:
    """Return a register.

    Raises:
        NotVisible: there is none of this name.
    """
    if code not in REGISTERS:
        raise NotVisible
    return REGISTERS[code]


def in_reach(actor: Actor) -> Q:
    """Return the predicate of the entries that staff see: those of bodies in their area."""
    if actor.is_system:
        return Q()
    grants = (
        *actor.grants_for(Permission.REGISTER_RECORD),
        *actor.grants_for(Permission.REGISTER_CONFIRM),
    )
    paths = {one.area_path for one in grants}
    return within(paths) if paths else NOTHING


def entries(actor: Actor, register: str, state: str = "") -> Sequence[EntryRow]:
    """Return the latest entries of a register, those that wait first."""
    rows = _rows().filter(in_reach(actor), register=register_named(register).code)
    if state in EntryState.values:
        rows = rows.filter(state=state)
    return [_fact(row, actor) for row in rows.order_by("-id")[:AT_MOST]]


def entry(actor: Actor, ref: str | uuid.UUID) -> EntryRow:
    """Return one entry to staff.

    Raises:
        NotVisible: absent, or not for this actor.
    """
    try:
        row = _rows().filter(in_reach(actor), ref=uuid.UUID(str(ref))).first()
    except ValueError as wrong:
        raise NotVisible from wrong
    if row is None:
        raise NotVisible
    return _fact(row, actor)


def waiting(actor: Actor) -> Mapping[str, int]:
    """Return how many entries wait for a second person, by register."""
    rows = RegisterEntry.objects.filter(in_reach(actor), state=EntryState.WAITING)
    return dict(rows.values_list("register").annotate(n=Count("id")).order_by("register"))


def my_entries(actor: Actor) -> Sequence[EntryRow]:
    """Return what registers hold of the actor, whatever came of it."""
    if actor.account_id is None:
        return ()
    rows = _rows().filter(person_id=actor.account_id)
    return [_fact(row, actor) for row in rows.order_by("-on", "-id")[:AT_MOST]]


def registered(account_id: int) -> tuple[Offer, ...]:
    """Return the certificates that the confirmed entries of a person allow, one a body or a contract."""
    rows = _rows().filter(person_id=account_id, state=EntryState.CONFIRMED, amount__gt=0)
    held = sorted(rows, key=lambda row: (row.register, row.body_id, row.on, row.pk))
    by_register = {kind.rests_on: kind for kind in kinds().values() if kind.offered}
    found: list[Offer] = []
    for (register, _), group in groupby(held, key=lambda row: (row.register, row.body_id)):
        if kind := by_register.get(register):
            found += _offers(kind, REGISTERS[register], [*group])
    return tuple(found)


def source_of(row: RegisterEntry) -> str:
    """Name what a certificate rests on: all entries of a body, or one contract."""
    one = row.ref if REGISTERS[row.register].numbered else row.body.ref
    return f"{row.register}/{one}"


def _offers(kind: Kind, register: Register, rows: Sequence[RegisterEntry]) -> Iterator[Offer]:
    for group in [[row] for row in rows] if register.numbered else [[*rows]]:
        body = grid.body(str(group[0].body.ref))
        if body is not None:
            yield Offer(kind, _values(register, group), body, source_of(group[0]))


def _values(register: Register, rows: Sequence[RegisterEntry]) -> dict[str, str]:
    last, total = rows[-1], sum(row.amount for row in rows)
    titles = [*dict.fromkeys(row.title for row in rows)][:MOST_TITLES]
    told = {
        "holder": last.name,
        "since_on": min(row.on for row in rows).isoformat(),
        "until_on": max(row.until for row in rows).isoformat(),
        "times": str(len(rows)),
        "what": BETWEEN.join(titles),
        "body": last.body.name_zh,
    }
    if register.unit is Unit.MINUTES:
        told["hours"] = f"{total / HOUR:.2f}".rstrip("0").rstrip(".")
    if register.unit is Unit.FEN:
        told["sum"] = str(total)
    if register.numbered:
        told |= {"contract_number": last.number, "attested_on": last.on.isoformat()}
    return told


def _rows() -> QuerySet[RegisterEntry]:
    return RegisterEntry.objects.select_related("body", "person", "corrects")


def _fact(row: RegisterEntry, actor: Actor) -> EntryRow:
    return EntryRow(
        ref=str(row.ref),
        register=row.register,
        body_zh=row.body.name_zh,
        body_en=row.body.name_en or row.body.name_zh,
        name=row.name,
        phone=row.person.phone_masked if row.person else "",
        on=row.on,
        until=row.until,
        amount=row.amount,
        title=row.title,
        number=row.number,
        state=row.state,
        why=row.why,
        corrects=str(row.corrects.ref) if row.corrects else "",
        by_me=row.recorded_by_id is not None and row.recorded_by_id == actor.account_id,
    )
