"""The answers of a declared form as people read them: before sending, and ever after."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from linli.core.forms.questions import DEFAULT_FIELDS, GROUPED, TABLES, Question, QuestionType
from linli.core.shared.outcomes import JsonValue
from linli.kernel.identity import personal
from linli.kernel.ui import show
from linli.kernel.ui.text import language, t
from linli.web.portal.naming import trail
from linli.web.portal.paper import full_day
from linli.web.portal.service_asks import Worded

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Written:
    """One question with what was answered: a text, parts under it, or rows of parts."""

    name: str
    label: str
    text: str
    rows: tuple[tuple[Pair, ...], ...] = ()


def written(worded: Worded, values: Mapping[str, JsonValue], *, masked: bool = False) -> list[Written]:
    """Write what was answered, in the order of the questions; what was left out is left out.

    ``masked`` shows the ends of telephone and identity numbers only.
    """
    asked = [one for one in worded.form.questions if one.name in values]
    return [
        _one(worded, one, _masked(one, values[one.name]) if masked else values[one.name]) for one in asked
    ]


def numbers_in(worded: Worded, values: Mapping[str, JsonValue]) -> bool:
    """Say whether masking hides anything of these answers."""
    return any(
        _masked(one, values[one.name]) != values[one.name]
        for one in worded.form.questions
        if one.name in values
    )


def _masked(question: Question, value: JsonValue) -> JsonValue:
    if isinstance(value, list):
        return [_masked(question, one) for one in value]
    if isinstance(value, dict):
        fields = {one.name: one for one in question.fields}
        return {name: _masked(fields[name], one) if name in fields else one for name, one in value.items()}
    mask = _MASKS.get(question.type)
    return mask(value) if mask and isinstance(value, str) and value else value


def _one(worded: Worded, question: Question, value: JsonValue) -> Written:
    texts = worded.texts.get(language(), {})
    label = texts.get(f"question.{question.name}", question.name)
    if question.type in TABLES or question.type in GROUPED:
        several = value if isinstance(value, list) else [value]
        rows = (tuple(_parts(worded, question, row)) for row in several if isinstance(row, dict))
        return Written(question.name, label, "", tuple(rows))
    return Written(question.name, label, _text(worded, question, question.name, value))


def _parts(worded: Worded, question: Question, row: Mapping[str, JsonValue]) -> Iterator[Pair]:
    texts = worded.texts.get(language(), {})
    default = question.fields == DEFAULT_FIELDS.get(question.type)
    for one in question.fields:
        if one.name in row:
            key = f"{question.name}.{one.name}"
            ours = "written" if question.type is QuestionType.SIGNATURE else question.type.value
            own = t(f"services.{ours}.{one.name}") if default else one.name
            yield texts.get(f"question.{key}", own), _text(worded, one, key, row[one.name])
    if question.type is QuestionType.SIGNATURE and row.get("on"):
        yield t("services.signed_on"), full_day(str(row["on"]))


def _text(worded: Worded, question: Question, key: str, value: JsonValue) -> str:
    if question.type is QuestionType.CHOICE:
        return _choice(worded, question, key, value)
    if question.type is QuestionType.MULTI_CHOICE:
        several = value if isinstance(value, list) else [value]
        return t("services.and").join(_choice(worded, question, key, one) for one in several)
    return _WRITERS.get(question.type, str)(value)


def _yes_no(value: JsonValue) -> str:
    return t("ui.yes" if value else "ui.no")


def _place(value: JsonValue) -> str:
    return str(value.get("text") or t("services.have_point")) if isinstance(value, dict) else str(value)


_MASKS: Mapping[QuestionType, Callable[[str], str]] = {
    QuestionType.ID_NUMBER: personal.mask_id_number,
    QuestionType.PHONE: personal.mask_phone,
}
_WRITERS: Mapping[QuestionType, Callable[[JsonValue], str]] = {
    QuestionType.YES_NO: _yes_no,
    QuestionType.CONSENT: _yes_no,
    QuestionType.DATE: lambda value: full_day(str(value)),
    QuestionType.MONEY: lambda value: show.money(value, language()),
    QuestionType.AREA: lambda value: trail(str(value)) or str(value),
    QuestionType.PLACE: _place,
    QuestionType.FILES: lambda value: t("services.files_n", n=len(value) if isinstance(value, list) else 1),
}


def _choice(worded: Worded, question: Question, key: str, value: JsonValue) -> str:
    found = worded.texts.get(language(), {}).get(f"choice.{key}.{value}")
    if found is not None:
        return found
    ours = any(question in fields for fields in DEFAULT_FIELDS.values())
    return t(f"services.{question.name}.{value}") if ours else str(value)
