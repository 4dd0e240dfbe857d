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

    Words are taken from the left, the longest of city or dictionary at each place: 充当日常 keeps its 充当 where
    somebody wrote down 当日. Only a longer word of the city goes before one that it overlaps: 和解家巷 is not 和解.
    """
    begun = at = 0
    while at < len(text) and own:
        end = _end(text, at, own)
        if text[at:end] in own:
            if begun < at:
                yield text[begun:at], ()
            yield text[at:end], own[text[at:end]]
            begun = end
        at = end
    if begun < len(text):
        yield text[begun:], ()


def _end(text: str, at: int, own: Mapping[str, Syllables]) -> int:
    """Return where the word ends that begins at a place; a character alone where there is none."""
    from pypinyin.constants import PHRASES_DICT
    from pypinyin.seg.mmseg import p_set

    end = at + max(1, _longest(text, at, own))
    upto = at + 1
    while upto <= len(text) and text[at:upto] in p_set:
        end = max(end, upto) if text[at:upto] in PHRASES_DICT else end
        upto += 1
    longer = (one for one in range(at + 1, end) if _longest(text, one, own) > end - at)
    return next(longer, end)


def _longest(text: str, at: int, own: Mapping[str, Syllables]) -> int:
    return max((len(word) for word in own if text.startswith(word, at)), default=0)


def _shipped(one: Mapping[str, str]) -> Shipped:
    read = read_sound(one["word"], one["pinyin"])
    if isinstance(read, Problem):
        raise ValueError(f"{FILE.name}: {one['word']}: {read.code}")  # noqa: TRY004 - the file's value is wrong
    return Shipped(one["word"], read, one["zh"], one["en"])
