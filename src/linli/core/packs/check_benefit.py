"""Everything that can be wrong with an entitlement that was read: rules, times, divisions, texts, labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from linli.core.expr.vocabulary import Kind
from linli.core.forms.questions import PREFIX, QuestionType
from linli.core.packs.benefit import Benefit, Unit
from linli.core.packs.definition import LANGUAGES
from linli.core.packs.finding import Finding, unknown_word
from linli.core.packs.sentences import of_form
from linli.core.rules.never_zero import division_problems
from linli.core.rules.ruleset import asked_by, check_ruleset
from linli.core.rules.times import time_problems
from linli.core.shared.outcomes import Problem

EXAMPLE = {"zh": "示例", "en": "example"}
"""What the sentence of an example figure must say."""
MONEY = frozenset({Unit.FEN, Unit.FEN_MONTH, Unit.FEN_YEAR})
HELP = ".help"


def check_benefit(benefit: Benefit) -> tuple[Finding, ...]:
    """Return everything wrong with an entitlement; none means that it decides on any day it is in force."""
    rules = (*check_ruleset(benefit.rules), *time_problems(benefit.rules))
    found = [_placed(benefit, one) for one in rules]
    found += [_placed(benefit, one) for one in division_problems(benefit.rules, least_of(benefit))]
    found += [*_answers(benefit), *_unused(benefit), *_apart(benefit), *_texts(benefit), *_examples(benefit)]
    return tuple(found)


def least_of(benefit: Benefit) -> dict[str, Decimal]:
    """Return the least each answer can be, and the least count of each table's rows."""
    return {
        PREFIX + one.name: one.least
        for one in benefit.form.questions
        if isinstance(one.least, Decimal) and one.type is not QuestionType.DATE
    }


def _placed(benefit: Benefit, problem: Problem) -> Finding:
    """Point to the rule or parameter that a problem of the rules is about."""
    name = problem.field
    group = "parameters" if name in benefit.rules.parameters else "rules"
    path = f"{group}.{name}" if name != benefit.name else ""
    return Finding(problem.code, path, params=dict(problem.params))


def _answers(benefit: Benefit) -> Iterator[Finding]:
    provisions = benefit.rules.provisions
    answer = provisions.get(benefit.rules.answer)
    if answer is not None and answer.kind is not Kind.YES_NO:
        yield Finding("packs.rule_answer_kind", "answer", params={"name": answer.name})
    if not benefit.events:
        yield Finding("packs.rule_no_event", "events")
    for name in benefit.shows:
        if name not in provisions:
            yield unknown_word("packs.rule_unknown", f"shows.{name}", name, provisions)
    if benefit.cost and benefit.shows.get(benefit.cost) not in MONEY:
        yield Finding("packs.rule_cost", "cost", params={"name": benefit.cost[:40]})
    dates = [one.name for one in benefit.form.questions if one.type is QuestionType.DATE]
    if benefit.as_of and benefit.as_of not in dates:
        yield unknown_word("packs.rule_unknown", "as_of", benefit.as_of, dates)


def _unused(benefit: Benefit) -> Iterator[Finding]:
    used = {benefit.rules.answer, *benefit.shows, PREFIX + benefit.as_of}
    for provision in benefit.rules.provisions.values():
        for version in provision.versions:
            used |= asked_by(version.expression) if version.expression else frozenset()
    for question in benefit.form.questions:
        used |= question.when.names if question.when else frozenset()
    groups = {"ask": PREFIX, "parameters": "", "rules": ""}
    names = {
        "ask": [one.name for one in benefit.form.questions],
        "parameters": [*benefit.rules.parameters],
        "rules": [*benefit.rules.provisions],
    }
    for group, prefix in groups.items():
        for name in names[group]:
            if prefix + name not in used:
                yield Finding("packs.rule_unused", f"{group}.{name}", params={"name": name})


def _apart(benefit: Benefit) -> Iterator[Finding]:
    tables = {one.name: one for one in benefit.form.questions if one.type is QuestionType.MEMBERS}
    for name, columns in benefit.apart.items():
        if name not in tables:
            yield unknown_word("packs.rule_unknown", f"apart.{name}", name, tables)
            continue
        dates = [one.name for one in tables[name].fields if one.type is QuestionType.DATE]
        for column in columns:
            if column not in dates:
                yield unknown_word("packs.rule_unknown", f"apart.{name}", column, dates)


def keys_of(benefit: Benefit) -> tuple[str, ...]:
    """Return the key of every sentence that a page may ask for."""
    keys = ["title", "summary", "words", "answer.yes", "answer.no", *of_form(benefit.form)]
    keys += [f"rule.{name}" for name in benefit.rules.provisions]
    keys += [f"parameter.{name}" for name in benefit.rules.parameters]
    return tuple(dict.fromkeys(keys))


def _texts(benefit: Benefit) -> Iterator[Finding]:
    keys = keys_of(benefit)
    for lang in LANGUAGES:
        texts = benefit.texts.get(lang, {})
        for key in keys:
            if not texts.get(key, "").strip():
                yield Finding("packs.text_missing", f"texts.{lang}.{key}", params={"key": key, "lang": lang})
        yield from _odd(benefit.texts, lang, frozenset(keys))


def _odd(texts: Mapping[str, Mapping[str, str]], lang: str, keys: frozenset[str]) -> Iterator[Finding]:
    """Yield sentences nobody asks for, and help or a word that only one language has."""
    other = texts.get(LANGUAGES[lang == LANGUAGES[0]], {})
    for key in texts.get(lang, {}):
        extra = key.endswith(HELP) or key.startswith("word.")
        if key not in keys and not extra:
            yield unknown_word("packs.unused_text", f"texts.{lang}.{key}", key, keys)
        if extra and key not in other:
            said = {"key": key, "lang": LANGUAGES[lang == LANGUAGES[0]]}
            yield Finding("packs.text_missing", f"texts.{lang}.{key}", params=said)


def _examples(benefit: Benefit) -> Iterator[Finding]:
    """Yield example figures whose own sentence does not say that they are examples."""
    for name, parameter in benefit.rules.parameters.items():
        if any(one.source.example for one in parameter.values):
            for lang, word in EXAMPLE.items():
                if word not in benefit.text(f"parameter.{name}", lang).lower():
                    key = f"parameter.{name}"
                    params = {"key": key, "word": word}
                    yield Finding("packs.rule_example_untold", f"texts.{lang}.{key}", params=params)
