"""Reads a text from its beginning to its end."""

from __future__ import annotations

import re
import unicodedata

from linli.core.speech.numerals import amount
from linli.core.speech.patterns import SHAPES, Shape
from linli.core.speech.spoken import NUMERIC, Piece, Spoken, Unread
from linli.core.speech.words import PAUSES, SIGNS

_RANGE = re.compile(r" ?[-~～–—－] ?(?=\d|周|星期|礼拜|¥)", re.ASCII)
_MINUS = re.compile(r"[-−](?=\d)", re.ASCII)
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff〇々\U00020000-\U0003ffff]")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_JOINERS = frozenset("\u200d\ufe0f\ufe0e")


def read(text: str) -> Spoken:
    """Return how a text is said, and what in it cannot be, with line and column."""
    plain = text.translate(_WIDE)
    pieces: list[Piece] = []
    unread: list[Unread] = []
    at = 0
    while at < len(plain):
        piece = _next(plain, at, pieces)
        size = len(piece.source)
        if piece.kind in _CANNOT:
            unread.append(_unread(text, at, size, piece.kind))
        pieces.append(Piece(piece.kind, text[at : at + size], piece.said))
        at += size
    return Spoken(tuple(pieces), tuple(unread))


_CANNOT = frozenset({"address", "word", "emoji", "script"})


def _next(plain: str, at: int, before: list[Piece]) -> Piece:
    """Return the piece that begins at a place."""
    after_number = bool(before) and before[-1].kind in NUMERIC
    if after_number and (to := _RANGE.match(plain, at)):
        return Piece("to", to[0], "到")
    for shape in SHAPES:
        if piece := _found(shape, plain, at):
            return piece
    if (
        not after_number
        and (minus := _MINUS.match(plain, at))
        and (not before or before[-1].said in ("", "，", "。", "："))
    ):
        return Piece("minus", minus[0], "负")
    return _sign(plain[at])


def _found(shape: Shape, plain: str, at: int) -> Piece | None:
    found = shape.pattern.match(plain, at)
    if found is None or not found[0]:
        return None
    said = shape.say(found)
    if said is not None:
        return Piece(shape.kind, found[0], said)
    return (
        Piece("word" if shape.kind == "letters" else shape.kind, found[0], "")
        if shape.kind in _LAST
        else None
    )


_LAST = frozenset({"letters", "address"})
"""Shapes after which nothing else is tried: what they cannot say is not sayable."""


def _sign(sign: str) -> Piece:
    """Return the piece of one sign that belongs to no shape."""
    if _HAN.match(sign):
        return Piece("text", sign, sign)
    if sign in PAUSES:
        return Piece("pause", sign, PAUSES[sign])
    if sign in SIGNS:
        return Piece("sign", sign, SIGNS[sign])
    if sign in _JOINERS:
        return Piece("quiet", sign, "")
    number = float(unicodedata.numeric(sign, -1))
    if unicodedata.category(sign) in {"No", "Nl"} and number >= 0 and number.is_integer():
        return Piece("amount", sign, amount(str(int(number))))
    return Piece("emoji" if unicodedata.category(sign) in {"So", "Sk", "Cn"} else "script", sign, "")


def _unread(text: str, at: int, size: int, why: str) -> Unread:
    before = text[:at]
    line = before.count("\n") + 1
    column = at - (before.rfind("\n") + 1) + 1
    return Unread(line, column, text[at : at + size][:40], why)
