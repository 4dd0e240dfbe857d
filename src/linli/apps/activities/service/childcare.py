"""Childcare places: a group, an application, whose turn it is, an offer, the first day and the last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import F

from linli.apps.activities import events
from linli.apps.activities.facts.childcare import centre_called, kept_group, line_of_group, own_application
from linli.apps.activities.facts.finding import as_uuid
from linli.apps.activities.models import LAPSED, OFFERED, TAKEN, WAITING, ChildcareApplication, ChildcareGroup
from linli.apps.activities.models.childcare import LEFT, ON_LIST, STARTED, WITHDRAWN
from linli.apps.activities.policy import childcare as policy
from linli.apps.activities.policy.childcare import NewGroup
from linli.apps.activities.policy.guardians import RELATIVE, stands
from linli.apps.activities.service.lists import who
from linli.apps.grid import facts as grid
from linli.apps.people import facts as people
from linli.core.clock.instants import local, midnight
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.slots import waiting
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Source, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity import personal

LONGEST_NAME, LONGEST_WAIT = 40, timedelta(days=400)


@dataclass(frozen=True, slots=True)
class NewApplication:
    """A guardian's wish for a place: the child, from which day, and the priority that is claimed."""

    name: str
    born: date | None
    wants_from: date | None
    priority: str = "none"
    agrees: bool = False


def open_group(
    new: NewGroup, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE
) -> str:
    """Open a group of a centre and return its ref.

    Raises:
        NotVisible: the actor keeps no places there.
        Invalid: what cannot be, by field; more places than the staff suffices for.
    """
    place = centre_called(new.centre)
    found = [*policy.wrong(new)]
    if place is None:
        found.append(Problem("centre", "activities.no_such_centre"))
    if found or place is None:
        raise Invalid(*found)
    if not actor.may(Permission.ACTIVITY_KEEP, area_path=place.area_path, body_id=place.body_id):
        raise NotVisible
    numbers = {
        name: int(getattr(new, name) or 0)
        for name in ("months_from", "months_to", "places", "staff", "fee_fen")
    }

    def work(acting: Acting) -> JsonValue:
        row = ChildcareGroup(
            centre_id=place.id, body_id=place.body_id, area_path=place.area_path, name_zh=new.name_zh.strip(),
            name_en=new.name_en.strip(), hours=new.hours.strip(), **numbers,
        )  # fmt: skip
        (body,) = grid.bodies_by_id({place.body_id}).values()
        public: dict[str, JsonValue] = {
            "body": body.ref, **{name: numbers[name] for name in ("places", "staff", "months_from", "months_to")},
        }  # fmt: skip
        row.stream = acting.open_stream("childcare_group", events.GROUP_OPENED, public, [who(actor)])
        row.save(force_insert=True)
        return str(row.ref)

    said: JsonValue = [new.centre, new.name_zh, new.name_en, new.hours, *numbers.values()]
    return str(
        act("activities.open_group", work, said=said, actor=actor, act_id=act_id, at=at, source=source)
    )


def change_group(
    ref: UUID | str, places: int | None, staff: int | None, *, actor: Actor, act_id: str, at: datetime
) -> None:
    """Set places and staff anew; what becomes free is offered at once.

    Raises:
        NotVisible: no such group of this actor.
        Invalid: a number that cannot be, or more places than the staff suffices for.
        Refused: fewer than there are children.
    """
    row = kept_group(ref, actor)
    new = NewGroup("", row.name_zh, row.months_from, row.months_to, places, staff, fee_fen=row.fee_fen)
    if found := [*policy.wrong(new)]:
        raise Invalid(*found)
    fresh_places, fresh_staff = int(places or 0), int(staff or 0)

    def work(acting: Acting) -> JsonValue:
        fresh = kept_group(ref, actor)
        held = fresh.applications.filter(standing__in=(OFFERED, TAKEN, STARTED)).count()
        fresh.places, fresh.staff = fresh_places, fresh_staff
        if held > _capacity(fresh):
            raise Refused(Refusal("activities.children_there", {"n": held}))
        moved = _settled(fresh, at)
        public: dict[str, JsonValue] = {
            "places": fresh_places,
            "staff": fresh_staff,
            "offered": len(moved.offered),
        }
        acting.enter(fresh.stream, events.GROUP_CHANGED, public, [who(actor)])
        fresh.save(update_fields=["places", "staff"])
        _store(acting, moved)
        return None

    said: JsonValue = [str(ref), fresh_places, fresh_staff]
    act("activities.change_group", work, said=said, actor=actor, act_id=act_id, at=at)


