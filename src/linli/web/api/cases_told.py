"""Writes cases as answers: a whole one, a line of a list, an entry, a clock."""

from __future__ import annotations

from collections.abc import Iterable

from linli.apps.cases import facts
from linli.apps.cases.facts import CaseRow, CaseView, PublicCase, Step
from linli.core.clock.running import ClockState
from linli.core.lifecycle.definition import Move
from linli.core.packs.definition import ServiceDefinition
from linli.web.api.answers import Json, both, instant

COMMUNITY_DIGITS = 12


def case(view: CaseView) -> Json:
    """Write a case for somebody who may see it."""
    row = view.case
    lon, lat = view.point or (None, None)
    return {
        "ref": str(row.ref),
        "number": row.number,
        "service": row.service,
        "definition": row.pack,
        "kind": row.kind,
        "subject": row.subject,
        "link": row.link,
        "condition": row.condition,
        "channel": row.channel,
        "stage": row.stage,
        "stage_name": stage_name(view.definition, row.stage),
        "version": row.version,
        "urgent": row.urgent,
        "sensitivity": row.sensitivity,
        "title": view.title,
        "body": view.body,
        "place": view.place,
        "lon": lon,
        "lat": lat,
        "area_path": row.area_path,
        "answers": dict(view.answers),
        "lead": str(row.lead_body.ref) if row.lead_body else None,
        "outcome": row.outcome,
        "opened_at": instant(row.opened_at),
        "closed_at": instant(row.closed_at),
        "joined": row.joined,
        "promise": clock(view.promise),
        "clocks": [clock(one) for one in view.clocks] if view.staff else [],
        "moves": [move(one, view.definition) for one in view.moves],
        "parts": [
            {"body": one.body, "part": one.part, "state": one.state, "since": instant(one.since)}
            for one in view.parts
        ],
        "files": [
            {"ref": one.ref, "kind": one.kind, "media_type": one.media_type, "size": one.size}
            for one in view.files
        ],
        "reporter": view.reporter,
        "reporter_phone": view.reporter_phone,
        "relation": view.relation,
    }


def line(row: CaseRow) -> Json:
    """Write one line of a list."""
    return {
        "ref": row.ref,
        "number": row.number,
        "title": row.title,
        "service": row.service,
        "subject": row.subject,
        "stage": row.stage,
        "stage_name": stage_name(facts.definition(row.pack), row.stage),
        "area_path": row.area_path,
        "lead": row.lead,
        "due": instant(row.due),
        "promise": instant(row.promise),
        "opened_at": instant(row.opened_at),
        "closed_at": instant(row.closed_at),
        "urgent": row.urgent,
        "sensitivity": row.sensitivity,
        "joined": row.joined,
        "returns": row.returns,
        "reopenings": row.reopenings,
        "version": row.version,
    }


def public_line(row: CaseRow) -> Json:
    """Write one line of the public list: its title is the reviewed summary, or empty."""
    return {
        "ref": row.ref,
        "number": row.number,
        "summary": row.title,
        "service": row.service,
        "subject": row.subject,
        "stage": row.stage,
        "stage_name": stage_name(facts.definition(row.pack), row.stage),
        "area": community(row.area_path),
        "lead": row.lead,
        "promise": instant(row.promise),
        "opened_at": instant(row.opened_at),
        "closed_at": instant(row.closed_at),
        "joined": row.joined,
        "returns": row.returns,
        "reopenings": row.reopenings,
    }


def public_case(seen: PublicCase) -> Json:
    """Write what anybody may know of a case."""
    return {
        "ref": seen.ref,
        "number": seen.number,
        "summary": seen.summary,
        "service": seen.definition.name,
        "kind": seen.kind,
        "subject": seen.subject,
        "link": seen.link,
        "stage": seen.stage,
        "stage_name": stage_name(seen.definition, seen.stage),
        "area": community(seen.area_path),
        "lead": seen.lead,
        "outcome": seen.outcome,
        "promise": clock(seen.promise),
        "opened_at": instant(seen.opened_at),
        "closed_at": instant(seen.closed_at),
        "joined": seen.joined,
        "returns": seen.returns,
        "reopenings": seen.reopenings,
        "entries": entries(seen.steps),
    }


def entries(steps: Iterable[Step]) -> list[Json]:
    """Write entries, oldest first."""
    return [
        {
            "seq": one.seq,
            "act": one.act,
            "at": instant(one.at),
            "role": one.role,
            "move": one.move,
            "stage": one.stage,
            "body": one.body,
            "inputs": dict(one.inputs),
            "texts": dict(one.texts),
            "leaf": one.leaf_index,
        }
        for one in steps
    ]


def clock(state: ClockState | None) -> Json | None:
    """Write a clock; the holder is told by the case."""
    if state is None:
        return None
    return {
        "name": state.name,
        "kind": str(state.kind),
        "limit": state.limit,
        "started": instant(state.started),
        "due": instant(state.due),
        "told_due": instant(state.told_due),
        "provisional": state.provisional,
        "paused_since": instant(state.paused_since),
        "stopped": instant(state.stopped),
        "extensions": state.extensions,
    }


def move(declared: Move, definition: ServiceDefinition) -> Json:
    """Write a move with what it asks for."""
    return {
        "move": declared.name,
        "name": named(definition, f"move.{declared.name}"),
        "inputs": [
            {
                "name": one.name,
                "type": one.kind.value,
                "required": one.required,
                "choices": list(one.choices),
                "max_length": one.max_length,
            }
            for one in declared.inputs
        ],
    }


def stage_name(definition: ServiceDefinition, stage: str) -> Json:
    """Name a stage in both languages."""
    return named(definition, f"stage.{stage}")


def named(definition: ServiceDefinition, key: str) -> Json:
    """Return a sentence of the service in both languages."""
    return both(definition.text(key, "zh"), definition.text(key, "en"))


def community(area_path: str) -> str:
    """Return the finest area that may be public: the community's or village's code, else what is above."""
    codes = [code for code in area_path.split("/") if code and len(code) <= COMMUNITY_DIGITS]
    return codes[-1] if codes else ""
