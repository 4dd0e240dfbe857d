"""The course of a case as a timeline in plain words: the pack's own sentences, nobody's office language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from linli.apps.cases import events
from linli.apps.cases.facts import PLAINLY, Step, of_step
from linli.core.lifecycle.definition import Stage, StageKind
from linli.core.packs.definition import Audience, ServiceDefinition
from linli.core.shared.outcomes import JsonValue
from linli.kernel.ui import show
from linli.kernel.ui.text import has, language, t
from linli.web.portal import naming
from linli.web.portal.hero import ASKED

SIMPLE = {
    **{act: f"public.act.{act.partition('.')[2]}" for act in PLAINLY},
    events.DATES_RECOMPUTED: "public.act.dates_recomputed",
    events.CASE_JOINED: "portal.line.joined",
    events.REPEAT_MERGED: "portal.line.merged",
    events.CASE_NOTED: "portal.line.noted",
    events.CASE_MIGRATED: "portal.line.migrated",
    events.CASE_REMINDED: "portal.line.reminded",
    events.CASE_SEALED: "portal.line.confidential",
    events.CONTACT_UNMASKED: "portal.line.unmasked",
    events.ORDER_ISSUED: "portal.line.ordered",
}
"""Entries that are no moves and that a resident wants to know of; the others are left out."""
NAMELESS = frozenset({events.CASE_JOINED, events.REPEAT_MERGED})
RESIDENTS = frozenset({Audience.RESIDENT, Audience.JOINED, Audience.AGENT, Audience.PARTIES})


@dataclass(frozen=True, slots=True)
class Reading:
    """For whom the line is drawn: their relation to the case, and the names of its bodies by ref."""

    definition: ServiceDefinition
    relation: str | None
    bodies: Mapping[str, Any]


def line(
    steps: Sequence[Step], definition: ServiceDefinition, stage: str, relation: str | None
) -> list[dict[str, Any]]:
    """Return the events of the timeline, oldest first, with what comes next at the end."""
    reading = Reading(definition, relation, naming.bodies({one.body for one in steps if one.body}))
    drawn = [one for one in _drawn(steps, reading) if one["title"]]
    now = definition.lifecycle.stages[stage]
    standing = [one for one in drawn if one["moves"]]
    if standing and now.kind is not StageKind.END:
        standing[-1]["state"] = "now"
    return [*drawn, *_following(now)]


def _drawn(steps: Sequence[Step], reading: Reading) -> Iterator[dict[str, Any]]:
    lead: str | None = None
    for step in steps:
        lead = step.body or lead
        reading = replace(reading, definition=of_step(step.pack, reading.definition))
        yield {
            "title": _title(step, reading),
            "who": _who(step, reading, lead),
            "note": "\n".join(notes(step.texts, reading.definition)),
            "at": step.at,
            "iso": step.at.isoformat(),
            "state": "done",
            "moves": bool(step.stage),
        }


def _title(step: Step, reading: Reading) -> str:
    if step.act == events.CASE_OPENED:
        return t("portal.line.opened_by_you" if reading.relation == "reporter" else "portal.line.opened")
    if step.act in SIMPLE:
        return t(SIMPLE[step.act])
    if step.act != events.CASE_MOVED or not step.move:
        return ""
    if step.stage:
        stage = reading.definition.lifecycle.stages.get(step.stage)
        if reading.relation is None and stage and stage.holder in ASKED and stage.kind is not StageKind.END:
            return t("portal.hero.waits_for_them")
        return reading.definition.text(f"stage.{step.stage}", language())
    return reading.definition.text(f"move.{step.move}", language()) if _concerns(step, reading) else ""


def _concerns(step: Step, reading: Reading) -> bool:
    """A move inside a stage is shown when the pack tells residents of it, or says them something with it."""
    notices = reading.definition.notices.get(step.move or "", ())
    return bool(step.texts) or any(RESIDENTS.intersection(notice.to) for notice in notices)


def _who(step: Step, reading: Reading, lead: str | None) -> str:
    if step.act in NAMELESS:
        return ""
    if step.body and step.body in reading.bodies:
        return naming.name_of(reading.bodies[step.body])
    if step.role.startswith("lead_") and lead is not None and lead in reading.bodies:
        return naming.name_of(reading.bodies[lead])
    key = f"portal.who.{'you' if step.role == 'resident' and reading.relation == 'reporter' else step.role}"
    return t(key) if has(key) else ""


def notes(texts: Mapping[str, JsonValue], definition: ServiceDefinition) -> Iterator[str]:
    """Yield what was said with a step, a line each; days and sums with what they are."""
    for name, value in texts.items():
        if isinstance(value, str) and definition.is_date(name):
            label = definition.text(f"input.{name}", language())
            yield t("portal.line.sum", name=label, sum=show.day(value, language()))
        elif isinstance(value, str) and value.strip():
            yield value
        elif isinstance(value, int) and definition.is_money(name):
            label = definition.text(f"input.{name}", language())
            yield t("portal.line.sum", name=label, sum=show.money(value, language()))


def _following(stage: Stage) -> list[dict[str, Any]]:
    if stage.kind is StageKind.END:
        return []
    return [{"title": t("portal.line.next"), "note": t("portal.line.next_say"), "state": "next"}]
