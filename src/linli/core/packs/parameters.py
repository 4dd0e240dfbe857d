"""Reads the figures of the law that a service speaks of: each with the day it begins and its source."""

from __future__ import annotations

from datetime import date

from linli.core.packs.node import Node
from linli.core.rules.parameters import Dated, Parameter, Source, parameter_problems


def read_parameter(name: str, node: Node) -> Parameter:
    """Read ``{unit, values: {2026-01-01: 2}, source: {title, article, url, confirmed}}``."""
    Node(name, node.path, node.problems).name()
    node.only("unit", "values", "source", required=("unit", "values", "source"))
    source = _source(node.child("source"))
    dated = [
        (read_day(Node(since, one.path, node.problems)), one) for since, one in node.child("values").items()
    ]
    values = tuple(Dated(since, _value(one), source) for since, one in dated)
    parameter = Parameter(name, node.child("unit").text(), values)
    if not values:
        node.child("values").note("packs.no_values", name=name)
    for problem in parameter_problems(parameter):
        node.note(problem.code, **problem.params)
    return parameter


def _source(node: Node) -> Source:
    node.only("title", "article", "url", "confirmed", required=("title",))
    confirmed = node.child("confirmed").flag(default=True)
    title, article, url = (node.child(key).text() for key in ("title", "article", "url"))
    return Source(title, article, url, confirmed)


def _value(node: Node) -> bool | int | str | None:
    value = node.value
    if value is None or isinstance(value, bool | int | str):
        return value
    node.note("packs.not_text", value=str(value)[:40])
    return None


def read_day(node: Node) -> date:
    """Return a day; what is none is noted."""
    try:
        return date.fromisoformat(node.text())
    except ValueError:
        node.note("packs.not_a_day", value=node.text()[:40])
        return date.min
