"""`/centres`, `/rooms`: where there is what, when it is open, what is free; entered by who keeps the register."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.centres import facts, service
from linli.apps.grid import facts as grid
from linli.core.clock.instants import local
from linli.core.shared.outcomes import Problem
from linli.core.slots.week import Hours
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking, day_said
from linli.web.api.sent import CaseName
from linli.web.api.sent_centres import CentreIn, RoomIn
from linli.web.api.told_centres import CentreMade, Centres, CentreWhole, RoomDay

router = Router(tags=["centres"])
KEEP = (Permission.CENTRE_KEEP,)


def ref_of(text: str) -> UUID:
    """Read a ref; a name that is none is not there, rather than wrong."""
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible from None


def day_of(text: str, otherwise: date, field: str = "day") -> date:
    """Read a day; nothing said is the other one.

    Raises:
        Invalid: it is no day.
    """
    return day_said(text, field, "centres.no_day") if text else otherwise


@router.get("/centres", response={200: Centres, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_centres(request: HttpRequest, q: str = "", area: str = "", cursor: str = "") -> HttpResponse:
    """List the centres of an area (a code), by words of their name or address; twenty a page."""
    asked = asking(request)
    within = grid.area(_plain(area)) if area else None
    if area and within is None:
        raise Invalid(Problem("area", "centres.no_such_area"))
    path = within.path if within else "/"
    found, after = facts.search_centres(_plain(q), path, on=local(asked.at).date(), after=_plain(cursor))
    opened = facts.open_now((one.id for one in found), asked.at)
    return answer({"centres": [_line(one, one.id in opened) for one in found], "next": after or None})


@router.get("/centres/{centre}", response={200: CentreWhole, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def show_centre(request: HttpRequest, centre: CaseName) -> HttpResponse:
    """Tell a centre with the hours of its next seven days, and its rooms."""
    asked = asking(request)
    found = facts.centre(ref_of(centre))
    week = facts.days(found.id, local(asked.at).date())
    told = _line(found, found.id in facts.open_now([found.id], asked.at))
    rooms = [_room(one) for one in facts.rooms_of(found.id)]
    return answer(
        {
            **told,
            "week": [opening(one) for one in week],
            "timetable": facts.timetable(found.id),
            "rooms": rooms,
        }
    )


@router.get("/rooms/{room}", response={200: RoomDay, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def show_room(request: HttpRequest, room: CaseName, day: str = "") -> HttpResponse:
    """Tell a room's day: today's, or the one that is asked for."""
    found = facts.room(ref_of(room))
    on = day_of(day, local(asking(request).at).date())
    free = facts.free_day(found.ref, on)
    return answer(
        {
            **_room(found), "centre": found.centre_ref, "opening": opening(free.hours), "taken": _spans(free.taken),
            "free": _spans(free.free),
        }
    )  # fmt: skip


@router.post("/centres", response={201: CentreMade, **SAYS_NO}, **opens(KEEP, Scope.MOVE))
def register_centre(request: HttpRequest, sent: CentreIn, act_id: ActId) -> HttpResponse:
    """Enter a centre in the register."""
    asked = asking(request)
    new = service.NewCentre(**{**sent.model_dump(), "functions": tuple(sent.functions)})
    ref = service.register_centre(new, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": ref}, status=CREATED)


@router.post("/centres/{centre}/rooms", response={201: CentreMade, **SAYS_NO}, **opens(KEEP, Scope.MOVE))
def enter_room(request: HttpRequest, centre: CaseName, sent: RoomIn, act_id: ActId) -> HttpResponse:
    """Enter a room of a centre."""
    asked = asking(request)
    new = service.NewRoom(**{**sent.model_dump(), "equipment": tuple(sent.equipment)})
    ref = service.enter_room(ref_of(centre), new, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": ref}, status=CREATED)


def opening(one: facts.DayHours) -> Json:
    """Write the hours of a day."""
    return {"day": one.day.isoformat(), "hours": _spans(one.hours), "why": one.why, "reason": one.reason}


def _spans(hours: Hours) -> list[str]:
    return [one.text for one in hours]


def _plain(text: str) -> str:
    return "".join(sign for sign in text[:60] if sign.isprintable())


def _line(one: facts.CentreFact, opened: bool) -> Json:  # noqa: FBT001 - a value to be told
    return {
        "ref": one.ref, "code": one.code, "name": both(one.name_zh, one.name_en or one.name_zh),
        "address": both(one.address_zh, one.address_en or one.address_zh), "phone": one.phone,
        "area_path": one.area_path, "lon": one.lon, "lat": one.lat, "floor_area": one.floor_area,
        "floor_area_before": one.floor_area_before, "functions": [*one.functions], "open_now": opened,
    }  # fmt: skip


def _room(one: facts.RoomFact) -> Json:
    return {
        "ref": one.ref, "code": one.code, "kind": one.kind, "name": both(one.name_zh, one.name_en or one.name_zh),
        "places": one.places, "rows": one.rows, "bookable": one.bookable, "equipment": [*one.equipment],
        "days_ahead": one.days_ahead, "longest": one.longest, "most_open": one.most_open,
    }  # fmt: skip
