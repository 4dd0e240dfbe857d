"""What a life is made of: steps with a moment, somebody who takes them, and what is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Office:
    """A body by its code, in an input; it becomes a ref when the step is taken."""

    code: str


@dataclass(frozen=True, slots=True)
class Number:
    """The number of another case of the same story, in an input."""

    case: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn photo that comes with a step."""

    scene: str
    after: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One act. ``case`` counts the cases of a story, ``who`` is a sign-in name or "resident:7"."""

    at: datetime
    story: int
    case: int
    key: str
    kind: str
    who: str
    name: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What the step's ``act_id`` is made from."""
        return f"story/{self.story}/{self.case}/{self.key}"
