"""Sets the stage for bookings over HTTP: a centre with rooms, stored bookings, keys of clerks.

Runs in a process of its own (`python -m benchmarks.stage_rooms BOOKINGS`), in the database that the settings name, and
prints one JSON: keys, and the room, day and time of bookings that are free to be made.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

import django

ROOMS, AT_ONCE = 40, 1_000
HOURS = "1-7 00:00-24:00; holiday 00:00-24:00"
FREE = 3_000


def main(stored: int) -> dict[str, Any]:
    """Build everything and return what the client needs to know."""
    from linli.site.preparing import prepare_database

    prepare_database()
    from tests.city import MAKER, act_id, tiny_city

    from benchmarks.stage import _key
    from linli.apps.centres import service

    city, at = tiny_city(), datetime.now(UTC)
    said = {"actor": MAKER, "at": at}
    new = service.NewCentre(
        "BENCH", "平桥中心", "PING", "990101001001", opened_on=date(2024, 5, 1), hours=HOURS
    )
    centre = service.register_centre(new, act_id=act_id(), **said)
    rooms = [
        service.enter_room(centre, service.NewRoom(f"R{n}", "meeting", "会议室", 20), act_id=act_id(), **said)
        for n in range(ROOMS)
    ]
    _store(stored, rooms)
    return {"keys": {"clerk": [_key(city, "open", "clerk") for _ in range(8)]}, "free": _free(rooms, at)}


def _store(count: int, rooms: list[str]) -> None:
    """Store bookings of days past, an hour each, a room at a time."""
    from linli.apps.centres.models import Booking, Room

    found = {str(one.ref): one for one in Room.objects.select_related("stream")}
    first = datetime(2026, 1, 1, tzinfo=UTC) - timedelta(hours=count // len(rooms) + 1)
    rows = []
    for n in range(count):
        room = found[rooms[n % len(rooms)]]
        starts = first + timedelta(hours=n // len(rooms))
        rows.append(Booking(
            stream=room.stream, room=room, purpose="meeting", people=2, starts_at=starts, made_at=starts,
            ends_at=starts + timedelta(hours=1), taken_down=True, name_masked="王**", phone_masked="138****0000",
        ))  # fmt: skip
    Booking.objects.bulk_create(rows, batch_size=AT_ONCE)


def _free(rooms: list[str], at: datetime) -> list[tuple[str, str, str, str]]:
    """Return spans that can be booked: quarter by quarter, room by room, on days that are decided."""
    from linli.apps.centres import facts
    from linli.core.clock.instants import local

    today = local(at).date()
    days = [
        one.day
        for one in facts.days(facts.centre(facts.room(rooms[0]).centre_ref).id, today, 29)[1:]
        if one.why != "year"
    ]
    spans = [
        (room, day.isoformat(), f"{hour:02}:00", f"{hour:02}:45")
        for day in days
        for hour in range(24)
        for room in rooms
    ]
    return spans[:FREE]


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(int(sys.argv[1]))))
