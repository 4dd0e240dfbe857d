"""The form of a move, made from what the move declares; and what somebody sent, read back into its inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import cast

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from linli.apps.cases import service as cases
from linli.apps.catalogue import facts as catalogue
from linli.core.clock.limits import Unit, read_limit
from linli.core.lifecycle.definition import EffectKind, Input, InputKind, Move
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.files import service as files
from linli.kernel.files.facts import digests
from linli.kernel.ui.text import language, t
from linli.web.desk import bodies
from linli.web.desk.names import joined, pack_text

SHORT = 60
"""Texts up to this length get one line."""
KEPT_FILES = 12
BLANKS: tuple[JsonValue, ...] = ("", None, [])


@dataclass(frozen=True, slots=True)
class Field:
    """One thing the form asks, ready to be drawn. ``value`` is what was typed or is proposed."""

    name: str
    kind: str
    label: str
    required: bool
    value: JsonValue = ""
    hint: str = ""
    options: Sequence[tuple[str, str]] = ()
    max_length: int = 2_000
    by_result: bool = False  # required with some results, which the hint says


@dataclass(frozen=True, slots=True)
class Offer:
    """What the page knows when it draws a form: bodies nearby, what to propose."""

    area_path: str = "/"
    proposed: Mapping[str, JsonValue] = field(default_factory=dict)


def fields_of(definition: ServiceDefinition, move: Move, offer: Offer) -> list[Field]:
    """Return the fields of a move in declared order."""
    return [_field(definition, move, one, offer) for one in move.inputs]


def _field(definition: ServiceDefinition, move: Move, one: Input, offer: Offer) -> Field:
    evidence = _evidence(definition, move, one)
    return Field(
        name=one.name,
        kind=_kind(one),
        label=pack_text(definition, f"input.{one.name}") or t("desk.field_unnamed"),
        required=one.required or (bool(evidence) and all(least for _, least in evidence)),
        value=offer.proposed.get(one.name, ""),
        hint=_hint(one) or _needs(definition, evidence),
        options=_options(definition, one, offer),
        max_length=one.max_length,
        by_result=any(least for _, least in evidence),
    )


def _evidence(definition: ServiceDefinition, move: Move, one: Input) -> list[tuple[str, int]]:
    """Return how many files each result of a move needs, where this is the input that they are given in."""
    kinds = {effect.kind: effect for effect in move.effects}
    asked = kinds.get(EffectKind.REQUIRE_EVIDENCE)
    if one.kind is not InputKind.FILES or asked is None or asked.options["input"] != one.name:
        return []
    outcome = asked.options.get("outcome", "outcome")
    named = next((each.choices for each in move.inputs if each.name == outcome), ())
    return [(code, definition.evidence.get(code, 0)) for code in named]


def _needs(definition: ServiceDefinition, evidence: list[tuple[str, int]]) -> str:
    """Say which results need how many files, those that need as many together."""
    grouped: dict[int, list[str]] = {}
    for code, least in evidence:
        grouped.setdefault(least, []).append(_choice(definition, "outcome", code))
    said = (
        t("desk.files_need", outcomes=joined(names), n=least)
        for least, names in sorted(grouped.items())
        if least
    )
    return "".join(f"{one} " if language() == "en" else one for one in said)


def _kind(one: Input) -> str:
    return "line" if one.kind is InputKind.TEXT and one.max_length <= SHORT else one.kind.value


def _hint(one: Input) -> str:
    if one.told:
        return t("desk.field_told")
    return t(f"desk.hint.{one.kind.value}") if one.kind in {InputKind.BODY, InputKind.CASE} else ""


def _options(definition: ServiceDefinition, one: Input, offer: Offer) -> list[tuple[str, str]]:
    match one.kind:
        case InputKind.CHOICE:
            return [(value, _choice(definition, one.name, value)) for value in one.choices]
        case InputKind.BODY:
            return bodies.labels(bodies.near(offer.area_path, leading=one.name == "lead"))
        case InputKind.BODIES:
            return bodies.labels(bodies.near(offer.area_path, leading=False))
        case InputKind.LIMIT:
            return [(unit.value, t(f"desk.unit.{unit.value}")) for unit in Unit]
        case _:
            return []


def _choice(definition: ServiceDefinition, name: str, value: str) -> str:
    return pack_text(definition, f"choice.{name}.{value}") or value


def readable(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems of the catalogue with names for the keys of subjects and links."""
    named = (catalogue.readable(one, lang=language()) for one in problems)
    return tuple(one for one in named if isinstance(one, Problem))


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent: inputs for the engine, what to show again, and what is wrong already."""

    inputs: Mapping[str, JsonValue]
    kept: Mapping[str, JsonValue]
    problems: tuple[Problem, ...]


def read(
    inputs: Iterable[Input],
    post: QueryDict,
    uploads: MultiValueDict[str, UploadedFile[bytes]],
    *,
    act_id: str,
    at: datetime,
) -> Sent:
    """Read a form: values for the engine where they can be read, the typed text everywhere."""
    found: dict[str, JsonValue] = {}
    kept: dict[str, JsonValue] = {}
    problems: list[Problem] = []
    for one in inputs:
        if one.kind is InputKind.FILES:
            refs, wrong = _files(one.name, post, uploads, act_id, at)
            value: JsonValue | Problem = refs
            kept[one.name] = refs
            problems += wrong
        else:
            kept[one.name], value = _value(one, post)
        if isinstance(value, Problem):
            problems.append(value)
        elif value not in BLANKS:
            found[one.name] = value
    return Sent(found, kept, tuple(problems))


def _value(one: Input, post: QueryDict) -> tuple[JsonValue, JsonValue | Problem]:
    """Return what was typed and what it means."""
    if one.kind is InputKind.BODIES:
        many: JsonValue = [ref for ref in post.getlist(one.name) if ref]
        return many, many
    if one.kind is InputKind.LIMIT:
        return _limit(one.name, post)
    typed = post.get(one.name, "").strip()
    read_ = READERS.get(one.kind)
    return typed, read_(one.name, typed) if read_ else typed


def _limit(name: str, post: QueryDict) -> tuple[JsonValue, JsonValue | Problem]:
    amount = post.get(f"{name}.amount", "").strip()
    typed = f"{amount} {post.get(f'{name}.unit', '')}".strip()
    if not amount:
        return typed, ""
    read_ = read_limit(typed, name)
    return typed, read_ if isinstance(read_, Problem) else typed


def _body(name: str, typed: str) -> JsonValue | Problem:
    return bodies.read_body(typed, name) if typed else ""


def _yes_no(_name: str, typed: str) -> JsonValue | Problem:
    return {"yes": True, "no": False}.get(typed)


def _fen(name: str, typed: str) -> JsonValue | Problem:
    if not typed:
        return ""
    try:
        fen = Decimal(typed.replace(",", "").replace("，", "")) * 100
    except InvalidOperation:
        return Problem(name, "desk.not_money", {"text": typed[:40]})
    if not fen.is_finite() or fen != fen.to_integral_value():
        return Problem(name, "desk.not_money", {"text": typed[:40]})
    return int(fen)


def _number(name: str, typed: str) -> JsonValue | Problem:
    if not typed:
        return ""
    return int(typed) if typed.isdecimal() and len(typed) < SHORT else Problem(name, "desk.not_number")


READERS: Mapping[InputKind, Callable[[str, str], JsonValue | Problem]] = {
    InputKind.BODY: _body,
    InputKind.YES_NO: _yes_no,
    InputKind.MONEY: _fen,
    InputKind.NUMBER: _number,
}


def _files(
    name: str, post: QueryDict, uploads: MultiValueDict[str, UploadedFile[bytes]], act_id: str, at: datetime
) -> tuple[list[JsonValue], list[Problem]]:
    """Keep what came with the form under the form's own key, beside what an earlier try has kept already."""
    owner = cases.form_key(act_id)
    refs: list[JsonValue] = [*digests(post.getlist(f"{name}.kept")[:KEPT_FILES], owner_key=owner)]
    problems: list[Problem] = []
    for upload in uploads.getlist(name):
        try:
            stored = files.store(
                cast("files.Upload", upload), owner_key=owner, purpose=name[:20], at=at, field=name
            )
        except Invalid as invalid:
            problems += invalid.problems
        else:
            refs.append(stored.ref)
    return refs, problems
