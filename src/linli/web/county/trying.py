"""Tries two versions of rules out on people: invented ones, or those in files that are read and thrown away."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.http import HttpRequest

from linli.core.forms.questions import QuestionType
from linli.core.packs.benefit import Benefit
from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.ui.text import language, reason
from linli.packs.inventing import MOST_INVENTED, invented
from linli.packs.population import Population, read_population
from linli.packs.simulating import simulate
from linli.web.county.frame import today

LARGEST = 60_000_000
MOST_TOLD = 20
USUAL = 10_000
PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Effect:
    """What came out, with the rows that were left out; or fields to mend, or what is wrong with the files."""

    told: dict[str, Any] = field(default_factory=dict)
    rejects: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    mend: tuple[Problem, ...] = ()
    invented: bool = False


def effect(request: HttpRequest, before: Benefit, after: Benefit, begins: date | None = None) -> Effect:
    """Decide everybody by both versions as of the day that was asked for, but not before the change begins."""
    day = _day(request)
    if day is not None and begins is not None:
        day = max(day, begins)
    if day is None:
        return Effect(mend=(Problem("day", "county.day_needed"),))
    if request.FILES.get(PEOPLE) is None:
        return _invented(request, before, after, day)
    people = _read(request, after)
    if not isinstance(people, Population):
        return Effect(wrong=tuple(reason(one) for one in people[:MOST_TOLD]))
    return _compared(before, after, people, day)


def _invented(request: HttpRequest, before: Benefit, after: Benefit, day: date) -> Effect:
    many, seed = (_whole(request.POST.get(name, "")) for name in ("persons", "seed"))
    if many is None or not 1 <= many <= MOST_INVENTED:
        return Effect(mend=(Problem("persons", "county.persons_needed", {"limit": MOST_INVENTED}),))
    return _compared(before, after, invented(after, many, seed or 1, day), day, made_up=True)


def _compared(
    before: Benefit, after: Benefit, people: Population, day: date, *, made_up: bool = False
) -> Effect:
    found = simulate(before, after, people, day)
    if isinstance(found, Refusal):
        return Effect(wrong=(reason(found),))
    rejects = tuple(reason(one.problem) for one in people.rejects[:MOST_TOLD])
    return Effect(told=found, rejects=rejects, invented=made_up)


def _read(request: HttpRequest, benefit: Benefit) -> Population | tuple[Problem, ...]:
    """Read the files from a folder that is gone afterwards."""
    files = {
        name: file for name, file in request.FILES.items() if name == PEOPLE or name.startswith("table.")
    }
    if sum(file.size or 0 for file in files.values()) > LARGEST:
        return (Problem(PEOPLE, "county.people_too_big", {"limit": LARGEST // 1_000_000}),)
    tables = {one.name for one in benefit.form.questions if one.type is QuestionType.MEMBERS}
    with tempfile.TemporaryDirectory() as folder:
        for name, file in files.items():
            table = name.removeprefix("table.")
            if name == PEOPLE or table in tables:
                path = Path(folder) / ("people.csv" if name == PEOPLE else f"people.{table}.csv")
                path.write_bytes(file.read())
        return read_population(Path(folder) / "people.csv", benefit)


def _day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None  # noqa: PLR2004 - fits


def shown(
    request: HttpRequest, benefit: Benefit, found: Effect, begins: date | None = None
) -> dict[str, Any]:
    """Return what a page needs: the form as it was filled in, and what came out; at first from ``begins`` on."""
    first = max(today(request), begins or today(request))
    spoken = language()
    words = {
        (name, word): benefit.text(f"word.{word}", spoken) or word
        for name, tally in found.told.get("words", {}).items()
        for side in tally.values()
        for word in side
    }
    groups = {
        question: [
            (benefit.text(f"choice.{question}.{choice}", spoken) or choice, row)
            for choice, row in rows.items()
        ]
        for question, rows in found.told.get("groups", {}).items()
    }
    return {
        "effect": found,
        "words": words,
        "groups": [(benefit.text(f"question.{name}", spoken), rows) for name, rows in groups.items()],
        "labels": {name: benefit.text(f"rule.{name}", spoken) for name in benefit.shows},
        "asks_people": [one.name for one in benefit.form.questions if one.type is not QuestionType.MEMBERS],
        "asks_tables": [
            (one.name, benefit.text(f"question.{one.name}", spoken), [each.name for each in one.fields])
            for one in benefit.form.questions
            if one.type is QuestionType.MEMBERS
        ],
        "day": found.told.get("on") or request.POST.get("day", first.isoformat()),
        "persons": request.POST.get("persons", str(USUAL)),
        "seed": request.POST.get("seed", "1"),
    }
