"""The shapes of what is sent by who keeps centres, halls, lending desks and advisers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from linli.web.api.sent import Code, Line, Sent
from linli.web.api.sent_centres import Clock, Day, RoomIn, Small

Minutes = Annotated[int, Field(ge=0, le=1_440)]
Short = Annotated[str, StringConstraints(max_length=40)]


class RoomChangeIn(RoomIn):
    """A room written anew; its code stays."""

    bookable: bool = True


class ClosingIn(Sent):
    """Days on which a centre is closed, first and last, with one of the reasons."""

    first: Day
    last: Day
    reason: Code


class OnDayIn(Sent):
    """The day from which something is no more."""

    on: Day


class ShowingIn(Sent):
    """Something to be shown in a room with numbered seats."""

    day: Day
    start: Clock
    end: Clock
    title_zh: Line
    title_en: Line = ""
    most_each: Small = 4


class DrawChoiceIn(Sent):
    """One thing that a draw gives."""

    code: Code
    name_zh: Line
    name_en: Line = ""
    places: Small


class DrawIn(Sent):
    """A draw; ``family`` names what comes round again and remembers who was refused."""

    family: Code
    title_zh: Line
    title_en: Line = ""
    apply_until: Code = Field(description="With a zone, such as 2026-12-01T18:00:00+08:00.")
    choices: list[DrawChoiceIn] = Field(max_length=20)


class PlaceMoveIn(Sent):
    """Give back the place that one has, or answer about one that was handed on."""

    move: Literal["give_back", "take", "leave"]


class HallIn(Sent):
    """When a hall is open (minutes of the day) and in which order its numbers are called."""

    opens: Minutes = 510
    closes: Minutes = 1_050
    every_day: bool = False
    early: Minutes = 60
    reasons: list[Code] = Field(default_factory=list, max_length=10)
    run: Small = 2
    back_after: Small = 3
    most_absences: Small = 2


class BusinessIn(Sent):
    """A kind of business of a hall."""

    letter: Annotated[str, StringConstraints(max_length=4)]
    code: Code
    name_zh: Line
    name_en: Line = ""
    minutes: Small = 10


class CounterIn(Sent):
    """A counter by its sign, with the codes of what it serves."""

    sign: Annotated[str, StringConstraints(max_length=20)]
    businesses: list[Code] = Field(max_length=30)


class LendingRuleIn(Sent):
    """The rules of a lending desk; the fine is fen for a day."""

    loan_days: Small = 30
    renewals: Small = 1
    most_loans: Small = 5
    held_days: Small = 3
    fine_fen: Small = 0


class TitleIn(Sent):
    """A title as it is taken in; ``barcode`` is what is on the first copy already."""

    name: Line
    kind: Literal["book", "toy", "tool"] = "book"
    author: Line = ""
    isbn: Short = ""
    copies: Small = 1
    barcode: Short = ""


class CopyNoteIn(Sent):
    """What was seen of a copy on the shelf."""

    barcode: Short
    state: Code = Field(description="shelf, lost or damaged")


class AdviserIn(Sent):
    """An adviser of a centre by the sign-in name of an account with that role."""

    login: Short
    kind: Code
    name_zh: Line
    name_en: Line = ""
    minutes: Small = 30
    on_site: bool = True
    remote: bool = False
    kept_days: Small = 180
    is_active: bool = True


class AdviserHourIn(Sent):
    """A stretch of a weekday (Monday is 0), in minutes after midnight."""

    weekday: Small
    starts: Minutes
    ends: Minutes


class AdviserHoursIn(Sent):
    """The hours of the week in which somebody advises."""

    hours: list[AdviserHourIn] = Field(max_length=60)


class AwayIn(Sent):
    """The days on which somebody does not advise."""

    first: Day
    last: Day


class WaitIn(Sent):
    """Whether one waits for the next time that becomes free."""

    wants: bool = True


class CodeIn(Sent):
    """The digits that a caller or visitor tells, and what they want."""

    code: Short
    move: Literal["arrive", "cancel"]
