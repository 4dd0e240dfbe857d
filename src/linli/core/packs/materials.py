"""What somebody needs to bring: the next question that decides it, then only what applies, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from linli.core.expr.evaluate import evaluate
from linli.core.expr.explanation import Explanation, missing
from linli.core.expr.tree import Expression
from linli.core.forms.answers import Answers, is_asked
from linli.core.forms.questions import PREFIX, Question
from linli.core.packs.guide import Guide, Material


class Standing(StrEnum):
    """What becomes of a material for this person."""

    BRING = "bring"
    HELD = "held"  # we have it and must not ask for it
    PERHAPS = "perhaps"  # depends on a question that was left open


@dataclass(frozen=True, slots=True)
class Line:
    """One material for this person; ``because`` are the answers that decided, ``open`` the questions it waits for."""

    material: Material
    standing: Standing
    because: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bringing:
    """The list so far, and the question to ask next; None when nothing more would change the list."""

    lines: tuple[Line, ...]
    next: str | None

    def of(self, standing: Standing) -> tuple[Line, ...]:
        """Return the lines of one kind."""
        return tuple(one for one in self.lines if one.standing is standing)


@dataclass(frozen=True, slots=True)
class _Decided:
    """How a condition came out: its value, the answers behind it, the questions it waits for."""

    value: bool | None
    because: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


def to_bring(guide: Guide, answers: Answers, passed: frozenset[str] = frozenset()) -> Bringing:
    """Return what applies after these answers; questions in ``passed`` are not asked again."""
    lines = tuple(line for one in guide.materials if (line := _line(one, answers)) is not None)
    return Bringing(lines, _next(answers, {name for line in lines for name in line.open}, passed))


def _line(material: Material, answers: Answers) -> Line | None:
    needed = _decide(material.when, answers)
    if needed.value is False:
        return None
    if needed.value is None:
        return Line(material, Standing.PERHAPS, needed.because, needed.open)
    if material.held is None:
        return Line(material, Standing.BRING, needed.because)
    held = _decide(material.held.when, answers)
    because = tuple(dict.fromkeys((*needed.because, *held.because)))
    standing = Standing.HELD if held.value else Standing.BRING
    return Line(material, standing, because, held.open)


def _decide(when: Expression | None, answers: Answers) -> _Decided:
    """Ask a condition; one that waits only for questions this person is not asked does not hold."""
    if when is None:
        return _Decided(value=True)
    answer = evaluate(when, answers.facts)
    because = tuple(dict.fromkeys(_decided_by(answer.why)))
    if isinstance(answer.value, bool):
        return _Decided(answer.value, because)
    waits = {name.removeprefix(PREFIX) for name in missing(answer.why)}
    still = tuple(
        one.name
        for one in answers.form.questions
        if one.name in waits and is_asked(answers.form, one, answers.values) is not False
    )
    return _Decided(None if still else False, because, still)


def _decided_by(step: Explanation) -> Iterator[str]:
    """Yield the questions whose answers made a condition come out as it did."""
    if step.sort == "name" and step.raw is not None:
        yield step.text.removeprefix(PREFIX)
    for part in step.decisive:
        yield from _decided_by(part)


def _next(answers: Answers, wanted: set[str], passed: frozenset[str]) -> str | None:
    """Return the first question, as they are written, that is waited for or decides whether one is asked."""
    open_now = [
        one for one in answers.form.questions if one.name not in answers.values and one.name not in passed
    ]
    wanted = wanted - passed
    for one in reversed(answers.form.questions):
        if one.name in wanted and one.when is not None:
            wanted |= {name.removeprefix(PREFIX) for name in one.when.names}
    return next((one.name for one in open_now if one.name in wanted and _asked(answers, one)), None)


def _asked(answers: Answers, question: Question) -> bool:
    return is_asked(answers.form, question, answers.values) is True
