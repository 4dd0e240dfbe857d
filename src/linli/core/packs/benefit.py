"""An entitlement as a county writes it: questions, dated parameters with their sources, rules, results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from linli.core.expr.parse import parse
from linli.core.expr.tree import Expression
from linli.core.expr.vocabulary import Kind
from linli.core.forms.declared import read_form
from linli.core.forms.questions import Form
from linli.core.packs.definition import LANGUAGES
from linli.core.packs.listed import lists_of, unfolded
from linli.core.packs.node import SLUG, Node
from linli.core.packs.parameters import read_day, read_number, read_table
from linli.core.rules.parameters import Dated, Parameter, Setting, Source
from linli.core.rules.ruleset import Formula, Provision, Ruleset
from linli.core.shared.outcomes import JsonValue, Problem

REQUIRED = ("benefit", "version", "events", "answer", "ask", "sources", "rules")
OPTIONAL = ("service", "shows", "as_of", "cost", "apart", "parameters", "texts", "order")
ORDERED = ("ask", "parameters", "rules", "shows")
"""Groups whose order a person sees."""


class Event(StrEnum):
    """What happened in somebody's life; by this they look for what they are entitled to."""

    BIRTH = "birth"
    SCHOOL = "school"
    GROWING_OLD = "growing_old"
    ILLNESS = "illness"
    HARDSHIP = "hardship"
    HOME = "home"
    DISABILITY = "disability"
    GIVING_BLOOD = "giving_blood"
    INSURANCE = "insurance"
    BUSINESS = "business"


class Certainty(StrEnum):
    """How sure it is what a source says."""

    SEEN = "seen"  # read in a public text
    KNOWN = "known"  # known, but no public text was seen
    EXAMPLE = "example"  # made up, to show how it works; no official figure


class Unit(StrEnum):
    """What a figure counts."""

    FEN = "fen"
    FEN_MONTH = "fen_month"
    FEN_YEAR = "fen_year"
    SHARE = "share"  # 0.65 is told as 65 %
    POINTS = "points"  # 20 is told as 20 percentage points
    YEARS = "years"
    MONTHS = "months"
    WEEKS = "weeks"
    DAYS = "days"
    TIMES = "times"
    COUNT = "count"
    PERSONS = "persons"
    HOURS = "hours"
    ML = "ml"
    KG = "kg"
    SQUARE_METRES = "square_metres"
    DATE = "date"
    YES_NO = "yes_no"
    WORD = "word"  # a word of the pack's own, told by its sentence
    TABLE = "table"
    LIST = "list"  # codes with names, in force from a day on (core/packs/listed.py)


@dataclass(frozen=True, slots=True)
class Benefit:
    """One entitlement with everything that is needed to decide it.

    ``service`` is the one that somebody applies by. ``shows`` are the results told beside the answer, with their units; ``cost`` is the one that a simulation
    adds up. ``as_of`` names a question whose day decides which rules hold, where it is not today's. ``apart`` names tables of stays: their rows, from one column to another, must not overlap.
    ``lists`` names the list of the law from which a question is answered.
    """

    name: str
    version: int
    events: tuple[Event, ...]
    form: Form
    rules: Ruleset
    units: Mapping[str, Unit] = field(default_factory=dict)
    shows: Mapping[str, Unit] = field(default_factory=dict)
    cost: str = ""
    service: str = ""
    as_of: str = ""
    apart: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)

    def text(self, key: str, lang: str) -> str:
        """Return the pack's sentence for ``key``, or nothing when it has none."""
        return self.texts.get(lang, {}).get(key, "")


def read_benefit(said: Mapping[str, JsonValue]) -> Benefit | tuple[Problem, ...]:
    """Return the entitlement that ``said`` declares, texts included, or everything that is wrong with it."""
    whole, wrong = unfolded(thawed(said))
    root = Node(whole, "", wrong)
    root.only(*REQUIRED, *OPTIONAL, required=REQUIRED)
    name, form = root.child("benefit").name(SLUG), _form(root.child("ask"))
    sources = {key: _source(one) for key, one in root.child("sources").items()}
    parameters = {key: _parameter(key, one, sources) for key, one in root.child("parameters").items()}
    benefit = Benefit(
        name=name,
        version=root.child("version").whole(1, least=1),
        events=tuple(one.choice(Event, Event.HARDSHIP) for one in root.child("events").elements()),
        form=form,
        rules=Ruleset(
            name=name,
            answer=root.child("answer").name(),
            facts=form.kinds,
            parameters=parameters,
            provisions={key: _provision(key, one, sources) for key, one in root.child("rules").items()},
        ),
        units={key: _unit(one.child("unit")) for key, one in root.child("parameters").items()},
        shows={key: _unit(one) for key, one in root.child("shows").items()},
        cost=root.child("cost").text(),
        service=root.child("service").name(SLUG) if "service" in said else "",
        as_of=root.child("as_of").text(),
        apart={key: _apart(one) for key, one in root.child("apart").items()},
        texts={lang: _texts(root.child("texts").child(lang)) for lang in LANGUAGES},
        lists=lists_of(said),
    )
    return tuple(root.problems) or benefit


