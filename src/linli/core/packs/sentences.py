"""Which sentences a service needs, and whether both languages have them with the same blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from linli.core.forms.questions import DEFAULT_FIELDS, Form, Question
from linli.core.lifecycle.definition import EffectKind, Lifecycle
from linli.core.packs.advice import advised
from linli.core.packs.amounts import named_by
from linli.core.packs.check_course import effects_of
from linli.core.packs.definition import LANGUAGES, ServiceDefinition
from linli.core.packs.documents import DOCUMENT, own_documents
from linli.core.packs.finding import Finding
from linli.core.packs.guide import Guide

BLANK = re.compile(r"\{([^{}]*)\}")
BLANKS = frozenset({"body", "due", "number", "place", "service"})
"""What the notices and labels of a pack may be filled with."""


def needed(definition: ServiceDefinition) -> tuple[str, ...]:
    """Return the keys of every sentence that a page, a notice or a refusal may ask for, each once."""
    keys = ["title", "summary", *of_form(definition.form), *_of_course(definition.lifecycle)]
    keys += [f"advice.{name}" for name in advised(definition)]
    keys += [f"amount.{name}" for name in definition.amounts]
    keys += [f"parameter.{name}" for one in definition.amounts.values() for name in named_by(one, definition)]
    keys += [f"remind.{one.name}" for one in definition.lifecycle.clocks.values() if one.remind_before]
    keys += [f"{DOCUMENT}{name}" for name in own_documents(definition)]
    keys += _of_guide(definition.guide) if definition.guide else ()
    keys += [notice.text for told in definition.notices.values() for notice in told]
    return tuple(dict.fromkeys(keys))


def of_form(form: Form) -> Iterator[str]:
    """Yield the keys of the sentences that a form needs."""
    for question in form.questions:
        yield from _of_question(question, question.name)
        declared = question.fields if question.fields != DEFAULT_FIELDS.get(question.type) else ()
        for one in declared:
            yield from _of_question(one, f"{question.name}.{one.name}")


def _of_question(question: Question, name: str, before: str = "") -> Iterator[str]:
    yield f"{before}question.{name}"
    yield from (f"{before}choice.{name}.{one}" for one in question.choices)


def _of_guide(guide: Guide) -> Iterator[str]:
    yield "words"
    yield f"guide.body.{guide.body}"
    yield from (f"guide.who.{name}" for name in guide.who)
    yield from (f"guide.condition.{name}" for name in guide.conditions)
    for name in guide.counters:
        yield from (f"guide.counter.{name}", f"guide.hours.{name}")
    for question in guide.form.questions:
        yield from _of_question(question, question.name, "guide.")
    for one in guide.materials:
        yield from (f"material.{one.name}", f"material.{one.name}.why")


def _of_course(course: Lifecycle) -> Iterator[str]:
    yield from (f"stage.{name}" for name in course.stages)
    yield from (f"clock.{name}" for name in course.clocks)
    for move in course.moves.values():
        yield f"move.{move.name}"
        yield from (guard.code for guard in move.guards)
        for one in move.inputs:
            yield f"input.{one.name}"
            yield from (f"choice.{one.name}.{value}" for value in one.choices)
    for effect in effects_of(course):
        if effect.kind is EffectKind.FLAG:
            yield f"flag.{effect.options['flag']}"
        if effect.kind is EffectKind.NOTIFY:
            yield effect.options["text"]


def check_texts(definition: ServiceDefinition) -> Iterator[Finding]:
    """Yield sentences that are missing, empty, in one language only, or with unequal blanks."""
    keys = needed(definition)
    for lang in LANGUAGES:
        texts = definition.texts.get(lang, {})
        for key in keys:
            if not texts.get(key, "").strip():
                yield Finding("packs.text_missing", f"texts.{lang}.{key}", params={"key": key, "lang": lang})
    yield from _pairs(definition.texts, frozenset(keys))


def _pairs(texts: Mapping[str, Mapping[str, str]], asked: frozenset[str]) -> Iterator[Finding]:
    first, second = (texts.get(lang, {}) for lang in LANGUAGES)
    for key in sorted(set(first) ^ set(second)):
        lang = LANGUAGES[1] if key in first else LANGUAGES[0]
        if key not in asked:  # those were told as missing
            yield Finding("packs.text_missing", f"texts.{lang}.{key}", params={"key": key, "lang": lang})
    for key in sorted(set(first) & set(second)):
        one, other = (frozenset(BLANK.findall(text[key])) for text in (first, second))
        if one != other:
            yield Finding("packs.text_unequal", f"texts.en.{key}", params={"key": key})
        for blank in sorted((one | other) - BLANKS):
            yield Finding("packs.text_blank", f"texts.zh.{key}", params={"key": key, "blank": blank[:40]})
