"""The shapes of what is sent about centres: rooms, bookings, seats, draws."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from linli.web.api.sent import CaseName, Code, Line, Sent

Clock = Annotated[str, StringConstraints(max_length=5)]
Day = Annotated[str, StringConstraints(max_length=10)]
Name = Annotated[str, StringConstraints(max_length=60)]
Phone = Annotated[str, StringConstraints(max_length=40)]
Small = Annotated[int, Field(ge=0, le=100_000)]


class CentreIn(Sent):
    """A centre as it is entered."""

    code: Code
    name_zh: Line
    name_en: Line = ""
    body: Code = Field(description="Code or ref of the body that runs it.")
    area: Code = Field(description="Code or ref of its area.")
    address_zh: Line = ""
    address_en: Line = ""
    phone: Phone = ""
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    floor_area: Small | None = Field(None, description="Square metres.")
    floor_area_before: Small | None = Field(None, description="Square metres before it was enlarged.")
    functions: list[Code] = Field(default_factory=list, max_length=20)
    hours: Annotated[str, StringConstraints(max_length=400)] = Field(
        "", description='Such as "1-5 08:30-12:00,14:00-18:00; 6-7 09:00-17:00; holiday 09:00-12:00".'
    )


class RoomIn(Sent):
    """A room of a centre as it is entered."""

    code: Code
    kind: Code
    name_zh: Line
    name_en: Line = ""
    places: Small
    rows: Small = Field(0, description="Above nought, seats are numbered and showings can be opened.")
    hours: Annotated[str, StringConstraints(max_length=400)] = ""
    days_ahead: Small = 30
    longest: Small = Field(120, description="Minutes.")
    most_open: Small = Field(3, description="Open bookings of one account.")
    equipment: list[Code] = Field(default_factory=list, max_length=30)


class BookingIn(Sent):
    """A room wanted; with name and phone it is for somebody else, by who keeps bookings there."""

    room: CaseName
    day: Day = Field(description="2026-10-12, in the city's own time.")
    start: Clock = Field(description="09:30")
    end: Clock = Field(description="11:00")
    people: Small = 1
    purpose: Code = "other"
    weeks: Small = Field(
        1, description="The same again in so many weeks; what cannot be is left out and told."
    )
    name: Name = ""
    phone: Phone = ""


class BookingMoveIn(Sent):
    """What is done to a booking."""

    move: Literal["cancel", "undo", "came", "absent"]


class SeatsIn(Sent):
    """Seats wanted, all or none."""

    seats: list[Small] = Field(max_length=50)
    name: Name = ""
    phone: Phone = ""


class ApplicationIn(Sent):
    """Choices of a draw in the order of the wish."""

    wanted: list[Code] = Field(max_length=12)
    name: Name = ""
    phone: Phone = ""


class DrawMoveIn(Sent):
    """The next step of a draw."""

    move: Literal["close", "run"]
