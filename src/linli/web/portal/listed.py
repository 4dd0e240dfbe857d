"""A question that is answered from a long list: looked for by a few letters or by code, then chosen from what fits."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from linli.core.expr.tables import Table
from linli.core.forms.questions import Question
from linli.core.packs.benefit import Benefit
from linli.core.packs.definition import LANGUAGES
from linli.core.shared.outcomes import Problem
from linli.core.shared.text import clean_text
from linli.kernel.ui.text import language
from linli.web.portal.service_forms import Q

FIND = "find"
LONGEST = 60
AT_MOST = 20
FEW = 8
"""Lists of so few are shown whole, as any other choice."""


@dataclass(frozen=True, slots=True)
class Finder:
    """What was looked for, and what can be chosen now; ``more`` says that others fit as well."""

    said: str
    choices: tuple[tuple[str, str], ...]
    more: bool = False
    problems: tuple[Problem, ...] = ()


def finder(benefit: Benefit, question: Question, request: HttpRequest) -> Finder | None:
    """Return what to choose from; None where the question has no list, or a short one."""
    table = _on_list(benefit, question)
    if len(table) <= FEW:
        return None
    beside = [one for one in question.choices if one not in table]
    said = clean_text(request.POST.get(FIND, "")).strip()[:LONGEST] if request.method == "POST" else ""
    found = _found(benefit, question, table, said)
    problems = (Problem(FIND, "entitled.find_nothing", {"said": said}),) if said and not found else ()
    shown = tuple(_named(benefit, question, one) for one in (*found[:AT_MOST], *beside))
    return Finder(said, shown, len(found) > AT_MOST, problems)


@dataclass(frozen=True, slots=True)
class InForce:
    """The list by which an answer counts: how many are on it, the paper it is in, and whether it is made up."""

    n: int
    title: str
    example: bool


def in_force(benefit: Benefit, question: Question, on: date) -> InForce | None:
    """Return the list in force on a day; None where the question has none, or it is repealed."""
    parameter = benefit.rules.parameters.get(benefit.lists.get(question.name, ""))
    dated = parameter.at(on) if parameter else None
    if dated is None or not isinstance(dated.value, Table):
        return None
    n = sum(1 for _, is_on in dated.value.rows if is_on)
    return InForce(n, dated.source.title, dated.source.example)


def only_one(benefit: Benefit, question: Question, request: HttpRequest) -> str:
    """Return the answer where exactly what was typed is a name or a code of the list."""
    said = _plain(clean_text(request.POST.get(FIND, "")))
    if not said or request.POST.get(Q + question.name):
        return ""
    table = _on_list(benefit, question)
    return next((one for one in table if said in {_plain(one), *_names(benefit, question, one)}), "")


def is_looking(request: HttpRequest, question: Question) -> bool:
    """Say whether somebody typed something to look for and chose nothing yet."""
    return bool(request.POST.get(FIND, "").strip()) and not request.POST.get(Q + question.name)


def _on_list(benefit: Benefit, question: Question) -> tuple[str, ...]:
    """Return every code that is or was on the question's list."""
    named = benefit.rules.parameters.get(benefit.lists.get(question.name, ""))
    tables = [one.value for one in named.values if isinstance(one.value, Table)] if named else []
    on = {code for table in tables for code, is_on in table.rows if is_on}
    return tuple(one for one in question.choices if one in on)


def _found(benefit: Benefit, question: Question, table: tuple[str, ...], said: str) -> list[str]:
    """Return the codes whose code or name holds what was typed; those that begin with it first."""
    wanted = _plain(said)
    if not wanted:
        return []
    texts = {one: (_plain(one), *_names(benefit, question, one)) for one in table}
    fits = [one for one, names in texts.items() if any(wanted in name for name in names)]
    return sorted(fits, key=lambda one: not any(name.startswith(wanted) for name in texts[one]))


def _names(benefit: Benefit, question: Question, code: str) -> tuple[str, ...]:
    return tuple(_plain(benefit.text(f"choice.{question.name}.{code}", lang)) for lang in LANGUAGES)


def _named(benefit: Benefit, question: Question, code: str) -> tuple[str, str]:
    return code, benefit.text(f"choice.{question.name}.{code}", language())


def _plain(text: str) -> str:
    """Return a text as it is compared: width, case and blanks do not count."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
