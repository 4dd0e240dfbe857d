"""The shapes of what is answered about entitlements."""

from __future__ import annotations

from typing import Any

from linli.web.api.told import Both, Question, Told


class Benefit(Told):
    """An entitlement with the questions that decide it."""

    benefit: str
    version: int
    events: list[str]
    title: Both
    summary: Both
    questions: list[Question]


class Benefits(Told):
    """All entitlements."""

    benefits: list[Benefit]


class Entitlement(Told):
    """What the rules make of somebody's answers. ``entitled`` null: it depends on ``waits_for``.

    ``told`` holds, in each language, sentence, results, grounds as a tree, conditions and provisions in force.
    """

    benefit: str
    on: str
    entitled: bool | None
    examples: bool
    waits_for: list[str]
    asks_next: str | None
    told: dict[str, dict[str, Any]]


class Kept(Told):
    """Answers that somebody let us keep; ``findable``: a programme may look whether they are entitled."""

    ref: str
    benefit: str
    answers: dict[str, Any]
    company: str
    kept_at: str
    until: str
    findable: bool


class Proposal(Told):
    """What waits for the person's yes or no; a yes opens a case of ``service``."""

    ref: str
    benefit: str
    title: Both
    made_at: str
    service: str


class KeptAnswers(Told):
    """What somebody let us keep, and what was proposed to them."""

    kept: list[Kept]
    proposals: list[Proposal]


class Answered(Told):
    """What became of a proposal; ``case`` and ``number`` are there after a yes."""

    state: str
    case: str | None
    number: str | None


class Programme(Told):
    """A programme in counts: who agreed to be found, what the last run came to, what people answered and why."""

    ref: str
    benefit: str
    body: str
    body_name: Both
    started_at: str
    ended_at: str | None
    ran_at: str | None
    agreed: int
    looked_at: int
    entitled: int
    states: dict[str, int]
    reasons: dict[str, int]


class Programmes(Told):
    """The programmes of one's body or area."""

    programmes: list[Programme]


class ProgrammeMade(Told):
    """A programme that was started."""

    ref: str


class ProgrammeRan(Told):
    """What a run came to; ``more``: another run has work to do."""

    looked_at: int
    entitled: int
    proposed: int
    withdrawn: int
    unread: int
    more: bool
