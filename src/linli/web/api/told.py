"""The shapes of what is answered: they describe it, and tests hold every answer to them."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field

Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Ref = Annotated[str, Field(json_schema_extra={"format": "uuid"})]


class Told(Schema):
    """What goes out: fields may be added in time, never taken away."""

    model_config = ConfigDict(extra="forbid")


class Both(Told):
    """A text in both languages."""

    zh: str
    en: str


class ProblemField(Told):
    """One thing to mend: the field, the code of the reason, and the sentence."""

    field: str
    code: str
    detail: str
    zh: str
    en: str
    params: dict[str, Any]


class Failure(Told):
    """RFC 9457. ``detail`` speaks the language asked for; ``zh`` and ``en`` are always there."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    zh: str
    en: str
    code: str | None = None
    problems: list[ProblemField] | None = None
    reference: str | None = None


class Choice(Told):
    """One of the answers to choose from."""

    value: str
    name: Both


class Question(Told):
    """What a service asks."""

    name: str
    type: str
    required: bool
    title: Both
    help: Both
    max_length: int | None
    choices: list[Choice]
    when: str | None
    fields: list[Question]


class Condition(Told):
    """A condition of acceptance with its limit."""

    key: str
    text: Both
    limit: str
    limit_name: Both
    abridged: bool


class Subject(Told):
    """What a case can be about."""

    key: str
    standard: str
    kind: str
    code: str
    name: Both
    parent: str | None


class Subjects(Told):
    """The likeliest first."""

    subjects: list[Subject]


class Link(Told):
    """A link of a chain, such as storage, transport, use."""

    link: str
    name: Both


class SubjectWithConditions(Subject):
    """A subject with its conditions, and the links of which a case has to name one (empty: nothing to choose)."""

    conditions: list[Condition]
    links: list[Link]


class Area(Told):
    """A place of the tree."""

    ref: Ref
    kind: str
    code: str
    name: Both
    path: str
    lon: float | None
    lat: float | None


class Areas(Told):
    """Places one level below another."""

    areas: list[Area]


class AreaWithWay(Area):
    """A place and the places around it, from the city down."""

    way: list[Area]


class Place(Told):
    """What lies around a point."""

    area: Area
    community: Area | None
    cells: dict[str, str]


class Body(Told):
    """A body of the city. ``phone`` is the office's."""

    ref: Ref
    code: str
    kind: str
    name: Both
    area_path: str
    parent: str | None
    may_lead: bool
    phone: str


class Bodies(Told):
    """Bodies by area, kind and code."""

    bodies: list[Body]


class Why(Told):
    """One step of an explanation."""

    code: str
    zh: str
    en: str


class Sum(Told):
    """An amount that the service works out: in fen, or a plain number; null where it is not laid down or still open."""

    code: str
    zh: str
    en: str
    unit: str = Field(description="fen or number")
    value: int | float | None


class Responsible(Told):
    """Who answers for a subject in a link at a place on a day, by which row of the matrix, and why."""

    subject: str
    link: str
    area_path: str
    on: str
    row: str
    article: str
    lead: Body
    supporting: list[Body]
    why: list[Why]


class Moved(Told):
    """Where a case stands after an act."""

    ref: Ref
    number: str
    stage: str
    version: int


class Opened(Moved):
    """A new case. Keep ``code``: together with the number it opens the case without an account.

    ``advice`` is what the person has to be told: a limit of the law that may have passed, the road that remains.
    """

    code: str
    advice: list[Why]
    amounts: list[Sum] = []


class Joined(Moved):
    """A case that one has joined."""

    joined: int | None = None


class Clock(Told):
    """A date somebody was given. ``due`` may move with pauses; ``told_due`` is what was said."""

    name: str
    kind: str
    limit: str
    started: Instant
    due: Instant
    told_due: Instant
    provisional: bool
    paused_since: Instant | None
    stopped: Instant | None
    extensions: int


class InputOut(Told):
    """One thing that a move asks for."""

    name: str
    type: str
    required: bool
    choices: list[str]
    max_length: int


