"""The five things to mend this week: piles of open cases become sentences, each with why and its cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import Pile, Watch
from linli.apps.insight import facts as insight
from linli.apps.insight.facts import Cause, Trouble
from linli.kernel.access.actors import Actor
from linli.kernel.ui.jinja import url
from linli.kernel.ui.text import t
from linli.web.public import naming

NONE = "-"
SHARED: Mapping[str, tuple[str, ...]] = {
    "late": ("body",),
    "returned_twice": ("subject",),
    "reopened": ("body", "subject"),
    "without_lead": ("subject",),
    "hot_spot": ("area_path", "subject"),
}
"""What the cases of a kind must share to be one thing to mend: what would be mended there."""

KIND_OF = {"hot_spot": "fresh"}
LEVELS = 4
"""A hot spot is a community: what lies deeper is counted with it."""


@dataclass(frozen=True, slots=True)
class Mend:
    """One thing to mend: what it is, why it comes first, where its cases are."""

    kind: str
    say: str
    why: str
    n: int
    href: str


def to_mend(actor: Actor, watch: Watch, at: datetime) -> tuple[Cause, ...]:
    """Return the five heaviest causes among the open cases that the reader oversees. Five statements."""
    troubles: list[Trouble] = []
    for kind, by in SHARED.items():
        found = cases.piles(actor, replace(watch, kind=KIND_OF.get(kind, kind)), by, at=at)
        troubles += _troubles(kind, found)
    return insight.causes(troubles)


def _troubles(kind: str, piles: Iterable[Pile]) -> list[Trouble]:
    if kind == "hot_spot":
        return _hot_spots(piles)
    return [
        Trouble(kind, one.n, one.weeks_late, one.joined, one.body, one.subject, oldest=one.oldest)
        for one in piles
    ]


def _hot_spots(piles: Iterable[Pile]) -> list[Trouble]:
    found: dict[tuple[str, str], Trouble] = {}
    for one in piles:
        path = _community(one.area_path)
        if not path or not one.subject:  # nothing is known to be shared
            continue
        empty = Trouble("hot_spot", 0, subject=one.subject, area_path=path)
        had = found.get((path, one.subject), empty)
        found[path, one.subject] = replace(
            had, n=had.n + one.n, weeks_late=had.weeks_late + one.weeks_late, joined=had.joined + one.joined
        )
    return list(found.values())


def _community(path: str) -> str:
    codes = naming.community_of(path)
    return f"/{'/'.join(codes)}/" if len(codes) >= LEVELS else ""


def sentences(found: Iterable[Cause], watch: Watch, names: Mapping[str, str]) -> list[Mend]:
    """Return the causes as the page says them. At most two statements, for subjects and places."""
    found = list(found)
    subjects = naming.subjects(one.trouble.subject for one in found)
    places = naming.places(one.trouble.area_path for one in found if one.trouble.area_path)
    return [_sentence(one, watch, names, subjects, places) for one in found]


def _sentence(
    cause: Cause,
    watch: Watch,
    names: Mapping[str, str],
    subjects: Mapping[str, str],
    places: Mapping[str, str],
) -> Mend:
    one = cause.trouble
    said: dict[str, Any] = {
        "n": one.n,
        "weeks": one.weeks_late,
        "joined": one.joined,
        "share": round(cause.share * 100),
        "body": names.get(one.body) or t("board.no_body" if not one.body else "public.former"),
        "subject": subjects[one.subject],
        "place": places.get(one.area_path, ""),
    }
    why = [t(f"board.mend.{one.kind}.why", **said)]
    why += [t("board.mend.share", **said)] if one.kind != "hot_spot" and said["share"] else []
    why += [t("board.mend.weeks", weeks=one.weeks_late, n=one.weeks_late)] if one.weeks_late else []
    why += [t("board.mend.joined", n=one.joined)] if one.joined else []
    return Mend(one.kind, t(f"board.mend.{one.kind}", **said), " ".join(why), one.n, _cases(one, watch))


def _cases(one: Trouble, watch: Watch) -> str:
    shared = SHARED[one.kind]
    return address(
        KIND_OF.get(one.kind, one.kind),
        area=one.area_path or watch.area_path,
        body=(one.body or NONE) if "body" in shared else "",
        subject=(one.subject or NONE) if "subject" in shared else "",
    )


def address(kind: str, *, area: str = "", body: str = "", subject: str = "", cursor: str = "") -> str:
    """Return the address of a list of watched cases; ``area`` is a path."""
    code = area.strip("/").rpartition("/")[2]
    said = {"kind": kind, "area": code, "body": body, "subject": subject, "cursor": cursor}
    return f"{url('board:cases')}?{urlencode({name: value for name, value in said.items() if value})}"
