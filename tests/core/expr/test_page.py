"""Runs every example of docs/expressions.md."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from linli.core.expr.evaluate import evaluate
from linli.core.expr.parse import parse
from linli.core.expr.tables import Table, TableKind
from linli.core.expr.tree import Expression
from linli.core.shared.outcomes import Problem

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/expressions.md").read_text(encoding="utf-8")
SENTENCES = yaml.safe_load((ROOT / "src/linli/core/expr/locale/en.yaml").read_text(encoding="utf-8"))
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
LINES = [line for language, block in BLOCKS if not language for line in block.splitlines()]


class Exact(yaml.SafeLoader):
    """Reads decimals as they are written."""


Exact.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(loader.construct_scalar(node)))


def fact(value):
    if isinstance(value, dict) and len(value) == 1:
        ((kind, rows),) = value.items()
        return Table(TableKind(kind), tuple((key, amount) for key, amount in rows))
    return value


FACTS = {
    name: fact(value)
    for name, value in yaml.load(re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1], Exact).items()  # noqa: S506 - a SafeLoader
}


def written(value):
    if isinstance(value, date):
        return value.isoformat()
    words = {True: "true", False: "false", None: "unknown"}
    return words[value] if value is None or isinstance(value, bool) else str(value)


@pytest.mark.parametrize("line", [line for line in LINES if "→" in line])
def test_an_example_gives_what_the_page_says(line):
    text, value = (part.strip() for part in line.split("→"))
    read = parse(text)
    assert isinstance(read, Expression)
    assert written(evaluate(read, FACTS).value) == value


@pytest.mark.parametrize("line", [line for line in LINES if "✗" in line])
def test_a_mistake_is_told_as_the_page_says(line):
    text, sentence = (part.strip() for part in line.split("✗"))
    read = parse(text)
    problem = read if isinstance(read, Problem) else evaluate(read, FACTS).problem
    assert problem is not None
    assert SENTENCES[problem.code].format(**problem.params) == sentence


def test_the_page_has_nothing_but_examples_and_names_every_function():
    from linli.core.expr.vocabulary import FUNCTIONS, MEMBER_FUNCTIONS

    assert all("→" in line or "✗" in line for line in LINES)
    assert [name for name in (*FUNCTIONS, *MEMBER_FUNCTIONS) if f"`{name}" not in PAGE] == []
