"""Writes a decision for people: the sentence, the results, why, by which provisions, and what is missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from linli.apps.benefits.facts.deciding import Decided
from linli.core.expr.evaluate import Value
from linli.core.expr.tables import Table
from linli.core.forms.questions import Question, QuestionType
from linli.core.packs.benefit import Benefit, Unit
from linli.core.packs.entitlement import Condition, Ground
from linli.core.rules.parameters import Source
from linli.kernel.ui import show
from linli.kernel.ui.text import t

Json = dict[str, Any]
MONEY = {Unit.FEN: "", Unit.FEN_MONTH: "_month", Unit.FEN_YEAR: "_year"}
HUNDRED = 100


def told(decided: Decided, lang: str) -> Json:
    """Return a decision in one language; a program gets both."""
    benefit, outcome = decided.benefit, decided.outcome
    shown = [_result(decided, name, lang) for name in outcome.results]
    return {
        "outcome": _outcome(outcome.entitled),
        "sentence": sentence(decided, lang),
        "on": outcome.on.isoformat(),
        "examples": outcome.examples,
        "results": shown,
        "why": ground(benefit, outcome.ground, lang),
        "conditions": [_condition(benefit, one, lang) for one in outcome.conditions],
        "provisions": [_provision(benefit, one, lang) for one in outcome.provisions if one.source],
    }


def _outcome(entitled: bool | None) -> str:  # noqa: FBT001 - it is what is told
    return "open" if entitled is None else ("yes" if entitled else "no")


def sentence(decided: Decided, lang: str) -> str:
    """Return the answer in one sentence."""
    entitled = decided.outcome.entitled
    if entitled is None:
        return t("benefits.open", lang=lang)
    return decided.benefit.text(f"answer.{_outcome(entitled)}", lang)


def _result(decided: Decided, name: str, lang: str) -> Json:
    benefit, outcome = decided.benefit, decided.outcome
    value = outcome.results[name]
    return {
        "name": name,
        "label": benefit.text(f"rule.{name}", lang),
        "value": _plain(value),
        "text": written(benefit, value, benefit.shows[name], lang),
        "why": ground(benefit, outcome.grounds[name], lang),
    }


def ground(benefit: Benefit, one: Ground, lang: str) -> Json:
    """Return one thing an answer rests on, with what that rests on."""
    parts = [ground(benefit, part, lang) for part in one.parts]
    label = benefit.text(f"{one.sort}.{one.name}", lang) or one.name
    return {
        "sort": one.sort,
        "name": one.name,
        "label": label,
        "value": _plain(one.value),
        "text": _value(benefit, one, lang),
        "sentence": t("benefits.ground", lang=lang, label=label, value=_value(benefit, one, lang)),
        "formula": one.formula,
        "since": one.since.isoformat() if one.since else None,
        "source": _source(one),
        "parts": parts,
    }


def _source(one: Ground) -> Json | None:
    source = one.source
    if source is None:
        return None
    said = {"title": source.title, "article": source.article, "url": source.url}
    return {**said, "certainty": certainty(source)}


def certainty(source: Source) -> str:
    """Return how sure it is what a source says."""
    return "example" if source.example else ("seen" if source.confirmed else "known")


def _provision(benefit: Benefit, one: Ground, lang: str) -> Json:
    whole = ground(benefit, one, lang)
    return {key: whole[key] for key in ("sort", "name", "label", "text", "formula", "since", "source")}


def _condition(benefit: Benefit, one: Condition, lang: str) -> Json:
    label = benefit.text(f"{one.sort}.{one.name}", lang)
    code = f"benefits.if_{one.sort}_{'yes' if one.wanted else 'no'}"
    said = {"sort": one.sort, "name": one.name, "wanted": one.wanted, "known": one.known}
    return {**said, "sentence": t(code, lang=lang, label=label)}


def _value(benefit: Benefit, one: Ground, lang: str) -> str:
    if one.sort == "parameter":
        return written(benefit, one.value, benefit.units[one.name], lang)
    if one.sort == "question":
        question = next((each for each in benefit.form.questions if each.name == one.name), None)
        return answered(benefit, question, one.value, lang) if question else ""
    return written(benefit, one.value, benefit.shows.get(one.name), lang)


def answered(benefit: Benefit, question: Question, value: Value, lang: str) -> str:
    """Write an answer as the person gave it."""
    if question.type is QuestionType.CHOICE and isinstance(value, str):
        return benefit.text(f"choice.{question.name}.{value}", lang)
    if question.type is QuestionType.MEMBERS and isinstance(value, list | tuple):
        return t("benefits.rows", lang=lang, n=len(value))
    unit = Unit.FEN if question.type is QuestionType.MONEY else None
    return written(benefit, value, unit, lang)


def written(benefit: Benefit, value: Value, unit: Unit | None, lang: str) -> str:
    """Write a value with its unit."""
    if value is None:
        return t("benefits.unknown", lang=lang)
    if isinstance(value, bool):
        return t("ui.yes" if value else "ui.no", lang=lang)
    if isinstance(value, date):
        return show.day(value, lang)
    if isinstance(value, int | Decimal):
        return _number(value, unit, lang)
    if isinstance(value, str):
        return benefit.text(f"word.{value}", lang) or value
    n = len(listed(value)) if unit is Unit.LIST and isinstance(value, Table) else 0
    return t("benefits.listed", lang=lang, n=n) if n else t("benefits.table", lang=lang)


def listed(table: Table) -> tuple[str, ...]:
    """Return the codes that are on a list; everything else that can be chosen stands beside a 0."""
    return tuple(str(code) for code, on in table.rows if on)


def _number(value: int | Decimal, unit: Unit | None, lang: str) -> str:
    if unit in MONEY:
        money = show.money(round(value), lang)
        return t(f"benefits.money{MONEY[unit]}", lang=lang, money=money)
    if unit is Unit.SHARE:
        return f"{_short(value * HUNDRED)}%"
    if unit is None or unit is Unit.COUNT:
        return _short(value)
    return t(f"benefits.unit.{unit.value}", lang=lang, n=_short(value))


def _short(value: int | Decimal) -> str:
    """Write a number with at most two decimals and none that say nothing."""
    rounded = format(round(Decimal(value), 2), "f")
    return rounded.rstrip("0").rstrip(".") if "." in rounded else rounded


def _plain(value: Value) -> bool | int | str | None:
    """Write a value for a program: decimals as text, days as ISO, groups not at all."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else None
