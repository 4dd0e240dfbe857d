"""Case numbers: eleven digits read 3-4-4, the last one a Damm check digit.

Source: H. M. Damm, "Total anti-symmetrische Quasigruppen", 2004: every single wrong digit and every
swap of neighbours is caught.
"""

from __future__ import annotations

import unicodedata

from linli.core.shared.outcomes import Problem

DIGITS = 11
_QUASIGROUP = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def check_digit(digits: str) -> str:
    """Return the Damm digit that makes ``digits`` whole."""
    interim = 0
    for digit in digits:
        interim = _QUASIGROUP[interim][int(digit)]
    return str(interim)


def case_number(seed: int) -> str:
    """Turn a random whole number into a case number; equal seeds give equal numbers."""
    body = f"{seed % 10**10:010d}"
    return body + check_digit(body)


def spoken(number: str) -> str:
    """Write a case number the way it is read out: 3-4-4."""
    return f"{number[:3]} {number[3:7]} {number[7:]}"


def read_case_number(text: str) -> str | Problem:
    """Read a number as a person typed it: full-width digits, spaces and dashes are fine."""
    digits = "".join(c for c in unicodedata.normalize("NFKC", text) if c not in " -–—.　")
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return Problem("number", "shared.number_length", {"digits": DIGITS})
    if check_digit(digits) != "0":
        return Problem("number", "shared.number_check")
    return digits
