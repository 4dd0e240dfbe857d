"""What a second person answers for beside the course: figures, sums, who gets the cases, what an answer may be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from linli.apps.grid import facts as grid
from linli.core.forms.questions import MOST_ITEMS, TODAY, Bound, Question, QuestionType, Shifted
from linli.core.packs.amounts import PARAMETER
from linli.core.packs.definition import ServiceDefinition
from linli.core.routing.rows import Row, is_token
from linli.kernel.ui import show
from linli.kernel.ui.text import language, t
from linli.web.county import words
from linli.web.portal import worked_out

NAMED = re.compile(r"\b(answers|parameters)\.(\w+)")


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount: what it is called, whether it is money, how it is worked out, with names for codes."""

    label: str
    money: bool
    formula: str


@dataclass(frozen=True, slots=True)
class Way:
    """A row of routing in words."""

    about: str
    where: str
    since: date
    until: date | None
    lead: str
    supporting: str
    reason: str


def figures(definition: ServiceDefinition) -> list[worked_out.Figure]:
    """Return every figure with all its days, the later ones too."""
    return worked_out.history(definition)


def sums(definition: ServiceDefinition) -> list[Sum]:
    """Return how the amounts are worked out."""
    return [
        Sum(
            worked_out.own_word(definition, f"amount.{one.name}", one.name),
            one.unit.value == "fen",
            _readable(definition, one.formula.text if one.formula else ""),
        )
        for one in definition.amounts.values()
    ]


def _readable(definition: ServiceDefinition, formula: str) -> str:
    """Put the words of questions and figures in the place of their codes."""

    def named(found: re.Match[str]) -> str:
        group, name = found.groups()
        key = "parameter" if f"{group}." == PARAMETER else "question"
        quote = t("county.formula_name", name="{}")
        return quote.format(worked_out.own_word(definition, f"{key}.{name}", name))

    return re.sub(rf"\b{TODAY}\b", t("county.formula_today"), NAMED.sub(named, formula))


def ways(definition: ServiceDefinition) -> list[Way]:
    """Return the rows of a service in words; bodies that the city does not have stay codes."""
    rows = definition.routing
    if not rows:
        return []
    places = words.names([row.area_path for row in rows])
    codes = {one for row in rows for one in (row.lead, *row.supporting) if not is_token(one)}
    known = {code: found for code in sorted(codes) if (found := grid.body(code))}

    def body(name: str) -> str:
        if is_token(name):
            return words.token(name)
        return words.named(known[name]) if name in known else name

    between = t("services.amount_between")
    return [
        Way(
            _about(row), places.area(row.area_path), row.valid_from, row.valid_to,
            body(row.lead), between.join(map(body, row.supporting)), row.article,
        )
        for row in rows
    ]  # fmt: skip


def _about(row: Row) -> str:
    return " · ".join(filter(None, (words.subject(row.subject), words.link_said(row.link))))


def bounds(definition: ServiceDefinition, question: Question) -> str:
    """Say the least and the most of an answer; nothing for what every question of the sort has."""
    usual = MOST_ITEMS.get(question.type)
    keys = ("earliest", "latest") if question.type is QuestionType.DATE else ("least", "most")
    said = (
        (f"county.bound_{keys[0]}", question.least),
        (f"county.bound_{keys[1]}", None if question.most == usual else question.most),
    )
    return t("services.amount_between").join(
        t(key, bound=_bound(definition, question, bound)) for key, bound in said if bound is not None
    )


def _bound(definition: ServiceDefinition, question: Question, bound: Bound) -> str:
    if isinstance(bound, date):
        return show.full_day(bound, language())
    if isinstance(bound, Decimal):
        money = question.type is QuestionType.MONEY
        return show.money(int(bound), language()) if money else f"{bound:f}"
    if isinstance(bound, Shifted):
        day = _readable(definition, bound.day)
        return t(
            f"county.bound_{bound.by}" if bound.n >= 0 else f"county.bound_{bound.by}_less",
            day=day,
            n=abs(bound.n),
        )
    return _readable(definition, str(bound))


def of_questions(definition: ServiceDefinition) -> list[tuple[str, str, bool, bool, str]]:
    """Return the questions: words, sort, whether it must be answered, whether it is always asked, its bounds."""
    return [
        (
            definition.text(f"question.{one.name}", language()), one.type.value, one.required,
            one.when is not None, bounds(definition, one),
        )
        for one in definition.form.questions
    ]  # fmt: skip
