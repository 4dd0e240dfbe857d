"""Something wrong with a pack: a sentence by code, where it is written, and what it is filled with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from linli.core.packs.node import unknown
from linli.core.shared.outcomes import Param, Problem


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. ``line`` is 0 until somebody who read the file says where ``path`` stands."""

    code: str
    path: str
    line: int = 0
    params: Mapping[str, Param] = field(default_factory=dict)

    @property
    def remedy(self) -> str:
        """Return the code of the sentence that says what to do."""
        return self.code.replace("packs.", "packs.remedy_", 1)


def of_problem(problem: Problem) -> Finding:
    """Turn a problem of reading into a finding."""
    return Finding(problem.code, problem.field, 0, dict(problem.params))


def unknown_word(code: str, path: str, word: str, known: Iterable[str]) -> Finding:
    """Return the finding of an unknown word, with what may be meant."""
    return of_problem(unknown(code, path, word, known))
