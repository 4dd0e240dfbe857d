"""Cuts the text of an expression into words, and says where it cannot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from linli.core.expr.tree import Constant
from linli.core.expr.vocabulary import WORDS
from linli.core.shared.outcomes import Param, Problem

LONGEST = 4_000
"""Characters an expression may have."""
LONGEST_NAME = 100
LONGEST_NUMBER = 30
"""Digits of a number written out; far beyond all money on earth in fen."""

_PATTERN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
      | (?P<date>\d{4}-\d{2}-\d{2}(?![\w-]))
      | (?P<number>\d+(?:\.\d+)?(?![\w.]))
      | (?P<text>'(?:[^'\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|'')*')
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)
      | (?P<sign><=|>=|!=|[=<>+\-*/(),\[\]])""",
    re.VERBOSE | re.ASCII,
)

# What people type instead, most of it from a Chinese keyboard or another language.
_MEANT = {
    "==": "=", "=<": "<=", "=>": ">=", "<>": "!=", "≠": "!=", "≤": "<=", "≥": ">=", "＝": "=", "＜": "<", "＞": ">", "＋": "+",
    "－": "-", "−": "-", "×": "*", "＊": "*", "÷": "/", "／": "/", "（": "(", "）": ")", "【": "[", "】": "]",
    "［": "[", "］": "]", "，": ",", "、": ",", "‘": "'", "’": "'", "“": "'", "”": "'", '"': "'",
    "&&": "and", "&": "and", "且": "and", "||": "or", "|": "or", "或": "or", "!": "not", "非": "not",
    "{": "[", "}": "]", "；": ",", ";": ",",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its kind ("name", "word", "sign", "value" or "end"), itself, its place and value."""

    kind: str
    text: str
    start: int
    end: int
    value: Constant = None


def problem_at(text: str, start: int, code: str, /, **params: Param) -> Problem:
    """Make a problem that says where in the text it lies, lines and columns counted from 1.

    With a ``suggestion`` the sentence is the one that offers it.
    """
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    if params.get("suggestion"):
        code += "_suggest"
    else:
        params.pop("suggestion", None)
    return Problem("", code, {"line": line, "column": column, **params})


def cut(text: str) -> tuple[Token, ...] | Problem:
    """Cut ``text`` into tokens; the last one is the end."""
    if len(text) > LONGEST:
        return Problem("", "expr.too_long", {"limit": LONGEST, "length": len(text)})
    found: list[Token] = []
    place = 0
    while place < len(text):
        match = _PATTERN.match(text, place)
        if match is None:
            return _cannot_read(text, place)
        token = _token(text, match)
        if isinstance(token, Problem):
            return token
        if token.kind != "space":
            found.append(token)
        place = match.end()
    doubled = _doubled_sign(text, found)
    return doubled or (*found, Token("end", "", place, place))


def _token(text: str, match: re.Match[str]) -> Token | Problem:
    kind, word, start, end = str(match.lastgroup), match.group(), match.start(), match.end()
    if kind == "date":
        return _date(text, word, start)
    if kind == "number":
        if len(word) > LONGEST_NUMBER:
            return problem_at(text, start, "expr.number_too_long", limit=LONGEST_NUMBER)
        return Token("value", word, start, end, Decimal(word) if "." in word else int(word))
    if kind == "text":
        return Token("value", word, start, end, word[1:-1].replace("''", "'"))
    if kind == "name" and len(word) > LONGEST_NAME:
        return problem_at(text, start, "expr.name_too_long", limit=LONGEST_NAME)
    return Token("word" if word in WORDS else kind, word, start, end)


def _date(text: str, word: str, start: int) -> Token | Problem:
    try:
        return Token("value", word, start, start + len(word), date.fromisoformat(word))
    except ValueError:
        return problem_at(text, start, "expr.no_such_date", found=word)


def _cannot_read(text: str, place: int) -> Problem:
    character = text[place]
    if character == "'":
        return problem_at(text, place, "expr.text_not_closed")
    if character.isascii() and character.isdigit():
        number = re.match(r"[\w.\-]{1,20}", text[place:])
        return problem_at(text, place, "expr.not_a_number", found=number.group() if number else character)
    meant = _MEANT.get(text[place : place + 2]) or _MEANT.get(character)
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    return problem_at(text, place, "expr.unexpected_character", found=shown, suggestion=meant)


def _doubled_sign(text: str, found: list[Token]) -> Problem | None:
    for first, second in pairwise(found):
        meant = _MEANT.get(first.text + second.text)
        if meant and first.end == second.start:
            pair = first.text + second.text
            return problem_at(text, first.start, "expr.unexpected_character", found=pair, suggestion=meant)
    return None
