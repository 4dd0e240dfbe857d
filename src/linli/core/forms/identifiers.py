"""Numbers of people, organisations and telephones: their shape and their check digits."""

from __future__ import annotations

import re
from datetime import date

from linli.core.forms.texts import digits_of
from linli.core.shared.outcomes import Problem

# GB 11643-1999, ISO 7064 MOD 11-2.
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_ID_SHAPE = re.compile(r"\d{17}[\dX]", re.ASCII)
_OLD_ID_SHAPE = re.compile(r"\d{15}", re.ASCII)
# GB/T 2260, first two digits; 81-83 are residence permits for Hong Kong, Macao and Taiwan.
_PROVINCES = frozenset(
    {
        *range(11, 16),
        *range(21, 24),
        *range(31, 38),
        *range(41, 47),
        *range(50, 55),
        *range(61, 66),
        71,
        81,
        82,
        83,
    }
)
_FOREIGNER = "9"
_FIRST_BIRTH = 1880

# GB 32100-2015: no I, O, Z, S, V.
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_LENGTH = 18

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(
    r"(?P<area>0(?:10|2\d|[3-9]\d\d))-?(?P<number>[2-9]\d{6,7})(?:(?:-|转|ext)(?P<more>\d{1,6}))?", re.ASCII
)
_SERVICE = re.compile(r"[48]00\d{7}", re.ASCII)
_HOME = re.compile(r"(?:\+|00)86-?(?P<rest>.+)", re.ASCII)
_FOREIGN = re.compile(r"(?:\+|00)(?!86)[1-9]\d{6,14}", re.ASCII)


def read_id_number(name: str, text: str, on: date | None = None) -> str | Problem:
    """Return a citizen's number of 18 characters, or why it cannot be one.

    ``on`` is today: nobody is born later. Foreigners' permanent residence cards (first digit 9,
    then the province) have the same build.
    """
    number = digits_of(text).upper().replace("-", "")
    if _OLD_ID_SHAPE.fullmatch(number):
        return Problem(name, "forms.id_number_old")
    if not _ID_SHAPE.fullmatch(number):
        return Problem(name, "forms.id_number_shape", {"length": len(number)})
    born = birth_of(number)
    province = int(number[1:3] if number[0] == _FOREIGNER else number[:2])
    if province not in _PROVINCES:
        return Problem(name, "forms.id_number_region", {"region": number[:2]})
    if born is None or born.year < _FIRST_BIRTH or (on and born > on):
        return Problem(
            name, "forms.id_number_birth", {"birth": f"{number[6:10]}-{number[10:12]}-{number[12:14]}"}
        )
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    if _ID_CHECKS[total % 11] != number[-1]:
        return Problem(name, "forms.id_number_check")
    return number


def birth_of(id_number: str) -> date | None:
    """Return the day of birth that a citizen's number of 18 characters holds."""
    try:
        return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    except ValueError:
        return None


def read_credit_code(name: str, text: str) -> str | Problem:
    """Return a unified social credit code of 18 characters, or why it cannot be one."""
    code = digits_of(text).upper().replace("-", "")
    if len(code) != _CREDIT_LENGTH or any(character not in _CREDIT_ALPHABET for character in code):
        return Problem(name, "forms.credit_code_shape", {"length": len(code)})
    values = [_CREDIT_ALPHABET.index(character) for character in code]
    total = sum(value * pow(3, place, 31) for place, value in enumerate(values[:-1]))
    if (31 - total % 31) % 31 != values[-1]:
        return Problem(name, "forms.credit_code_check")
    return code


def read_phone(name: str, text: str) -> str | Problem:
    """Return a telephone number in one spelling.

    A mobile number is eleven digits, a landline "0351-1234567" with "-8" for an extension, a
    service number ten digits; a foreign one begins with + and its country.
    """
    typed = re.sub(r"[().·—–]", "", digits_of(text).lower())
    home = _HOME.fullmatch(typed)
    number = home["rest"] if home else typed
    bare = number.replace("-", "")
    if _MOBILE.fullmatch(bare) or _SERVICE.fullmatch(bare):
        return bare
    if found := _LANDLINE.fullmatch(f"0{number}" if home and not number.startswith("0") else number):
        extension = f"-{found['more']}" if found["more"] else ""
        return f"{found['area']}-{found['number']}{extension}"
    if _FOREIGN.fullmatch(bare):
        return "+" + bare.lstrip("+0")
    return Problem(name, "forms.phone_shape")
