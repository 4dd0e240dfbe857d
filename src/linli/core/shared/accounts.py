"""Double entry in whole units: every booking adds up to nothing, no account of a person goes below nothing.

What was put in may run out on a day; what is taken out comes from what runs out first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from linli.core.shared.outcomes import Problem, Refusal


@dataclass(frozen=True, slots=True)
class Line:
    """What a booking does to one account: plus is put in, minus is taken out."""

    account: str
    amount: int


@dataclass(frozen=True, slots=True)
class Lot:
    """An amount that runs out on a day; never, where there is none."""

    amount: int
    runs_out: date | None = None


def check_booking(lines: Sequence[Line]) -> Problem | None:
    """Say what is wrong with a booking: nothing moves, it does not balance, or an account gives to itself."""
    if not lines or any(line.amount == 0 for line in lines):
        return Problem("amount", "accounts.nothing_moves")
    if sum(line.amount for line in lines) != 0:
        return Problem("amount", "accounts.unbalanced")
    given = {line.account for line in lines if line.amount < 0}
    if given & {line.account for line in lines if line.amount > 0}:
        return Problem("account", "accounts.to_itself")
    return None


def post(
    balances: Mapping[str, int], lines: Sequence[Line], *, may_owe: Collection[str] = ()
) -> dict[str, int] | Problem | Refusal:
    """Return the balances after a booking; refuse where an account that may not owe would."""
    if wrong := check_booking(lines):
        return wrong
    after = dict(balances)
    for line in lines:
        after[line.account] = after.get(line.account, 0) + line.amount
    for line in lines:
        if line.amount < 0 and after[line.account] < 0 and line.account not in may_owe:
            return Refusal("accounts.overdraft", {"short": -after[line.account]})
    return after


def undone(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the booking against a booking."""
    return tuple(Line(line.account, -line.amount) for line in lines)


def spend(lots: Sequence[Lot], amount: int) -> tuple[tuple[Lot, ...], tuple[Lot, ...]] | Refusal:
    """Take an amount out of what runs out first; return what was taken and what is left."""
    taken: list[Lot] = []
    kept: list[Lot] = []
    missing = amount
    for lot in sorted(lots, key=_soonest):
        part = min(lot.amount, missing)
        missing -= part
        if part:
            taken.append(Lot(part, lot.runs_out))
        if lot.amount > part:
            kept.append(Lot(lot.amount - part, lot.runs_out))
    if missing > 0:
        return Refusal("accounts.overdraft", {"short": missing})
    return tuple(taken), tuple(kept)


def left(moves: Iterable[Lot]) -> tuple[Lot, ...]:
    """Return what is left of all that was put in and taken out of an account.

    A minus that names a day takes from what runs out on that day; other minuses take what runs out first.
    """
    lots: dict[date | None, int] = {}
    loose = 0
    for move in moves:
        if move.amount < 0 and move.runs_out is None:
            loose -= move.amount
        else:
            lots[move.runs_out] = lots.get(move.runs_out, 0) + move.amount
    for day in sorted(lots, key=lambda one: (one is None, one or date.min)):
        part = min(max(lots[day], 0), loose)
        lots[day] -= part
        loose -= part
    return tuple(Lot(amount, day) for day, amount in lots.items() if amount > 0)


def run_out(lots: Iterable[Lot], on: date) -> tuple[Lot, ...]:
    """Return the lots that have run out by a day."""
    return tuple(lot for lot in lots if lot.runs_out is not None and lot.runs_out <= on)


def _soonest(lot: Lot) -> tuple[bool, date]:
    return lot.runs_out is None, lot.runs_out or date.min
