"""Opens one form on the page of a case: a move's, or an act's beside the course."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.apps.cases.facts import CaseView
from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue.facts import ConditionFact
from linli.core.clock.deadlines import due
from linli.core.clock.limits import read_limit
from linli.core.clock.timetable import TIMETABLE
from linli.core.lifecycle.definition import Move
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.http import ActorRequest
from linli.kernel.ui.jinja import url
from linli.kernel.ui.text import has, t
from linli.web.desk import asking, besides
from linli.web.desk.asking import Offer
from linli.web.desk.case import Form, Page, said_of
from linli.web.desk.names import either, move_name, name_of
from linli.web.desk.proposing import filled, wish_of


@dataclass(frozen=True, slots=True)
class Again:
    """What came back from a form that was not taken: what was typed, what is wrong, under which act id."""

    act_id: str = ""
    kept: Mapping[str, JsonValue] | None = None
    problems: Sequence[Problem] = ()
    refused: str = ""
    words: str = ""


FRESH = Again()


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of acceptance with the date that would follow if it were accepted now."""

    value: str
    text: str
    limit: str
    due: datetime | None
    abridged: bool


@dataclass(frozen=True, slots=True)
class SubjectChoice:
    """A subject found by words, with its conditions."""

    key: str
    name: str
    parent: str
    conditions: Sequence[Condition]
    links: Sequence[tuple[str, str]] = ()


def move_form(page: Page, name: str, again: Again = FRESH) -> Form | None:
    """Return the form of a move that is open to the reader; None when it is not (any more)."""
    move = next((one for one in page.view.moves if one.name == name), None)
    if move is None:
        return None
    start = filled(page.view, move, page.bodies, page.suggested)
    offer = Offer(page.view.case.area_path, again.kept if again.kept is not None else start)
    ref = str(page.view.case.ref)
    return Form(
        name=name,
        title=move_name(page.view.definition, name),
        say=_say(f"desk.say.{name}"),
        action=url("desk:move", ref=ref, what=name),
        fields=asking.fields_of(page.view.definition, move, offer),
        act_id=again.act_id or str(uuid.uuid4()),
        version=page.view.case.version,
        button=move_name(page.view.definition, name),
        wish=_wish(page, move),
        problems=again.problems,
        refused=again.refused,
    )


def _wish(page: Page, move: Move) -> list[tuple[str, str]]:
    return said_of(page.view, wish_of(page.view, move.name), page.bodies)


def act_form(request: ActorRequest, page: Page, name: str, again: Again = FRESH) -> Form | None:
    """Return the form of an act beside the course, if its button shows here."""
    if name not in besides.shown(page.view, request.actor):
        return None
    offer = Offer(page.view.case.area_path, again.kept or {})
    words = again.words or request.GET.get("q", "").strip()[:100] or _words(page.view)
    return Form(
        name=name,
        title=t(f"desk.act.{name}"),
        say=_say(f"desk.act.{name}.say"),
        action=url("desk:act", ref=str(page.view.case.ref), what=name),
        fields=besides.fields_of(name, page.view, request.actor, offer, request.at),
        act_id=again.act_id or str(uuid.uuid4()),
        version=None,
        button=t(f"desk.act.{name}.do"),
        problems=again.problems,
        refused=again.refused,
        found=subjects(words, request.at) if name == "classify" else (),
        words=words,
    )


def _say(key: str) -> str:
    return t(key) if has(key) else ""


def _words(view: CaseView) -> str:
    """Search by what was said until somebody types something better."""
    return view.title.strip("…")[:40]


def subjects(words: str, at: datetime) -> list[SubjectChoice]:
    """Return the subjects that words may mean, each with its conditions and the dates that would follow."""
    now = catalogue.snapshot()
    found = []
    for one in catalogue.find_subjects(words, limit=6):
        parent = now.subject(one.parent) if one.parent else None
        conditions = [_condition(each, at) for each in now.conditions_of(one.key)]
        parent_name = name_of(parent) if parent else ""
        found.append(SubjectChoice(one.key, name_of(one), parent_name, conditions, links(one.key)))
    return found


def links(subject: str) -> list[tuple[str, str]]:
    """Return the links of which one has to be named for a subject, with their names; none for most."""
    return [(one, catalogue.link_name(one)) for one in catalogue.asked_links(subject)]


def _condition(one: ConditionFact, at: datetime) -> Condition:
    limit = read_limit(one.limit)
    end = None if isinstance(limit, Problem) else due(at, limit, catalogue.calendar(), TIMETABLE)
    return Condition(
        value=f"{one.subject}|{one.key}",
        text=either(one.text_zh, one.text_en),
        limit=one.limit,
        due=None if end is None or isinstance(end, Refusal) else end.at,
        abridged=one.abridged,
    )
