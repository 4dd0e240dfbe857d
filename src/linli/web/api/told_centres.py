"""The shapes of what is answered about centres: hours, rooms, bookings, showings, draws."""

from __future__ import annotations

from typing import Any

from linli.web.api.told import Both, Instant, Ref, Told


class CentreLine(Told):
    """A centre in a list; areas of floors in square metres, degrees in WGS84."""

    ref: Ref
    code: str
    name: Both
    address: Both
    phone: str
    area_path: str
    lon: float | None
    lat: float | None
    floor_area: int | None
    floor_area_before: int | None
    functions: list[str]
    open_now: bool


class Centres(Told):
    """A page of the register."""

    centres: list[CentreLine]
    next: str | None


class OpeningDay(Told):
    """The hours of a day; ``why``: usual, holiday, moved (a working weekend), closing, or year (not announced yet)."""

    day: str
    hours: list[str]
    why: str
    reason: str


class RoomLine(Told):
    """A room with its limits; ``rows`` above nought: its seats are numbered."""

    ref: Ref
    code: str
    kind: str
    name: Both
    places: int
    rows: int
    bookable: bool
    equipment: list[str]
    days_ahead: int
    longest: int
    most_open: int


class CentreWhole(CentreLine):
    """A centre with its next seven days and its rooms."""

    week: list[OpeningDay]
    timetable: str
    rooms: list[RoomLine]


class CentreMade(Told):
    """The ref of what was entered."""

    ref: Ref


class RoomDay(RoomLine):
    """A room's day: when it is open, what is taken, what is free; never who."""

    centre: Ref
    opening: OpeningDay
    taken: list[str]
    free: list[str]


class BookingTold(Told):
    """A booking; names and numbers are masked, and only for who may see it."""

    ref: Ref
    room: Ref
    centre: Ref
    starts_at: Instant
    ends_at: Instant
    purpose: str
    people: int
    name: str
    phone: str
    taken_down: bool
    cancelled: bool
    ended_by: str
    came: bool | None
    may_cancel: bool
    may_undo: bool


class Bookings(Told):
    """Bookings by time."""

    bookings: list[BookingTold]


class BookedDay(Told):
    """A booking that was made."""

    ref: Ref
    day: str


class LeftOut(Told):
    """A week that was left out, and why."""

    day: str
    code: str
    zh: str
    en: str


class BookingMade(Told):
    """What was booked, and the weeks that were left out."""

    booked: list[BookedDay]
    left_out: list[LeftOut]


class ShowingTold(Told):
    """A showing with the numbers of the seats that are taken."""

    ref: Ref
    room: Ref
    centre: Ref
    title: Both
    starts_at: Instant
    ends_at: Instant
    rows: int
    seats: int
    most_each: int
    cancelled: bool
    taken: list[int]


class SeatsMade(Told):
    """The refs of the seats, in the order in which they were asked for."""

    seats: list[Ref]


class DrawChoiceTold(Told):
    """One thing that a draw gives."""

    code: str
    name: Both
    places: int


class DrawTold(Told):
    """A draw; ``waits_for`` entries of the log are still to come before the seed exists."""

    ref: Ref
    centre: Ref
    family: str
    title: Both
    choices: list[DrawChoiceTold]
    apply_until: Instant
    state: str
    applicants: int
    list_hash: str
    seed: str
    seed_size: int | None
    drawn_at: Instant | None
    waits_for: int | None


class Draws(Told):
    """Draws, the newest first."""

    draws: list[DrawTold]


class DrawFile(Told):
    """All that anybody needs to draw again: `linli draw verify FILE` or tools/linli_draw.py."""

    form: str
    draw: Ref
    list: str
    list_hash: str
    entry: str
    index: int | None
    seed: dict[str, Any] | None
    results: list[dict[str, Any]]


class ApplicationMade(Told):
    """The number under which somebody takes part, and their tickets."""

    ref: Ref
    number: str
    tickets: int


class ApplicationTold(Told):
    """An application after the draw: what it gave, what came later, what somebody has now (codes of choices)."""

    ref: Ref
    draw: Ref
    number: str
    place: int | None
    given: str
    has: str
    gave_back: bool
    later: str
    later_state: str
    later_until: Instant | None
