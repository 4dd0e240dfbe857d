"""What a post may not say: fees, deposits, kept identity cards, and limits that the law does not allow.

The dictionary is data: patterns that cause a refusal, and excuses (不收押金, 男女不限) whose words do not count.
People write 押 金 and 押.金 to get past a filter, so the text is folded before it is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_NOISE = re.compile(r"[\s\u200b-\u200f\ufeff.。·•・*_—~～|/\\-]+")
_JOINS = re.compile(r"(?<=[0-9])[-—~～](?=[0-9])")


@dataclass(frozen=True, slots=True)
class Rule:
    """One sort of words that are not allowed: ``code`` names the reason, ``basis`` the law."""

    code: str
    basis: str
    confirmed: bool
    patterns: tuple[str, ...]
    excuses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The words that a rule does not allow."""

    code: str
    words: str
    basis: str
    confirmed: bool


def fold(text: str) -> str:
    """Return the text as it is read: one width, small letters, without what is put between characters."""
    plain = _JOINS.sub("至", unicodedata.normalize("NFKC", text).lower())
    return _NOISE.sub("", plain)


def not_allowed(texts: Iterable[str], rules: Sequence[Rule]) -> tuple[Found, ...]:
    """Return what the texts of a post may not say, each wording once, in the order of the dictionary."""
    folded = [fold(one) for one in texts if one]
    found: dict[tuple[str, str], Found] = {}
    for rule in rules:
        for text in folded:
            for words in _caught(text, rule):
                found[rule.code, words] = Found(rule.code, words, rule.basis, rule.confirmed)
    return tuple(found.values())


def _caught(text: str, rule: Rule) -> list[str]:
    excused = [one.span() for pattern in rule.excuses for one in re.finditer(pattern, text)]
    return [
        one.group()
        for pattern in rule.patterns
        for one in re.finditer(pattern, text)
        if not any(start <= one.start() and one.end() <= end for start, end in excused)
    ]


def faulty(rules: Iterable[Rule]) -> tuple[str, ...]:
    """Return the patterns that are no patterns."""
    wrong = []
    for rule in rules:
        for pattern in (*rule.patterns, *rule.excuses):
            try:
                re.compile(pattern)
            except re.error:
                wrong.append(f"{rule.code}: {pattern}")
    return tuple(wrong)


LONGEST_PATTERN = 300
MOST_OPEN = 2
_ESCAPED = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]")
_OPEN_ENDED = re.compile(r"[*+]|\{\d*,\}")
_GROUP_AGAIN = re.compile(r"\)(?:[*+]|\{\d*,\}|\{(?:\d+,)?(?:[6-9]|\d{2,})\})")
_MANY = re.compile(r"\{(?:\d+,)?\d{3,}\}")


def unsafe(pattern: str) -> str:
    """Say why a pattern may not enter a dictionary, as a code; "" for one that may.

    Somebody at a desk writes it and every post is read by it: what could read for ever (a group again and again,
    many open ends) is refused, and so is what finds words in an empty text, as it would refuse every post.
    """
    if len(pattern) > LONGEST_PATTERN:
        return "matching.pattern_long"
    try:
        read = re.compile(pattern)
    except re.error:
        return "matching.pattern_broken"
    if read.search(""):
        return "matching.pattern_empty"
    bare = _ESCAPED.sub("x", pattern)
    if _GROUP_AGAIN.search(bare) or _MANY.search(bare) or len(_OPEN_ENDED.findall(bare)) > MOST_OPEN:
        return "matching.pattern_slow"
    return ""
