"""What a decision returns when the answer is no: problems in what was said, refusals of what was asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

Param = str | int | bool | None
"""What a sentence may be filled with. Dates and money arrive as codes that the page renders."""

JsonValue = str | int | bool | None | list["JsonValue"] | dict[str, "JsonValue"]
"""The values an entry may hold (docs/entry-format.md): no floats, integers below 2^53."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one field of what was said; the person can mend it.

    ``field`` names the input ("" for the whole), ``code`` the sentence, ``params`` its blanks.
    """

    field: str
    code: str
    params: Mapping[str, Param] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """The rules say no to a well-formed wish; ``because`` holds the facts that decided."""

    code: str
    because: Mapping[str, Param] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of an explanation: a sentence by code, and the facts it is filled with."""

    code: str
    params: Mapping[str, Param] = dataclasses.field(default_factory=dict)
