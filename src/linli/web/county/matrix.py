"""The responsibility matrix as people read it: the table, its gaps and overlaps, and who answers here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue.facts import MatrixLine
from linli.apps.grid import facts as grid
from linli.core.routing.rows import EVERYTHING, is_token, subject_chain
from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.ui.show import read_day
from linli.kernel.ui.text import language, reason
from linli.web.county import choosing, words
from linli.web.county.frame import asked, page, today

PAGE = 50
STATES = ("proposed", "pilot", "in_force", "ended")
GAP = "routing.gap"
WEIGHED = ("overlap", "shadowed")
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What part of the table is asked for."""

    q: str = ""
    state: str = ""
    link: str = ""
    area: str = ""
    body: str = ""
    page: int = 1
    keys: frozenset[str] = field(default=frozenset())
    path: str = ""
    who: str = ""

    def address(self, number: int) -> str:
        """Return the address of another page of the same list."""
        said = {"q": self.q, "state": self.state, "link": self.link, "area": self.area, "body": self.body}
        return "?" + urlencode({name: value for name, value in said.items() if value} | {"page": number})

    @property
    def narrowed(self) -> bool:
        """Say whether anything is asked for."""
        return bool(self.q or self.state or self.link or self.area or self.body)


@requires(Permission.MATRIX_READ)
@require_GET
def matrix(request: HttpRequest) -> HttpResponse:
    """Show the table with its filters."""
    wanted, on = _wanted(request), today(request)
    lines = [one for one in catalogue.matrix_lines(actor=asked(request).actor) if _fits(one, wanted, on)]
    start = (wanted.page - 1) * PAGE
    shown = lines[start : start + PAGE]
    context = {
        "wanted": wanted,
        "rows": rows_of(shown, on),
        "total": len(lines),
        "previous": wanted.address(wanted.page - 1) if wanted.page > 1 else None,
        "following": wanted.address(wanted.page + 1) if len(lines) > start + PAGE else None,
        "areas": choosing.areas(asked(request).actor, Permission.MATRIX_READ),
        "links": choosing.all_links(),
        "states": STATES,
        "bodies": choosing.leads(grid.bodies()),
    }
    return page(request, "matrix", context)


@requires(Permission.MATRIX_READ)
@require_GET
def trouble(request: HttpRequest) -> HttpResponse:
    """Show the gaps and overlaps of the whole matrix in force."""
    found = catalogue.matrix_problems(actor=asked(request).actor, on=today(request))
    bare = [one for one in found if one.code == GAP]
    groups = [(kind, told(one for one in found if one.code == f"routing.{kind}")) for kind in WEIGHED]
    context = {
        "gaps": gaps_of(bare)[:SHOWN],
        "gaps_n": len(bare),
        "groups": [(kind, all_[:SHOWN], len(all_)) for kind, all_ in groups],
        "others": told(
            one for one in found if one.code not in {GAP, *(f"routing.{kind}" for kind in WEIGHED)}
        ),
    }
    return page(request, "trouble", context)


@requires(Permission.MATRIX_READ)
@require_GET
def asking(request: HttpRequest) -> HttpResponse:
    """Answer who is responsible: for a subject, in a link, at a place, on a day - and why."""
    q, key = request.GET.get("q", "")[:80].strip(), request.GET.get("subject", "")[:80]
    one = catalogue.snapshot().subject(key)
    on = read_day(request.GET.get("on", "")) or today(request)
    place = grid.area(request.GET.get("area", "")[:21]) if one else None
    context: dict[str, Any] = {
        "q": q,
        "found": [(each.key, words.named(each), big(each.key)) for each in catalogue.find_subjects(q, 12)]
        if q
        else [],
        "subject": one,
        "subject_name": words.named(one) if one else "",
        "on": on,
        "place": place,
        "place_name": words.names([place.path]).area(place.path) if place else "",
        "areas": choosing.areas(
            asked(request).actor, Permission.MATRIX_READ, kinds=(*choosing.WIDE, "community", "village")
        ),
        "answers": [_answer(key, way, place.path, on) for way in one.links] if one and place else [],
    }
    return page(request, "asking", context)


