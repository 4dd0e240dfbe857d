"""Reads one answer of each type into the shape that records keep."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from linli.core.forms.amounts import number_value, read_day, read_money, read_number
from linli.core.forms.identifiers import read_credit_code, read_id_number, read_phone
from linli.core.forms.questions import TODAY, Bound, Question, QuestionType, Shifted
from linli.core.forms.texts import digits_of, read_text
from linli.core.shared.outcomes import JsonValue, Param, Problem

MOST_NAMED = 20
FEN = 100
LONGEST_RAW = 500
"""Characters of a raw answer that is not a text, or items of a raw list."""
_LEVELS = 3
"""How deep emptiness is looked for: members, a row, a field. What lies deeper is refused anyway."""
_REF = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}", re.ASCII)
_YES = frozenset({"true", "yes", "y", "on", "1", "是", "有", "对"})
_NO = frozenset({"false", "no", "n", "off", "0", "否", "没有", "不是", "无"})
_PLACE_PARTS = frozenset({"lon", "lat", "text"})
_AREA = re.compile(r"\d{4,21}", re.ASCII)
_HALF_TURN = 180
_DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,15})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Read:
    """An answer that was read; wrapped, because a list of problems is an answer too."""

    value: JsonValue


def is_empty(said: JsonValue, levels: int = _LEVELS) -> bool:
    """Whether nothing was said. False and 0 are answers; blanks, and rows of blanks, are not."""
    if isinstance(said, str):
        return not said.strip()
    if isinstance(said, dict | list) and levels:
        inside = said.values() if isinstance(said, dict) else said
        return all(is_empty(one, levels - 1) for one in inside)
    return said is None


def read_single(question: Question, said: JsonValue, on: date | None) -> Read | Problem:
    """Read an answer of any type but groups and tables."""
    if isinstance(said, str) and len(said) > LONGEST_RAW and question.type not in _LONG:
        return Problem(question.name, "forms.too_long", {"limit": LONGEST_RAW, "length": len(said)})
    found = _READERS[question.type](question, said, on)
    return found if isinstance(found, Problem) else Read(found)


_LONG = (QuestionType.TEXT, QuestionType.LONG_TEXT)


def read_count(question: Question, count: int) -> Problem | None:
    """Return the problem if there are too few or too many items."""
    return _outside(question, Decimal(count), None, "forms.too_few", "forms.too_many")


def _text(question: Question, said: JsonValue, _on: date | None) -> JsonValue | Problem:
    if isinstance(said, int) and not isinstance(said, bool):
        said = str(said)[:LONGEST_RAW] if abs(said) < 10**15 else None
    if not isinstance(said, str):
        return Problem(question.name, "forms.not_text")
    found = read_text(question.name, said, question.max_length, lines=question.type is QuestionType.LONG_TEXT)
    return found or Problem(question.name, "forms.nothing_visible")


def _choice(question: Question, said: JsonValue, _on: date | None) -> JsonValue | Problem:
    if isinstance(said, str) and said in question.choices:
        return said
    return Problem(
        question.name,
        "forms.not_a_choice",
        {"value": said[:40] if isinstance(said, str) else "", "choices": _named(question.choices)},
    )


def _named(choices: tuple[str, ...]) -> str:
    """Return choices in a row; of a long list the first and the last, which is what stands beside the list."""
    shown = choices if len(choices) <= MOST_NAMED else (*choices[: MOST_NAMED - 1], "…", choices[-1])
    return ", ".join(shown)


def _multi_choice(question: Question, said: JsonValue, on: date | None) -> JsonValue | Problem:
    several = _several(said)
    ticked: list[JsonValue] = []
    for one in several:
        found = _choice(question, one, on)
        if isinstance(found, Problem):
            return found
        ticked += [] if found in ticked else [found]
    return read_count(question, len(ticked)) or ticked


def _several(said: JsonValue) -> list[JsonValue]:
    """Return a list also where one value came alone, as pages send a single tick."""
    return said[: LONGEST_RAW + 1] if isinstance(said, list) else [said]


def _yes_no(question: Question, said: JsonValue, _on: date | None) -> JsonValue | Problem:
    if isinstance(said, bool):
        return said
    word = said.strip().lower() if isinstance(said, str) else ""
    if word in _YES or word in _NO:
        return word in _YES
    return Problem(question.name, "forms.not_yes_or_no")


def _consent(question: Question, said: JsonValue, on: date | None) -> JsonValue | Problem:
    """Read whether somebody agreed; where the rest rests on it, nothing but yes will do."""
    agreed = _yes_no(question, said, on)
    if agreed is False and question.required:
        return Problem(question.name, "forms.consent_missing")
    return agreed


def _area(question: Question, said: JsonValue, _on: date | None) -> JsonValue | Problem:
    code = digits_of(_typed(said))
    return code if _AREA.fullmatch(code) else Problem(question.name, "forms.area_unknown")


def _date(question: Question, said: JsonValue, on: date | None) -> JsonValue | Problem:
    found = (
        read_day(question.name, said) if isinstance(said, str) else Problem(question.name, "forms.date_shape")
    )
    if isinstance(found, Problem):
        return found
    problem = _outside(question, found, on, "forms.day_too_early", "forms.day_too_late")
    return problem or found.isoformat()


def _money(question: Question, said: JsonValue, on: date | None) -> JsonValue | Problem:
    if not isinstance(said, int | str) or isinstance(said, bool):
        return Problem(question.name, "forms.money_shape")
    found = read_money(question.name, said)
    if isinstance(found, Problem):
        return found
    if found < 0 and not (isinstance(question.least, Decimal) and question.least < 0):
        return Problem(question.name, "forms.money_negative")
    wrong = _outside(question, Decimal(found), on, "forms.money_too_little", "forms.money_too_much")
    if wrong is None:
        return found
    yuan = Decimal(str(wrong.params["bound"])) / FEN
    return Problem(wrong.field, wrong.code, {"bound": f"{yuan:.2f}".removesuffix(".00")})


def _number(question: Question, said: JsonValue, on: date | None) -> JsonValue | Problem:
    if not isinstance(said, int | str) or isinstance(said, bool):
        return Problem(question.name, "forms.number_shape")
    found = read_number(question.name, said)
    if isinstance(found, Problem):
        return found
    return _outside(question, found, on, "forms.number_too_low", "forms.number_too_high") or number_value(
        found
    )


def _outside(
    question: Question, found: Decimal | date, on: date | None, too_low: str, too_high: str
) -> Problem | None:
    """Return the problem if an answer lies outside the question's bounds."""
    least, most = _bound(question.least, on), _bound(question.most, on)
    if least is not None and found < least:  # type: ignore[operator]
        return Problem(question.name, too_low, {"bound": _shown(least)})
    if most is not None and found > most:  # type: ignore[operator]
        return Problem(question.name, too_high, {"bound": _shown(most)})
    return None


