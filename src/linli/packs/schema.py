"""The JSON Schema of pack.yaml, for editors: generated from the same words that the reader knows."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from linli.core.lifecycle.definition import ClockKind, Holder, InputKind, StageKind
from linli.core.packs import read_guide, ways
from linli.core.packs.check_rest import LIST_FIELDS
from linli.core.packs.course import CLOCK_KEYS, INPUT_KEYS, MOVE_KEYS
from linli.core.packs.definition import AmountUnit, Audience, Place, Sensitivity, Summary
from linli.core.packs.effects import FORMS, Form
from linli.core.packs.family import DROPPABLE
from linli.core.packs.guide import LifeEvent, Paper
from linli.core.packs.node import NAME, SLUG
from linli.core.packs.read import OPTIONAL, REQUIRED, ROW_KEYS
from linli.core.packs.read_guide import GROUNDS_KEYS, MATERIAL_KEYS

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NAMES: Schema = {"type": "array", "items": TEXT}
LIMIT: Schema = {
    "type": "string",
    "pattern": "^[1-9][0-9]* (working_hours|emergency_hours|working_days|calendar_days|emergency_days)",
}


def schema() -> Schema:
    """Return the schema of a pack's main file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Linli pack.yaml",
        "description": "One service as data; docs/packs.md tells what each word means.",
        **_closed(_properties(), required=("pack", "version", "effective_from")),
    }


def _properties() -> dict[str, Schema]:
    parts: dict[str, Schema] = {
        "pack": {"type": "string", "pattern": f"^{SLUG.pattern}$"},
        "version": {"type": "integer", "minimum": 1},
        "extends": TEXT,
        "family": {"type": "boolean"},
        "kind": _name(),
        "effective_from": {"type": "string", "format": "date"},
        "sensitivity": _one_of(Sensitivity),
        "confidential_if": TEXT,
        "legal_basis": _list(_closed({"title": TEXT, "url": TEXT, "note": TEXT}, required=("title",))),
        "ask": _named({"type": "object"}),
        "clocks": _named(_clock()),
        "opening": _list(_effect()),
        "initial": TEXT,
        "stages": _named(_closed({"kind": _one_of(StageKind), "holder": _one_of(Holder)})),
        "moves": _named(_move()),
        "parameters": _named(_parameter()),
        "amounts": _named(_closed({"is": TEXT, "unit": _one_of(AmountUnit)}, required=("is",))),
        "routing": _list(_closed({key: NAMES if key == "supporting" else TEXT for key in ROW_KEYS})),
        "notices": _named(_list(_closed({"to": _list(_one_of(Audience)), "text": TEXT}, required=("to",)))),
        "public": _public(),
        "evidence": _named({"type": "integer", "minimum": 0}),
        "guide": _guide(),
        "placed_by_staff": {"type": "boolean"},
        "without": _closed(dict.fromkeys(DROPPABLE, NAMES)),
    }
    known = {*REQUIRED, *OPTIONAL, "without"} - {"texts"}  # sentences live in files of their own
    return {key: part for key, part in parts.items() if key in known}


def _clock() -> Schema:
    kinds: dict[str, Schema] = {
        "kind": _one_of(ClockKind),
        "limit": LIMIT,
        "from_condition": {"type": "boolean"},
        "max_extensions": {"type": "integer", "minimum": 0},
        "approvals": {"type": "integer", "minimum": 1},
        "source": TEXT,
        "remind": _closed({"before": LIMIT, "to": _list(_one_of(Audience))}, required=("before", "to")),
    }
    return _closed({key: kinds[key] for key in CLOCK_KEYS})


def _parameter() -> Schema:
    source = {"title": TEXT, "article": TEXT, "url": TEXT, "confirmed": {"type": "boolean"}}
    dated = {
        "type": "object",
        "additionalProperties": {"type": ["integer", "string", "boolean", "null", "object"]},
    }
    parts: dict[str, Schema] = {"unit": TEXT, "values": dated, "source": _closed(source, required=("title",))}
    return _closed(parts, required=("unit", "values", "source"))


def _guide() -> Schema:
    grounds = {key: {"type": "boolean"} if key == "confirmed" else TEXT for key in GROUNDS_KEYS}
    source = _closed(grounds, required=("title",))
    kinds: dict[str, Schema] = {
        "paper": _one_of(Paper),
        "copies": {"type": "integer", "minimum": 0},
        "when": TEXT,
        "held": _closed({"when": TEXT, "source": source}, required=("source",)),
    }
    parts: dict[str, Schema] = {
        "events": _list(_one_of(LifeEvent)),
        "body": _name(),
        "who": _list(_name()),
        "conditions": _list(_name()),
        "counters": _list(_name()),
        "promised": TEXT,
        "legal": _closed({"limit": LIMIT, "source": source}, required=("limit", "source")),
        "fee": _closed({"fen": {"type": "integer", "minimum": 0}, "amount": TEXT, "source": source}),
        "ask": _named({"type": "object"}),
        "materials": _named(_closed({key: kinds[key] for key in MATERIAL_KEYS})),
    }
    known = (*read_guide.REQUIRED, *read_guide.OPTIONAL)
    return _closed({key: parts[key] for key in known}, required=read_guide.REQUIRED)


def _move() -> Schema:
    guard = _closed({"holds": TEXT, "else": _name()}, required=("holds", "else"))
    kinds: dict[str, Schema] = {
        "from": NAMES,
        "to": TEXT,
        "by": _list({"enum": sorted(ways.ROLES)}),
        "ask": _named(_input()),
        "when": _list(guard),
        "do": _list(_effect()),
    }
    return _closed({key: kinds[key] for key in MOVE_KEYS})


def _input() -> Schema:
    kinds: dict[str, Schema] = {
        "type": _one_of(InputKind),
        "required": {"type": "boolean"},
        "public": {"type": "boolean"},
        "told": {"type": "boolean"},
        "choices": NAMES,
        "max_length": {"type": "integer", "minimum": 1},
    }
    return _closed({key: kinds[key] for key in INPUT_KEYS})


def _effect() -> Schema:
    bare = [kind.value for kind, form in FORMS.items() if not form.required]
    worded = [_closed({kind.value: _said(form)}, required=(kind.value,)) for kind, form in FORMS.items()]
    return {"anyOf": [{"enum": bare}, *worded]}


def _said(form: Form) -> Schema:
    options = dict.fromkeys((*form.required, *form.optional), TEXT)
    whole = _closed(options, required=form.required)
    return {"anyOf": [TEXT, whole]} if form.short else whole


def _public() -> Schema:
    return _closed({
        "list": {"type": "boolean"},
        "fields": _list({"enum": [*LIST_FIELDS]}),
        "place": _one_of(Place),
        "summary": _one_of(Summary),
    })  # fmt: skip


def _one_of(kinds: type[StrEnum]) -> Schema:
    return {"enum": [kind.value for kind in kinds]}


def _name() -> Schema:
    return {"type": "string", "pattern": f"^{NAME.pattern}$"}


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _named(item: Schema) -> Schema:
    return {"type": "object", "propertyNames": _name(), "additionalProperties": item}


def _closed(properties: dict[str, Schema], required: Iterable[str] = ()) -> Schema:
    closed: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**closed, "required": [*required]} if required else closed
