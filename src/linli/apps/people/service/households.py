"""Households and who belongs to them."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from linli.apps.grid import facts as grid
from linli.apps.people import events
from linli.apps.people.models import RELATIONS, Household, Membership, Resident
from linli.apps.people.policy.reading import ADDRESS_LENGTH
from linli.apps.people.policy.refs import as_uuid
from linli.apps.people.service.writing import RETENTION, community_of, hand_of, subject_of, who
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Item, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.identity.personal import index, seal


def open_household(area: str, address: str, head_ref: str, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Open a household with its head: oneself, or a person at the counter; returns the ref."""
    head = _resident(head_ref)
    hand = hand_of(head, actor, Permission.PERSON_EDIT)
    place = grid.area_at(area) if area.startswith("/") else grid.area(area)
    if place is None:
        raise Invalid(Problem("area", "people.no_area", {"area": area[:60]}))
    if len(address) > ADDRESS_LENGTH:
        raise Invalid(Problem("address", "people.address_length", {"limit": ADDRESS_LENGTH}))

    def work(acting: Acting) -> JsonValue:
        row = Household(area_path=place.path, opened_at=at)
        row.address_sealed = seal(address, "address") if address else None
        public: dict[str, JsonValue] = {"area": community_of(place.path), "by": hand}
        committed = [Item("member", str(head.ref), subject_of(head), RETENTION), who(actor)]
        row.stream = acting.open_stream("household", events.HOUSEHOLD_OPENED, public, committed, sealed=True)
        row.save(force_insert=True)
        Membership.objects.create(household=row, resident=head, relation="head", since=at.date())
        return str(row.ref)

    said: JsonValue = [area, index(address, "said"), head_ref]
    return str(act("people.open_household", work, said=said, actor=actor, act_id=act_id, at=at))


def add_member(
    ref: str, resident_ref: str, relation: str, *, actor: Actor, act_id: str, at: datetime
) -> None:
    """Add somebody to a household. Nobody is in it twice, and an adult is only added by staff or agrees."""
    household, person = _household(ref), _resident(resident_ref)
    hand = _hand(household, actor)
    if relation not in RELATIONS:
        raise Invalid(Problem("relation", "people.no_relation", {"relation": relation[:20]}))
    if _current(household, person).exists():
        raise Refused(Refusal("people.already_member"))

    def work(acting: Acting) -> JsonValue:
        fresh = Household.objects.select_related("stream").get(pk=household.pk)
        committed = [Item("member", str(person.ref), subject_of(person), RETENTION), who(actor)]
        acting.enter(fresh.stream, events.MEMBER_ADDED, {"relation": relation, "by": hand}, committed)
        _join(fresh, person, relation, at)
        return None

    said: JsonValue = [ref, resident_ref, relation]
    act("people.add_member", work, said=said, actor=actor, act_id=act_id, at=at)


def end_membership(ref: str, resident_ref: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Let somebody leave a household: by anybody in it, or by staff."""
    household, person = _household(ref), _resident(resident_ref)
    hand = _hand(household, actor)
    if not _current(household, person).exists():
        raise Refused(Refusal("people.not_a_member"))

    def work(acting: Acting) -> JsonValue:
        fresh = Household.objects.select_related("stream").get(pk=household.pk)
        committed = [Item("member", str(person.ref), subject_of(person), RETENTION), who(actor)]
        acting.enter(fresh.stream, events.MEMBER_LEFT, {"by": hand}, committed)
        _current(household, person).update(until=at.date())
        return None

    act("people.end_membership", work, said=[ref, resident_ref], actor=actor, act_id=act_id, at=at)


def _join(household: Household, person: Resident, relation: str, at: datetime) -> None:
    try:
        with transaction.atomic():
            Membership.objects.create(
                household=household, resident=person, relation=relation, since=at.date()
            )
    except IntegrityError as clash:
        raise Refused(Refusal("people.already_member")) from clash


def _current(household: Household, person: Resident) -> QuerySet[Membership]:
    return Membership.objects.filter(household=household, resident=person, until__isnull=True)


def _hand(household: Household, actor: Actor) -> str:
    if actor.account_id is not None:
        mine = Membership.objects.filter(household=household, until__isnull=True)
        if mine.filter(resident__account_id=actor.account_id).exists():
            return "resident"
    return hand_of(None, actor, Permission.PERSON_EDIT, household.area_path)


def _household(ref: str) -> Household:
    row = Household.objects.filter(ref=as_uuid(ref)).first()
    if row is None:
        raise NotVisible
    return row


def _resident(ref: str) -> Resident:
    row = Resident.objects.filter(ref=as_uuid(ref), forgotten_at__isnull=True).first()
    if row is None:
        raise NotVisible
    return row
