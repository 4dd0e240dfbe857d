"""Certificates that a community must not issue: by the code of the document, or under another code by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from linli.core.lifecycle.definition import EffectKind
from linli.core.packs.definition import LANGUAGES, ServiceDefinition
from linli.core.packs.finding import Finding

NAMING = ("title", "summary")
"""Sentences of a service in which what it issues is called by its name."""


@dataclass(frozen=True, slots=True)
class Denied:
    """One certificate of a list: its code in packs, its name in both languages, and who says so."""

    code: str
    zh: str
    en: str
    source: str = ""
    instead: str = "packs.instead.other"  # the sentence that says who issues it


def check_certificates(definition: ServiceDefinition, denied: Sequence[Denied]) -> Iterator[Finding]:
    """Yield every document that must not be issued."""
    codes = {plain(one.code) for one in denied}
    issues = False
    for move in definition.lifecycle.moves.values():
        for index, effect in enumerate(move.effects):
            if effect.kind is not EffectKind.ISSUE:
                continue
            issues = True
            document = effect.options["document"]
            if plain(document) in codes:
                where = f"moves.{move.name}.do[{index}]"
                yield Finding(
                    "packs.certificate_denied",
                    where,
                    params={"document": document, "instead": _instead(document, denied)},
                )
    if issues:
        yield from _named(definition, denied)


def plain(code: str) -> str:
    """Return a code as it is compared: one spelling for all ways to join words."""
    return code.lower().replace("_", "-")


def _named(definition: ServiceDefinition, denied: Sequence[Denied]) -> Iterator[Finding]:
    for one in denied:
        if key := _where(definition, one.zh):
            yield Finding(
                "packs.certificate_denied",
                f"texts.{key}",
                params={"document": one.zh, "instead": one.instead},
            )


def named_in(name: str, words: Mapping[str, str]) -> str:
    """Return the path of the first sentence that calls something by this name, or nothing."""
    return next((f"texts.{key}" for key, text in words.items() if name in text), "")


def _instead(document: str, denied: Sequence[Denied]) -> str:
    return next(one.instead for one in denied if plain(one.code) == plain(document))


def _where(definition: ServiceDefinition, name: str) -> str:
    texts = (
        (f"{lang}.{key}", definition.texts.get(lang, {}).get(key, "")) for lang in LANGUAGES for key in NAMING
    )
    return next((key for key, text in texts if name in text), "")
