"""Residents and households: whole for themselves and their agents, masked for staff, absent for others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery

from linli.apps.people.facts.consents import is_agent
from linli.apps.people.models import Household, Membership, Resident
from linli.apps.people.policy.reading import is_id_number
from linli.apps.people.policy.refs import as_uuid
from linli.core.shared.outcomes import Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.personal import index, read_phone, unseal

MOST = 50


@dataclass(frozen=True, slots=True)
class ResidentFact:
    """A person as the actor may see them; ``masked`` says that signs are hidden."""

    ref: str
    name: str
    phone: str
    id_number: str
    address: str
    area_path: str
    masked: bool


@dataclass(frozen=True, slots=True)
class MemberFact:
    """Somebody in a household."""

    resident: ResidentFact
    relation: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class HouseholdFact:
    """A household with its present members."""

    ref: str
    area_path: str
    members: tuple[MemberFact, ...]


def me(actor: Actor) -> ResidentFact | None:
    """Return the actor's own record, if there is one."""
    if actor.account_id is None:
        return None
    row = Resident.objects.filter(account_id=actor.account_id).first()
    return _whole(row) if row else None


def contacts(refs: Iterable[str]) -> dict[str, ResidentFact]:
    """Return people whole, by ref, for an app whose own rules let its reader see them and that records the asking."""
    rows = Resident.objects.filter(ref__in={as_uuid(one) for one in refs}, forgotten_at__isnull=True)
    return {str(row.ref): _whole(row) for row in rows}


def homes() -> Subquery:
    """Return, for rows with an ``account_id``, the path of the area where their person is registered to live."""
    rows = Resident.objects.filter(account_id=OuterRef("account_id"), forgotten_at__isnull=True)
    return Subquery(rows.values("area_path")[:1])


def resident(ref: str, *, actor: Actor, at: datetime) -> ResidentFact:
    """Return a person: whole to themselves and their agent, masked to staff of the area.

    Raises:
        NotVisible: absent, forgotten, or not for this actor.
    """
    row = Resident.objects.filter(ref=as_uuid(ref), forgotten_at__isnull=True).first()
    if row is None:
        raise NotVisible
    if is_own(row, actor) or is_agent(row, actor, at):
        return _whole(row)
    if actor.may(Permission.PERSON_READ, area_path=row.area_path or None) and not actor.is_stranger:
        return _masked(row)
    raise NotVisible


def find_residents(said: str, *, actor: Actor) -> tuple[ResidentFact, ...]:
    """Find people by whole telephone or identity number, masked; searching by name is not offered."""
    phone = read_phone(said)
    number = said.strip().upper()
    if not isinstance(phone, Problem):
        rows = Resident.objects.filter(phone_index=index(phone, "phone"))
    elif is_id_number(number):
        rows = Resident.objects.filter(id_number_index=index(number, "id_number"))
    else:
        return ()
    return tuple(_masked(row) for row in _visible(rows, actor)[:MOST])


def household(ref: str, *, actor: Actor, at: datetime) -> HouseholdFact:
    """Return a household to its members, their agents and staff of the area.

    Raises:
        NotVisible: absent, or not for this actor.
    """
    row = Household.objects.filter(ref=as_uuid(ref)).first()
    if row is None:
        raise NotVisible
    members = list(
        Membership.objects.filter(household=row, until__isnull=True).select_related("resident").order_by("id")
    )
    near = any(is_own(one.resident, actor) or is_agent(one.resident, actor, at) for one in members)
    if not near and not actor.may(Permission.PERSON_READ, area_path=row.area_path):
        raise NotVisible
    shown = tuple(
        MemberFact(
            _whole(one.resident) if is_own(one.resident, actor) else _masked(one.resident),
            one.relation, one.since, one.until,
        )
        for one in members
    )  # fmt: skip
    return HouseholdFact(str(row.ref), row.area_path, shown)


def households_of(ref: str, *, actor: Actor, at: datetime) -> tuple[HouseholdFact, ...]:
    """Return the households that a person belongs to now."""
    person = resident(ref, actor=actor, at=at)
    rows = Household.objects.filter(
        id__in=Membership.objects.filter(resident__ref=person.ref, until__isnull=True).values("household_id")
    )
    return tuple(household(str(row.ref), actor=actor, at=at) for row in rows.order_by("id"))


def kin(account_id: int, name: str) -> tuple[tuple[str, str], ...]:
    """Return how an account's person and somebody of this name stand to the head of each household they share.

    The answer is only relations: whoever asks knows the name already, and learns nothing else of anybody.
    """
    shared = Membership.objects.filter(resident__account_id=account_id, until__isnull=True)
    own = dict(shared.values_list("household_id", "relation"))
    others = Membership.objects.filter(household_id__in=own, until__isnull=True).exclude(
        resident__account_id=account_id
    )
    return tuple(
        (own[one.household_id], one.relation)
        for one in others.select_related("resident").order_by("id")
        if _open(one.resident.name_sealed, "name") == name
    )


def is_own(row: Resident, actor: Actor) -> bool:
    """Say whether a record is the actor's own."""
    return actor.account_id is not None and row.account_id == actor.account_id


def _visible(rows: QuerySet[Resident], actor: Actor) -> list[Resident]:
    return [
        row
        for row in rows.filter(forgotten_at__isnull=True).order_by("id")
        if actor.may(Permission.PERSON_READ, area_path=row.area_path or None)
    ]


def _whole(row: Resident) -> ResidentFact:
    read = {
        name: _open(getattr(row, f"{name}_sealed"), name)
        for name in ("name", "phone", "id_number", "address")
    }
    return ResidentFact(ref=str(row.ref), area_path=row.area_path, masked=False, **read)


def _open(sealed: bytes | None, purpose: str) -> str:
    return unseal(bytes(sealed), purpose) if sealed else ""


def _masked(row: Resident) -> ResidentFact:
    return ResidentFact(
        ref=str(row.ref),
        name=row.name_masked,
        phone=row.phone_masked,
        id_number=row.id_number_masked,
        address=row.address_masked,
        area_path=row.area_path,
        masked=True,
    )
