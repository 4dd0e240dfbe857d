"""The day at the door: who comes when, booked for those who call, noted, cancelled, undone, printed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.centres import facts, service
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason
from linli.web.centres import rooms, showings
from linli.web.centres.told import booking_said, named, read_day, ref_of, room_said, today
from linli.web.desk import seat
from linli.web.portal.visitor import act_id_of, new_act_id

HERE = "page:bookings"
KEEP = Permission.BOOKING_KEEP
MANY = 300


@requires(KEEP)
@never_cache
@require_safe
def day(request: ActorRequest) -> HttpResponse:
    """Show the bookings of a centre's day."""
    return _day(request)


def _day(request: ActorRequest, *, because: str = "") -> HttpResponse:
    at = request.at
    kept = own_centres(request)
    chosen = request.GET.get("centre", "") or request.POST.get("centre", "")
    centre = next((one for one in kept if one.ref == chosen), kept[0] if kept else None)
    on = read_day(request.GET.get("day", "") or request.POST.get("day", ""), today(at))
    rows = [booking_said(one, at) for one in facts.of_day(centre.ref, on, request.actor)] if centre else []
    context = seat.frame(
        request, here=HERE, centre=centre, centres=[(one.ref, named(one.name_zh, one.name_en)) for one in kept],
        name=named(centre.name_zh, centre.name_en) if centre else "", day=on, rows=rows,
        before=on - timedelta(days=1), after=on + timedelta(days=1), is_today=on == today(at),
        rooms=[room_said(one) for one in facts.rooms_of(centre.id)] if centre else [],
        showings=facts.showings(at, centre_id=centre.id) if centre else (),
        because=because, done=request.GET.get("done", ""), new_act_id=new_act_id, named=named,
    )  # fmt: skip
    return render(request, "centres/desk_day.html", context, status=409 if because else 200)


def own_centres(request: ActorRequest, permission: Permission = KEEP) -> list[facts.CentreFact]:
    """Return the centres at which the reader may do something, by name."""
    found = facts.centres_in("/", on=today(request.at))
    return [
        one for one in found if request.actor.may(permission, area_path=one.area_path, body_id=one.body_id)
    ][:MANY]


@requires(KEEP)
@require_POST
def change(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Note who came, cancel, or undo the last of these."""
    what = request.POST.get("do", "")
    said = {"actor": request.actor, "act_id": act_id_of(request), "at": request.at}
    try:
        if what in {"came", "absent"}:
            service.note(ref, came=what == "came", **said)
        elif what == "cancel":
            service.cancel(ref, **said)
        elif what == "undo":
            service.undo(ref, **said)
        else:
            raise NotVisible
    except (Refused, Stale) as no:
        return _day(request, because=reason(no.refusal))
    centre, on = (
        facts.booking(ref, request.actor).centre_ref,
        read_day(request.POST.get("day", ""), today(request.at)),
    )
    return HttpResponseRedirect(f"{url('desk-bookings')}?centre={centre}&day={on}&done={what}#b-{ref}")


@requires(KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def room(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Book a room for somebody who calls or stands here; open a showing where seats are numbered."""
    found = facts.room(ref)
    if not request.actor.may(KEEP, area_path=found.area_path, body_id=found.body_id):
        raise NotVisible
    if request.method == "GET":
        return _room(request, ref, {})
    try:
        if request.POST.get("do") == "showing":
            new = service.open_showing(_showing(request, ref), **_said(request))
            return HttpResponseRedirect(url("desk-showing", ref=new))
        told = service.book(rooms.wish(request, ref, _contact(request)), **_said(request))
    except Invalid as wrong:
        return _room(request, ref, {"problems": rooms.shown(wrong.problems)}, status=422)
    except (Refused, Stale) as no:
        return _room(request, ref, {"refused": reason(no.refusal)}, status=409)
    return _room(request, ref, {"booked": rooms.booked(request, ref, told), "said": {}})


def _said(request: ActorRequest) -> dict[str, Any]:
    return {"actor": request.actor, "act_id": act_id_of(request), "at": request.at}


def _contact(request: ActorRequest) -> service.Contact:
    return service.Contact(request.POST.get("name", "")[:60], request.POST.get("phone", "")[:30])


def _showing(request: ActorRequest, ref: UUID) -> service.NewShowing:
    said = request.POST
    return service.NewShowing(
        room=str(ref), day=read_day(said.get("day", ""), today(request.at)), start=said.get("start", "")[:5],
        end=said.get("end", "")[:5], title_zh=said.get("title_zh", "")[:80], title_en=said.get("title_en", "")[:80],
    )  # fmt: skip


def _room(request: ActorRequest, ref: UUID, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
    context = seat.frame(request, here=HERE, **{"booked": None, **rooms.day_of(request, ref), **more})
    return render(request, "centres/desk_room.html", context, status=status)


@requires(KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def showing(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Show who sits where, give seats to somebody who calls, take one back, cancel the showing."""
    found = facts.showing(ref)
    if not request.actor.may(KEEP, area_path=found.area_path, body_id=found.body_id):
        raise NotVisible
    if request.method == "GET":
        return _seats(request, ref, {})
    what = request.POST.get("do", "")
    try:
        if what == "cancel":
            service.cancel(found.booking_ref, **_said(request))
        elif what == "back":
            service.give_back_seat(ref_of(request.POST.get("seat", "")), **_said(request))
        else:
            service.take_seats(ref, showings.numbers_of(request), _contact(request), **_said(request))
    except Invalid as wrong:
        return _seats(request, ref, {"problems": wrong.problems}, status=422)
    except (Refused, Stale) as no:
        return _seats(request, ref, {"refused": reason(no.refusal)}, status=409)
    return HttpResponseRedirect(url("desk-showing", ref=str(ref)))


def _seats(request: ActorRequest, ref: UUID, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
    found = facts.showing(ref)
    context = seat.frame(
        request, here=HERE, one=found, title=named(found.title_zh, found.title_en),
        room=named(found.room_zh, found.room_en), plan=showings.plan(found), held=facts.held_seats(found.id),
        said=request.POST, new_act_id=new_act_id, is_open=not found.cancelled and request.at < found.starts_at,
        **{"problems": (), "refused": "", **more},
    )  # fmt: skip
    return render(request, "centres/desk_showing.html", context, status=status)
