"""Reads the figures of the law that a service speaks of: each with the day it begins and its source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from linli.core.expr.tables import Table, TableKind
from linli.core.packs.node import Node
from linli.core.rules.parameters import Dated, Parameter, Setting, Source, parameter_problems
from linli.core.shared.outcomes import Param, Problem

LONGEST_NUMBER = 30
UNSOURCED = "rules.no_source"


def read_parameter(name: str, node: Node) -> Parameter:
    """Read ``{unit, values: {2026-01-01: 2}, source: {title, article, url, confirmed}}``."""
    Node(name, node.path, node.problems).name()
    node.only("unit", "values", "source", required=("unit", "values", "source"))
    told = len(node.problems)
    source = Source("") if node.child("source").value is None else _source(node.child("source"))
    unsaid = "source" not in dict(node.items()) or len(node.problems) > told
    dated = [
        (read_day(Node(since, one.path, node.problems)), one) for since, one in node.child("values").items()
    ]
    values = tuple(Dated(since, _value(one), source) for since, one in dated)
    parameter = Parameter(name, node.child("unit").text(), values)
    if not values:
        node.child("values").note("packs.no_values", name=name)
    for problem in dict.fromkeys(map(_noted, parameter_problems(parameter))):
        if problem[0] != UNSOURCED or not unsaid:  # that it is not there was told already
            node.note(problem[0], **dict(problem[1]))
    return parameter


def _noted(problem: Problem) -> tuple[str, tuple[tuple[str, Param], ...]]:
    """Return a problem so that one that every value of a figure has is told once."""
    return problem.code, tuple(problem.params.items())


def _source(node: Node) -> Source:
    node.only("title", "article", "url", "confirmed", required=("title",))
    confirmed = node.child("confirmed").flag(default=True)
    title, article, url = (node.child(key).text() for key in ("title", "article", "url"))
    return Source(title, article, url, confirmed)


def _value(node: Node) -> Setting:
    value = node.value
    if isinstance(value, Mapping):
        return read_table(node)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        number = _decimal(value)
        return value if number is None else number
    node.note("packs.not_text", value=str(value)[:40])
    return None


def _decimal(text: str) -> Decimal | None:
    """Return the decimal number that a text is, None for a word."""
    try:
        number = Decimal(text) if len(text) <= LONGEST_NUMBER else Decimal("NaN")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def read_day(node: Node) -> date:
    """Return a day; what is none is noted."""
    try:
        return date.fromisoformat(node.text())
    except ValueError:
        node.note("packs.not_a_day", value=node.text()[:40])
        return date.min


def read_table(node: Node) -> Table | None:
    """Read ``{bands|slices|keys: [[from, value], ...]}``."""
    kinds = [one.value for one in TableKind]
    node.only(*kinds)
    kind = next((TableKind(key) for key, _ in node.items() if key in kinds), None)
    if kind is None:
        node.note("packs.rule_bad_table")
        return None
    rows = []
    for row in node.child(kind.value).elements():
        pair = [*row.elements()]
        if len(pair) != 2:  # noqa: PLR2004 - a pair
            row.note("packs.rule_bad_table")
            continue
        key = pair[0].text() if kind is TableKind.KEYS else read_number(pair[0])
        rows.append((key, None if pair[1].value is None else read_number(pair[1])))
    return Table(kind, tuple(rows))


def read_number(node: Node) -> int | Decimal:
    """Read a number; decimals stand in quotes."""
    value = node.value
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    number = _decimal(value) if isinstance(value, str) else None
    if number is not None:
        return number
    node.note("packs.rule_bad_number", value=str(value)[:40])
    return 0
