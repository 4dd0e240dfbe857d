"""The shapes of what is sent about activities, circuits, childcare places and meetings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from linli.web.api.sent import Code, Line, Sent

Short = Annotated[str, StringConstraints(max_length=400)]
Long = Annotated[str, StringConstraints(max_length=6_000)]
Number = Annotated[int, Field(ge=-1_000_000_000, le=1_000_000_000)]


class ActivityIn(Sent):
    """An activity as it is planned; days and clocks in ISO form, Beijing's time; the fee in fen."""

    kind: Code
    centre: Code = Field(description="A centre by ref or code.")
    title_zh: Short
    first: Code = Field(description="ISO day of the first session.")
    starts: Code = Field(description="Clock, such as 09:00.")
    ends: Code
    places: Number
    code: Code = ""
    last: Code = ""
    weekdays: list[Annotated[int, Field(ge=1, le=7)]] = Field(default_factory=list, max_length=7)
    title_en: Short = ""
    about_zh: Long = ""
    about_en: Long = ""
    bring_zh: Short = ""
    bring_en: Short = ""
    room: Short = ""
    age_from: Number | None = None
    age_to: Number | None = None
    fee_fen: Number = 0
    answer_hours: Number = 24
    opens_at: Code = ""
    closes_at: Code = ""
    link: Short = ""
    skip_holidays: bool = Field(
        False, description="Leave out legal holidays, and weekends that were moved to be worked."
    )


class HelperIn(Sent):
    """Who holds an activity: by mobile number, or by the name staff sign in with."""

    who: Line
    part: Literal["organiser", "teacher"]


class SignUpIn(Sent):
    """Who comes: oneself without a name, or a child. ``phone`` and ``consent_by`` are for the counter."""

    name: Line = ""
    born: Code = Field("", description="ISO day.")
    mode: Literal["room", "remote"] = "room"
    agrees: bool = False
    phone: Annotated[str, StringConstraints(max_length=40)] = ""
    consent_by: Line = ""
    person: Code = Field("", description="A resident of GET /represented, who let the asker act for them.")


class AttendanceIn(Sent):
    """Either the code that somebody shows, or a sign-up of the list with whether they came."""

    code: Line = ""
    sign_up: Code = ""
    came: bool = True


class StopIn(Sent):
    """A stop: an area by its code, moments in ISO form (Beijing's time without an offset)."""

    area: Code
    starts: Code
    ends: Code
    place: Line = ""


class CircuitIn(Sent):
    """A round as it is planned."""

    title_zh: Short
    body: Code
    team: Line
    stops: list[StopIn] = Field(max_length=100)
    title_en: Short = ""
    members: Short = ""
    kit: Long = ""


class ReachedIn(Sent):
    """How many people a stop reached."""

    reached: Number


class GroupIn(Sent):
    """A childcare group as it is opened; ages in months, the fee in fen a month."""

    centre: Code
    name_zh: Line
    months_from: Number
    months_to: Number
    places: Number
    staff: Number
    name_en: Line = ""
    fee_fen: Number = 0
    hours: Line = ""


class ApplicationIn(Sent):
    """A guardian's wish for a childcare place."""

    name: Line
    born: Code
    wants_from: Code
    priority: Code = "none"
    agrees: bool = False


class MeetingIn(Sent):
    """A question as it is put; ``ends_at`` in ISO form."""

    question_zh: Short
    body: Code
    area: Code
    ends_at: Code
    opens_at: Code = ""
    question_en: Short = ""
    about_zh: Long = ""
    about_en: Long = ""
    held_at: Short = ""


class SuggestionIn(Sent):
    """A suggestion, at most 20,000 characters; a name only if it shall be shown."""

    text: Annotated[str, StringConstraints(max_length=200_000)]
    channel: Literal["online", "hall", "paper"] = "online"
    name: Line = ""


class DecisionIn(Sent):
    """Why a suggestion is not published; without a reason it is."""

    reason: Code = ""


class ThemeIn(Sent):
    """A theme as it is named."""

    title_zh: Line
    title_en: Line = ""


class GroupingIn(Sent):
    """Suggestions that go under a theme; without one they stand alone again."""

    suggestions: list[Code] = Field(max_length=400)
    theme: Code = ""


class AskIn(Sent):
    """A theme or a lone suggestion put to a body until a day."""

    about: Code
    body: Code
    promised_on: Code


class ReplyIn(Sent):
    """A body's answer."""

    text_zh: Long
    text_en: Long = ""


class RemindersIn(Sent):
    """For whom, the child's date of birth or the day expected (ISO), and that one agrees to messages."""

    kind: Literal["child", "expecting"]
    day: Code
    agrees: bool


class SittingIn(Sent):
    """When and where people sit together; ``starts`` and ``ends`` in ISO form, ``link`` an https address for those at home."""

    starts: Code
    ends: Code
    place: Short
    link: Short = ""


class QuestionIn(Sent):
    """A question to a sitting; ``hall`` is for staff who write down what was asked there."""

    text: Long
    channel: Literal["home", "hall"] = "home"


class AsideIn(Sent):
    """Why a question is set aside; one of the reasons for which a suggestion is not published."""

    reason: Code


class CountIn(Sent):
    """How many people were in the hall."""

    in_hall: Number


class ReplayIn(Sent):
    """Where it can be seen again: an https address, or nothing."""

    replay: Short


class ActivityQuestionIn(Sent):
    """A question to those who hold an activity."""

    text: Long


class ActivityAnswerIn(Sent):
    """The answer to a question."""

    answer: Long
