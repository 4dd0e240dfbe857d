"""Reads answers: cleaned, checked, one problem a field, or the whole form in the shape records keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from linli.core.expr.evaluate import Value, evaluate
from linli.core.forms.facts import facts_of
from linli.core.forms.people import wrong_birth, wrong_rows
from linli.core.forms.questions import (
    GROUPED,
    TABLES,
    TODAY,
    Bound,
    Form,
    Question,
    QuestionType,
    Shifted,
    bounding,
)
from linli.core.forms.reading import LONGEST_RAW, Read, is_empty, read_count, read_single
from linli.core.shared.outcomes import JsonValue, Problem


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered, by question, in declared order; unanswered questions are left out.

    Money is fen, days are ISO text, numbers are whole or decimal text, people and members are
    objects. ``dropped`` names answers to questions that were not asked of this person.
    """

    form: Form
    values: Mapping[str, JsonValue]
    dropped: tuple[str, ...] = ()

    @property
    def facts(self) -> dict[str, Value]:
        """Return the answers as facts for expressions, ``answers.<question>``; None is not answered."""
        return facts_of(self.form, self.values)


def read_answers(
    form: Form, raw: Mapping[str, JsonValue], on: date | None = None
) -> Answers | tuple[Problem, ...]:
    """Read what was sent, from a page (texts) or a program (JSON); ``on`` is today.

    Questions are taken in their order. One whose condition does not hold is not asked: what came
    for it is dropped. One whose condition cannot be known yet may be answered but need not.
    """
    values: dict[str, JsonValue] = {}
    dropped: list[str] = []
    known = {question.name for question in form.questions}
    problems = [Problem(str(name)[:100], "forms.unknown_question") for name in raw if name not in known]
    for question in form.questions:
        said = raw.get(question.name)
        asked = is_asked(form, question, values)
        if asked is False:
            dropped += [question.name] if not is_empty(said) else []
            continue
        if is_empty(said):
            if question.required and asked:
                problems.append(_missing(question, question.name))
            continue
        found = read_one(_bounded(form, question, values), said, on)
        if isinstance(found, tuple):
            problems += found
        else:
            values[question.name] = found.value
    return tuple(problems) or Answers(form, values, tuple(dropped))


def _bounded(form: Form, question: Question, values: Mapping[str, JsonValue]) -> Question:
    """Return a question with the days in the place of the answers that bound it; one not given bounds nothing."""
    if not [*bounding(question)]:
        return question
    facts = facts_of(form, values)
    least, most = (_day_of(one, facts) for one in (question.least, question.most))
    return replace(question, least=least, most=most)


def _day_of(bound: Bound, facts: Mapping[str, Value]) -> Bound:
    named = bound.day if isinstance(bound, Shifted) else bound
    if not isinstance(named, str) or named == TODAY:
        return bound
    day = facts.get(named)
    if not isinstance(day, date):
        return None
    return bound.from_day(day) if isinstance(bound, Shifted) else day


def is_asked(form: Form, question: Question, values: Mapping[str, JsonValue]) -> bool | None:
    """Say whether a question is asked after these answers; None if that is not known yet."""
    if question.when is None:
        return True
    value = evaluate(question.when, facts_of(form, values)).value
    return value if isinstance(value, bool) else None


def read_one(question: Question, said: JsonValue, on: date | None) -> Read | tuple[Problem, ...]:
    """Read one answer that is not empty."""
    if question.type in GROUPED:
        return _read_group(question, said, on)
    if question.type in TABLES:
        return _read_members(question, said, on)
    found = read_single(question, said, on)
    return (found,) if isinstance(found, Problem) else found


def _missing(question: Question, path: str) -> Problem:
    agreed = question.type is QuestionType.CONSENT
    return Problem(path, "forms.consent_missing" if agreed else "forms.required")


def _read_group(question: Question, said: JsonValue, on: date | None) -> Read | tuple[Problem, ...]:
    """Read the parts of one thing; a signature keeps the day on which it was given."""
    signed = question.type is QuestionType.SIGNATURE
    parts = (
        {key: one for key, one in said.items() if key != "on"} if signed and isinstance(said, dict) else said
    )
    found = _read_row(question.fields, parts, question.name, on)
    if isinstance(found, tuple) or not isinstance(found.value, dict):
        return found
    if signed:
        return Read({**found.value, "on": on.isoformat() if on else ""})
    return tuple(wrong_birth(question.fields, found.value, question.name)) or found


def _read_row(
    fields: tuple[Question, ...], said: JsonValue, path: str, on: date | None
) -> Read | tuple[Problem, ...]:
    """Read one person or member; problems carry the path, as ``members[2].birth``."""
    if not isinstance(said, dict):
        return (Problem(path, "forms.not_a_row"),)
    known = {one.name for one in fields}
    problems = [
        Problem(f"{path}.{str(name)[:100]}", "forms.unknown_question") for name in said if name not in known
    ]
    values: dict[str, JsonValue] = {}
    for one in fields:
        given = said.get(one.name)
        if is_empty(given):
            problems += [_missing(one, f"{path}.{one.name}")] if one.required else []
            continue
        found = read_single(one, given, on)
        if isinstance(found, Problem):
            problems.append(Problem(f"{path}.{one.name}", found.code, found.params))
        else:
            values[one.name] = found.value
    return tuple(problems) or Read(values)


def _read_members(question: Question, said: JsonValue, on: date | None) -> Read | tuple[Problem, ...]:
    if not isinstance(said, list) or len(said) > LONGEST_RAW:
        return (Problem(question.name, "forms.not_a_list"),)
    rows = {number: row for number, row in enumerate(said, 1) if not is_empty(row)}
    if problem := read_count(question, len(rows)):
        return (problem,)
    found = {
        number: _read_row(question.fields, row, f"{question.name}[{number}]", on)
        for number, row in rows.items()
    }
    problems = tuple(problem for one in found.values() if not isinstance(one, Read) for problem in one)
    read = {number: one.value for number, one in found.items() if isinstance(one, Read)}
    kept = {number: row for number, row in read.items() if isinstance(row, dict)}
    return problems or tuple(wrong_rows(question, kept)) or Read([*kept.values()])
