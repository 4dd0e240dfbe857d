"""A bundle as a county writes it: everything asked once, the parts it fans out to, and what they mean to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from linli.core.expr.evaluate import Value, evaluate
from linli.core.expr.parse import parse
from linli.core.expr.tree import Expression
from linli.core.forms.declared import read_form
from linli.core.forms.questions import Form
from linli.core.packs.benefit import Event
from linli.core.packs.definition import LANGUAGES, Basis, Sensitivity
from linli.core.packs.fan_out import Need, Part
from linli.core.packs.node import SLUG, Node
from linli.core.packs.parameters import read_day
from linli.core.shared.outcomes import JsonValue, Problem

REQUIRED = ("bundle", "version", "effective_from", "events", "ask", "parts")
OPTIONAL = ("legal_basis", "sensitivity", "conditions", "texts", "order")
PART_KEYS = ("service", "answers", "when", "after", "granted", "withdrawn")
PARTS, ASK, ORDER = "parts", "ask", "order"
ORDERED = (ASK, PARTS)
"""Groups whose order a person sees."""
FEWEST, MOST = 2, 20


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold before anything is sent; ``name`` gives the sentence ``condition.<name>``."""

    name: str
    holds: Expression


@dataclass(frozen=True, slots=True)
class BundleDefinition:
    """One bundle, resolved: its form, its conditions, its parts in the order in which they are shown."""

    name: str
    version: int
    effective_from: date
    events: tuple[Event, ...]
    sensitivity: Sensitivity
    form: Form
    conditions: tuple[Condition, ...]
    parts: tuple[Part, ...]
    legal_basis: tuple[Basis, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def text(self, key: str, lang: str) -> str:
        """Return the bundle's sentence for ``key``, or nothing when it has none."""
        return self.texts.get(lang, {}).get(key, "")

    def part(self, name: str) -> Part | None:
        """Return a part by name."""
        return next((one for one in self.parts if one.name == name), None)

    def unmet(self, facts: Mapping[str, Value]) -> tuple[str, ...]:
        """Return the names of the conditions that do not hold over these answers."""
        return tuple(one.name for one in self.conditions if evaluate(one.holds, facts).value is not True)


def read_bundle(said: Mapping[str, JsonValue]) -> BundleDefinition | tuple[Problem, ...]:
    """Return the bundle that ``said`` declares, texts included, or everything that is wrong with it."""
    root = Node(_in_order(said), "", [])
    root.only(*REQUIRED, *OPTIONAL, required=REQUIRED)
    definition = BundleDefinition(
        name=root.child("bundle").name(SLUG),
        version=root.child("version").whole(1, least=1),
        effective_from=read_day(root.child("effective_from")),
        events=tuple(one.choice(Event, Event.BIRTH) for one in root.child("events").elements()),
        sensitivity=root.child("sensitivity").choice(Sensitivity, Sensitivity.NORMAL),
        form=_form(root.child("ask")),
        conditions=tuple(found for one in root.child("conditions").elements() if (found := _condition(one))),
        parts=tuple(_part(name, one) for name, one in root.child(PARTS).items()),
        legal_basis=tuple(_basis(one) for one in root.child("legal_basis").elements()),
        texts={lang: _texts(root.child("texts").child(lang)) for lang in LANGUAGES},
    )
    return tuple(root.problems) or definition


def freeze_bundle(said: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Return ``said`` with the order of its questions and parts written down, which canonical JSON loses."""
    order: dict[str, JsonValue] = {key: [*_mapping(said.get(key))] for key in ORDERED}
    for name, one in _mapping(said.get(ASK)).items():
        if fields := _mapping(_mapping(one).get("fields")):
            order[f"{ASK}.{name}"] = [*fields]
    return {**said, ORDER: order}


def _in_order(said: Mapping[str, JsonValue]) -> dict[str, Any]:
    """Return what was frozen in the order in which it was written; unfrozen it stays as it is."""
    order = _mapping(said.get(ORDER))
    found: dict[str, Any] = {key: value for key, value in said.items() if key != ORDER}
    for key in ORDERED:
        if key in found and key in order:
            found[key] = _sorted(_mapping(found[key]), order[key])
    for name, one in _mapping(found.get(ASK)).items():
        if f"{ASK}.{name}" in order:
            found[ASK][name] = {**one, "fields": _sorted(_mapping(one["fields"]), order[f"{ASK}.{name}"])}
    return found


def _sorted(group: Mapping[str, Any], names: Any) -> dict[str, Any]:
    return {name: group[name] for name in (*names, *group) if name in group}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _form(node: Node) -> Form:
    form = read_form({name: one.value for name, one in node.items()})
    if isinstance(form, Form):
        return form
    node.problems.extend(Problem(f"{node.path}.{one.field}", one.code, one.params) for one in form)
    return Form()


def _condition(node: Node) -> Condition | None:
    node.only("holds", "else", required=("holds", "else"))
    holds = _expression(node.child("holds"))
    return Condition(node.child("else").name(), holds) if holds else None


def _part(name: str, node: Node) -> Part:
    Node(name, node.path, node.problems).name()
    node.only(*PART_KEYS, required=("service", "granted"))
    return Part(
        name=name,
        service=node.child("service").name(SLUG),
        answers={key: one.text() for key, one in node.child("answers").items()},
        when=_expression(node.child("when")),
        after={key: one.choice(Need, Need.GRANTED) for key, one in node.child("after").items()},
        granted=frozenset(node.child("granted").names()),
        withdrawn=frozenset(node.child("withdrawn").names()),
    )


def _expression(node: Node) -> Expression | None:
    if node.value is None:
        return None
    found = parse(node.text())
    if isinstance(found, Problem):
        node.note(found.code, **found.params)
        return None
    return found


def _basis(node: Node) -> Basis:
    node.only("title", "url", "note", required=("title",))
    return Basis(node.child("title").text(), node.child("url").text(), node.child("note").text())


def _texts(node: Node) -> dict[str, str]:
    return {key: one.text() for key, one in node.items()}
