"""The shapes of what is sent to care."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from linli.web.api.sent import CaseName, Code, Sent

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
