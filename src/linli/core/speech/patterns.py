"""The shapes that figures take in a notice, in the order in which they are tried; each says what it found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from re import Match

from linli.core.speech.numerals import TELEPHONE, amount, decimal, one_by_one
from linli.core.speech.words import COLD, LETTERS, MEASURES, UNITS, WORDS

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNITS = "|".join(re.escape(one) for one in sorted(UNITS, key=len, reverse=True))
_TO = "[-~～–—－至到]"
_CALLED = r"(?<=电话)|(?<=拨打)|(?<=请打)|(?<=热线)|(?<=致电)|(?<=号码)|(?<=联系)|(?<=电话[:是为 ])|(?<=热线[:是为 ])|(?<=拨打[: ])"
_CALLING = r"(?=热线|电话|急救|报警|火警|平台|客服)"
_SHORT = r"11[0249]|12[02]|12\d{3}|9[56]\d{3}"
_SERVICE = "12(?:3(?:00|05|09|1[05589]|2[08]|33|38|4[58]|5[0156]|6[69]|79|8[0158]|9[35])|11[47])|96110|95598|95119|10086|10010"
"""Numbers of services that everybody knows: telephones unless something is counted."""
COUNTED = rf"[\d.,]|万|亿|元|{MEASURES}"
_CODED = "|".join(
    rf"(?<={word}{sign})"
    for word in ("尾号", "验证码", "取件码", "工号", "编号", "单号", "分机")
    for sign in ("", "[:是为 ]")
)
MONTHS, DAYS, HOURS, MINUTES = 12, 31, 24, 59

Say = Callable[[Match[str]], str | None]


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape; ``say`` answers None where the figures cannot mean it."""

    kind: str
    pattern: re.Pattern[str]
    say: Say


def _shape(kind: str, pattern: str, say: Say) -> Shape:
    return Shape(kind, re.compile(pattern, re.ASCII), say)


def _date(found: Match[str]) -> str | None:
    """Say a date: the year figure by figure, month and day as numbers."""
    parts = found.groupdict()
    month, day = parts["month"], parts["day"]
    if not (1 <= int(month) <= MONTHS and 1 <= int(day) <= DAYS):
        return None
    year = parts.get("year")
    return (
        f"{one_by_one(year)}年" if year else ""
    ) + f"{_plain(month)}月{_plain(day)}{parts.get('last') or '日'}"


def _month(found: Match[str]) -> str | None:
    year, month = found["year"], found["month"]
    if month and not 1 <= int(month) <= MONTHS:
        return None
    return (f"{one_by_one(year)}年" if year else "") + (f"{_plain(month)}月" if month else "")


def _plain(figures: str) -> str:
    """Say the number of a month, day, hour or minute, whatever zero stands before it."""
    return amount(str(int(figures)))


def _time(found: Match[str]) -> str | None:
    hour, minute, second = int(found["hour"]), int(found["minute"]), found["second"]
    if hour > HOURS or minute > MINUTES or (second and int(second) > MINUTES):
        return None
    said = ("两" if hour == 2 else amount(str(hour))) + "点"  # noqa: PLR2004 - 两点
    if minute or second:
        said += ("零" if 0 < minute < 10 else "") + amount(str(minute)) + "分"  # noqa: PLR2004 - 零五分
    return said + (f"{_plain(second)}秒" if second else "")


def _money(found: Match[str]) -> str:
    """Say a sum with yuan, jiao and fen."""
    if big := found.groupdict().get("big"):
        return _two(found["sum"]) + big + "元"
    whole, _, cents = found["sum"].replace(",", "").partition(".")
    jiao, fen = cents.ljust(2, "0")[0], cents.ljust(2, "0")[1]
    said = _two(whole) + "元" if int(whole) or not int(cents or 0) else ""
    if int(jiao):
        said += _two(jiao) + "角"
    elif int(fen) and said:
        said += "零"
    return said + (_two(fen) + "分" if int(fen) else "")


def _two(figures: str) -> str:
    """Say a number that something is counted with: two is 两."""
    return "两" if figures == "2" else decimal(figures)


def _percent(found: Match[str]) -> str:
    if found["sign"] == "%" and found["n"] == "100":
        return "百分之百"
    below = "负" if found["minus"] else ""
    return below + ("百分之" if found["sign"] == "%" else "千分之") + decimal(found["n"])


def _measure(found: Match[str]) -> str:
    unit = found["unit"]
    below = "" if not found["minus"] else "零下" if unit in COLD else "负"
    return below + _two(found["n"]) + UNITS[unit]


def _fraction(found: Match[str]) -> str:
    return f"{amount(found['of'])}分之{amount(found['n'])}"


def _room(found: Match[str]) -> str:
    return "杠".join(_short_or_digits(one) for one in found[0].split("-"))


def _short_or_digits(figures: str) -> str:
    """Say a number of a house or door: up to two figures as a number, more one by one."""
    return amount(figures) if len(figures) < 3 else one_by_one(figures)  # noqa: PLR2004 - 501 is 五零一


def _code(found: Match[str]) -> str:
    return one_by_one(found[0], TELEPHONE)


def _telephone(found: Match[str]) -> str:
    """Say a number for the telephone, with a rest where it is parted."""
    return "，".join(one_by_one(part, TELEPHONE) for part in re.findall(r"\d+", found[0]))


def _letters(found: Match[str]) -> str | None:
    word = found[0]
    if known := WORDS.get(word.lower()):
        return known
    return "".join(LETTERS[one] for one in word if one in LETTERS) if word.isupper() else None


def _weekday(found: Match[str]) -> str:
    return found["head"] + ("日" if found["n"] in "7日" else one_by_one(found["n"]) or found["n"])


