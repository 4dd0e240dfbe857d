"""The template environment: escaped, strict about missing names, with the words and filters of the pages."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django_htmx.jinja import htmx_script
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from linli.core.shared.outcomes import Problem
from linli.kernel.ui import charts, course, pictures, show, text

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NO_ONE = "00000000-0000-0000-0000-000000000000"


def environment(**options: Any) -> Environment:
    """Build the environment that Django's settings name."""
    options |= {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options)  # noqa: S701 - autoescape is set two lines above
    made.globals |= {
        "t": text.t,
        "has_text": text.has,
        "reason": text.reason,
        "url": url,
        "url_or": url_or,
        "static": static,
        "city": city,
        "lang": text.language,
        "now_local": lambda: show.local(show.now()),
        "problem_of": problem_of,
        "qr": pictures.qr,
        "chart": charts,
        "course": course.draw,
        "htmx_script": htmx_script,
    }
    made.filters |= {name: in_language(write) for name, write in _FILTERS.items()}
    made.filters["number3"] = show.number
    made.filters |= {"paragraphs": paragraphs, "phrases": phrases}
    return made


_FILTERS: dict[str, Callable[[object, str], str]] = {
    "when": show.when,
    "until": show.until,
    "near": show.near,
    "day": show.day,
    "clock": show.clock,
    "month": show.month,
    "ago": show.ago,
    "left": show.left,
    "minutes": show.minutes,
    "money": show.money,
    "count": show.count_of,
    "percent": show.percent,
    "limit": show.limit,
}


def in_language(write: Callable[[object, str], str]) -> Callable[[object], str]:
    """Turn a writer of values into a filter in the language of the page."""

    def written(value: object) -> str:
        return write(value, text.language())

    return written


def url(name: str, *args: object, **kwargs: object) -> str:
    """Return the address of a named page."""
    if len(kwargs) == 1 and not args:
        ((key, value),) = kwargs.items()
        if _UUID.fullmatch(str(value)):
            before, after = _around_ref(name, key)
            return f"{before}{value}{after}"
    return reverse(name, args=args or None, kwargs=kwargs or None)


@functools.cache
def _around_ref(name: str, key: str) -> tuple[str, str]:
    """Return what stands around the ref in an address: lists name a hundred of them, and reversing is slow."""
    before, _, after = reverse(name, kwargs={key: NO_ONE}).partition(NO_ONE)
    return before, after


def url_or(name: str, otherwise: str) -> str:
    """Return the address of a named page, or another where this installation leaves it out."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return otherwise


def city() -> str:
    """Return the name of the city in the language of the page."""
    names: dict[str, str] = settings.CITY
    return names[text.language()]


def problem_of(problems: object, field: str) -> str:
    """Return the sentences about one field, empty when it is fine."""
    found = [each for each in problems if each.field == field] if isinstance(problems, list | tuple) else []
    return " ".join(text.reason(each) for each in found if isinstance(each, Problem))


def paragraphs(said: str) -> Markup:
    """Keep the line breaks of what a person wrote; everything else is escaped."""
    blocks = [block for block in said.replace("\r\n", "\n").split("\n\n") if block.strip()]
    lines = (Markup("<br>").join(block.strip().split("\n")) for block in blocks)
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)


def phrases(said: str) -> Markup:
    """Let a heading break after its commas and stops, and before a bracket: Chinese has no spaces to break at."""
    parts = [part for part in re.split(r"(?<=[，。；：！？])|(?=（)", said) if part]
    return Markup("").join(Markup('<span class="phrase">{}</span>').format(part) for part in parts)
