"""Tells one version of an entitlement's rules, and what is otherwise between two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from linli.apps.benefits.facts.told import certainty, listed, written
from linli.core.expr.tables import Table
from linli.core.packs.benefit import Benefit, Unit
from linli.core.rules.parameters import Dated, Parameter, Source
from linli.core.rules.ruleset import Formula, Provision
from linli.kernel.ui.text import t

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """What holds from a day on where two versions differ; an empty text is "not there"."""

    sort: str
    name: str
    label: str
    since: date
    before: str
    after: str


def told_version(benefit: Benefit, lang: str) -> Json:
    """Return parameters and rules with every value, the day from which it holds, and where it is written."""
    rules = benefit.rules
    return {
        "title": benefit.text("title", lang),
        "summary": benefit.text("summary", lang),
        "version": benefit.version,
        "parameters": [_parameter(benefit, one, lang) for one in rules.parameters.values()],
        "rules": [_rule(benefit, one, lang) for one in rules.provisions.values()],
        "shows": [benefit.text(f"rule.{name}", lang) for name in benefit.shows],
        "examples": any(value.source.example for one in rules.parameters.values() for value in one.values),
    }


def _parameter(benefit: Benefit, one: Parameter, lang: str) -> Json:
    values = [
        {"since": value.since, "text": value_text(benefit, one.name, value, lang), **_source(value.source)}
        for value in one.values
    ]
    return {"name": one.name, "label": benefit.text(f"parameter.{one.name}", lang), "values": values}


def _rule(benefit: Benefit, one: Provision, lang: str) -> Json:
    versions = [
        {"since": each.since, "text": _formula(each, lang), **_source(each.source)} for each in one.versions
    ]
    return {"name": one.name, "label": benefit.text(f"rule.{one.name}", lang), "values": versions}


def _source(source: Source) -> Json:
    return {
        "source": " ".join(filter(None, (source.title, source.article))),
        "certainty": certainty(source),
    }


def _formula(one: Formula, lang: str) -> str:
    return one.expression.text if one.expression else t("benefits.repealed", lang=lang)


def value_text(benefit: Benefit, name: str, value: Dated, lang: str) -> str:
    """Write one value of a parameter, tables row by row."""
    if value.value is None:
        return t("benefits.repealed", lang=lang)
    if benefit.units.get(name) is Unit.LIST and isinstance(value.value, Table):
        return _listed(benefit, name, value.value, lang)
    if isinstance(value.value, Table):
        rows = [f"{key} → {'–' if cell is None else cell}" for key, cell in value.value.rows]
        return t(f"benefits.table_{value.value.kind.value}", lang=lang, rows="; ".join(rows))
    return written(benefit, value.value, benefit.units.get(name), lang)


def _listed(benefit: Benefit, name: str, table: Table, lang: str) -> str:
    """Write a list whole: who approves it has to see what they approve."""
    question = next((asked for asked, named in benefit.lists.items() if named == name), "")
    codes = listed(table)
    rows = [f"{one} {benefit.text(f'choice.{question}.{one}', lang)}".strip() for one in codes]
    return t("benefits.list_rows", lang=lang, n=len(codes), rows="; ".join(rows))


def differences(before: Benefit, after: Benefit, lang: str) -> tuple[Difference, ...]:
    """Return every dated value and formula that is not the same in both, in the order of the newer one."""
    return (*_of_parameters(before, after, lang), *_of_rules(before, after, lang))


def _of_parameters(before: Benefit, after: Benefit, lang: str) -> Iterator[Difference]:
    for name in dict.fromkeys((*after.rules.parameters, *before.rules.parameters)):
        label = after.text(f"parameter.{name}", lang) or before.text(f"parameter.{name}", lang)
        old, new = (one.rules.parameters.get(name) for one in (before, after))
        texts = [
            {value.since: value_text(side, name, value, lang) for value in (one.values if one else ())}
            for side, one in ((before, old), (after, new))
        ]
        yield from _pairs("parameter", name, label, texts)


def _of_rules(before: Benefit, after: Benefit, lang: str) -> Iterator[Difference]:
    for name in dict.fromkeys((*after.rules.provisions, *before.rules.provisions)):
        label = after.text(f"rule.{name}", lang) or before.text(f"rule.{name}", lang)
        old, new = (one.rules.provisions.get(name) for one in (before, after))
        texts = [
            {each.since: _formula(each, lang) for each in (one.versions if one else ())} for one in (old, new)
        ]
        yield from _pairs("rule", name, label, texts)


def _pairs(sort: str, name: str, label: str, texts: Sequence[dict[date, str]]) -> Iterator[Difference]:
    old, new = texts
    for since in sorted({*old, *new}):
        if old.get(since) != new.get(since):
            yield Difference(sort, name, label or name, since, _then(old, since), _then(new, since))


def _then(texts: Mapping[date, str], day: date) -> str:
    """Return what held on a day, since whenever; nothing if it had not begun."""
    return texts[max(begun)] if (begun := [one for one in texts if one <= day]) else ""
