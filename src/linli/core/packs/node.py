"""One place in what was written: its value, its path, and the list that problems are noted in."""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from linli.core.shared.outcomes import Param, Problem

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")

CUT = re.compile(r"[()<>=+*/' ]")
"""What stands in no word of a pack, but in what is left of a condition whose comma YAML took for its own."""

Choice = TypeVar("Choice", bound=StrEnum)
Read = TypeVar("Read")

MOST_SHARED = 4096
WITHOUT_REFERENCES = 0
"""The version of marshal that writes equal values as equal bytes, however they came to be."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its path; what is wrong is noted, and reading goes on with something harmless."""

    value: Any
    path: str
    problems: list[Problem]

    def note(self, code: str, **params: Param) -> None:
        """Note a problem at this place."""
        self.problems.append(Problem(self.path, code, params))

    def child(self, key: str) -> Node:
        """Return the value under ``key``, None when there is none."""
        mapping = self.value if isinstance(self.value, Mapping) else {}
        return Node(mapping.get(key), f"{self.path}.{key}" if self.path else key, self.problems)

    def items(self) -> Iterator[tuple[str, Node]]:
        """Walk a mapping in declared order; anything else but nothing at all is a problem."""
        if isinstance(self.value, Mapping):
            for key in self.value:
                yield key, self.child(key)
        elif self.value is not None:
            self.note("packs.not_a_mapping")

    def elements(self) -> Iterator[Node]:
        """Walk a list; anything else but nothing at all is a problem."""
        if isinstance(self.value, Sequence) and not isinstance(self.value, str):
            for index, one in enumerate(self.value):
                yield Node(one, f"{self.path}[{index}]", self.problems)
        elif self.value is not None:
            self.note("packs.not_a_list")

    def only(self, *known: str, required: Sequence[str] = ()) -> None:
        """Note unknown keys, with the nearest known one, and required keys that are missing."""
        present = [key for key, _ in self.items()]
        for key in present:
            if key not in known and CUT.search(key):
                self.child(key).note("packs.cut_by_comma", value=key[:40])
            elif key not in known:
                self.problems.append(unknown("packs.unknown_key", self.child(key).path, key, known))
        for key in required:
            if key not in present:
                self.note("packs.missing_key", key=key)

    def text(self, default: str = "") -> str:
        """Return a string."""
        if self.value is None:
            return default
        if not isinstance(self.value, str):
            self.note("packs.not_text", value=str(self.value)[:40])
            return default
        return self.value

    def whole(self, default: int = 0, least: int = 0) -> int:
        """Return a whole number of at least ``least``."""
        if self.value is None:
            return default
        if not isinstance(self.value, int) or isinstance(self.value, bool) or self.value < least:
            self.note("packs.not_a_number", value=str(self.value)[:40], least=least)
            return default
        return self.value

    def flag(self, *, default: bool) -> bool:
        """Return true or false."""
        if self.value is None:
            return default
        if not isinstance(self.value, bool):
            self.note("packs.not_yes_or_no", value=str(self.value)[:40])
            return default
        return self.value

    def choice(self, kinds: type[Choice], default: Choice) -> Choice:
        """Return one of a closed set."""
        if self.value is None:
            return default
        known = [one.value for one in kinds]
        if self.value not in known:
            self.note("packs.not_one_of", value=str(self.value)[:40], known=", ".join(known))
            return default
        return kinds(self.value)

    def names(self) -> tuple[str, ...]:
        """Return a list of plain names."""
        return tuple(one.text() for one in self.elements())

    def name(self, pattern: re.Pattern[str] = NAME) -> str:
        """Return a name that can stand in an address or an entry."""
        text = self.text()
        if not pattern.fullmatch(text):
            self.note("packs.not_a_slug", value=text[:40])
        return text


def unknown(code: str, path: str, word: str, known: Iterable[str]) -> Problem:
    """Return the problem of an unknown word; where one can be guessed, with what may be meant."""
    near = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    said = {"value": word[:40]}
    return Problem(path, f"{code}_near", {**said, "near": near[0]}) if near else Problem(path, code, said)


def shared(read: Callable[[str, Node], Read]) -> Callable[[str, Node], Read]:
    """Read what is said word for word alike only once: services of one family say most things alike.

    What has problems is read where it stands, so that they are noted with their place.
    """
    kept: dict[tuple[str, bytes], Read] = {}

    def reading(name: str, node: Node) -> Read:
        try:
            key = (name, marshal.dumps(node.value, WITHOUT_REFERENCES))
        except ValueError:  # what no file says, such as a day that is one already
            return read(name, node)
        if key in kept:
            return kept[key]
        before = len(node.problems)
        found = read(name, node)
        if len(node.problems) == before and len(kept) < MOST_SHARED:
            kept[key] = found
        return found

    return reading
