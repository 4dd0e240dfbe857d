"""The shapes of what is sent about facilities, studies of sites and service cards."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from linli.web.api.sent import Code, Degrees, Line, Sent

Day = Annotated[str, StringConstraints(max_length=10, pattern=r"^\d{4}-\d{2}-\d{2}$")]


class FacilityIn(Sent):
    """Something that people walk to; a point, or the code of its area, or both."""

    code: Code
    kind: Code = Field(description="One of GET /facility-kinds.")
    name_zh: Line
    name_en: Line = ""
    address_zh: Line = ""
    address_en: Line = ""
    phone: Line = ""
    area: Code = ""
    lon: Degrees | None = None
    lat: Degrees | None = None
    datum: Code = Field("wgs84", description="What the degrees are in: wgs84, gcj02 or cgcs2000.")
    centre: Code = ""
    opened_on: Day | None = None


class ClosedFromIn(Sent):
    """From when on something is closed."""

    on: Day


class StudyIn(Sent):
    """Where would so many more of a kind help most, in an area?"""

    kind: Code
    area: Code
    count: int = 1
    minutes: int = Field(15, description="5, 10 or 15.")
    walker: Code = Field("old", description="adult or old.")


class CardLineIn(Sent):
    """A line of the service card of an area and all below it."""

    area: Code
    kind: Code = Field(description="One of the kinds that GET /cards/{area} tells.")
    name_zh: Line
    name_en: Line = ""
    phone: Line = Field("", description="Of an office; never somebody's own mobile.")
    where_zh: Line = ""
    where_en: Line = ""
    hours: Line = ""


def day(text: str | None) -> date | None:
    """Read a day that the form let through; one that no calendar has is none.

    Raises:
        ValueError: no such day.
    """
    return date.fromisoformat(text) if text else None
