"""The history of a case in sentences: what was done, by which role, with which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.apps.cases.facts import PLAINLY, CaseView, Step, of_step
from linli.core.clock.limits import read_limit
from linli.core.packs.definition import ServiceDefinition
from linli.core.packs.ways import ANYBODY
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.ui.show import day, limit, money, read_day
from linli.kernel.ui.text import has, language, t
from linli.web.desk.names import joined, move_name, pack_text, role_name, stage_name

UUID_FORM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
WORDS = ("note", "order", "answer", "summary", "consent")
"""Private items of acts beside the course that are plain words."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history; ``said`` are (label, words) in the order they were asked."""

    title: str
    at: datetime
    who: str
    said: Sequence[tuple[str, str]]
    state: str = "done"
    moved: bool = False


def refs_in(steps: Iterable[Step]) -> set[str]:
    """Return every body that the history names, to be looked up at once."""
    found: set[str] = set()
    for step in steps:
        for value in (*step.inputs.values(), *step.texts.values()):
            found |= {one for one in _flat(value) if UUID_FORM.fullmatch(one)}
    return found


def _flat(value: JsonValue) -> list[str]:
    if isinstance(value, list):
        return [one for item in value for one in _flat(item)]
    return [value] if isinstance(value, str) else []


def history(view: CaseView, bodies: Mapping[str, str]) -> list[Event]:
    """Return the history, the latest first: what happened last is what the next act rests on."""
    events = [
        _event(step, of_step(step.pack, view.definition), bodies, latest=step is view.steps[-1])
        for step in view.steps
    ]
    return events[::-1]


def _event(step: Step, definition: ServiceDefinition, bodies: Mapping[str, str], *, latest: bool) -> Event:
    values = {**step.inputs, **step.texts}
    said = [_said(name, value, definition, bodies) for name, value in values.items()]
    return Event(
        title=title_of(step, definition),
        at=step.at,
        who=_who(step, definition),
        said=[pair for pair in said if pair[1]],
        state="now" if latest else "done",
        moved=_moved(step),
    )


def _who(step: Step, definition: ServiceDefinition) -> str:
    """Say who did it; of whoever spoke to a public notice, whether they said who they are."""
    if step.role != ANYBODY:
        return role_name(step.role) if step.role else ""
    move = definition.lifecycle.moves.get(step.move or "")
    named = move is not None and any(step.texts.get(one.name) for one in move.inputs if not one.required)
    return role_name("reader" if named else ANYBODY)


def _moved(step: Step) -> bool:
    return step.move is not None or step.act in PLAINLY


def title_of(step: Step, definition: ServiceDefinition) -> str:
    """Name what was done, and the stage it led to."""
    if step.move:
        name = move_name(definition, step.move)
        return (
            t("desk.step.moved", move=name, stage=stage_name(definition, step.stage)) if step.stage else name
        )
    key = f"desk.step.{step.act.partition('.')[2]}"
    return t(key) if has(key) else t("desk.step.other")


def _said(
    name: str, value: JsonValue, definition: ServiceDefinition, bodies: Mapping[str, str]
) -> tuple[str, str]:
    label = pack_text(definition, f"input.{name}")
    if not label:
        label = t(f"desk.words.{name}") if name in WORDS else ""
    return label, written(name, value, definition, bodies)


def written(name: str, value: JsonValue, definition: ServiceDefinition, bodies: Mapping[str, str]) -> str:
    """Write one value of an entry for people."""
    if isinstance(value, bool):
        return t("ui.yes" if value else "ui.no")
    if isinstance(value, list):
        return _many(name, value, definition, bodies)
    if not isinstance(value, str):
        return _figure(name, value, definition)
    if name == "consent" and has(f"services.consent.{value}"):
        return t(f"services.consent.{value}")
    measured = _measured(value) if name in {"limit", "until"} else value
    return bodies.get(value) or pack_text(definition, f"choice.{name}.{value}") or measured


def _figure(name: str, value: JsonValue, definition: ServiceDefinition) -> str:
    """Write a number; money is kept in fen and read in yuan."""
    if isinstance(value, int) and definition.is_money(name):
        return str(money(value, language()))
    return "" if value is None else str(value)


def _many(
    name: str, values: list[JsonValue], definition: ServiceDefinition, bodies: Mapping[str, str]
) -> str:
    if values and isinstance(values[0], dict):
        return t("desk.files", n=len(values))
    return joined(written(name, one, definition, bodies) for one in values)


def _measured(value: str) -> str:
    """Write a limit or a day in words; anything else stays as it is."""
    if read_day(value) is not None:
        return day(value, language())
    read = read_limit(value)
    return value if isinstance(read, Problem) else limit(f"{read.amount} {read.unit.value}", language())


def since(view: CaseView, version: int, bodies: Mapping[str, str]) -> list[Event]:
    """Return the moves made after a form of ``version`` was drawn: who did what meanwhile."""
    moves = [step for step in view.steps if _moved(step)]
    made = max(view.case.version - version, 0)
    return [
        _event(step, view.definition, bodies, latest=False) for step in moves[max(len(moves) - made, 0) :]
    ]
