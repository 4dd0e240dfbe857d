"""Questions answered one at a time on a page that keeps nothing: what was said is carried in the form, signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.core import signing

from linli.core.forms.questions import Form, Question
from linli.core.shared.outcomes import JsonValue

LONGEST = 60_000


@dataclass(frozen=True, slots=True)
class State:
    """What somebody answered so far; ``passed`` are the questions they do not know.

    ``version`` is the hash of what they began with where that may change: it answers to the end.
    """

    answers: Mapping[str, JsonValue] = field(default_factory=dict)
    passed: tuple[str, ...] = ()
    version: str = ""

    def signed(self, salt: str) -> str:
        """Return it as the form carries it: nobody can change it unseen, and we keep no copy."""
        return signing.dumps([dict(self.answers), list(self.passed), self.version], salt=salt, compress=True)

    def saying(self, name: str, said: JsonValue) -> State:
        """Return the state after an answer."""
        passed = tuple(one for one in self.passed if one != name)
        return replace(self, answers={**self.answers, name: said}, passed=passed)

    def turned(self, form: Form, verb: str, what: str) -> State:
        """Return the state after something other than an answer."""
        if verb == "again":
            return State(version=self.version)
        if verb == "change":
            return self._without(form, what)
        if verb == "stop":
            return replace(self, passed=tuple(one.name for one in form.questions))
        return replace(self, passed=(*self.passed, what)) if verb == "unknown" else self

    def _without(self, form: Form, name: str) -> State:
        """Take one answer back; what was asked only because of it falls away by itself."""
        known = {one.name for one in form.questions} - {name}
        answers = {key: said for key, said in self.answers.items() if key in known}
        return replace(self, answers=answers, passed=tuple(one for one in self.passed if one in known))


def read_state(text: str, salt: str) -> State | None:
    """Read the carried state; None when it is not ours or was changed."""
    if not text or len(text) > LONGEST:
        return None
    try:
        answers, passed, version = signing.loads(text, salt=salt)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return State(answers, tuple(passed), str(version))


def question_of(form: Form, name: str) -> Question | None:
    """Return a question by its name."""
    return next((one for one in form.questions if one.name == name), None)
