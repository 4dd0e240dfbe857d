"""Puts invented names together from their parts, so that none comes twice in one place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
Name = tuple[str, str]
"""Chinese and English."""


@cache
def table(name: str) -> Any:
    """Return one of the demo's tables."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((DATA / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both loaders are the safe ones


def pairs(part: str) -> list[Name]:
    """Return the names of one part of the table."""
    return [split(one) for one in table("names")[part]]


def words(part: str) -> list[str]:
    """Return a plain list of the table."""
    return [str(one) for one in table("names")[part]]


def split(text: str) -> Name:
    """Take "平 Ping" apart."""
    chinese, _, english = text.partition(" ")
    return chinese, english


def stems(chance: Random) -> Iterator[Name]:
    """Yield two-sign names in a random order: 平桥 Pingqiao."""
    found = [(a[0] + b[0], a[1] + b[1]) for a, b in product(pairs("first"), pairs("second"))]
    chance.shuffle(found)
    yield from found


def estates(chance: Random) -> Iterator[Name]:
    """Yield names of estates: 锦绣苑 Jinxiu Garden."""
    found = [(a[0] + b[0], f"{a[1]} {b[1]}") for a, b in product(pairs("estates"), pairs("estate_kinds"))]
    chance.shuffle(found)
    yield from found


def villages(chance: Random) -> Iterator[Name]:
    """Yield names of villages: 上王家庄 Shangwangjiazhuang, the plain ones first."""
    plain = list(product(pairs("families"), pairs("village_kinds")))
    chance.shuffle(plain)
    for family, kind in plain:
        yield family[0] + kind[0], family[1] + kind[1]
    sided = list(product(pairs("village_sides"), plain))
    chance.shuffle(sided)
    for side, (family, kind) in sided:
        yield side[0] + family[0] + kind[0], side[1] + family[1].lower() + kind[1]


def people(chance: Random) -> Iterator[str]:
    """Yield names of persons for ever."""
    families, given = [one for one, _ in pairs("families")], words("given")
    while True:
        yield chance.choice(families) + chance.choice(given)


def pick(chance: Random, options: Sequence[Any]) -> Any:
    """Choose one."""
    return options[chance.randrange(len(options))]
