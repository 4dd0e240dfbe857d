"""Which subject does somebody mean who types a few plain words? Scores by shared pairs of characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[a-z]+|\d+")
_HAN = re.compile(r"[一-鿿]+")
WHOLE_WORD = 3.0
"""A synonym that stands in the text as it is weighs as much as three shared pairs."""
_STOP = frozenset(
    {"the", "a", "an", "of", "is", "in", "on", "my", "to", "and", "or", "it", "at", "no", "not"}
)


@dataclass(frozen=True, slots=True)
class Findable:
    """A subject as the search sees it: its features, and the words that name it outright."""

    key: str
    name: frozenset[str]
    words: tuple[str, ...]
    features: frozenset[str]


def findable(key: str, names: Iterable[str], words: Iterable[str]) -> Findable:
    """Prepare a subject once, so that a search only compares sets."""
    named, said = [plain(name) for name in names], tuple(word for word in map(plain, words) if word)
    name = frozenset().union(*map(features, named))
    return Findable(key, name, (*named, *said), name.union(*map(features, said)))


def find(text: str, among: Sequence[Findable], limit: int = 8) -> list[str]:
    """Return the keys of the best matches, the best first; none when nothing fits."""
    asked = plain(text)
    wanted = features(asked)
    scored = [(score(asked, wanted, one), one.key) for one in among]
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], pair[1]))
    return [key for _, key in best[:limit]]


def score(asked: str, wanted: frozenset[str], one: Findable) -> float:
    """Weigh how well a subject fits: shared features, more for its name, much for a word said whole."""
    shared = wanted & one.features
    if not shared:
        return 0.0
    whole = max((len(word) for word in one.words if len(word) > 1 and _stands_in(word, asked)), default=0)
    overlap = len(shared) / len(wanted) + len(shared & one.name) / max(len(one.name), 1)
    return overlap + (WHOLE_WORD + whole if whole else 0.0)


def features(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring Chinese characters (or a lone one) and the Latin words of a text."""
    found = {_stem(word) for word in _WORD.findall(text) if word not in _STOP}
    for run in _HAN.findall(text):
        found.update(run[at : at + 2] for at in range(max(len(run) - 1, 1)))
    return frozenset(found)


def plain(text: str) -> str:
    """Write a text in one width and case."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _stands_in(word: str, asked: str) -> bool:
    if word.isascii():
        return re.search(rf"\b{re.escape(word)}\b", asked) is not None
    return word in asked


def _stem(word: str) -> str:
    return word.removesuffix("s") if len(word) > 3 else word  # noqa: PLR2004 - "bus" stays whole