class MoveOut(Told):
    """A move that you could make now."""

    move: str
    name: Both
    inputs: list[InputOut]


class Step(Told):
    """One entry of a case as you may see it. ``leaf`` is its place in the public log (/log/entry/…)."""

    seq: int
    act: str
    at: Instant
    role: str
    move: str | None
    stage: str | None
    body: str | None
    inputs: dict[str, Any]
    texts: dict[str, Any]
    leaf: int | None


class Entries(Told):
    """The entries of a case, oldest first."""

    case: Ref
    stream: str
    entries: list[Step]


class Part(Told):
    """A body's part in a case."""

    body: str
    part: str
    state: str
    since: Instant


class File(Told):
    """A file of a case; open it at /files/{ref}."""

    ref: Ref
    kind: str
    media_type: str
    size: int


class StoredFile(Told):
    """A file as it was kept, until the act that it was sent for takes it."""

    ref: Ref
    kind: str
    sha256: str
    size: int
    lon: float | None
    lat: float | None


class CaseLine(Told):
    """One line of a list."""

    ref: Ref
    number: str
    title: str
    service: str
    subject: str
    stage: str
    stage_name: Both
    area_path: str
    lead: str | None
    due: Instant | None
    promise: Instant | None
    opened_at: Instant
    closed_at: Instant | None
    urgent: bool
    sensitivity: str
    joined: int
    returns: int
    reopenings: int
    version: int


class Lines(Told):
    """A page of a list; ask again with ``cursor`` for the next one."""

    cases: list[CaseLine]
    cursor: str | None


class PublicLine(Told):
    """One line of the public list; ``summary`` only where the resident chose it and an officer reviewed it."""

    ref: Ref
    number: str
    summary: str
    service: str
    subject: str
    stage: str
    stage_name: Both
    area: str
    lead: str | None
    promise: Instant | None
    opened_at: Instant
    closed_at: Instant | None
    joined: int
    returns: int
    reopenings: int


class PublicLines(Told):
    """A page of the public list."""

    cases: list[PublicLine]
    cursor: str | None


class PublicCase(Told):
    """What anybody may know of a case."""

    ref: Ref
    number: str
    summary: str
    service: str
    kind: str
    subject: str
    link: str
    stage: str
    stage_name: Both
    area: str
    lead: str | None
    outcome: str
    promise: Clock | None
    opened_at: Instant
    closed_at: Instant | None
    joined: int
    returns: int
    reopenings: int
    entries: list[Step]


class Case(Told):
    """A case as you may see it. What is only for staff is empty for others."""

    ref: Ref
    number: str
    service: str
    definition: str
    kind: str
    subject: str
    link: str
    condition: str
    channel: str
    stage: str
    stage_name: Both
    version: int
    urgent: bool
    sensitivity: str
    title: str
    body: str
    place: str
    lon: float | None
    lat: float | None
    area_path: str
    answers: dict[str, Any]
    lead: str | None
    outcome: str
    opened_at: Instant
    closed_at: Instant | None
    joined: int
    promise: Clock | None
    clocks: list[Clock]
    moves: list[MoveOut]
    parts: list[Part]
    files: list[File]
    reporter: str
    reporter_phone: str
    relation: str | None


class ReceiptOut(Told):
    """What its holder can check without us: docs/entry-format.md, tools/linli_verify.py."""

    ref: Ref
    number: str
    code: str
    opened_at: Instant
    confidential: bool
    leaf: int | None
    receipt: dict[str, Any]


Question.model_rebuild()


class Indicator(Told):
    """One figure. ``excluded`` counts what is left out, by reason; ``hidden`` says that too few stand behind it."""

    code: str
    numerator: float | int | None = None
    denominator: int | None = None
    value: float | None = None
    interval: list[float] | None = None
    excluded: dict[str, int] | None = None
    median_working_minutes: float | int | None = None
    closed: int | None = None
    hidden: bool


class Indicators(Told):
    """The city's figures of a month, counted up to an entry of the public log."""

    period: str
    as_of: Instant | None
    log_size: int
    final: bool
    indicators: list[Indicator]
