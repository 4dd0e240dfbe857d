"""Any move of any pack as a form: its inputs become fields, what was typed becomes inputs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest

from linli.apps.cases.service import form_key
from linli.core.lifecycle.definition import Input, InputKind, Move
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import JsonValue, Problem
from linli.core.shared.text import clean_text
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.files import service as files
from linli.kernel.ui.text import has, language, t

YUAN = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))?")
MOST_FILES = 9
LONGEST = 20_000
ORDER = (InputKind.CHOICE, InputKind.YES_NO, InputKind.TEXT, InputKind.FILES)
"""A published definition keeps no order of its inputs; taps come first, words later, files last."""


@dataclass(frozen=True, slots=True)
class Field:
    """One input as a page shows it."""

    name: str
    kind: str
    label: str
    help: str
    required: bool
    choices: tuple[tuple[str, str], ...]
    limit: int
    value: Any


def fields_of(move: Move, definition: ServiceDefinition, said: Mapping[str, Any]) -> list[Field]:
    """Return the fields of a move with what was typed before."""
    ordered = sorted(move.inputs, key=lambda one: ORDER.index(one.kind) if one.kind in ORDER else -1)
    return [_field(one, definition, said.get(one.name, "")) for one in ordered]


def _field(one: Input, definition: ServiceDefinition, value: Any) -> Field:
    spoken = language()
    key = f"input.{one.name}"
    help_key = f"{key}.help"
    told = definition.text(help_key, spoken)
    return Field(
        name=one.name,
        kind=one.kind.value,
        label=t(f"portal.{key}") if has(f"portal.{key}") else definition.text(key, spoken),
        help="" if told == help_key else told,
        required=one.required,
        choices=tuple(
            (choice, definition.text(f"choice.{one.name}.{choice}", spoken)) for choice in one.choices
        ),
        limit=one.max_length,
        value=value,
    )


def typed(move: Move, request: HttpRequest) -> dict[str, Any]:
    """Return what was typed, to show it again."""
    return {one.name: clean_text(request.POST.get(one.name, ""))[:LONGEST] for one in move.inputs}


def read_inputs(move: Move, request: HttpRequest, act_id: str, at: datetime) -> dict[str, JsonValue]:
    """Return the inputs as the engine takes them; files are kept under the form's own key.

    Raises:
        Invalid: a file that is not taken, an amount that is none.
    """
    inputs: dict[str, JsonValue] = {}
    problems: list[Problem] = []
    for one in move.inputs:
        try:
            value = (
                _read_files(one, request, act_id, at) if one.kind is InputKind.FILES else _read(one, request)
            )
        except Invalid as wrong:
            problems += wrong.problems
            continue
        if value not in (None, "", []):
            inputs[one.name] = value
    if problems:
        raise Invalid(*problems)
    return inputs


def _read(one: Input, request: HttpRequest) -> JsonValue:
    said = clean_text(request.POST.get(one.name, "")).strip()
    match one.kind:
        case InputKind.YES_NO:
            return {"yes": True, "no": False}.get(said)
        case InputKind.NUMBER:
            return _number(one.name, said)
        case InputKind.MONEY:
            return _fen(one.name, said)
        case InputKind.BODIES:
            return [value[:100] for value in request.POST.getlist(one.name) if value]
        case _:
            return said


def _number(name: str, said: str) -> int | None:
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) < 16):  # noqa: PLR2004 - safe in JSON
        raise Invalid(Problem(name, "lifecycle.wrong_type"))
    return int(said)


def _fen(name: str, said: str) -> int | None:
    if not said:
        return None
    found = YUAN.fullmatch(said.replace(",", ""))
    if found is None:
        raise Invalid(Problem(name, "lifecycle.wrong_type"))
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def _read_files(one: Input, request: HttpRequest, act_id: str, at: datetime) -> list[JsonValue]:
    return list(keep_files(request, one.name, act_id, at))


def keep_files(request: HttpRequest, field: str, act_id: str, at: datetime) -> list[str]:
    """Keep the files of one field for the act of this form; sent twice, they are the same files.

    Raises:
        Invalid: too many, too large, or of a kind that is not taken.
    """
    uploads = cast("list[files.Upload]", request.FILES.getlist(field))
    if len(uploads) > MOST_FILES:
        raise Invalid(Problem(field, "portal.too_many_files", {"limit": MOST_FILES}))
    kept = (
        files.store(one, owner_key=form_key(act_id), purpose="case", at=at, field=field, once=True)
        for one in uploads
    )
    return list(dict.fromkeys(stored.ref for stored in kept))
