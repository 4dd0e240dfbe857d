"""What a lending desk decides: whose turn it is, whether a loan goes on, what a late return costs, which ISBN it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from linli.core.shared.outcomes import Problem, Refusal

TEN, THIRTEEN = 10, 13
_NOISE = re.compile(r"[\s\-]+")


@dataclass(frozen=True, slots=True)
class LendingRule:
    """A desk's rules: days of a loan, renewals, loans at once, days that a copy is set aside, fen for a day late."""

    loan_days: int = 28
    renewals: int = 1
    most_loans: int = 5
    held_days: int = 3
    fine_fen: int = 0


@dataclass(frozen=True, slots=True)
class Reserved:
    """A reservation: whose, since when, and whether a copy is set aside for it already."""

    key: int
    since: datetime
    has_copy: bool = False


def next_in_line(reserved: Sequence[Reserved]) -> Reserved | None:
    """Return for whom a copy that came back is set aside: who waits longest and has none yet."""
    waiting = [one for one in reserved if not one.has_copy]
    return min(waiting, key=lambda one: (one.since, one.key)) if waiting else None


def refused_loan(rule: LendingRule, loans: int) -> Refusal | None:
    """Say why somebody with so many loans may not borrow one more."""
    if loans >= rule.most_loans:
        return Refusal("slots.lending_too_many", {"most": rule.most_loans})
    return None


def refused_renewal(rule: LendingRule, renewed: int, *, wanted: bool) -> Refusal | None:
    """Say why a loan does not go on: somebody waits for it, or it went on often enough."""
    if wanted:
        return Refusal("slots.lending_reserved")
    if renewed >= rule.renewals:
        return Refusal("slots.lending_renewed_enough", {"most": rule.renewals})
    return None


def fine(rule: LendingRule, due: date, returned: date) -> int:
    """Return what a late return costs, in fen; nothing where a desk asks nothing."""
    return max((returned - due).days, 0) * rule.fine_fen


def read_isbn(text: str, field: str = "isbn") -> str | Problem:
    """Return an ISBN as thirteen digits, from either form, however it was typed."""
    said = _NOISE.sub("", text).upper()
    if len(said) == TEN and said[:9].isdigit() and said.isascii() and _ten(said):
        body = "978" + said[:9]
        return body + _check(body)
    if len(said) == THIRTEEN and said.isdigit() and said.isascii() and _check(said[:12]) == said[12]:
        return said
    return Problem(field, "slots.lending_isbn", {"text": text.strip()[:20]})


def _check(twelve: str) -> str:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return str(-total % 10)


def _ten(said: str) -> bool:
    digits = [10 if sign == "X" else int(sign) if sign.isdigit() else -1 for sign in said]
    total = sum(weight * digit for weight, digit in zip(range(10, 0, -1), digits, strict=True))
    return digits[9] >= 0 and total % 11 == 0
