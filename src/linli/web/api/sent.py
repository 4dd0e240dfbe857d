"""The shapes of what is sent: exactly these fields, of exactly these types."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from linli.apps.cases.service import CHANNELS, KINDS

CODE = r"^[^\s\x00-\x1f]*$"
Code = Annotated[str, StringConstraints(max_length=100, pattern=CODE)]
CaseName = Annotated[str, StringConstraints(max_length=40)]
"""A case by its ref, or by its number as it is spoken, 3-4-4."""
Line = Annotated[str, StringConstraints(max_length=200)]
Degrees = Annotated[float, Field(ge=-180, le=180)]
MOST_FILES = 20


class Sent(BaseModel):
    """What comes in: exactly these fields, of exactly these types."""

    model_config = ConfigDict(strict=True, extra="forbid")


class ContactIn(Sent):
    """How to reach the person, if at all."""

    name: Annotated[str, StringConstraints(max_length=60)] = ""
    phone: Annotated[str, StringConstraints(max_length=40)] = ""


class CaseIn(Sent):
    """A problem as it was told. A place is a point (WGS84), or the code of an area, or neither."""

    body: str = Field(description="What is wrong, in the person's own words; at most 20,000 characters.")
    service: Code = Field("request", description="One of GET /services.")
    kind: Literal[KINDS] = "help"  # type: ignore[valid-type]
    channel: Literal[CHANNELS] = Field(  # type: ignore[valid-type]
        "api", description="How it was told; some channels need a role."
    )
    title: Annotated[str, StringConstraints(max_length=80)] = ""
    subject: Code = Field("", description="A key of GET /subjects, if it is known.")
    condition: Code = Field("", description="A condition of the subject, if it is known.")
    link: Code = Field("", description="One of the subject's links, if it has several and this is known.")
    place: Line = Field("", description="The place in words.")
    lon: Degrees | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    area: Code = ""
    about_body: Code = Field("", description="The body that a tip-off is about; it will never get the case.")
    answers: dict[str, Any] = Field(default_factory=dict, description="Answers to the service's questions.")
    contact: ContactIn = Field(default_factory=ContactIn)
    files: list[Code] = Field(
        default_factory=list,
        max_length=MOST_FILES,
        description="Refs of POST /files, sent with the same Idempotency-Key.",
    )
    person: Code = Field(
        "", description="With channel agent: the resident who agreed, as GET /represented names them."
    )
    confidential: bool = False
    urgent: bool = False
    may_publish: bool = Field(False, description="Whether a reviewed sentence may appear on the public list.")
    letters: bool = Field(True, description="Whether messages may reach the person.")
    language: Literal["", "zh", "en"] = Field(
        "", description="In which it was told; who has no account is written to in it."
    )


class WishIn(Sent):
    """A certificate that somebody wants of a case of their own."""

    kind: Code = Field(description="proof_of_intake, result_of_matter ...")
    chosen: list[Code] = Field(
        default_factory=list,
        max_length=20,
        description="Fields that it shall hold besides those it always holds.",
    )


class RegisterWishIn(WishIn):
    """A certificate that somebody wants of their entries in a register."""

    source: Code = Field(description="As GET /registers offers it.")
    person: Code = Field("", description="The resident for whom their agent takes it; empty: oneself.")


class EntryIn(Sent):
    """What a body enters for somebody. ``amount`` is hours or yuan as text; where times are counted it is left out."""

    phone: Annotated[str, StringConstraints(max_length=40)]
    name: Line
    on: Code = Field(description="ISO day.")
    until: Code = Field("", description="ISO day, where it lasted longer.")
    amount: Annotated[str, StringConstraints(max_length=40)] = ""
    title: Line
    number: Line = ""


class CheckIn(Sent):
    """What somebody holds in their hands."""

    certificate: Annotated[str, StringConstraints(min_length=1, max_length=100_000)] = Field(
        description="The code on the paper, or the signed certificate (`vc+jwt`) itself."
    )
    status: Annotated[str, StringConstraints(max_length=100_000)] = Field(
        "", description="With a signed certificate: a status list that was downloaded, checked along with it."
    )


class BundleIn(Sent):
    """Everything that a bundle asks, once. A place is a point (WGS84), or the code of an area."""

    bundle: Code = Field(description="One of GET /bundles.")
    answers: dict[str, Any] = Field(default_factory=dict, description="Answers to the bundle's questions.")
    place: Line = Field("", description="The place in words.")
    lon: Degrees | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    area: Code = ""
    contact: ContactIn = Field(default_factory=ContactIn)
    files: list[Code] = Field(
        default_factory=list,
        max_length=MOST_FILES,
        description="Refs of POST /files, sent with the same Idempotency-Key.",
    )
    person: Code = Field("", description="The resident for whom their agent sends it; empty: oneself.")
    letters: bool = Field(True, description="Whether messages may reach the person.")
    language: Literal["", "zh", "en"] = ""


class AnswersIn(Sent):
    """What somebody says of themselves; any answer may be left out."""

    answers: dict[str, Any] = Field(
        default_factory=dict, description="Answers to the questions; money in fen, or as text in yuan."
    )
    on: Code = Field("", description="ISO day whose rules are asked for; today without it.")
    passed: list[Code] = Field(
        default_factory=list, max_length=100, description="Questions that shall not be asked next."
    )


class BringIn(Sent):
    """Answers to ``asks_before`` of a service; any may be left out."""

    answers: dict[str, Any] = Field(default_factory=dict, description="Answers to the questions.")
    passed: list[Code] = Field(
        default_factory=list, max_length=100, description="Questions that shall not be asked next."
    )


class MoveIn(Sent):
    """A move of GET /cases/{case}, with what it asks for."""

    move: Code
    inputs: dict[str, Any] = Field(default_factory=dict)
    version: Annotated[int, Field(ge=0, lt=2**31)] | None = Field(
        None, description="The version you saw; when the case has moved since, nothing happens (409)."
    )


class NoteIn(Sent):
    """A remark beside the course."""

    text: str
    audience: Literal["resident", "internal"] = "internal"


class RatingIn(Sent):
    """How it went, from the person who told or joined the case."""

    satisfaction: Literal["satisfied", "mostly", "partly", "not_satisfied"]
    note: Annotated[str, StringConstraints(max_length=2_000)] = ""
    version: Annotated[int, Field(ge=0, lt=2**31)] | None = None


class Narrowed(BaseModel):
    """What a list is narrowed by; empty means all."""

    subject: Code = ""
    service: Code = ""
    stage: Code = ""
    late: Literal["", "overdue", "near", "returned_twice", "reopened"] = ""
    area: Code = Field("", description="Code or ref of a place; its whole subtree is meant.")
    cursor: Code = Field("", description="From the page before.")


class NarrowedByStaff(Narrowed):
    """What a list of staff is narrowed by beside that."""

    view: Literal["", "queue", "mine", "supporting"] = Field(
        "",
        description="queue: open cases that your roles may see; mine: told, joined or followed as a person. "
        "Staff get queue, others mine.",
    )
    queue: Code = Field(
        "", description="intake, pre_check, dispatch, returned, offered, handling, waiting, parked ..."
    )
    words: Line = Field("", description="The beginning of a number, or words of the title or the place.")


class Matter(BaseModel):
    """What somebody is to answer for, where and when."""

    subject: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=CODE)] = Field(
        description="A key of GET /subjects."
    )
    area: Code = Field("", description="Code or ref of the place, if there is no point.")
    lon: Degrees | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    on: Code = Field("", description="ISO day; today without it.")
    link: Code = Field("", description="Link of a chain: storage, transport, use.")


class ProposalIn(Sent):
    """The person's own word on a proposal; ``answers`` are what the service asks besides."""

    answer: Literal["yes", "no"]
    reason: Annotated[str, StringConstraints(max_length=20)] = Field(
        "", description="Of a no; none is needed."
    )
    answers: dict[str, Any] = Field(default_factory=dict, description="Answers to the service's questions.")


class ProgrammeIn(Sent):
    """An entitlement for which a body begins to look."""

    benefit: Code
    body: CaseName = Field(description="Ref of a body that one works for.")


class RunIn(Sent):
    """Whom a programme looks at: all who agreed, or one firm."""

    company: Code = Field("", description="Unified social credit code of one firm; all without it.")
