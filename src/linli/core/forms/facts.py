"""Turns kept answers into the facts that expressions ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from linli.core.expr.values import Member, Single, Value
from linli.core.forms.questions import GROUPED, PREFIX, TABLES, Form, Question, QuestionType
from linli.core.shared.outcomes import JsonValue

_LISTS = (QuestionType.MULTI_CHOICE, QuestionType.FILES)


def facts_of(form: Form, values: Mapping[str, JsonValue]) -> dict[str, Value]:
    """Return every question as a fact ``answers.<question>``, None where there is no answer.

    A person, an address and a signature give a fact for each part. Members carry all their fields, so that a gap in one of
    them is a gap and never another fact of the same name. A place is a fact by its text only.
    """
    facts: dict[str, Value] = {}
    for question in form.questions:
        name, value = PREFIX + question.name, values.get(question.name)
        if question.type in GROUPED:
            parts = value if isinstance(value, dict) else {}
            facts.update(
                {f"{name}.{part.name}": fact_of(part, parts.get(part.name)) for part in question.fields}
            )
        elif question.type in TABLES:
            facts[name] = None if value is None else _members(question, value)
        elif question.type in _LISTS:
            facts[name] = [str(one) for one in value] if isinstance(value, list) else None
        else:
            facts[name] = fact_of(question, value)
    return facts


def _members(question: Question, rows: JsonValue) -> Sequence[Member]:
    kept = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [{one.name: fact_of(one, row.get(one.name)) for one in question.fields} for row in kept]


def fact_of(question: Question, value: JsonValue) -> Single:
    """Return one kept answer as a fact."""
    if question.type is QuestionType.PLACE:
        value = value.get("text") if isinstance(value, dict) else None
    if question.type is QuestionType.DATE and isinstance(value, str):
        return date.fromisoformat(value)
    if question.type is QuestionType.NUMBER and isinstance(value, str):
        return Decimal(value)
    return value if isinstance(value, bool | int | str) else None