def frozen_order(said: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Return ``said`` with the order of its groups written down, which canonical JSON loses."""
    order: dict[str, JsonValue] = {key: [*_mapping(said.get(key))] for key in ORDERED}
    fields: dict[str, JsonValue] = {
        name: [*_mapping(_mapping(one).get("fields"))] for name, one in _mapping(said.get("ask")).items()
    }
    return {**said, "order": {**order, "fields": fields}}


def thawed(said: Mapping[str, JsonValue]) -> dict[str, Any]:
    """Return what was frozen in the order in which it was written; unfrozen it stays as it is."""
    order = _mapping(said.get("order"))
    found: dict[str, Any] = {key: value for key, value in said.items() if key != "order"}
    for key in ORDERED:
        if isinstance(order.get(key), list):
            found[key] = _sorted(_mapping(said.get(key)), order[key])
    for name, names in _mapping(order.get("fields")).items():
        one = _mapping(_mapping(found.get("ask")).get(name))
        if names and "fields" in one:
            found["ask"][name] = {**one, "fields": _sorted(_mapping(one["fields"]), names)}
    return found


def _sorted(group: Mapping[str, Any], names: Any) -> dict[str, Any]:
    listed = names if isinstance(names, list) else []
    return {name: group[name] for name in (*listed, *group) if name in group}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _form(node: Node) -> Form:
    form = read_form({name: one.value for name, one in node.items()})
    if isinstance(form, Form):  # somebody who does not know may leave out any answer
        return Form(tuple(replace(one, required=False) for one in form.questions))
    node.problems.extend(Problem(f"{node.path}.{one.field}", one.code, one.params) for one in form)
    return Form()


def _source(node: Node) -> Source:
    node.only("title", "article", "url", "certainty", required=("title", "certainty"))
    certainty = node.child("certainty").choice(Certainty, Certainty.KNOWN)
    title, article, url = (node.child(key).text() for key in ("title", "article", "url"))
    return Source(title, article, url, certainty is Certainty.SEEN, certainty is Certainty.EXAMPLE)


def _named(node: Node, sources: Mapping[str, Source]) -> Source:
    name = node.text()
    missing = Problem(node.path.rpartition(".")[0], "packs.missing_key", {"key": "source"})
    if name not in sources and missing not in node.problems:
        node.note("packs.rule_no_source", name=name[:40])
    return sources.get(name, Source(""))


def _unit(node: Node) -> Unit:
    return node.choice(Unit, Unit.COUNT)


def _parameter(name: str, node: Node, sources: Mapping[str, Source]) -> Parameter:
    """Read ``{unit, source, values: {2026-01-01: 2}}``; a value may be ``{value, source}`` of its own."""
    Node(name, node.path, node.problems).name()
    node.only("unit", "source", "values", required=("unit", "source", "values"))
    source, unit = _named(node.child("source"), sources), _unit(node.child("unit"))
    values = []
    for since, one in node.child("values").items():
        day = read_day(Node(since, one.path, node.problems))
        own = isinstance(one.value, Mapping) and "value" in one.value
        if own:
            one.only("value", "source", required=("value", "source"))
        said = one.child("value") if own else one
        values.append(
            Dated(day, _setting(said, unit), _named(one.child("source"), sources) if own else source)
        )
    return Parameter(name, unit.value, tuple(sorted(values, key=lambda one: one.since)))


def _setting(node: Node, unit: Unit) -> Setting:
    value = node.value
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return read_table(node)
    if unit is Unit.WORD and isinstance(value, str):
        return value
    return read_day(node) if unit is Unit.DATE else read_number(node)


def _provision(name: str, node: Node, sources: Mapping[str, Source]) -> Provision:
    """Read ``{gives, source, formulas: {2026-01-01: "..."}}``; ``null`` repeals it from that day on."""
    Node(name, node.path, node.problems).name()
    node.only("gives", "source", "formulas", required=("source", "formulas"))
    source = _named(node.child("source"), sources)
    versions = []
    for since, one in node.child("formulas").items():
        day = read_day(Node(since, one.path, node.problems))
        own = isinstance(one.value, Mapping)
        if own:
            one.only("formula", "source", required=("formula", "source"))
        said = one.child("formula") if own else one
        from_source = _named(one.child("source"), sources) if own else source
        versions.append(Formula(day, _formula(said), from_source))
    kind = node.child("gives").choice(Kind, Kind.YES_NO)
    return Provision(name, kind, tuple(sorted(versions, key=lambda one: one.since)))


def _formula(node: Node) -> Expression | None:
    if node.value is None:
        return None
    plain = isinstance(node.value, bool | int)
    found = parse(str(node.value).lower() if plain else node.text())
    if isinstance(found, Problem):
        node.note(found.code, **found.params)
        return None
    return found


def _apart(node: Node) -> tuple[str, str]:
    names = node.names()
    if len(names) != 2:  # noqa: PLR2004 - from and to
        node.note("packs.rule_bad_apart")
        return ("", "")
    return names[0], names[1]


def _texts(node: Node) -> dict[str, str]:
    return {key: one.text() for key, one in node.items()}
