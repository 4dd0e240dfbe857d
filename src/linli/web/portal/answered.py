"""What somebody answered in a declared form, in words: for reviewing before it is sent, and for whoever handles it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from linli.core.forms.questions import TABLES, Question, QuestionType
from linli.core.shared.outcomes import JsonValue
from linli.kernel.ui import show
from linli.kernel.ui.text import language, t
from linli.web.portal.service_asks import Worded


def told(form: Worded, values: Mapping[str, JsonValue]) -> list[tuple[str, str]]:
    """Return the questions that were answered with their answers, in the order of the form."""
    return [
        (_text(form, f"question.{one.name}") or one.name, _said(form, one, values[one.name]))
        for one in form.form.questions
        if values.get(one.name) not in (None, "", [], {})
    ]


def _text(form: Worded, key: str) -> str:
    return form.texts.get(language(), {}).get(key, "")


def _said(form: Worded, question: Question, value: JsonValue) -> str:
    if isinstance(value, bool):
        return t("ui.yes" if value else "ui.no")
    if isinstance(value, list):
        return _listed(form, question, value)
    if isinstance(value, dict):
        return _parts(question, value)
    return _single(form, question, value)


def _single(form: Worded, question: Question, value: JsonValue) -> str:
    if question.type is QuestionType.CHOICE:
        return _choice(form, question, value)
    if question.type is QuestionType.MONEY and isinstance(value, int):
        return show.money(value, language())
    if question.type is QuestionType.DATE:
        return show.day(date.fromisoformat(str(value)), language())
    return str(value)


def _choice(form: Worded, question: Question, value: JsonValue) -> str:
    return _text(form, f"choice.{question.name}.{value}") or str(value)


def _listed(form: Worded, question: Question, values: Sequence[JsonValue]) -> str:
    if question.type is QuestionType.FILES:
        return t("together.files", n=len(values))
    if question.type in TABLES:
        rows = [_parts(question, one) for one in values if isinstance(one, dict)]
        return " / ".join(rows)
    return t("ui.comma").join(_choice(form, question, one) for one in values)


def _parts(question: Question, value: Mapping[str, JsonValue]) -> str:
    if question.type is QuestionType.PLACE:
        return str(value.get("text") or "")
    return " · ".join(str(said) for said in value.values() if said not in (None, ""))
