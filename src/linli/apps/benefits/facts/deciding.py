"""Decides an entitlement from what somebody said, or says what cannot be read of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from linli.apps.benefits.facts.published import benefit
from linli.core.forms.answers import Answers, read_answers
from linli.core.packs.benefit import Benefit
from linli.core.packs.entitlement import Entitlement, entitlement, overlaps
from linli.core.shared.outcomes import JsonValue, Refusal
from linli.kernel.audit.outcomes import Invalid, Refused


@dataclass(frozen=True, slots=True)
class Decided:
    """An entitlement, the answers as they were read, and what the rules make of them."""

    benefit: Benefit
    answers: Answers
    outcome: Entitlement


def decide(
    name: str,
    raw: Mapping[str, JsonValue],
    on: date,
    passed: Iterable[str] = (),
    *,
    today: date | None = None,
) -> Decided:
    """Decide as of ``on``; any answer may be left out, and those in ``passed`` are not asked again.

    Raises:
        NotVisible: no entitlement of this name is in force.
        Invalid: an answer cannot be read, or stays overlap.
        Refused: on that day there was no such rule yet, or no longer.
    """
    return decide_by(benefit(name), raw, on, passed, today=today)


def decide_by(
    one: Benefit,
    raw: Mapping[str, JsonValue],
    on: date,
    passed: Iterable[str] = (),
    *,
    today: date | None = None,
) -> Decided:
    """Decide by rules that are at hand; raises as ``decide`` does."""
    answers = read_answers(one.form, raw, today or on)
    problems = overlaps(one, answers.values) if isinstance(answers, Answers) else answers
    if problems or not isinstance(answers, Answers):
        raise Invalid(*problems)
    outcome = entitlement(one, answers, on, frozenset(passed))
    if isinstance(outcome, Refusal):
        raise Refused(outcome)
    return Decided(one, answers, outcome)
