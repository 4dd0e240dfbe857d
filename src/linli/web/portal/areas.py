"""Places of the area tree as somebody types them on a form: by name, or by code."""

from __future__ import annotations

from linli.apps.grid import facts as grid
from linli.core.forms.questions import Form, QuestionType
from linli.kernel.ui.text import language
from linli.web.portal.naming import name_of

KINDS = ("district", "subdistrict", "township", "community", "village")
HOMES = frozenset({"community", "village"})
MOST_OFFERED = 800
"""More names than this are not listed on a page; they are typed."""


def known() -> dict[str, str]:
    """Return every community and village: its code by its name, from the district down. One statement."""
    found = {one.code: one for one in grid.subtree("/", *KINDS)}
    names: dict[str, str] = {}
    for one in found.values():
        if one.kind in HOMES:
            way = [name_of(found[code]) for code in one.path.split("/") if code in found]
            names[" ".join(way) if language() == "zh" else ", ".join(reversed(way))] = one.code
    return names


def offered(form: Form) -> list[str]:
    """Return the names that a page lists for choosing; none where the form asks for no place, or there are too many."""
    parts = {part.type for one in form.questions for part in (one, *one.fields)}
    names = [*known()] if QuestionType.AREA in parts else []
    return names if len(names) <= MOST_OFFERED else []


def code_of(typed: str, names: dict[str, str]) -> str:
    """Return the code of the place that is meant; what fits none, or several, stays as it was typed."""
    said = _plain(typed)
    if not said or said.isdecimal():
        return typed
    exact = [code for name, code in names.items() if _plain(name) == said]
    within = exact or [code for name, code in names.items() if said in _plain(name)]
    return within[0] if len(within) == 1 else typed


def name_of_code(code: str, names: dict[str, str]) -> str:
    """Return the name of a code for showing it again; anything else stays as it is."""
    return next((name for name, one in names.items() if one == code), code)


def _plain(text: str) -> str:
    return "".join(text.split()).casefold().replace(",", "")
