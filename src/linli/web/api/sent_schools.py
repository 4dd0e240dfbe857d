"""The shapes of what is sent about places at schools."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from linli.web.api.sent import Code, Line, Sent
from linli.web.api.sent_reach import Day

MOST = 500
Whole = Annotated[int, Field(ge=-1_000_000_000, le=1_000_000_000)]


class SchoolFigureIn(Sent):
    """A count of a sub-district or township."""

    area: Code
    what: Code = Field(description="children, kindergarten, primary or junior.")
    year: Whole = Field(
        description="Of children: the year in which the cohort's last are born; of places: the school year."
    )
    count: Whole


class SchoolFiguresIn(Sent):
    """A list of figures; all are taken, or none."""

    source: Line
    as_of: Day
    rows: list[SchoolFigureIn] = Field(max_length=MOST)
