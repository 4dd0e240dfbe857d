"""Reads a text from its beginning to its end."""

from __future__ import annotations

import re
import unicodedata

from linli.core.speech.numerals import TELEPHONE, amount, one_by_one
from linli.core.speech.patterns import COUNTED, SHAPES, Shape
from linli.core.speech.spoken import NUMERIC, Piece, Spoken, Unread
from linli.core.speech.words import PAUSES, SIGNS

_RANGE = re.compile(r" ?[-~～–—－] ?(?=[-−]?\d|周|星期|礼拜|¥|次日|当日|翌日|第二天)", re.ASCII)
_NUMBER = re.compile(rf"\d{{3,12}}(?![\d-]|{COUNTED}|年)", re.ASCII)
_OR = re.compile(rf"(?:[、/]|或者?|和|及)(?={_NUMBER.pattern})", re.ASCII)
_PER = re.compile(r" ?/ ?(?=(?!第)[\u4e00-\u9fff])")
_PAID = frozenset("/元角分块公里平方立米吨度斤克人次户天月年小时")
"""What something else is counted by: 3元/人/月 is three yuan for each person each month."""
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
    if found := _between(plain, at, before):
        return found
    after_number = bool(before) and before[-1].kind in NUMERIC
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


def _between(plain: str, at: int, before: list[Piece]) -> Piece | None:
    """Return what stands between two figures and takes its meaning from the first: to, or another telephone, each."""
    if not before:
        return None
    last = before[-1]
    if (to := _RANGE.match(plain, at)) and (last.kind in NUMERIC or _same_word(plain, to.end(), before)):
        return Piece("to", to[0], "到")
    if last.kind == "telephone" and (either := _OR.match(plain, at)):
        return Piece("or", either[0], "、" if either[0] == "/" else either[0])
    if last.kind == "or" and (other := _NUMBER.match(plain, at)):
        return Piece("telephone", other[0], one_by_one(other[0], TELEPHONE))
    if (per := _PER.match(plain, at)) and _paid(before):
        return Piece("per", per[0], "每")
    return None


def _paid(before: list[Piece]) -> bool:
    """Say whether an amount stands before, with nothing between but what it is counted in."""
    for piece in reversed(before[-8:]):
        if piece.kind in NUMERIC:
            return True
        if piece.source.strip() not in _PAID:
            return False
    return False


def _same_word(plain: str, after: int, before: list[Piece]) -> bool:
    """Say whether the same is counted on both sides: 10点-12点, 3号楼-5号楼; 3号楼-301 is a door."""
    word = ""
    for piece in reversed(before[-3:]):
        if piece.kind in NUMERIC:
            return (
                bool(word) and re.match(rf"\d[\d.,:]*{re.escape(word)}", plain[after:], re.ASCII) is not None
            )
        word = piece.source + word
    return False


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
