"""Finds services by plain words: which fit, the likeliest first, and which words nothing fits."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_LATIN = re.compile(r"[a-z0-9]+")
_HAN = re.compile(r"[一-鿿]+")
_BETWEEN = re.compile(r"[\s,;，、；。？?！!]+")
_FILLING = frozenset("的了我你您想要个不没有吗呢给把被在是和怎么到得也都就办能可以")
_STOP = frozenset(
    {"the", "a", "an", "of", "is", "in", "on", "my", "me", "to", "and", "or", "it", "at", "for", "do", "how", "i"}
)  # fmt: skip
PAIR = 2
FIELDS: Mapping[str, float] = {"words": 4.0, "title": 3.0, "summary": 1.0}
"""How much it weighs where a piece stands."""
WHOLE = 6.0
"""What a declared search word weighs more that stands in the question as it is, for each character of a pair."""
WEAK = 0.35
"""The share of the best score below which a hit is noise."""
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be found: ``words`` are the search words that were written for it, ``title`` and ``summary`` its texts."""

    key: str
    words: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class Found:
    """The keys that fit, the likeliest first, and the words of the question that fit nothing at all."""

    keys: tuple[str, ...]
    unmatched: tuple[str, ...]


def find(said: str, among: Sequence[Entry]) -> Found:
    """Find what somebody means."""
    asked = plain(said[:LONGEST])
    fields = {one.key: {name: plain(getattr(one, name)) for name in FIELDS} for one in among}
    alone = {word for texts in fields.values() for word in texts["words"].split() if _is_sign(word)}
    pieces = frozenset(_pieces(asked)) | {sign for sign in asked if sign in alone}
    rarity = {piece: _rarity(piece, fields) for piece in pieces}
    scored = {one.key: _score(asked, rarity, fields[one.key]) for one in among}
    best = max(scored.values(), default=0.0)
    keys = sorted(
        (key for key, score in scored.items() if score > best * WEAK), key=lambda key: (-scored[key], key)
    )
    known = frozenset(piece for piece in pieces if rarity[piece])
    return Found(tuple(keys), tuple(_unmatched(asked, known)))


def plain(text: str) -> str:
    """Write a text in one width and case."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _pieces(text: str) -> Iterator[str]:
    """Cut a text into Latin words and pairs of neighbouring Chinese characters; a lone character is one."""
    yield from (_stem(word) for word in _LATIN.findall(text) if word not in _STOP)
    for run in _HAN.findall(text):
        yield from (run[at : at + PAIR] for at in range(max(len(run) - 1, 1)))


def _stem(word: str) -> str:
    return word.removesuffix("s") if len(word) > PAIR + 1 else word


def _is_sign(word: str) -> bool:
    return len(word) == 1 and _HAN.fullmatch(word) is not None


def _stands(piece: str, text: str) -> bool:
    """Whether a piece stands in a text; Latin words at the start of a word, a lone character by itself."""
    if _is_sign(piece):
        return piece in text.split()
    return re.search(rf"\b{re.escape(piece)}", text) is not None if piece.isascii() else piece in text


def _rarity(piece: str, fields: Mapping[str, Mapping[str, str]]) -> float:
    """Weigh a piece that few have more than one that all have; 0 where nobody has it."""
    having = sum(1 for texts in fields.values() if any(_stands(piece, text) for text in texts.values()))
    return 1 + math.log(len(fields) / having) if having else 0.0


def _score(asked: str, rarity: Mapping[str, float], texts: Mapping[str, str]) -> float:
    found = sum(
        weight * FIELDS[name]
        for piece, weight in rarity.items()
        for name in FIELDS
        if weight and _stands(piece, texts[name])
    )
    whole = max(
        (len(word) for word in texts["words"].split() if len(word) > 1 and _in(word, asked)), default=0
    )
    return found + WHOLE * min(whole, len(asked)) / PAIR


def _in(word: str, asked: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", asked) is not None if word.isascii() else word in asked


def _unmatched(asked: str, known: frozenset[str]) -> Iterator[str]:
    """Yield what no entry has: whole Latin words, and stretches of Chinese that no known pair covers."""
    for word in filter(None, _BETWEEN.split(asked)):
        for latin in _LATIN.findall(word):
            if latin not in _STOP and _stem(latin) not in known:
                yield latin
        for run in _HAN.findall(word):
            yield from _bare(run, known)


def _bare(run: str, known: frozenset[str]) -> Iterator[str]:
    covered = [sign in known or sign in _FILLING for sign in run]
    for at in range(max(len(run) - 1, 1)):
        piece = run[at : at + PAIR]
        if piece in known:
            covered[at : at + len(piece)] = [True] * len(piece)
    stretch = "".join(sign if not hit else " " for sign, hit in zip(run, covered, strict=True))
    yield from (one for one in stretch.split() if len(one) >= min(PAIR, len(run)))
