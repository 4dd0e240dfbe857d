"""Register a person, and correct what is held."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from linli.apps.grid import facts as grid
from linli.apps.people import events
from linli.apps.people.models import Resident
from linli.apps.people.policy.reading import Person, read_person
from linli.apps.people.policy.refs import as_uuid
from linli.apps.people.service.writing import PERSONAL, community_of, hand_of, items, who, write
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.identity.personal import index


def register_resident(said: Person, *, own: bool = False, actor: Actor, act_id: str, at: datetime) -> str:
    """Enter a person: oneself (``own``, bound to the account) or somebody at the counter; returns the ref."""
    person, area_path = _read(said)
    hand = "resident" if own else hand_of(None, actor, Permission.PERSON_EDIT, area_path)

    def work(acting: Acting) -> JsonValue:
        if own:
            _refuse_second_record(actor)
        _refuse_twice(person)
        row = Resident(area_path=area_path, registered_at=at, account_id=actor.account_id if own else None)
        write(row, person)
        public: dict[str, JsonValue] = {"area": community_of(area_path), "by": hand}
        committed = [*items(row, person), who(actor)]
        row.stream = acting.open_stream("person", events.RESIDENT_REGISTERED, public, committed, sealed=True)
        _save(row)
        return str(row.ref)

    return str(act("people.register", work, said=_digest(person, own=own), actor=actor, act_id=act_id, at=at))


def correct_resident(ref: str, said: Person, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Put right what is held about a person: by that person, or by staff of the area."""
    row = Resident.objects.filter(ref=as_uuid(ref), forgotten_at__isnull=True).first()
    if row is None:
        raise NotVisible
    hand = hand_of(row, actor, Permission.PERSON_EDIT)
    person, area_path = _read(said)
    _refuse_twice(person, but=row)

    def work(acting: Acting) -> JsonValue:
        fresh = Resident.objects.select_related("stream").get(pk=row.pk)
        write(fresh, person)
        fresh.area_path = area_path
        fields: list[JsonValue] = [name for name in PERSONAL if getattr(person, name)]
        acting.enter(
            fresh.stream,
            events.RESIDENT_CORRECTED,
            {"fields": fields, "by": hand},
            [*items(fresh, person), who(actor)],
        )
        _save(fresh)
        return None

    act("people.correct", work, said=[ref, _digest(person)], actor=actor, act_id=act_id, at=at)


def _read(said: Person) -> tuple[Person, str]:
    person = read_person(said)
    if not isinstance(person, Person):
        raise Invalid(*person)
    if not person.area:
        return person, ""
    area = grid.area_at(person.area) if person.area.startswith("/") else grid.area(person.area)
    if area is None:
        raise Invalid(Problem("area", "people.no_area", {"area": person.area[:60]}))
    return person, area.path


def _refuse_second_record(actor: Actor) -> None:
    if actor.account_id is None:
        raise Refused(Refusal("people.sign_in_first"))
    if Resident.objects.filter(account_id=actor.account_id).exists():
        raise Refused(Refusal("people.registered_already"))


def _refuse_twice(person: Person, but: Resident | None = None) -> None:
    if not person.id_number:
        return
    same = Resident.objects.filter(id_number_index=index(person.id_number, "id_number"))
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise Refused(Refusal("people.id_number_taken"))


def _save(row: Resident) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as clash:
        raise Refused(Refusal("people.id_number_taken")) from clash


def _digest(person: Person, *, own: bool = False) -> JsonValue:
    told = [person.name, person.phone, person.id_number, person.address, person.area]
    return [index("\n".join(told), "said"), own]
