"""What a reading is made of: pieces with their sources, and what no voice can say, by place."""

from __future__ import annotations

from dataclasses import dataclass

from linli.core.shared.outcomes import Problem

NUMERIC = frozenset({"amount", "date", "time", "money", "measure", "percent", "weekday", "digits", "rooms"})
"""Kinds between which a hyphen means "to"."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text and what is said for it; the sources of all pieces together are the text."""

    kind: str
    source: str
    said: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that cannot be said: a sign of another script, an emoji, a word in letters, an address."""

    line: int
    column: int
    sign: str
    why: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text as it is said."""

    pieces: tuple[Piece, ...]
    unread: tuple[Unread, ...]

    @property
    def text(self) -> str:
        """Return what is said, without letters and figures."""
        return "".join(one.said for one in self.pieces)

    def problems(self, field: str) -> tuple[Problem, ...]:
        """Return what must be mended in a field before it can be read aloud: which sign, and where."""
        return tuple(
            Problem(field, f"speech.{one.why}", {"line": one.line, "column": one.column, "sign": one.sign})
            for one in self.unread
        )
