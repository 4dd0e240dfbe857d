"""Opens and closes a person's care file, names family members, shows a contact once it is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import F

from linli.apps.care import events
from linli.apps.care.models import (
    AGREED,
    IN,
    OVER,
    RELATIONS,
    WISHES,
    CareFile,
    DayRoom,
    Enrolment,
    FamilyMember,
)
from linli.apps.care.policy import as_uuid, coordinates, sealed
from linli.apps.care.service.writing import coordinated, file_of, hand_of, subject_of, text_of, who, words
from linli.apps.grid import facts as grid
from linli.apps.people import facts as people
from linli.core.shared.geodesy import check_degrees
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.audit.act import Acting, Item, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.personal import index, read_phone, seal

UNMASK_REASONS = ("visit", "assessment", "emergency", "plan")


@dataclass(frozen=True, slots=True)
class NewFile:
    """Somebody who comes into care: their record's ref, the body's ref or code, how they agreed, where they live."""

    resident: str
    body: str
    consent: str = ""
    lon: float | None = None
    lat: float | None = None
    wishes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewFamily:
    """Somebody whom the person names: what they are to the person, and what they may."""

    name: str
    phone: str
    relation: str
    may_view: bool = False
    may_fetch: bool = False
    is_told: bool = False


def open_file(new: NewFile, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Take somebody into care with a body, by their own account or by its coordinator; returns the file's ref.

    Raises:
        NotVisible: no such person for this actor, or not the actor's body.
        Invalid: no consent, no such body, a place that cannot be, a wish we do not know.
        Refused: the person has a file with the body.
    """
    body = grid.body(new.body)
    found = people.contacts([new.resident]).get(new.resident)
    own = people.me(actor)
    mine = own is not None and own.ref == new.resident
    if found is None or (not mine and (body is None or not coordinates(actor, body.id))):
        raise NotVisible
    if problems := [*_wrong(new, body, mine=mine)]:
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        if CareFile.objects.filter(
            resident__ref=as_uuid(new.resident), body_id=body.id, closed_at=None
        ).exists():
            raise Refused(Refusal("care.file_open_already"))
        row = CareFile(
            resident_id=people.key_of(new.resident), body_id=body.id, area_path=found.area_path or body.area_path,
            consent=new.consent, wishes=sorted({*new.wishes}), opened_at=at,
        )  # fmt: skip
        row.point_sealed = sealed([repr(new.lon), repr(new.lat)]) if new.lon is not None else None
        public: dict[str, JsonValue] = {"body": body.ref, "consent": new.consent}
        row.stream = acting.open_stream("care_file", events.FILE_OPENED, public, [who(actor)], sealed=True)
        row.save(force_insert=True)
        return str(row.ref)

    return str(act("care.open_file", work, said=_said(new), actor=actor, act_id=act_id, at=at))


def _wrong(new: NewFile, body: grid.BodyFact | None, *, mine: bool) -> Iterator[Problem]:
    if body is None:
        yield Problem("body", "care.no_such_body")
    if new.consent not in AGREED or (new.consent == "self") is not mine:
        yield Problem("consent", "care.no_consent")
    for code in sorted({*new.wishes} - {*WISHES}):
        yield Problem("wishes", "care.no_such_wish", {"code": code[:20]})
    if (new.lon is None) != (new.lat is None):
        yield Problem("lon", "care.half_a_point")
    elif new.lon is not None and new.lat is not None and (wrong := check_degrees(new.lon, new.lat)):
        yield wrong


def _said(new: NewFile) -> JsonValue:
    return asdict(new) | {"wishes": [*new.wishes], "lon": repr(new.lon), "lat": repr(new.lat)}


@dataclass(frozen=True, slots=True)
class HomeAndWishes:
    """Where somebody lives and whom they would rather have come."""

    lon: float | None = None
    lat: float | None = None
    wishes: tuple[str, ...] = ()