def apply_for_place(ref: UUID | str, new: NewApplication, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Apply as a guardian; returns the ref. The list moves by priority, then by who applied first.

    Raises:
        NotVisible: no such group.
        Invalid: name, birthday, day or priority that cannot be; not of the group's age then.
        Refused: no guardian's consent, or this child is on the list already.
    """
    row = _group(ref)
    if actor.account_id is None:
        raise Refused(Refusal("activities.sign_in"))
    new = replace(new, name=" ".join(new.name.split()))
    if found := _wrong(row, new, at):
        raise Invalid(*found)
    if stands(people.kin(actor.account_id, new.name)) == RELATIVE:
        raise Refused(Refusal("activities.relative"))
    if not new.agrees:
        raise Refused(Refusal("activities.consent_missing"))
    key = int(personal.index(f"{new.name}/{new.born}", "activities.person")[:15], 16)

    def work(acting: Acting) -> JsonValue:
        fresh = _group(ref)
        if fresh.applications.filter(child=key, standing__in=ON_LIST).exists():
            raise Refused(Refusal("activities.applied_already"))
        made = ChildcareApplication(
            group=fresh, account_id=actor.account_id, child=key, born=new.born, wants_from=new.wants_from,
            priority=new.priority, rank=policy.rank_of(new.priority, seen=False), turn=fresh.last_turn + 1,
            standing=WAITING, made_at=at, name_sealed=personal.seal(new.name, "name"),
            name_masked=personal.mask_name(new.name),
        )  # fmt: skip
        acting.enter(fresh.stream, events.APPLIED, {"priority": new.priority}, [who(actor)])
        ChildcareGroup.objects.filter(pk=fresh.pk).update(last_turn=F("last_turn") + 1)
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError as clash:
            raise Refused(Refusal("activities.applied_already")) from clash
        _store(acting, _settled(fresh, at))
        return str(made.ref)

    said: JsonValue = [str(ref), personal.index(repr(new), "said")]
    return str(act("activities.apply", work, said=said, actor=actor, act_id=act_id, at=at))


def see_paper(ref: UUID | str, *, seen: bool, actor: Actor, act_id: str, at: datetime) -> None:
    """Note that the paper of a claimed priority was seen, or was not right; from then on it counts, or not.

    Raises:
        NotVisible: no such application of a group that the actor keeps.
        Stale: noted so already.
    """
    _kept(ref, actor)

    def work(acting: Acting) -> JsonValue:
        one = _kept(ref, actor)
        if one.paper_seen == seen:
            raise Stale("activities.paper_noted")
        acting.enter(
            one.group.stream, events.PAPER_SEEN, {"priority": one.priority, "seen": seen}, [who(actor)]
        )
        rank = policy.rank_of(one.priority, seen=seen)
        ChildcareApplication.objects.filter(pk=one.pk).update(paper_seen=seen, rank=rank)
        return None

    act("activities.see_paper", work, said=[str(ref), seen], actor=actor, act_id=act_id, at=at)


def accept_childcare(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Take the childcare place that was offered.

    Raises:
        NotVisible: not this actor's.
        Refused: nothing is offered, or the offer ended.
    """
    own_application(ref, actor)

    def work(acting: Acting) -> JsonValue:
        one = own_application(ref, actor)
        standing = waiting.Standing.OFFERED if one.standing == OFFERED else waiting.Standing.WAITING
        if no := waiting.answer(waiting.InLine("", (0, 0), standing, one.offered_until), at):
            raise Refused(no)
        acting.enter(one.group.stream, events.CHILDCARE_ACCEPTED, {}, [who(actor)])
        ChildcareApplication.objects.filter(pk=one.pk).update(standing=TAKEN, offered_until=None)
        return None

    act("activities.accept_childcare", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def start_childcare(ref: UUID | str, on: date | None, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Note a child's first day.

    Raises:
        NotVisible: no such application of a group that the actor keeps.
        Invalid: a day ahead.
        Refused: the place was not accepted, or the staff does not suffice for another child.
    """
    _kept(ref, actor)
    if on is None or on > local(at).date():
        raise Invalid(Problem("on", "activities.day_ahead"))

    def work(acting: Acting) -> JsonValue:
        one = _kept(ref, actor)
        if one.standing != TAKEN:
            raise Refused(Refusal("activities.not_accepted"))
        if one.group.applications.filter(standing=STARTED).count() >= _capacity(one.group):
            raise Refused(Refusal("activities.ratio_full", {"staff": one.group.staff}))
        acting.enter(one.group.stream, events.CHILDCARE_STARTED, {}, [who(actor)])
        ChildcareApplication.objects.filter(pk=one.pk).update(standing=STARTED, started_on=on)
        return None

    said: JsonValue = [str(ref), on.isoformat()]
    act("activities.start_childcare", work, said=said, actor=actor, act_id=act_id, at=at)


def leave_childcare(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Withdraw an application, decline an offer, or leave; the place goes to the next at once.

    Raises:
        NotVisible: not this actor's, and not of a group that the actor keeps.
        Stale: it has ended.
    """
    own_application(ref, actor)

    def work(acting: Acting) -> JsonValue:
        one = own_application(ref, actor)
        if one.standing not in ON_LIST:
            raise Stale("activities.ended_already")
        standing = LEFT if one.standing == STARTED else WITHDRAWN
        moved = _settled(one.group, at, without=one.pk)
        public: dict[str, JsonValue] = {"was": one.standing, "offered": len(moved.offered)}
        acting.enter(one.group.stream, events.CHILDCARE_LEFT, public, [who(actor)])
        left_on = local(at).date() if standing == LEFT else None
        ChildcareApplication.objects.filter(pk=one.pk).update(
            standing=standing, offered_until=None, left_on=left_on
        )
        _store(acting, moved)
        return None

    act("activities.leave_childcare", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def sweep_childcare(at: datetime) -> int:
    """Move up the lists in which an offer ended unanswered; returns how many. The worker does it."""
    ended = ChildcareApplication.objects.filter(standing=OFFERED, offered_until__lte=at)
    rows = ChildcareGroup.objects.select_related("stream").filter(pk__in=ended.values("group_id"))
    for row in rows:
        _move_up(row, at)
    return len(rows)


def _move_up(row: ChildcareGroup, at: datetime) -> None:
    def work(acting: Acting) -> JsonValue:
        fresh = ChildcareGroup.objects.select_related("stream").get(pk=row.pk)
        moved = _settled(fresh, at)
        counts = {"lapsed": len(moved.lapsed), "offered": len(moved.offered)}
        acting.enter(fresh.stream, events.CHILDCARE_MOVED, counts)
        _store(acting, moved)
        return None

    act_id = str(uuid5(row.ref, f"moved up after {row.stream.seq}"))
    actor = system_actor("activities")
    act("activities.move_childcare", work, said=str(row.ref), actor=actor, act_id=act_id, at=at)


def _settled(row: ChildcareGroup, at: datetime, *, without: int | None = None) -> waiting.Settled:
    line = [one for one in line_of_group(row, local(at).date()) if one.ref != str(without)]
    until = midnight(local(at).date() + timedelta(days=policy.rules().answer_days + 1))
    return waiting.settle(_capacity(row), line, at, answer_in=until - at)


def _store(acting: Acting, moved: waiting.Settled) -> None:
    if moved.lapsed:
        ChildcareApplication.objects.filter(pk__in=moved.lapsed).update(standing=LAPSED, offered_until=None)
    if moved.offered:
        rows = ChildcareApplication.objects.filter(pk__in=moved.offered)
        rows.update(standing=OFFERED, offered_until=moved.until)
        for ref in rows.values_list("ref", flat=True):
            acting.announce(events.CHILDCARE_OFFERED, {"application": str(ref)})


def _capacity(row: ChildcareGroup) -> int:
    return policy.capacity(row.months_from, row.staff, row.places)


def _wrong(row: ChildcareGroup, new: NewApplication, at: datetime) -> list[Problem]:
    found, today = [], local(at).date()
    if not new.name or len(new.name) > LONGEST_NAME or not new.name.isprintable():
        found.append(Problem("name", "activities.child_name"))
    if new.priority not in policy.rules().priorities:
        found.append(Problem("priority", "activities.no_such_priority"))
    if new.born is None or new.born > today:
        found.append(Problem("born", "activities.born"))
    if new.wants_from is None or not today <= new.wants_from <= today + LONGEST_WAIT:
        found.append(Problem("wants_from", "activities.wants_from"))
    elif (
        new.born is not None
        and new.born <= today
        and not policy.fits(row.months_from, row.months_to, new.born, new.wants_from)
    ):
        said = {
            "from": row.months_from,
            "to": row.months_to,
            "months": policy.age_in_months(new.born, new.wants_from),
        }
        found.append(Problem("born", "activities.outside_months", said))
    return found


def _group(ref: UUID | str) -> ChildcareGroup:
    row = ChildcareGroup.objects.select_related("stream").filter(ref=as_uuid(ref)).first()
    if row is None:
        raise NotVisible
    return row


def _kept(ref: UUID | str, actor: Actor) -> ChildcareApplication:
    one = own_application(ref, actor)
    kept_group(one.group.ref, actor)
    return one