def _bound(bound: Bound, on: date | None) -> Decimal | date | None:
    if isinstance(bound, Shifted):
        return bound.from_day(on) if on is not None and bound.day == TODAY else None
    if isinstance(bound, str):
        return on if bound == TODAY else None
    return bound


def _shown(bound: Decimal | date) -> Param:
    return number_value(bound) if isinstance(bound, Decimal) else bound.isoformat()


def _phone(question: Question, said: JsonValue, _on: date | None) -> JsonValue | Problem:
    return read_phone(question.name, _typed(said))


def _id_number(question: Question, said: JsonValue, on: date | None) -> JsonValue | Problem:
    return read_id_number(question.name, _typed(said), on)


def _credit_code(question: Question, said: JsonValue, _on: date | None) -> JsonValue | Problem:
    return read_credit_code(question.name, _typed(said))


def _typed(said: JsonValue) -> str:
    """Return what was typed; a number from a program as its digits, anything else as nothing."""
    if isinstance(said, int) and not isinstance(said, bool):
        return str(said) if 0 <= said < 10**20 else ""
    return said if isinstance(said, str) else ""


def _place(question: Question, said: JsonValue, _on: date | None) -> JsonValue | Problem:
    """Read ``{"lon", "lat", "text"}`` or a text alone; degrees (WGS84) as text with six decimals."""
    parts = said if isinstance(said, dict) else {"text": said}
    if not parts.keys() <= _PLACE_PARTS or not isinstance(parts.get("text") or "", str):
        return Problem(question.name, "forms.place_shape")
    text = read_text(question.name, str(parts.get("text") or ""), question.max_length, lines=False)
    if isinstance(text, Problem):
        return text
    if is_empty(parts.get("lon")) and is_empty(parts.get("lat")):
        return {"text": text} if text else Problem(question.name, "forms.nothing_visible")
    lon, lat = _degrees(parts.get("lon"), _HALF_TURN), _degrees(parts.get("lat"), _HALF_TURN // 2)
    if lon is None or lat is None:
        return Problem(question.name, "forms.place_shape")
    point: dict[str, JsonValue] = {"lon": lon, "lat": lat}
    return {**point, "text": text} if text else point


def _degrees(said: JsonValue, most: int) -> str | None:
    typed = digits_of(_signed(said))
    if not _DEGREES.fullmatch(typed) or abs(Decimal(typed)) > most:
        return None
    return format(Decimal(typed).quantize(Decimal("0.000001")), "f")


def _signed(said: object) -> str:
    """Return degrees as text; programs send them as JSON numbers."""
    if isinstance(said, int | float) and not isinstance(said, bool):
        return str(said) if abs(said) <= _HALF_TURN else ""
    return said[:LONGEST_RAW] if isinstance(said, str) else ""


def _files(question: Question, said: JsonValue, _on: date | None) -> JsonValue | Problem:
    refs: list[JsonValue] = []
    for one in _several(said):
        if not isinstance(one, str) or not _REF.fullmatch(one):
            return Problem(question.name, "forms.not_a_file")
        refs += [] if one in refs else [one]
    return read_count(question, len(refs)) or refs


_READERS: dict[QuestionType, Callable[[Question, JsonValue, date | None], JsonValue | Problem]] = {
    QuestionType.TEXT: _text,
    QuestionType.LONG_TEXT: _text,
    QuestionType.CHOICE: _choice,
    QuestionType.MULTI_CHOICE: _multi_choice,
    QuestionType.YES_NO: _yes_no,
    QuestionType.CONSENT: _consent,
    QuestionType.AREA: _area,
    QuestionType.DATE: _date,
    QuestionType.MONEY: _money,
    QuestionType.NUMBER: _number,
    QuestionType.PHONE: _phone,
    QuestionType.ID_NUMBER: _id_number,
    QuestionType.CREDIT_CODE: _credit_code,
    QuestionType.PLACE: _place,
    QuestionType.FILES: _files,
}
