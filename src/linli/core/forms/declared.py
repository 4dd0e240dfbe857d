"""Reads a form as a pack declares it under ``ask``, and finds everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from linli.core.expr.check import check
from linli.core.expr.parse import closest, parse
from linli.core.expr.tree import Expression
from linli.core.expr.vocabulary import Kind
from linli.core.forms.questions import (
    DEFAULT_FIELDS,
    FIXED,
    GROUPED,
    LONGEST,
    MOST_ITEMS,
    OWN,
    PREFIX,
    SHIFTS,
    TABLES,
    TODAY,
    Bound,
    Form,
    Question,
    QuestionType,
    Shifted,
    bounding,
    kinds_of,
)
from linli.core.shared.outcomes import JsonValue, Problem

MOST_QUESTIONS = 100
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_SHIFT = re.compile(rf"({'|'.join(SHIFTS)})\(\s*({TODAY}|answers\.[\w.]+)\s*,\s*(-?\d{{1,5}})\s*\)", re.ASCII)
_KEYS = ("type", "required", "when", "choices", "max_length", "least", "most", "fields", "own")
_GROUPS = TABLES | GROUPED
_BOUNDED = (QuestionType.NUMBER, QuestionType.MONEY, QuestionType.DATE, *MOST_ITEMS)


@dataclass(slots=True)
class _Reader:
    """Notes problems and reads on, so that one look shows all of them."""

    path: str = ""
    problems: list[Problem] = field(default_factory=list)

    def note(self, code: str, **params: str | int | None) -> None:
        if params.get("suggestion"):
            code += "_suggest"
        self.problems.append(Problem(self.path, code, {k: v for k, v in params.items() if v is not None}))


def read_form(ask: Mapping[str, Mapping[str, JsonValue]]) -> Form | tuple[Problem, ...]:
    """Return the form that ``ask`` declares, or everything that is wrong with it."""
    reader = _Reader()
    if len(ask) > MOST_QUESTIONS:
        reader.note("forms.too_many_questions", limit=MOST_QUESTIONS)
    questions = tuple(_question(name, said, name, reader) for name, said in ask.items())
    _check_conditions(questions, reader)
    return tuple(reader.problems) or Form(questions)


def _question(name: str, said: Mapping[str, JsonValue], path: str, reader: _Reader) -> Question:
    reader.path = path
    if not _NAME.fullmatch(name):
        reader.note("forms.bad_name", name=name[:40])
    if not isinstance(said, Mapping):
        reader.note("forms.not_a_question")
        return Question(name, QuestionType.TEXT)
    for key in said:
        if key not in _KEYS:
            reader.note("forms.unknown_key", found=str(key)[:40], suggestion=closest(str(key)[:40], _KEYS))
    kind = _type(said.get("type"), reader)
    question = Question(
        name=name,
        type=kind,
        required=_flag(said.get("required"), reader),
        when=_condition(said.get("when"), reader),
        choices=_choices(kind, said.get("choices"), reader),
        max_length=_length(kind, said.get("max_length"), reader),
        least=_bound(kind, said.get("least"), reader),
        most=_bound(kind, said.get("most"), reader) or MOST_ITEMS.get(kind),
        fields=_fields(kind, said.get("fields"), path, reader),
        own=_own(kind, said.get("own"), reader),
    )
    reader.path = path
    if (
        question.least is not None
        and question.most is not None
        and not _in_order(question.least, question.most)
    ):
        reader.note("forms.bounds_crossed")
    return question


def _type(said: Any, reader: _Reader) -> QuestionType:
    known = tuple(one.value for one in QuestionType)
    if said in known:
        return QuestionType(said)
    if said is None:
        reader.note("forms.type_missing")
    else:
        reader.note("forms.unknown_type", found=str(said)[:40], suggestion=closest(str(said)[:40], known))
    return QuestionType.TEXT


def _flag(said: Any, reader: _Reader) -> bool:
    if said is not None and not isinstance(said, bool):
        reader.note("forms.not_true_or_false", found=str(said)[:40])
    return said is True


def _own(kind: QuestionType, said: Any, reader: _Reader) -> bool:
    own = _flag(said, reader)
    if own and kind not in OWN:
        reader.note("forms.own_not_here")
    return own


def _condition(said: Any, reader: _Reader) -> Expression | None:
    if said is None:
        return None
    found = parse(said) if isinstance(said, str) else Problem("", "forms.when_not_text")
    if isinstance(found, Problem):
        reader.problems.append(Problem(reader.path, found.code, found.params))
        return None
    return found


def _choices(kind: QuestionType, said: Any, reader: _Reader) -> tuple[str, ...]:
    wanted = kind in {QuestionType.CHOICE, QuestionType.MULTI_CHOICE}
    if not wanted:
        if said is not None:
            reader.note("forms.no_choices_here")
        return ()
    if not isinstance(said, list) or not said or not all(isinstance(one, str) and one for one in said):
        reader.note("forms.choices_missing")
        return ()
    if len(set(said)) < len(said):
        reader.note("forms.choice_twice")
    return tuple(said)


def _length(kind: QuestionType, said: Any, reader: _Reader) -> int:
    longest = LONGEST.get(kind, LONGEST[QuestionType.TEXT])
    if said is None:
        return longest
    if type(said) is not int or not 1 <= said <= longest or kind not in LONGEST:
        reader.note("forms.bad_length", limit=longest)
        return longest
    return said


def _bound(kind: QuestionType, said: Any, reader: _Reader) -> Bound:
    """Read ``least`` or ``most``: fen, counts and numbers as numbers; days as days, by name, or so long after one."""
    if said is None:
        return None
    found: Bound = None
    if kind is QuestionType.DATE:
        by_name = isinstance(said, str) and (said == TODAY or said.startswith(PREFIX))
        found = said if by_name else _shifted(said) or _day(said)
    elif kind in _BOUNDED and not isinstance(said, bool):
        found = _number(said)
    if found is None:
        of_day = kind is QuestionType.DATE
        reader.note("forms.bad_bound_day" if of_day else "forms.bad_bound", found=str(said)[:40])
    return found


def _shifted(said: Any) -> Shifted | None:
    """Read ``days_after(today, 1)`` or ``months_after(answers.born, -6)``."""
    found = _SHIFT.fullmatch(said) if isinstance(said, str) else None
    return Shifted(found[1], found[2], int(found[3])) if found else None


def _day(said: Any) -> date | None:
    if isinstance(said, date):
        return said
    try:
        return date.fromisoformat(str(said))
    except ValueError:
        return None


def _number(said: Any) -> Decimal | None:
    try:
        found = Decimal(str(said)[:40])
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _fields(kind: QuestionType, said: Any, path: str, reader: _Reader) -> tuple[Question, ...]:
    if kind not in _GROUPS or kind in FIXED:
        if said is not None:
            reader.note("forms.no_fields_here")
        return DEFAULT_FIELDS.get(kind, ())
    if said is None and kind in DEFAULT_FIELDS:
        return DEFAULT_FIELDS[kind]
    if not isinstance(said, Mapping) or not said:
        reader.note("forms.fields_missing")
        return ()
    found = tuple(_question(str(name), one, f"{path}.{name}", reader) for name, one in said.items())
    for one in found:
        reader.path = f"{path}.{one.name}"
        if one.type in _GROUPS or one.type in MOST_ITEMS or one.when is not None or [*bounding(one)]:
            reader.note("forms.field_not_simple")
    reader.path = path
    return found


def _in_order(least: Bound, most: Bound) -> bool:
    if isinstance(least, date) and isinstance(most, date):
        return least <= most
    if isinstance(least, Decimal) and isinstance(most, Decimal):
        return least <= most
    return True


def _check_conditions(questions: tuple[Question, ...], reader: _Reader) -> None:
    """Let a condition use the answers before it only, so that a page can be filled from the top."""
    kinds: dict[str, Kind | Mapping[str, Kind]] = {}
    for question in questions:
        if question.when is not None:
            later = _later(question.when, kinds, questions)
            for problem in check(question.when, {**kinds, **later}, Kind.YES_NO):
                reader.problems.append(Problem(question.name, problem.code, problem.params))
            reader.path = question.name
            for name in sorted(question.when.names & later.keys()):
                reader.note("forms.asked_later", name=name)
        reader.path = question.name
        for name in bounding(question):
            if kinds.get(name) is not Kind.DATE:
                days = tuple(one for one, kind in kinds.items() if kind is Kind.DATE)
                reader.note("forms.bound_not_a_day", name=name[:60], suggestion=closest(name, days))
        kinds.update(kinds_of(question))


def _later(
    when: Expression, kinds: Mapping[str, Kind | Mapping[str, Kind]], questions: tuple[Question, ...]
) -> dict[str, Kind | Mapping[str, Kind]]:
    """Return the names in a condition that are those of later questions."""
    return {
        name: kind
        for question in questions
        for name, kind in kinds_of(question).items()
        if name in when.names and name not in kinds
    }


def conditions_of(form: Form) -> Iterator[tuple[str, Expression]]:
    """Yield every condition with the question it belongs to, for explaining a form."""
    for question in form.questions:
        if question.when is not None:
            yield question.name, question.when
