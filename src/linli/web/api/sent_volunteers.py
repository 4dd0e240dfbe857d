"""The shapes of what is sent about volunteers, tasks, hours, the time bank and favours."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from linli.web.api.sent import CaseName, Code, Line, Sent

Words = Annotated[str, StringConstraints(max_length=1_000)]
Minutes = Annotated[int, Field(ge=-(2**31), lt=2**31)]


class VolunteerIn(Sent):
    """What somebody says when joining. Of adults the birthday is not kept."""

    name: Line
    born: Code = Field(description="ISO day.")
    area: Code = Field(description="Code of a community or estate.")
    radius: Annotated[int, Field(ge=0, lt=2**31)] = 2000
    skills: list[Code] = Field(default_factory=list, max_length=40)
    times: list[Code] = Field(default_factory=list, max_length=40, description="6am is Saturday morning.")
    languages: list[Code] = Field(default_factory=list, max_length=10)
    guardian_phone: Annotated[str, StringConstraints(max_length=40)] = Field(
        "", description="Of somebody who is 16 or 17."
    )
    code: Code = Field("", description="Of a team's invitation.")
    saves_time: bool = False
    agrees: bool = Field(description="Has read what is kept, and agrees.")
    courier: bool = Field(
        False, description="Reports in as a courier: no review, nothing but name and place."
    )
    platform: Line = ""


class StatusIn(Sent):
    """What becomes of one's helping."""

    do: Literal["pause", "resume", "leave"]


class VolunteerTaskIn(Sent):
    """A task. ``details`` and ``helped_phone`` are sealed and for who took it."""

    kind: Code
    title: Line
    place: Line
    area: Code
    body: CaseName
    starts_at: Code = Field(description="ISO instant with a zone.")
    ends_at: Code = Field(description="ISO instant with a zone.")
    words: Words = ""
    safety: Words = ""
    wanted: Annotated[int, Field(ge=0, lt=2**31)] = 1
    skills: list[Code] = Field(default_factory=list, max_length=20)
    care: Code = "none"
    insured: bool = False
    details: Words = ""
    helped_phone: Annotated[str, StringConstraints(max_length=40)] = ""
    case: CaseName = ""
    centre: CaseName = ""


class EngagementIn(Sent):
    """What somebody does with a task they took, or its organiser with the hours."""

    do: Literal["give_back", "start", "finish", "confirm", "dispute"]
    code: Code = Field("", description="Of the organiser for start and finish; of the slip for confirm.")
    minutes: Minutes = Field(0, description="Of confirm.")
    words: Words = Field("", description="Of dispute.")


class GiftIn(Sent):
    """Minutes to the pool, or to somebody of one's household."""

    to: CaseName = Field("pool", description="pool, or the ref of a resident of one's household.")
    minutes: Minutes


class FavourIn(Sent):
    """What somebody asks or offers."""

    side: Literal["ask", "offer"]
    kind: Code
    words: Words
    area: Code
    days: Annotated[int, Field(ge=0, lt=2**31)] = 7
    knows: bool = Field(description="Has read what is not for neighbours.")
    phone: Annotated[str, StringConstraints(max_length=40)] = Field(
        "", description="For whom staff or a contact household take it down."
    )
    name: Line = ""
    consent: Literal["", "spoken", "paper"] = Field(
        "", description="How somebody without a telephone agreed; the asker then goes between."
    )


class MatchIn(Sent):
    """What one of the two says."""

    do: Literal["write", "show_number", "hide_number", "done", "break"]
    text: Words = ""
    minutes: Minutes = 0
    bank: bool = Field(False, description="Book the minutes; done when both wish it.")