SHAPES: Sequence[Shape] = (
    _shape("date", r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})(?P<last>[日号])", _date),
    _shape("date", r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)", _date),
    _shape("date", r"(?P<month>\d{1,2})月(?P<day>\d{1,2})(?P<last>[日号])", _date),
    _shape("date", rf"(?P<year>\d{{4}})(?= ?{_TO} ?\d{{4}}年)", lambda found: one_by_one(found["year"])),
    _shape("date", r"(?P<year>(?:19|20)\d{2})-(?P<month>0[1-9]|1[0-2])(?![-\d]|人|户|个|元|名)", _month),
    _shape("date", r"(?P<year>\d{4})年(?:(?P<month>\d{1,2})月)?", _month),
    _shape("date", r"(?P<year>)(?P<month>\d{1,2})月(?!\d)", _month),
    _shape("amount", r"(?P<n>\d{1,3})/(?P<of>\d{1,3})(?=的|以上|左右|以下|居民|住户|业主|村民)", _fraction),
    _shape("amount", r"(?:(?<=[约近超过占足])|(?<=不到))(?P<n>\d{1,3})/(?P<of>\d{1,3})(?![\d/])", _fraction),
    _shape("date", r"(?P<month>\d{1,2})/(?P<day>\d{1,2})(?![\d/])", _date),
    _shape("telephone", r"(?:\(0\d{2,3}\)|0\d{2,3})[- —]?\d{7,8}(?!\d)", _telephone),
    _shape("telephone", r"1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)", _telephone),
    _shape("telephone", r"400[- ]?\d{3}[- ]?\d{4}(?!\d)", _telephone),
    _shape("telephone", r"\d{3}[- ]\d{4}[- ]\d{4}(?!\d)", _telephone),
    _shape("telephone", rf"(?:{_CALLED})\d{{3,12}}(?!\d)", _telephone),
    _shape("telephone", rf"(?:(?:{_SHORT}){_CALLING}|(?<=[拨打])(?:{_SHORT})(?!{COUNTED})|(?:{_SERVICE})(?!{COUNTED}))", _telephone),
    _shape("telephone", r"(?<=转)\d{3,6}(?![\d路号线])", _telephone),
    _shape("digits", rf"(?:{_CODED})\d{{2,20}}(?!\d)", _code),
    _shape("digits", r"(?<=[A-Z])\d{3,5}(?![\d.]|元|万|个|人)", _code),
    _shape("digits", r"[5-9]0(?=后(?![天来面续]))", lambda found: one_by_one(found[0])),
    _shape("time", r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?!\d)", _time),
    _shape("room", r"\d{1,3}-\d{1,3}-\d{1,5}(?!\d)", _room),
    _shape("room", r"(?<=[栋楼座幢])\d{1,3}-\d{3,4}(?!\d)", _room),
    _shape("rooms", rf"\d{{3,5}}(?= ?(?:{_TO}|[、和]) ?\d{{3,5}}(?:室|号房|房间))", lambda found: one_by_one(found[0])),
    _shape("room", r"(?<=单元)\d{3,4}(?!\d)|\d{3,5}(?=室|号房|房间|路|线|次(?:列车|车))", _room),
    _shape("money", rf"[¥￥] ?(?P<sum>{_NUMBER})(?P<big>万|亿)元?", _money),
    _shape("money", r"[¥￥] ?(?P<sum>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)(?![\d.])元?", _money),
    _shape("money", r"(?P<sum>\d{1,3}(?:,\d{3})+\.\d{1,2}|\d+\.\d{1,2})元", _money),
    _shape("percent", rf"(?P<minus>(?<![\d\w)])[-−])?(?P<n>{_NUMBER}) ?(?P<sign>[%‰])", _percent),
    _shape("letters", r"[2-6]G(?![A-Za-z\d])", lambda found: amount(found[0][0]) + LETTERS["G"]),
    _shape("amount", rf"(?<![\d\w)])[-−](?P<n>{_NUMBER})(?= ?{_TO} ?[-−]?(?:{_NUMBER}) ?(?:℃|°C|度))", lambda found: "零下" + decimal(found["n"])),
    _shape("measure", rf"(?P<minus>(?<![\d\w)])[-−])?(?P<n>{_NUMBER}) ?(?P<unit>{_UNITS})(?![A-Za-z\d²³])", _measure),
    _shape("amount", rf"2(?=(?:{MEASURES})(?!日|月))(?<!\d2)(?<!\.2)(?<!第2)", lambda _: "两"),
    _shape("amount", r"(?<=[共有高达])2(?=层)|(?<!\d)2(?=室\d?厅)", lambda _: "两"),
    _shape("amount", rf"(?P<n>{_NUMBER})", lambda found: decimal(found["n"])),
    _shape("weekday", r"(?P<head>周|星期|礼拜)(?P<n>[1-7一二三四五六日天])", _weekday),
    _shape("sign", r"(?<=\d)[*xX](?=\d)", lambda _: "乘"),
    _shape("sign", r"(?<=\d)#(?=楼|栋|院|门)", lambda _: "号"),
    _shape("sign", r"[<>](?=\d)", lambda found: "小于" if found[0] == "<" else "大于"),
    _shape("address", r"(?:https?://|www\.)[^\s，。；、]+|[\w.+-]+@[\w-]+\.[\w.]+", lambda _: None),
    _shape("letters", r"PM(?=2\.5|10(?!\d))", lambda _: LETTERS["P"] + LETTERS["M"]),
    _shape("letters", r"[A-Za-z]+(?:-[A-Za-z]+)*(?!@)", _letters),
)  # fmt: skip
