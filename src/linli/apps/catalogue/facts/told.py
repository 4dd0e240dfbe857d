"""Turn the codes in a reason of the matrix into names that people know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from linli.apps.catalogue.facts.links import link_name
from linli.apps.catalogue.facts.snapshot import Snapshot, snapshot
from linli.apps.grid import facts as grid
from linli.core.routing.rows import EVERYTHING, EVERYWHERE
from linli.core.shared.outcomes import Param, Problem, Reason, Refusal
from linli.kernel.ui.text import has, t

Naming = Callable[[str, str, Snapshot], str]

IN_THE_CITY = 2
"""How many slashes the path of a whole city has: /9901/."""

OF_A_SERVICE = "routing["
"""How a row is named that a service brings along: by where it stands in the file."""


def readable(said: Reason | Problem | Refusal, *, lang: str) -> Reason | Problem | Refusal:
    """Return the same answer with subject, link, area and body by name in ``lang``."""
    if not isinstance(said, Refusal):
        return replace(said, code=_code(said.code, said.params), params=_named(said.params, lang))
    return replace(said, code=_code(said.code, said.because), because=_named(said.because, lang))


def _code(code: str, params: Mapping[str, Param]) -> str:
    """Return the sentence that fits better than the one of the core.

    A row that a service brings along stands in no matrix and has no number there; and where a case is only known
    to lie in the city, the body of its district is not missing from the register.
    """
    if code == "routing.no_body" and str(params.get("area", "")).count("/") <= IN_THE_CITY:
        return "catalogue.not_placed"
    own = code.replace("routing.", "catalogue.own_", 1)
    return own if str(params.get("row", "")).startswith(OF_A_SERVICE) and has(own) else code


def _named(params: Mapping[str, Param], lang: str) -> dict[str, Param]:
    now = snapshot()
    named = dict(params)
    if lang == "en" and "article" in params:
        row = str(params.get("row", "")).partition(".")[0]  # a pilot has its row's number and more
        named["article"] = now.articles_en.get(row) or params["article"]
    for name, value in params.items():
        if isinstance(value, str) and value and name in _NAMINGS:
            named[name] = _NAMINGS[name](value, lang, now)
    return named


def _subject(key: str, lang: str, now: Snapshot) -> str:
    if key == EVERYTHING:
        return t("catalogue.everything", lang=lang)
    one = now.subject(key)
    return (one.name_en if lang == "en" else one.name_zh) if one else key


def _link(link: str, lang: str, now: Snapshot) -> str:  # noqa: ARG001 - all namings take the same
    return link_name(link, lang)


def _links(links: str, lang: str, now: Snapshot) -> str:  # noqa: ARG001 - all namings take the same
    between = "、" if lang == "zh" else ", "
    return between.join(link_name(one, lang) for one in links.split(", "))


def _area(path: str, lang: str, now: Snapshot) -> str:  # noqa: ARG001 - all namings take the same
    if path == EVERYWHERE:
        return t("catalogue.everywhere", lang=lang)
    crumbs = grid.breadcrumbs(path)[1:] or grid.breadcrumbs(path)
    if not crumbs:
        return path
    if lang == "en":
        return ", ".join(one.name_en or one.name_zh for one in reversed(crumbs))
    return "".join(one.name_zh for one in crumbs)


def _body(name: str, lang: str, now: Snapshot) -> str:  # noqa: ARG001 - all namings take the same
    one = grid.body(name)
    return ((one.name_en if lang == "en" else "") or one.name_zh) if one else name


def _token(token: str, lang: str, now: Snapshot) -> str:  # noqa: ARG001 - all namings take the same
    role, _, office = token.removeprefix("$").partition(":")
    key = f"catalogue.role_{role}"
    if not has(key):
        return token
    said = t(key, lang=lang)
    office_key = f"catalogue.office_{office}"
    return f"{said} · {t(office_key, lang=lang) if has(office_key) else office}" if office else said


_NAMINGS: Mapping[str, Naming] = {
    "subject": _subject,
    "link": _link,
    "links": _links,
    "area": _area,
    "pilot": _area,
    "body": _body,
    "token": _token,
}
