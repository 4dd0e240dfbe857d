"""What was typed about a person: read, put in one form, refused with a sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from linli.core.shared.outcomes import Problem
from linli.kernel.identity.personal import read_phone

NAME_LENGTH = 30
ADDRESS_LENGTH = 120
ID_LENGTH = 18
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


@dataclass(frozen=True, slots=True)
class Person:
    """What is told about a person; empty means not told."""

    name: str
    phone: str = ""
    id_number: str = ""
    address: str = ""
    area: str = ""


def read_person(said: Person) -> Person | tuple[Problem, ...]:
    """Return the person in one form, or every problem."""
    tidy = Person(
        name=_tidy(said.name),
        phone=said.phone.strip(),
        id_number=unicodedata.normalize("NFKC", said.id_number).replace(" ", "").upper(),
        address=_tidy(said.address),
        area=said.area.strip(),
    )
    phone = read_phone(tidy.phone) if tidy.phone else ""
    problems = [*_problems(tidy), *([phone] if isinstance(phone, Problem) else [])]
    if problems or isinstance(phone, Problem):
        return tuple(problems)
    return Person(tidy.name, phone, tidy.id_number, tidy.address, tidy.area)


def is_id_number(number: str) -> bool:
    """Check the shape and the last sign of an 18-digit identity number (GB 11643)."""
    if len(number) != ID_LENGTH or not (number[:-1].isascii() and number[:-1].isdigit()):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return number[-1] == _CHECKS[total % 11]


def _problems(one: Person) -> Iterator[Problem]:
    if not 0 < len(one.name) <= NAME_LENGTH:
        yield Problem("name", "people.name_length", {"limit": NAME_LENGTH})
    if len(one.address) > ADDRESS_LENGTH:
        yield Problem("address", "people.address_length", {"limit": ADDRESS_LENGTH})
    if one.id_number and not is_id_number(one.id_number):
        yield Problem("id_number", "people.id_number_wrong")


def _tidy(text: str) -> str:
    kept = "".join(
        sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign)[0] != "C"
    )
    return " ".join(kept.split())
