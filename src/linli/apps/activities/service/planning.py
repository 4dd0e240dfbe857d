"""Plans an activity, names who holds it, publishes it when children are safe, calls it off."""

from __future__ import annotations

import uuid
from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from linli.apps.activities import events
from linli.apps.activities.facts.finding import kept_row
from linli.apps.activities.models import (
    CANCELLED,
    DRAFT,
    HELPS,
    LIVE,
    PUBLISHED,
    Activity,
    Helper,
    Session,
    SignUp,
)
from linli.apps.activities.policy.planning import (
    NewActivity,
    days_to_skip,
    for_children,
    sessions_of,
    window,
    wrong,
)
from linli.apps.catalogue import facts as catalogue
from linli.apps.centres import facts as centres
from linli.apps.grid import facts as grid
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Item, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity import personal
from linli.kernel.identity.models import Account
from linli.kernel.identity.service import open_resident

TWO = 2
"""Adults who must be there with children."""


def plan_activity(new: NewActivity, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Plan an activity, with all its sessions, and return its ref; nobody sees it before it is published.

    Raises:
        NotVisible: the actor does not plan for this centre.
        Invalid: what is missing or cannot be, by field.
    """
    new = _with_holidays(new)
    place = _read(new, actor, at)

    def work(acting: Acting) -> JsonValue:
        code = new.code.strip() or f"A-{UUID(acting.act_id).hex[:12]}"
        if Activity.objects.filter(code=code).exists():
            raise Invalid(Problem("code", "activities.code_taken", {"code": code}))
        row = Activity(code=code, state=DRAFT)
        _fill(row, new, place, at)
        row.stream = acting.open_stream("activity", events.ACTIVITY_PLANNED, _public(row, new, place))
        row.save(force_insert=True)
        _set_sessions(row, new)
        return str(row.ref)

    return str(act("activities.plan", work, said=_said(new), actor=actor, act_id=act_id, at=at))


def change_activity(ref: UUID | str, new: NewActivity, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Plan anew what is not published yet; what is, is called off and planned again, so that nobody is moved unasked.

    Raises:
        NotVisible: no such activity of this actor.
        Invalid: what cannot be, by field.
        Refused: it is published.
    """
    kept_row(ref, actor)
    new = _with_holidays(new)
    place = _read(new, actor, at)

    def work(acting: Acting) -> JsonValue:
        row = kept_row(ref, actor)
        if row.state != DRAFT:
            raise Refused(Refusal("activities.published_already"))
        _fill(row, new, place, at)
        acting.enter(row.stream, events.ACTIVITY_CHANGED, _public(row, new, place))
        row.save()
        row.sessions.all().delete()
        _set_sessions(row, new)
        return None

    act("activities.change", work, said=[str(ref), _said(new)], actor=actor, act_id=act_id, at=at)


def name_helper(ref: UUID | str, who: str, part: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Name an organiser or a teacher: by telephone number, or by the name that staff sign in with.

    Raises:
        NotVisible: no such activity of this actor.
        Invalid: nobody can be found by this, or there is no such part.
        Refused: they stand there already.
    """
    kept_row(ref, actor)
    if part not in HELPS:
        raise Invalid(Problem("part", "activities.no_such_part"))
    account = _account(who, at)

    def work(acting: Acting) -> JsonValue:
        row = kept_row(ref, actor)
        if Helper.objects.filter(activity=row, account=account).exists():
            raise Refused(Refusal("activities.helps_already"))
        acting.enter(row.stream, events.HELPER_NAMED, {"part": part}, [_helper(account)])
        Helper.objects.create(activity=row, account=account, part=part)
        return None

    said: JsonValue = [str(ref), str(account.ref), part]
    act("activities.name_helper", work, said=said, actor=actor, act_id=act_id, at=at)


def dismiss_helper(ref: UUID | str, account_ref: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Take somebody out again; with children two adults stay.

    Raises:
        NotVisible: no such activity of this actor, or nobody like that helps.
        Refused: too few adults would stay.
    """
    kept_row(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = kept_row(ref, actor)
        helper = (
            Helper.objects.filter(activity=row, account__ref=account_ref).select_related("account").first()
        )
        if helper is None:
            raise NotVisible
        if row.state == PUBLISHED and for_children(row) and row.helpers.count() <= TWO:
            raise Refused(Refusal("activities.two_adults", {"n": TWO}))
        acting.enter(row.stream, events.HELPER_LEFT, {"part": helper.part}, [_helper(helper.account)])
        helper.delete()
        return None

    act("activities.dismiss_helper", work, said=[str(ref), account_ref], actor=actor, act_id=act_id, at=at)


def publish_activity(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Let everybody see it and sign up.

    Raises:
        NotVisible: no such activity of this actor.
        Refused: children may come and fewer than two adults are there, or it has begun.
        Stale: it is out already.
    """
    kept_row(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = kept_row(ref, actor)
        adults = row.helpers.count()
        if row.state != DRAFT:
            raise Stale("activities.published_already")
        if row.starts <= at:
            raise Refused(Refusal("activities.begun"))
        if for_children(row) and adults < TWO:
            raise Refused(Refusal("activities.two_adults", {"n": TWO}))
        acting.enter(row.stream, events.ACTIVITY_PUBLISHED, {"adults": adults})
        Activity.objects.filter(pk=row.pk).update(state=PUBLISHED)
        return None

    act("activities.publish", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def call_off(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> int:
    """Call an activity off and tell everybody who signed up; returns how many.

    Raises:
        NotVisible: no such activity of this actor.
        Stale: it is called off already.
    """
    kept_row(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = kept_row(ref, actor)
        if row.state == CANCELLED:
            raise Stale("activities.called_off_already")
        told = SignUp.objects.filter(activity=row, standing__in=LIVE).count()
        acting.enter(row.stream, events.ACTIVITY_CANCELLED, {"told": told})
        Activity.objects.filter(pk=row.pk).update(state=CANCELLED)
        acting.announce(events.CALLED_OFF, {"activity": str(row.ref)})
        return told

    return int(str(act("activities.call_off", work, said=str(ref), actor=actor, act_id=act_id, at=at)))


def _account(who: str, at: datetime) -> Account:
    known = Account.objects.filter(login=who.strip(), is_active=True).exclude(login="").first()
    if known is not None:
        return known
    phone = personal.read_phone(who)
    if isinstance(phone, Problem):
        raise Invalid(Problem("who", "activities.no_such_helper"))
    return open_resident(phone, at=at)


def _with_holidays(new: NewActivity) -> NewActivity:
    if not new.skip_holidays:
        return replace(new, left_out=frozenset())
    return replace(new, left_out=days_to_skip(new, catalogue.calendar()))


def _read(new: NewActivity, actor: Actor, at: datetime) -> centres.CentreFact:
    place = _centre(new.centre)
    found = wrong(new, at)
    if place is None:
        found = [*found, Problem("centre", "activities.no_such_centre")]
    if found or place is None:
        raise Invalid(*found)
    if not actor.may(Permission.ACTIVITY_KEEP, area_path=place.area_path, body_id=place.body_id):
        raise NotVisible
    return place


def _centre(said: str) -> centres.CentreFact | None:
    if _is_uuid(said):
        try:
            return centres.centre(said)
        except NotVisible:
            return None
    return next((one for one in centres.centres_in() if one.code == said.strip()), None)


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _fill(row: Activity, new: NewActivity, place: centres.CentreFact, at: datetime) -> None:
    sessions = sessions_of(new)
    row.centre_id, row.body_id, row.area_path = place.id, place.body_id, place.area_path
    row.starts, row.ends = sessions[0][0], sessions[-1][1]
    row.opens_at, row.closes_at = window(new, at, row.starts)
    row.kind, row.places, row.link = new.kind, new.places or 0, new.link.strip()
    row.age_from, row.age_to = new.age_from, new.age_to
    row.fee_fen, row.answer_hours = new.fee_fen or 0, new.answer_hours or 0
    for name in ("title_zh", "title_en", "about_zh", "about_en", "bring_zh", "bring_en", "room"):
        setattr(row, name, getattr(new, name).strip())


def _set_sessions(row: Activity, new: NewActivity) -> None:
    Session.objects.bulk_create(
        Session(activity=row, starts=starts, ends=ends) for starts, ends in sessions_of(new)
    )


def _public(row: Activity, new: NewActivity, place: centres.CentreFact) -> dict[str, JsonValue]:
    (body,) = grid.bodies_by_id({place.body_id}).values()
    area = grid.area_at("/" + "/".join([step for step in place.area_path.split("/") if step][:4]) + "/")
    return {
        "kind": row.kind, "area": area.code if area else "", "body": body.ref, "places": row.places,
        "sessions": len(sessions_of(new)),
    }  # fmt: skip


def _said(new: NewActivity) -> JsonValue:
    return {
        name: [*value] if isinstance(value, tuple) else value if isinstance(value, int) else str(value)
        for name, value in asdict(new).items()
        if name != "left_out"
    }


def _helper(account: Account) -> Item:
    return Item("helper", str(account.ref), f"account:{account.ref}", "activity")
