"""Centres of the demo city with rooms, what is booked in them, a showing, and two draws: one open, one drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from linli.apps.centres import service
from linli.core.clock.instants import local
from linli.kernel.access.actors import Actor
from linli.kernel.audit import sequencer
from linli.kernel.audit.outcomes import Invalid, Refused
from linli.site.demo import naming, offices
from linli.site.demo.ground import Place
from linli.site.demo.hand import Hand, together
from linli.site.demo.plane import to_degrees
from linli.site.demo.play import actor_of
from linli.site.demo.settle import MAKER
from linli.site.demo.world import Resident

BUILT = timedelta(days=40)
BOOKED = timedelta(days=4)


def open_centres(
    city: Place, residents: Sequence[Resident], staff: Mapping[str, Actor], hand: Hand, until: datetime
) -> None:
    """Enter the centres, let people book, and draw."""
    said = naming.table("centres")
    units = [unit for district in city.children for unit in district.children]
    with together():
        centres = {unit.code: _centre(unit, n, said, hand, until) for n, unit in enumerate(units[:80])}
        own = next((one for one in centres if _keeps(staff["clerk"], one)), units[0].code)
        rooms = _rooms(centres, own, said, hand, until)
    clerk = staff["clerk"]
    with together():
        for n, one in enumerate(said["bookings"]):
            _book(f"centres/booking/{n}", one, rooms[own], residents, clerk, hand, until)
        _show(said, rooms[own]["cinema"], residents, clerk, hand, until)
    for one in said["draws"]:
        _draw(one, centres[own], residents, clerk, hand, until)


def _keeps(clerk: Actor, unit: str) -> bool:
    return any(f"/{unit}/" in grant.area_path for grant in clerk.grants)


def _centre(unit: Place, n: int, said: Any, hand: Hand, until: datetime) -> str:
    leaf = next(iter([*unit.below("community"), *unit.below("village"), unit]))
    lon, lat = to_degrees(*leaf.middle)
    floor = said["floors"][n % len(said["floors"])]
    unit_zh, unit_en = unit.name[0], unit.name[1]
    place = {"place": leaf.name[0], "n": 2 * n + 1}, {"place": leaf.name[1], "n": 2 * n + 1}
    new = service.NewCentre(
        code=f"C-{unit.code}", name_zh=said["name"]["zh"].format(unit=unit_zh),
        name_en=said["name"]["en"].format(unit=unit_en), body=offices.unit_code(unit.code), area=leaf.code,
        address_zh=said["address"]["zh"].format(**place[0]), address_en=said["address"]["en"].format(**place[1]),
        phone=f"0351-66{n:02}1000", lon=round(lon, 6), lat=round(lat, 6), floor_area=floor["now"],
        floor_area_before=floor["before"], functions=tuple(floor["functions"]), opened_on=date(2024, 5, 1),
        hours=said["hours"],
    )  # fmt: skip
    step = f"centres/{unit.code}"
    return str(hand.once(step, service.register_centre, new, actor=MAKER, at=until - BUILT))


def _rooms(
    centres: Mapping[str, str], own: str, said: Any, hand: Hand, until: datetime
) -> dict[str, dict[str, str]]:
    """Enter the rooms: those of the clerk's centre with the cinema, three each elsewhere."""
    found: dict[str, dict[str, str]] = {}
    for code, ref in centres.items():
        for one in said["rooms"] + (said["first_rooms"] if code == own else []):
            new = service.NewRoom(**{**one, "equipment": tuple(one["equipment"])})
            step = f"centres/{code}/{one['code']}"
            made = hand.once(step, service.enter_room, ref, new, actor=MAKER, at=until - BUILT)
            found.setdefault(code, {})[one["code"]] = str(made)
    return found


def _book(
    step: str, one: Any, rooms: Mapping[str, str], residents: Sequence[Resident], clerk: Actor, hand: Hand,
    until: datetime,
) -> None:  # fmt: skip
    """Book on the first day from the wanted one on that takes it; a city of another year may have none."""
    contact = service.Contact(*one["contact"]) if "contact" in one else None
    actor = clerk if contact else actor_of(residents[one["who"]], until)
    for later in range(8):
        day = local(until).date() + timedelta(days=one["days"] + later)
        new = service.NewBooking(
            rooms[one["room"]], day, one["start"], one["end"], one["people"], one["purpose"], contact=contact
        )
        with suppress(Invalid, Refused):
            told = hand.once(f"{step}/{later}", service.book, new, actor=actor, at=until - BOOKED)
            if one.get("cancel"):
                ref = told["booked"][0]["ref"]
                hand.once(f"{step}/cancel", service.cancel, ref, actor=actor, at=until - BOOKED / 2)
            return


def _show(
    said: Any, room: str, residents: Sequence[Resident], clerk: Actor, hand: Hand, until: datetime
) -> None:
    one = said["showing"]
    for later in range(8):
        day = local(until).date() + timedelta(days=one["days"] + later)
        new = service.NewShowing(room, day, one["start"], one["end"], one["title_zh"], one["title_en"])
        with suppress(Invalid, Refused):
            step = f"centres/showing/{later}"
            ref = hand.once(step, service.open_showing, new, actor=clerk, at=until - BOOKED)
            for n, taken in enumerate(said["seats"]):
                actor, seats = actor_of(residents[taken["who"]], until), tuple(taken["seats"])
                hand.once(f"{step}/{n}", service.take_seats, ref, seats, actor=actor, at=until - BOOKED / 2)
            return


def _draw(
    one: Any, centre: str, residents: Sequence[Resident], clerk: Actor, hand: Hand, until: datetime
) -> None:
    step, ends = f"centres/draw/{one['key']}", until + timedelta(days=one["days"])
    opened = ends - timedelta(days=14)
    new = service.NewDraw(
        centre=centre, family=one["family"], title_zh=one["title_zh"], title_en=one["title_en"], apply_until=ends,
        choices=tuple(service.NewChoice(**each) for each in one["choices"]),
    )  # fmt: skip
    with together():
        ref = hand.once(step, service.open_draw, new, actor=clerk, at=opened)
        for n, (who, *wanted) in enumerate(one["applicants"]):
            actor = actor_of(residents[who], until)
            at = min(opened + timedelta(hours=6 * n + 6), until)
            hand.once(f"{step}/{n}", service.apply, ref, tuple(wanted), actor=actor, at=at)
    if ends < until:
        hand.once(f"{step}/close", service.close_draw, ref, actor=clerk, at=ends)


def draw(staff: Mapping[str, Actor], hand: Hand, until: datetime) -> None:
    """Draw what was closed, once the entries that came after it are in the log: the seed is made of them."""
    for one in naming.table("centres")["draws"]:
        ref = hand.answer(f"centres/draw/{one['key']}")
        step = f"centres/draw/{one['key']}/run"
        if one["days"] >= 0 or ref is None or hand.answer(step) is not None:
            continue
        sequencer.sequence_all(until)
        with suppress(Refused):
            hand.once(step, service.run_draw, ref[0], actor=staff["clerk"], at=until)
