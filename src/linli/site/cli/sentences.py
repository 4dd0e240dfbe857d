"""Sentences of the core on the command line, without Django: `linli clock due` must start fast."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

import linli
from linli.core.clock.instants import local
from linli.core.shared.outcomes import Problem, Reason, Refusal

LANGUAGES = ("zh", "en")
_FILES = (
    "core/clock/locale/{}.yaml",
    "core/shared/locale/{}.yaml",
    "kernel/ui/locale/{}/show.yaml",
    "site/serving/locale/{}.yaml",
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")

Said = Reason | Problem | Refusal


class _Shown(str):
    """A value ready to be shown: the page's way of writing it (``{text:text}``) is already applied."""

    __slots__ = ()

    def __format__(self, _spec: str) -> str:
        """Show it as it is."""
        return str(self)


def say(said: Said, language: str) -> str:
    """Return the sentence of a code with its blanks filled."""
    params = said.because if isinstance(said, Refusal) else said.params
    return _fill(said.code, params, language)


def in_both(said: Said) -> dict[str, str]:
    """Return the code and its sentences, as `--json` prints them."""
    found = {"code": said.code} | {language: say(said, language) for language in LANGUAGES}
    return found | ({"field": said.field} if isinstance(said, Problem) and said.field else {})


def _fill(code: str, params: Mapping[str, object], language: str) -> str:
    sentence = _sentences(language)[code]
    if isinstance(sentence, dict):
        sentence = sentence["one" if params.get("n") == 1 and "one" in sentence else "other"]
    gaps = {name: _Shown(_show(value, language)) for name, value in params.items()}
    return str(sentence).format_map(gaps)


def _show(value: object, language: str) -> str:
    if isinstance(value, str) and _STAMP.fullmatch(value):
        return _when(value, language)
    if isinstance(value, str) and _DAY.fullmatch(value):
        return _day(date.fromisoformat(value), language)
    return str(value)


@functools.lru_cache(maxsize=4096)
def _when(text: str, language: str) -> str:
    at = local(datetime.fromisoformat(text))
    return _fill("show.when", {"day": _day(at.date(), language), "clock": f"{at:%H:%M}"}, language)


@functools.lru_cache(maxsize=4096)
def _day(day: date, language: str) -> str:
    words = _sentences(language)
    params = {"month": words[f"show.month.{day.month}"], "weekday": words[f"show.weekday.{day.isoweekday()}"]}
    return _fill("show.day_year", {**params, "year": str(day.year), "day": str(day.day)}, language)


@functools.cache
def _sentences(language: str) -> Mapping[str, Any]:
    root = Path(linli.__file__).parent
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = {}
    for pattern in _FILES:
        text = (root / pattern.format(language)).read_text(encoding="utf-8")
        found |= yaml.load(text, Loader=loader) or {}  # noqa: S506 - both loaders are the safe ones
    return found
