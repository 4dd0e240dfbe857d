"""The shapes of what is sent to care."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from linli.web.api.sent import CaseName, Code, Degrees, Sent

Words = Annotated[str, StringConstraints(max_length=400)]


class FamilyIn(Sent):
    """Whom the person names, and what they may."""

    name: Words
    phone: Annotated[str, StringConstraints(max_length=30)]
    relation: Code = Field(description="child, spouse, sibling, grandchild, relative, neighbour or guardian.")
    may_view: bool = False
    may_fetch: bool = False
    is_told: bool = False


class WithdrawIn(Sent):
    """Nothing: the address says it all."""


class CareVisitIn(Sent):
    """What the carer notes of a visit: there, or done."""

    move: Literal["begin", "end"]
    note: Words = ""
    shared: bool = Field(default=False, description="The family may read the note.")


class CareDayIn(Sent):
    """What is done with a day: plan it, release it, plan the rest without a carer."""

    move: Literal["plan", "release", "without"]
    carer: CaseName = Field(default="", description="For without: the ref of the carer who falls out.")


class AttendanceIn(Sent):
    """What is noted of today."""

    state: Literal["here", "left", "absent"]
    meal: Code = ""
    fetched_by: CaseName = Field(default="", description="For left: the ref of a family member, or alone.")
    note: Words = ""


class LookIn(Sent):
    """What an assessor saw; a third look has only the items in question."""

    items: dict[str, int] = Field(max_length=60)
    coma: bool = False
    disorder: bool = False


class AssessmentIn(Sent):
    """Why somebody is looked at, and the two who look, by the refs of their accounts."""

    reason: Code = Field(description="first, regular, changed, contested or other.")
    assessors: list[CaseName] = Field(max_length=2)


class NothingMoreIn(Sent):
    """Nothing: the address names it all."""


class EnrolmentIn(Sent):
    """A place in a day room: days of the week from Monday (0), the usual meal, what must not be given."""

    room: CaseName
    days: list[Annotated[int, Field(ge=0, le=6)]] = Field(max_length=7)
    meal: Code = "normal"
    needs: Words = ""


class MealIn(Sent):
    """Who eats what."""

    enrolment: CaseName
    meal: Code


class MealsIn(Sent):
    """The meals of a day; each enrolment once."""

    meals: list[MealIn] = Field(min_length=1, max_length=500)


class IncidentIn(Sent):
    """What happened to somebody in care; without a day it was today."""

    kind: Code = Field(description="fall, choking, self_harm, astray, unwell or other.")
    day: Code = Field("", description="A day, 2026-12-01; none to come.")
    text: Words = ""


class CareFileIn(Sent):
    """Somebody who comes into care: their record, the body, how they agreed, where they live (WGS84)."""

    resident: CaseName
    body: Code
    consent: Code = Field("", description="How the person agreed, where staff open the file.")
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    wishes: list[Code] = Field(default_factory=list, max_length=10)


class CareLineIn(Sent):
    """A service, how often a week, by whom."""

    service: Code
    times: Annotated[int, Field(ge=0, lt=1_000)]
    by: Code


class CarePlanIn(Sent):
    """What was talked over and agreed."""

    needs: Annotated[str, StringConstraints(max_length=4_000)]
    goals: Annotated[str, StringConstraints(max_length=4_000)]
    family_part: Annotated[str, StringConstraints(max_length=4_000)] = ""
    lines: list[CareLineIn] = Field(max_length=30)
    review_on: Code
    how: Code


class CarePartIn(Sent):
    """One carer's part of a visit."""

    service: Code
    minutes: Annotated[int, Field(ge=0, lt=2_000)]


class RequirementIn(Sent):
    """A visit that comes round; ``key`` names it within the file, again writes it anew."""

    key: Annotated[str, StringConstraints(max_length=80)]
    parts: list[CarePartIn] = Field(max_length=4)
    opens: Annotated[int, Field(ge=0, lt=2_000)]
    closes: Annotated[int, Field(ge=0, lt=2_000)]
    latest: Annotated[int, Field(ge=0, lt=2_000)] = 0
    days: list[Annotated[int, Field(ge=0, le=6)]] = Field(
        default_factory=lambda: list(range(7)), max_length=7
    )
    gap: list[Annotated[int, Field(ge=0, lt=2_000)]] = Field(default_factory=list, max_length=2)
    usual: list[CaseName] = Field(default_factory=list, max_length=20)


class CarerIn(Sent):
    """A carer, by the ref of a colleague who may visit; minutes of the day, days of the week from Monday (0)."""

    account: CaseName
    skills: list[Code] = Field(max_length=20)
    traits: list[Code] = Field(default_factory=list, max_length=10)
    begins: Annotated[int, Field(ge=0, lt=2_000)]
    ends: Annotated[int, Field(ge=0, lt=2_000)]
    days: list[Annotated[int, Field(ge=0, le=6)]] = Field(
        default_factory=lambda: list(range(5)), max_length=7
    )
    lon: Degrees
    lat: Annotated[float, Field(ge=-90, le=90)]
    is_active: bool = True


class RequirementEndIn(Sent):
    """Which one ends."""

    key: Annotated[str, StringConstraints(max_length=80)]
