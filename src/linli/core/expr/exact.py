"""Exact numbers: whole where possible, decimal where enough, a fraction where neither holds the value."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, InvalidOperation, Overflow
from fractions import Fraction

Number = int | Decimal | Fraction

_DIGITS = 30
LARGEST: int = 10**_DIGITS
"""Beyond this an amount is a mistake or an attack; it also keeps every single step cheap."""
_FINE_DIGITS = 60
FINEST: int = 10**_FINE_DIGITS
"""The largest denominator of a fraction."""

_EXACT = Context(prec=_FINE_DIGITS, traps=[Inexact, InvalidOperation, Overflow])
_SHOWN = Context(prec=28, rounding=ROUND_HALF_EVEN)

_ON_WHOLE: dict[str, Callable[[int, int], int]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}
_ON_DECIMAL: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": _EXACT.add,
    "-": _EXACT.subtract,
    "*": _EXACT.multiply,
    "/": _EXACT.divide,
}
_ON_FRACTION: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def usable(number: Number) -> bool:
    """Whether a number is finite and of a size that is worked with."""
    if isinstance(number, Decimal):
        # Looked at by its exponent first: 1E+999999 must not be written out.
        return number.is_finite() and abs(number.adjusted()) < _DIGITS and _digits(number) <= _FINE_DIGITS
    if isinstance(number, Fraction):
        return -LARGEST < number < LARGEST and number.denominator < FINEST
    return -LARGEST < number < LARGEST


def _digits(number: Decimal) -> int:
    return len(number.as_tuple().digits)


def work(sign: str, left: Number, right: Number) -> Number | None:
    """Add, subtract, multiply or divide without any rounding; None if the result is beyond use."""
    if isinstance(left, int) and isinstance(right, int) and sign != "/":
        result: Number = _ON_WHOLE[sign](left, right)
    else:
        result = _work_fine(sign, left, right)
    if result == 0:
        return 0
    return result if usable(result) else None


def _work_fine(sign: str, left: Number, right: Number) -> Number:
    if not isinstance(left, Fraction) and not isinstance(right, Fraction):
        try:
            return _ON_DECIMAL[sign](Decimal(left), Decimal(right))
        except Inexact:
            pass
    return _ON_FRACTION[sign](Fraction(left), Fraction(right))


def alike(left: Number, right: Number) -> tuple[Number, Number]:
    """Bring two numbers into forms that Python compares exactly."""
    if isinstance(left, Fraction) or isinstance(right, Fraction):
        return Fraction(left), Fraction(right)
    return left, right


def round_to(number: Number, places: int, way: str) -> int | Decimal:
    """Round to decimal ``places``: "half_up" (away from zero at the half), "down" or "up" in size."""
    scaled = abs(Fraction(number)) * Fraction(10) ** places
    whole, rest = divmod(scaled, 1)
    up = {"half_up": rest >= Fraction(1, 2), "down": False, "up": rest > 0}[way]
    size = (whole + up) * (-1 if number < 0 else 1)
    return int(size) if places == 0 else tidy(Decimal(size).scaleb(-places))


def plain(number: Number) -> int | Decimal:
    """Write a number for people and records: whole, or decimal with at most 28 digits."""
    if isinstance(number, Fraction):
        return tidy(_SHOWN.divide(Decimal(number.numerator), Decimal(number.denominator)))
    return tidy(number) if isinstance(number, Decimal) else number


def tidy(number: Decimal) -> int | Decimal:
    """Drop the fraction of a decimal that has none: 70.0 is 70."""
    return int(number) if number == number.to_integral_value() else number
