"""What a form asks: questions with their types, limits and the condition under which they are asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from linli.core.expr.check import Kinds
from linli.core.expr.tree import Expression
from linli.core.expr.values import OPERATIONS
from linli.core.expr.vocabulary import Kind

PREFIX = "answers."
"""How conditions name an answer: ``answers.employer = 'known'``; inside members just by its name."""


class QuestionType(StrEnum):
    """What sort of answer is given."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"
    YES_NO = "yes_no"
    DATE = "date"
    MONEY = "money"  # fen
    NUMBER = "number"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    CREDIT_CODE = "credit_code"
    PLACE = "place"
    FILES = "files"
    PERSON = "person"
    MEMBERS = "members"  # a table of people or things
    HOUSEHOLD = "household"  # a table of those who live together
    AREA = "area"  # a place of the area tree, by its code
    ADDRESS = "address"  # the place of the tree, and the house
    CONSENT = "consent"  # a declaration that is agreed to, or not
    SIGNATURE = "signature"  # a typed name under a declaration


OWN = frozenset({QuestionType.PERSON, QuestionType.ADDRESS, QuestionType.PHONE, QuestionType.ID_NUMBER})
"""What can be filled in from what somebody agreed to share of themselves."""
TABLES = frozenset({QuestionType.MEMBERS, QuestionType.HOUSEHOLD})
"""Answered by rows."""
GROUPED = frozenset({QuestionType.PERSON, QuestionType.ADDRESS, QuestionType.SIGNATURE})
"""Answered by several parts under one heading."""

LONGEST = {QuestionType.TEXT: 200, QuestionType.LONG_TEXT: 20_000}
MOST_ITEMS = {
    QuestionType.FILES: Decimal(20),
    QuestionType.MEMBERS: Decimal(50),
    QuestionType.HOUSEHOLD: Decimal(20),
    QuestionType.MULTI_CHOICE: Decimal(50),
}

_KINDS: dict[QuestionType, Kind] = {
    QuestionType.YES_NO: Kind.YES_NO,
    QuestionType.CONSENT: Kind.YES_NO,
    QuestionType.DATE: Kind.DATE,
    QuestionType.MONEY: Kind.NUMBER,
    QuestionType.NUMBER: Kind.NUMBER,
}

TODAY = "today"


@dataclass(frozen=True, slots=True)
class Shifted:
    """A day some days, months or years after (or before) today or an earlier answer: ``days_after(today, 1)``."""

    by: str
    day: str
    n: int

    def from_day(self, day: date) -> date | None:
        """Return the day counted from one; None where the calendar ends."""
        found = OPERATIONS[self.by](day, self.n)
        return found if isinstance(found, date) else None


SHIFTS = ("days_after", "months_after", "years_after")
Bound = Decimal | date | str | Shifted | None
"""The least or most of an answer: a number, fen, a day, ``today``, an earlier answer for a day, or so long after one."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``when`` decides over the answers before it whether it is asked.

    ``most`` and ``least`` bound numbers, money (fen) and days, or the count of files, ticks and
    members. ``fields`` are the columns of members, or the parts of a person. ``own`` asks about whoever
    fills the form in: what they agreed to share is filled in for them.
    """

    name: str
    type: QuestionType
    required: bool = False
    when: Expression | None = None
    choices: tuple[str, ...] = ()
    max_length: int = 200
    least: Bound = None
    most: Bound = None
    fields: tuple[Question, ...] = ()
    own: bool = False

    @property
    def kind(self) -> Kind | Mapping[str, Kind]:
        """Return the kind of its answer in expressions; lists are groups."""
        if self.type in {QuestionType.MULTI_CHOICE, QuestionType.FILES}:
            return {"value": Kind.TEXT}
        if self.type in TABLES:
            return {one.name: _KINDS.get(one.type, Kind.TEXT) for one in self.fields}
        return _KINDS.get(self.type, Kind.TEXT)


def bounding(question: Question) -> Iterator[str]:
    """Yield the answers that bound an answer."""
    for bound in (question.least, question.most):
        day = bound.day if isinstance(bound, Shifted) else bound
        if isinstance(day, str) and day != TODAY:
            yield day


@dataclass(frozen=True, slots=True)
class Form:
    """Questions in the order in which they are asked."""

    questions: tuple[Question, ...] = field(default=())

    @property
    def kinds(self) -> Kinds:
        """Return the kinds of the facts that answers become, for checking conditions beforehand."""
        found: dict[str, Kind | Mapping[str, Kind]] = {}
        for one in self.questions:
            found.update(kinds_of(one))
        return found


def kinds_of(question: Question) -> dict[str, Kind | Mapping[str, Kind]]:
    """Return the facts a question's answer gives; a person gives one for each part."""
    name = PREFIX + question.name
    if question.type in GROUPED:
        return {f"{name}.{part.name}": _KINDS.get(part.type, Kind.TEXT) for part in question.fields}
    return {name: question.kind}


PERSON_FIELDS = (
    Question("name", QuestionType.TEXT, required=True, max_length=100),
    Question("phone", QuestionType.PHONE),
    Question("id_number", QuestionType.ID_NUMBER),
)
RELATIONS = ("head", "spouse", "child", "parent", "grandparent", "grandchild", "sibling", "other")
HEAD = "head"
HOUSEHOLD_FIELDS = (
    Question("name", QuestionType.TEXT, required=True, max_length=100),
    Question("relation", QuestionType.CHOICE, required=True, choices=RELATIONS),
    Question("id_number", QuestionType.ID_NUMBER),
    Question("birth", QuestionType.DATE, most=TODAY),
)
ADDRESS_FIELDS = (
    Question("area", QuestionType.AREA, required=True),
    Question("line", QuestionType.TEXT, required=True),
)
SIGNATURE_FIELDS = (
    Question("name", QuestionType.TEXT, required=True, max_length=100),
    Question("agreed", QuestionType.CONSENT, required=True),
)
DEFAULT_FIELDS = {
    QuestionType.PERSON: PERSON_FIELDS,
    QuestionType.HOUSEHOLD: HOUSEHOLD_FIELDS,
    QuestionType.ADDRESS: ADDRESS_FIELDS,
    QuestionType.SIGNATURE: SIGNATURE_FIELDS,
}
"""What is asked of a person, a household, an address and a signature unless a question declares its own fields."""
FIXED = frozenset({QuestionType.ADDRESS, QuestionType.SIGNATURE})
"""Whose fields are always the same."""
