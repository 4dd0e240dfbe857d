"""Say a sentence in the reader's language: ``t`` by key, ``reason`` for what the core answered."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import get_language
from markupsafe import Markup, escape

from linli.core.shared.outcomes import Problem, Reason, Refusal
from linli.kernel.ui import show
from linli.kernel.ui.sentences import DEFAULT_LANGUAGE, LANGUAGES, Gap, Sentence, catalogue, problems

__all__ = ["DEFAULT_LANGUAGE", "LANGUAGES", "catalogue", "has", "language", "problems", "reason", "t"]

log = logging.getLogger(__name__)

_WRITERS: Mapping[str, Callable[[object, str], str]] = {
    "when": show.when,
    "until": show.until,
    "day": show.day,
    "full_day": show.full_day,
    "clock": show.clock,
    "minutes": show.minutes,
    "month": show.month,
    "money": show.money,
    "count": show.count_of,
    "percent": show.percent,
    "number": show.number,
    "limit": show.limit,
}


def language() -> str:
    """Return the language of this request: zh or en."""
    active = get_language() or DEFAULT_LANGUAGE
    short = active.partition("-")[0]
    return short if short in LANGUAGES else DEFAULT_LANGUAGE


def has(key: str) -> bool:
    """Tell whether there is a sentence under this key."""
    return key in catalogue()[DEFAULT_LANGUAGE]


def t(key: str, *, lang: str | None = None, **params: object) -> str:
    """Say the sentence ``key``; unknown keys and empty blanks are programming errors and raise.

    Days, instants, yes/no and {zh, en} names are written for people. A ``Markup`` parameter (a link)
    makes the answer markup, with everything else escaped.
    """
    spoken = lang or language()
    return _fill(catalogue()[spoken][key], params, spoken)


def reason(said: Reason | Problem | Refusal, *, lang: str | None = None) -> str:
    """Say why, from a code and the facts that decided; codes of older versions stay readable."""
    spoken = lang or language()
    params = said.because if isinstance(said, Refusal) else said.params
    sentence = catalogue()[spoken].get(said.code)
    if sentence is None:
        log.error("no sentence for code %s", said.code)
        return t("ui.reason_unknown", lang=spoken, code=said.code)
    plain = {name: _from_code(value, spoken) for name, value in params.items()}
    known = dict.fromkeys(sentence.names, show.NOTHING) | plain
    return _fill(sentence, known, spoken, raw=params)


def _from_code(value: object, spoken: str) -> object:
    """Write what the core passes as a code: an instant, a day, a limit."""
    if isinstance(value, str):
        instant = show.read_instant(value)
        if instant is not None:
            return show.when(instant, spoken)
        on = show.read_day(value)
        return show.day(on, spoken) if on is not None else show.limit(value, spoken)
    return value


def _fill(
    sentence: Sentence, params: Mapping[str, object], spoken: str, raw: Mapping[str, object] | None = None
) -> str:
    rich = any(isinstance(value, Markup) for value in params.values())
    out: list[str] = []
    for part in sentence.parts(params.get("n")):
        if isinstance(part, Gap):
            source = raw if raw and part.spec and part.name in raw else params
            text = _write(source[part.name], part.spec, spoken)
        else:  # a day ends with a full sign of its own: "12 月 2 日（周三）付清"
            text = part.removeprefix(" ") if out and out[-1].endswith("）") else part
        out.append(str(escape(text)) if rich else text)
    return Markup("").join(map(Markup, out)) if rich else "".join(out)


def _write(value: object, spec: str, spoken: str) -> str:
    if isinstance(value, str) and not spec:
        return value
    if spec == "text":
        return t(str(value), lang=spoken) if has(str(value)) else str(value)
    if spec:
        return _WRITERS[spec](value, spoken)
    return _plain(value, spoken)


def _plain(value: object, spoken: str) -> str:
    if value is None:
        return show.NOTHING
    if isinstance(value, bool):
        return t("ui.yes" if value else "ui.no", lang=spoken)
    if isinstance(value, datetime):
        return show.when(value, spoken)
    if isinstance(value, date):
        return show.day(value, spoken)
    if isinstance(value, Mapping):
        return str(value.get(spoken) or value.get(DEFAULT_LANGUAGE) or show.NOTHING)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
