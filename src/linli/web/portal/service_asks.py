"""The questions of a declared form as a page shows them, with what was answered so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from linli.core.forms.questions import DEFAULT_FIELDS, GROUPED, TABLES, Form, Question, QuestionType
from linli.core.shared.outcomes import JsonValue
from linli.kernel.files.facts import FileCard
from linli.kernel.ui.text import language, t
from linli.web.portal import areas, attached
from linli.web.portal.service_forms import ROWS, Filled, Q, asks_area, most_rows


class Worded(Protocol):
    """Whatever has a form and sentences for it: a service, or the rules of an entitlement."""

    @property
    def form(self) -> Form:
        """Return the questions."""

    @property
    def texts(self) -> Mapping[str, Mapping[str, str]]:
        """Return the sentences by language."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question as the page shows it; ``rows`` holds the filled parts of a person or the rows of a table."""

    name: str
    kind: str
    label: str
    help: str
    required: bool
    choices: tuple[tuple[str, str], ...]
    limit: int
    value: JsonValue
    rows: tuple[tuple[Ask, ...], ...] = ()
    full: bool = False
    files: tuple[FileCard, ...] = ()


def asks(definition: Worded, filled: Filled, shown: Sequence[str]) -> list[Ask]:
    """Return the questions of a form with what was answered."""
    sent = attached.cards(filled.act_id) if filled.raw else {}
    found = [_ask(definition, one, filled, sent) for one in definition.form.questions if one.name in shown]
    return [*map(_named_areas(areas.known()), found)] if asks_area(definition.form) else found


def _named_areas(names: dict[str, str]) -> Callable[[Ask], Ask]:
    """Show the names of places instead of their codes."""

    def named(one: Ask) -> Ask:
        rows = tuple(tuple(map(named, row)) for row in one.rows)
        is_area = one.kind == QuestionType.AREA.value
        value = areas.name_of_code(str(one.value), names) if is_area else one.value
        return replace(one, rows=rows, value=value)

    return named


def _ask(definition: Worded, question: Question, filled: Filled, sent: Mapping[str, FileCard]) -> Ask:
    value = filled.raw.get(question.name, "")
    listed = value if isinstance(value, list) else []
    one = _single(definition, question, question.name, Q + question.name, value)
    if question.type is QuestionType.FILES:
        return replace(one, files=tuple(sent[str(ref)] for ref in listed if str(ref) in sent))
    if question.type in GROUPED:
        return replace(one, rows=(_parts(definition, question, one.name, value),))
    if question.type in TABLES:
        count = filled.rows.get(question.name, ROWS)
        rows = (
            _parts(definition, question, f"{one.name}[{n}]", listed[n - 1] if n <= len(listed) else {})
            for n in range(1, count + 1)
        )
        return replace(one, rows=tuple(rows), full=count >= most_rows(question))
    return one


def _parts(definition: Worded, question: Question, field_name: str, row: JsonValue) -> tuple[Ask, ...]:
    said = row if isinstance(row, dict) else {}
    return tuple(
        _single(
            definition,
            one,
            f"{question.name}.{one.name}",
            f"{field_name}.{one.name}",
            said.get(one.name, ""),
            default=question.type.value if question.fields == DEFAULT_FIELDS.get(question.type) else "",
        )
        for one in question.fields
    )


def _single(
    definition: Worded, question: Question, key: str, field_name: str, value: JsonValue, default: str = ""
) -> Ask:
    """Show one question; those of ``default`` have sentences of their own, unless the pack has others."""
    texts = definition.texts.get(language(), {})

    def said(what: str, own: str, otherwise: str) -> str:
        found = texts.get(what)
        return found if found is not None else t(own) if default else otherwise

    return Ask(
        name=field_name,
        kind=question.type.value,
        label=said(f"question.{key}", f"services.{default}.{question.name}", question.name),
        help=texts.get(f"question.{key}.help", ""),
        required=question.required,
        choices=tuple(
            (one, said(f"choice.{key}.{one}", f"services.{question.name}.{one}", one))
            for one in question.choices
        ),
        limit=question.max_length,
        value=value,
    )


def carried(form: Form, filled: Filled, shown: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the hidden fields: files sent so far, rows, and answers to questions not asked just now."""
    for question in form.questions:
        said = filled.raw.get(question.name)
        if question.type in TABLES:
            yield f"rows.{question.name}", str(filled.rows.get(question.name, ROWS))
        if question.when is not None and question.name in shown:
            yield "shown", question.name
        if question.name not in shown or question.type is QuestionType.FILES:
            yield from _flat(Q + question.name, said)


def _flat(key: str, said: JsonValue) -> Iterator[tuple[str, str]]:
    if isinstance(said, dict):
        yield from ((f"{key}.{name}", str(one)) for name, one in said.items() if one)
    elif isinstance(said, list):
        for place, one in enumerate(said, 1):
            yield from _flat(f"{key}[{place}]", one) if isinstance(one, dict) else [(key, str(one))]
    elif said:
        yield key, str(said)
