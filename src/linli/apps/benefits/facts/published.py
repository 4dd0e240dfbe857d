"""The entitlements in force, read once for each published version."""

from __future__ import annotations

import re
from functools import lru_cache

from linli.apps.catalogue import facts as catalogue
from linli.core.packs.benefit import Benefit, Event, read_benefit
from linli.core.packs.definition import LANGUAGES
from linli.kernel.audit.outcomes import NotVisible

_SPLIT = re.compile(r"[\s,;，、；。？?！!]+")
_HAN = re.compile(r"[一-鿿]+")
SHORTEST = 2
OWN_WORD, IN_TITLE, IN_SUMMARY = 4, 3, 1


def benefits() -> tuple[Benefit, ...]:
    """Return every entitlement in force, in order of their names."""
    return tuple(_compiled(sha) for _, sha in sorted(catalogue.snapshot().rules.items()))


def benefit(name: str) -> Benefit:
    """Return one entitlement.

    Raises:
        NotVisible: none of this name is in force.
    """
    return _compiled(hash_of(name))


def hash_of(name: str) -> str:
    """Return the hash of the version in force; raises NotVisible where there is none."""
    sha = catalogue.snapshot().rules.get(name)
    if sha is None:
        raise NotVisible
    return sha


def version(name: str, sha256: str) -> Benefit:
    """Return one published version, which running answers keep even when another is in force since.

    Raises:
        NotVisible: it was never in force, or was retired.
    """
    if catalogue.snapshot().rules.get(name) != sha256:
        known = {one.sha256: one for one in catalogue.pack_versions(name, kind="rules")}
        if sha256 not in known or known[sha256].status not in {"current", "superseded"}:
            raise NotVisible
    return _compiled(sha256)


def any_version(sha256: str) -> Benefit:
    """Return a version by its hash, proposed and retired ones too; it is for those who approve them."""
    return _compiled(sha256)


def by_event() -> tuple[tuple[Event, tuple[Benefit, ...]], ...]:
    """Return the entitlements under what happens in a life; events without any are left out."""
    found = benefits()
    grouped = ((event, tuple(one for one in found if event in one.events)) for event in Event)
    return tuple((event, group) for event, group in grouped if group)


def find(words: str) -> tuple[Benefit, ...]:
    """Return what plain words may mean, the likeliest first: 孩子, 老人补贴, operation."""
    asked = _pieces(words[:200])
    scored = [(sum(_weight(piece, one) for piece in asked), one) for one in benefits()]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], pair[1].name))
    return tuple(one for _, one in best)


def _pieces(words: str) -> frozenset[str]:
    """Cut what was typed: Latin words, and every pair of neighbouring Chinese characters."""
    found = {word for word in _SPLIT.split(words.lower()) if len(word) >= SHORTEST}
    pairs = {run[at : at + SHORTEST] for run in _HAN.findall(words) for at in range(len(run) - SHORTEST + 1)}
    return frozenset(found | pairs)


def _weight(piece: str, one: Benefit) -> int:
    weights = {"words": OWN_WORD, "title": IN_TITLE, "summary": IN_SUMMARY}
    return sum(
        weight
        for lang in LANGUAGES
        for key, weight in weights.items()
        if piece in one.text(key, lang).lower()
    )


@lru_cache(maxsize=500)
def _compiled(sha256: str) -> Benefit:
    read = read_benefit(catalogue.pack(sha256))
    if not isinstance(read, Benefit):
        raise TypeError(f"published rules {sha256} do not read: {read[0]}")
    return read
