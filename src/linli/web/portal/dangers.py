"""Which emergency lines a text calls for: words are data, the sentence is in the reader's language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

WORDS = Path(__file__).with_name("dangers.yaml")
AT_MOST = 2


@dataclass(frozen=True, slots=True)
class Danger:
    """A kind of danger with the numbers to call and the words that give it away."""

    name: str
    numbers: tuple[str, ...]
    words: tuple[str, ...]
    pattern: re.Pattern[str] | None

    def is_in(self, text: str) -> bool:
        """Say whether a text, in one width and case, names this danger."""
        return any(word in text for word in self.words) or bool(self.pattern and self.pattern.search(text))


@cache
def dangers() -> tuple[Danger, ...]:
    """Return all of them, read once a process."""
    stored: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return tuple(_danger(name, said) for name, said in stored.items())


def _danger(name: str, said: Mapping[str, list[str]]) -> Danger:
    english = "|".join(re.escape(word) for word in said["en"])
    return Danger(
        name=name,
        numbers=tuple(said["numbers"]),
        words=tuple(said["zh"]),
        pattern=re.compile(rf"\b(?:{english})\b") if english else None,
    )


def dangers_in(text: str) -> tuple[Danger, ...]:
    """Return what a text may be about, the gravest first, at most two."""
    plain = unicodedata.normalize("NFKC", text[:20_000]).casefold()
    return tuple(one for one in dangers() if one.is_in(plain))[:AT_MOST]