def gaps_of(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Put gaps together that differ only in the class: by big class, link, area and day; the largest first."""
    now, names = catalogue.snapshot(), words.names_in(problems)
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for one in problems:
        key, link, area, since = (str(one.params[name]) for name in ("subject", "link", "area", "from"))
        fact = now.subject(key)
        parent = (fact.parent if fact else None) or key
        found.setdefault((parent, link, area, since), []).append(words.subject(key))
    below = Counter(now.subjects[key].parent for key in now.links)
    groups = [
        {
            "key": parent,
            "big": words.subject(parent),
            "link": words.link_said(link),
            "area": names.area(area),
            "since": since,
            "names": classes,
            "total": below[parent],
        }
        for (parent, link, area, since), classes in found.items()
    ]
    return sorted(groups, key=lambda one: -len(one["names"]))


def told(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    """Say problems with names for codes, each with the row it is about."""
    found = list(problems)
    names = words.names_in(found)
    return [(str(one.params.get("row", "")).partition(".")[0], names.told(one)) for one in found]


def rows_of(lines: Sequence[MatrixLine], on: date) -> list[dict[str, Any]]:
    """Write rows for a table: two statements for all names."""
    paths = [path for one in lines for path in (one.area_path, one.pilot_area)]
    names = words.names(paths, [body for one in lines for body in (one.lead, *one.supporting)])
    return [
        {
            "line": one,
            "subject": words.subject(one.subject),
            "link": words.link_said(one.link),
            "area": names.area(one.area_path),
            "pilot": names.area(one.pilot_area) if one.pilot_area else "",
            "lead": names.body(one.lead),
            "supporting": names.listed(one.supporting),
            "state": state_of(one, on),
        }
        for one in lines
    ]


def state_of(line: MatrixLine, on: date) -> str:
    """Say how a row stands today: a row that ran out is not in force any more."""
    return "ended" if line.valid_to is not None and line.valid_to <= on else line.state


def big(key: str) -> str:
    """Return the big class of a subject, to tell equal names apart."""
    one = catalogue.snapshot().subject(key)
    return words.subject(one.parent) if one and one.parent else ""


def _answer(key: str, way: str, path: str, on: date) -> dict[str, Any]:
    found = catalogue.responsible(key, path, on, link=way)
    if isinstance(found, Refusal):
        return {
            "link": words.link(way),
            "lead": "",
            "supporting": "",
            "why": [words.names([path]).told(found)],
        }
    names = words.names([path], [found.lead, *found.supporting])
    why = [reason(catalogue.readable(one, lang=language())) for one in found.why]
    return {
        "link": words.link(way),
        "lead": names.body(found.lead),
        "supporting": names.listed(found.supporting),
        "why": why,
        "number": found.row.id.partition(".")[0],
    }


def _wanted(request: HttpRequest) -> Wanted:
    get = request.GET
    q = get.get("q", "")[:80].strip()
    keys = (
        frozenset(one.key for one in catalogue.find_subjects(q, 30)) if q and not q.isdigit() else frozenset()
    )
    place = grid.area(get["area"][:21]) if get.get("area") else None
    number = get.get("page", "1")
    return Wanted(
        q, get.get("state", ""), get.get("link", ""), get.get("area", ""), get.get("body", ""),
        max(int(number), 1) if number.isdigit() and len(number) < 6 else 1,  # noqa: PLR2004 - no list has so many pages
        keys, place.path if place else "", _who(get.get("body", "")[:60]),
    )  # fmt: skip


def _fits(one: MatrixLine, wanted: Wanted, on: date) -> bool:
    return (
        (not wanted.state or state_of(one, on) == wanted.state)
        and (not wanted.link or one.link == wanted.link)
        and (not wanted.path or _meets(one, wanted.path))
        and (not wanted.body or wanted.who in (one.lead, *one.supporting))
        and (not wanted.q or _found(one, wanted))
    )


def _meets(one: MatrixLine, path: str) -> bool:
    """Say whether a row speaks of a place: it lies in the row's area, or the row's area in it."""
    place = one.pilot_area if one.state == "pilot" else one.area_path
    return path.startswith(place) or place.startswith(path)


def _who(said: str) -> str:
    body = grid.body(said) if said and not is_token(said) else None
    return body.ref if body else said


def _found(one: MatrixLine, wanted: Wanted) -> bool:
    if wanted.q.isdigit():
        return one.number == int(wanted.q)
    told = f"{one.article_zh} {one.article_en} {words.subject(one.subject)} {one.subject}".lower()
    covers = any(one.subject in subject_chain(key) for key in wanted.keys) and one.subject != EVERYTHING
    return wanted.q.lower() in told or covers