def change_file(ref: UUID | str, new: HomeAndWishes, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Write place and wishes anew.

    Raises:
        NotVisible: not the actor's to coordinate.
        Invalid: a place that cannot be, a wish we do not know.
    """
    row = coordinated(ref, actor)
    body = grid.bodies_by_id([row.body_id])[row.body_id]
    asked = NewFile("", body.ref, "spoken", new.lon, new.lat, new.wishes)
    if problems := [*_wrong(asked, body, mine=False)]:
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        fresh = coordinated(ref, actor)
        acting.enter(fresh.stream, events.FILE_CHANGED, {"body": body.ref}, [who(actor)])
        fresh.wishes = sorted({*new.wishes})
        if new.lon is not None:
            fresh.point_sealed = sealed([repr(new.lon), repr(new.lat)])
        fresh.save(update_fields=["wishes", "point_sealed"])
        return None

    said: JsonValue = [str(ref), repr(new.lon), repr(new.lat), [*new.wishes]]
    act("care.change_file", work, said=said, actor=actor, act_id=act_id, at=at)


def close_file(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """End somebody's care: the person at any time and without a reason, or the coordinator on their word.

    Raises:
        NotVisible: no open file for this actor.
    """
    hand_of(file_of(ref), actor)

    def work(acting: Acting) -> JsonValue:
        row = file_of(ref)
        body = grid.bodies_by_id([row.body_id])[row.body_id]
        hand = hand_of(row, actor)
        acting.enter(row.stream, events.FILE_CLOSED, {"body": body.ref, "by": hand}, [who(actor)])
        leave_rooms(row, at)
        CareFile.objects.filter(pk=row.pk).update(closed_at=at, due_on=None)
        row.family.filter(withdrawn_at=None).update(withdrawn_at=at)
        return None

    act("care.close_file", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def leave_rooms(row: CareFile, at: datetime) -> None:
    """Give back every place of somebody, and leave every line."""
    for one in Enrolment.objects.filter(file=row).exclude(state=OVER):
        if one.state == IN:
            give_back(one.room_id)
        Enrolment.objects.filter(pk=one.pk).update(state=OVER, ended_at=at)


def give_back(room_id: int) -> None:
    """Count one place less as taken."""
    DayRoom.objects.filter(pk=room_id, taken__gt=0).update(taken=F("taken") - 1)


def name_family(ref: UUID | str, new: NewFamily, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Let the person name somebody who may see, fetch or is told; by their account, or on their word. Returns the ref.

    Raises:
        NotVisible: no open file for this actor.
        Invalid: name, telephone or relation missing, or nothing allowed.
        Refused: the telephone is named already.
    """
    hand_of(file_of(ref), actor)
    name, phone = text_of("name", new.name, 60, required=True), read_phone(new.phone)
    problems = [phone] if isinstance(phone, Problem) else []
    if new.relation not in RELATIONS:
        problems.append(Problem("relation", "care.no_such_relation"))
    if not (new.may_view or new.may_fetch or new.is_told):
        problems.append(Problem("may", "care.family_may_nothing"))
    if problems or isinstance(phone, Problem):
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        row, key = file_of(ref), index(phone, "phone")
        if row.family.filter(phone_index=key, withdrawn_at=None).exists():
            raise Refused(Refusal("care.family_named_already"))
        public: dict[str, JsonValue] = {
            "relation": new.relation, "view": new.may_view, "fetch": new.may_fetch, "told": new.is_told,
        }  # fmt: skip
        committed = [*words(row, "name", name), Item("phone", key, subject_of(row), "care"), who(actor)]
        acting.enter(row.stream, events.FAMILY_NAMED, public, committed)
        member = FamilyMember(file=row, relation=new.relation, phone_index=key, since=at)
        member.name_sealed, member.phone_sealed = seal(name, "name"), seal(phone, "phone")
        member.may_view, member.may_fetch, member.is_told = new.may_view, new.may_fetch, new.is_told
        member.save(force_insert=True)
        return str(member.ref)

    said: JsonValue = [
        str(ref),
        index(name + phone, "said"),
        new.relation,
        new.may_view,
        new.may_fetch,
        new.is_told,
    ]
    return str(act("care.name_family", work, said=said, actor=actor, act_id=act_id, at=at))


def withdraw_family(ref: UUID | str, member: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Take back what a family member may: as easily as it was given, and at once.

    Raises:
        NotVisible: no such member of a file of this actor.
        Stale: taken back already.
    """
    hand_of(file_of(ref), actor)
    if not FamilyMember.objects.filter(file__ref=as_uuid(ref), ref=as_uuid(member)).exists():
        raise NotVisible

    def work(acting: Acting) -> JsonValue:
        row = file_of(ref)
        held = row.family.filter(ref=as_uuid(member), withdrawn_at=None)
        if not held.exists():
            raise Stale("care.family_withdrawn_already")
        acting.enter(row.stream, events.FAMILY_WITHDRAWN, {"by": hand_of(row, actor)}, [who(actor)])
        held.update(withdrawn_at=at, phone_sealed=None, phone_index="")
        return None

    act("care.withdraw_family", work, said=[str(ref), member], actor=actor, act_id=act_id, at=at)


def unmask(ref: UUID | str, why: str, *, actor: Actor, act_id: str, at: datetime) -> people.ResidentFact:
    """Return name, telephone and address of a person in care; each asking is an entry.

    Raises:
        NotVisible: not a file that the actor coordinates or assesses now.
        Invalid: no lawful reason.
    """
    row = file_of(ref)
    if not may_unmask(actor, row):
        raise NotVisible
    if why not in UNMASK_REASONS:
        raise Invalid(Problem("why", "care.unmask_why"))

    def work(acting: Acting) -> JsonValue:
        fresh = file_of(ref)
        body = grid.bodies_by_id([fresh.body_id])[fresh.body_id]
        acting.enter(fresh.stream, events.CONTACT_UNMASKED, {"body": body.ref, "why": why}, [who(actor)])
        return None

    act("care.unmask", work, said=[str(ref), why], actor=actor, act_id=act_id, at=at)
    found = people.contacts([str(row.resident.ref)]).get(str(row.resident.ref))
    if found is None:
        raise NotVisible
    return found


def may_unmask(actor: Actor, row: CareFile) -> bool:
    """Say whether somebody may see a contact whole: the coordinator, and the assessors while they assess."""
    if coordinates(actor, row.body_id):
        return True
    open_now = row.assessments.filter(state__in=("looking", "differing"))
    return actor.account_id is not None and any(
        actor.account_id in {one.first_id, one.second_id} for one in open_now
    )


def forget_person(resident: str, *, key: str, at: datetime) -> None:
    """Delete all that care holds of somebody who is forgotten; ``key`` names the erasure, so that it happens once."""
    actor = system_actor("erasure")
    for ref in list(CareFile.objects.filter(resident__ref=as_uuid(resident)).values_list("ref", flat=True)):
        _delete(ref, actor=actor, act_id=str(uuid5(UUID(key), str(ref))), at=at)


def _delete(ref: UUID, *, actor: Actor, act_id: str, at: datetime) -> None:
    def work(acting: Acting) -> JsonValue:
        row = CareFile.objects.select_related("stream").filter(ref=ref).first()
        if row is None:
            raise Stale("care.file_closed_already")
        body = grid.bodies_by_id([row.body_id])[row.body_id]
        acting.enter(row.stream, events.FILE_CLOSED, {"body": body.ref, "by": "erasure"}, [who(actor)])
        leave_rooms(row, at)
        row.delete()
        return None

    act("care.forget", work, said=str(ref), actor=actor, act_id=act_id, at=at)
