"""What a service tells before it is used: who may apply, what to bring, how long, what it costs, on what it rests."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from linli.core.expr.tree import Expression
from linli.core.forms.questions import Form


class LifeEvent(StrEnum):
    """What happened in somebody's life; by this they look for a service."""

    BIRTH = "birth"
    SCHOOL = "school"
    WORK = "work"
    BUSINESS = "business"
    MARRIAGE = "marriage"
    HOME = "home"
    MOVING = "moving"
    ILLNESS = "illness"
    DISABILITY = "disability"
    GROWING_OLD = "growing_old"
    HARDSHIP = "hardship"
    DEATH = "death"
    DISPUTE = "dispute"
    DAILY = "daily"


class Paper(StrEnum):
    """In what form something is brought."""

    ORIGINAL = "original"  # shown, looked at, given back
    COPY = "copy"
    ORIGINAL_AND_COPY = "original_and_copy"
    ELECTRONIC = "electronic"  # a photo or a file will do
    FILLED_IN = "filled_in"  # a form that is filled in here


@dataclass(frozen=True, slots=True)
class Grounds:
    """On what something rests; ``confirmed`` is False where it is an example or only known locally."""

    title: str
    url: str = ""
    note: str = ""
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Held:
    """The office has it already and must not ask for it again, on these grounds; ``when`` says for whom."""

    grounds: Grounds
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """Something to bring, where ``when`` holds of what the person answered."""

    name: str
    paper: Paper = Paper.ORIGINAL
    copies: int = 0
    when: Expression | None = None
    held: Held | None = None


@dataclass(frozen=True, slots=True)
class Legal:
    """The longest that the law allows."""

    limit: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Fee:
    """What it costs, in fen; ``amount`` names the sum of the service that follows from the answers instead."""

    fen: int = 0
    grounds: Grounds | None = None
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """The service as somebody reads it who wonders whether it is for them.

    Names stand for sentences of the pack: ``guide.who.<name>``, ``guide.condition.<name>``,
    ``guide.counter.<name>`` and ``guide.hours.<name>``, ``guide.body.<name>``, ``material.<name>`` and
    ``material.<name>.why``. ``promised`` is the clock whose limit is told. ``form`` holds the few questions
    on which materials depend (``guide.question.<name>``); what is answered to them is kept nowhere.
    """

    events: tuple[LifeEvent, ...]
    body: str
    who: tuple[str, ...]
    conditions: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()
    promised: str = ""
    legal: Legal | None = None
    fee: Fee = field(default_factory=Fee)
    form: Form = field(default_factory=Form)
    materials: tuple[Material, ...] = ()
