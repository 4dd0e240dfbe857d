"""The registers that certificates may rest on, and how an entry in one is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from linli.core.forms.amounts import read_money
from linli.core.shared.outcomes import Problem
from linli.kernel.identity import personal


class Unit(StrEnum):
    """What an entry counts."""

    MINUTES = "minutes"
    TIMES = "times"
    FEN = "fen"


@dataclass(frozen=True, slots=True)
class Register:
    """One register: what it counts, whether its entries bear a number, and whether they are nobody else's business."""

    code: str
    unit: Unit
    numbered: bool = False
    confidential: bool = False


REGISTERS: Mapping[str, Register] = {
    one.code: one
    for one in (
        Register("volunteers", Unit.MINUTES),
        Register("training", Unit.MINUTES),
        Register("activities", Unit.TIMES),
        Register("assistance", Unit.FEN, confidential=True),
        Register("contracts", Unit.TIMES, numbered=True),
    )
}
COLUMNS = ("phone", "name", "on", "until", "amount", "title", "number")
"""What an entry is made of, on the page, by program and in a file."""
EARLIEST = date(1990, 1, 1)
MINUTES_A_DAY = 24 * 60
MOST_FEN = 100_000_000_00
LONGEST_NAME, LONGEST_TITLE, LONGEST_NUMBER = 60, 120, 60


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as it was read: for whom, when, how much, of what."""

    phone: str
    name: str
    on: date
    until: date
    amount: int
    title: str
    number: str


def read_entry(
    register: Register, raw: Mapping[str, str], today: date, *, nothing: bool = False
) -> Draft | list[Problem]:
    """Read an entry, or say everything that is wrong with it; ``nothing`` allows an amount of none."""
    said = {name: str(raw.get(name) or "").strip() for name in COLUMNS}
    phone = personal.read_phone(said["phone"])
    on = _day("on", said["on"], today)
    until = _day("until", said["until"], today) if said["until"] else on
    spans = [on] if until is on else [on, until]
    found = [phone, *spans, *(_line(name, said[name], most) for name, most in _lines(register, said))]
    problems = [one for one in found if isinstance(one, Problem)]
    if not isinstance(on, date) or not isinstance(until, date):
        return problems
    if until < on:
        problems.append(Problem("until", "certificates.entry_backwards"))
    amount = _amount(register, said["amount"], (until - on).days + 1, nothing=nothing)
    if isinstance(amount, Problem):
        problems.append(amount)
    if problems or not isinstance(amount, int) or not isinstance(phone, str):
        return problems
    return Draft(phone, said["name"], on, until, amount, said["title"], said["number"])


def _lines(register: Register, said: Mapping[str, str]) -> list[tuple[str, int]]:
    lines = [("name", LONGEST_NAME), ("title", LONGEST_TITLE)]
    return [*lines, ("number", LONGEST_NUMBER)] if register.numbered or said["number"] else lines


def _line(name: str, said: str, most: int) -> Problem | None:
    if not said:
        return Problem(name, "certificates.entry_missing")
    if len(said) > most or not said.isprintable():
        return Problem(name, "certificates.entry_line", {"n": most})
    return None


def _day(name: str, said: str, today: date) -> date | Problem:
    try:
        on = date.fromisoformat(said)
    except ValueError:
        return Problem(name, "certificates.entry_day")
    return on if EARLIEST <= on <= today else Problem(name, "certificates.entry_day")


def _amount(register: Register, said: str, days: int, *, nothing: bool) -> int | Problem:
    least = 0 if nothing else 1
    if register.unit is Unit.TIMES:
        return _between(Decimal(said or "1") if said in {"", "0", "1"} else None, least, 1, register)
    if register.unit is Unit.FEN:
        fen = read_money("amount", said)
        return fen if isinstance(fen, Problem) else _between(Decimal(fen), least, MOST_FEN, register)
    try:
        minutes = Decimal(said) * 60
    except InvalidOperation:
        return _between(None, least, 0, register)
    return _between(minutes if minutes.is_finite() else None, least, days * MINUTES_A_DAY, register)


def _between(value: Decimal | None, least: int, most: int, register: Register) -> int | Problem:
    if value is None or not least <= value <= most or value != int(value):
        return Problem("amount", f"certificates.entry_{register.unit}")
    return int(value)
