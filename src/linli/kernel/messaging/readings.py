"""Words whose sound the dictionary has otherwise: those shipped as data, and those that a city keeps itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from linli.core.shared.outcomes import Problem
from linli.core.speech.syllables import read_sound

FILE = Path(__file__).resolve().parent / "data" / "readings.yaml"
Syllables = tuple[str, ...]
Source = Callable[[str], Mapping[str, Syllables]]
"""Returns the city's own words that occur in a text, with their syllables."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """A word of the shipped list, and why it is said so."""

    word: str
    syllables: Syllables
    why_zh: str
    why_en: str


class _City:
    """Where the city's own words come from; nowhere until somebody keeps them."""

    source: Source = staticmethod(lambda _text: {})


def register(source: Source) -> None:
    """Say where the city's own words come from; called in ``AppConfig.ready``."""
    _City.source = staticmethod(source)


def own_in(text: str) -> Mapping[str, Syllables]:
    """Return the city's own words that occur in a text."""
    return _City.source(text)


@cache
def shipped() -> tuple[Shipped, ...]:
    """Read the shipped list, once a process."""
    return tuple(_shipped(one) for one in yaml.safe_load(FILE.read_text(encoding="utf-8")))


def parts(text: str, own: Mapping[str, Syllables]) -> Iterator[tuple[str, Syllables]]:
    """Part a text into words of the city with their syllables, and all between them without.

    The longest word of city or dictionary wins at each place, as it does without words of one's own: 日常 stays whole
    where somebody keeps 当日 and the text says 充当日常.
    """
    from pypinyin.constants import PHRASES_DICT
    from pypinyin.seg.mmseg import p_set

    begun = at = 0
    beginnings = {word[:n] for word in own for n in range(1, len(word) + 1)}
    while at < len(text):
        end, found = at + 1, at + 1
        while end <= len(text) and (text[at:end] in p_set or text[at:end] in beginnings):
            found = end if text[at:end] in own or text[at:end] in PHRASES_DICT else found
            end += 1
        if text[at:found] in own:
            if begun < at:
                yield text[begun:at], ()
            yield text[at:found], own[text[at:found]]
            begun = found
        at = found
    if begun < len(text):
        yield text[begun:], ()


def _shipped(one: Mapping[str, str]) -> Shipped:
    read = read_sound(one["word"], one["pinyin"])
    if isinstance(read, Problem):
        raise ValueError(f"{FILE.name}: {one['word']}: {read.code}")  # noqa: TRY004 - the file's value is wrong
    return Shipped(one["word"], read, one["zh"], one["en"])
