from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.expr.parse import DEEPEST, parse
from linli.core.expr.tree import Compare, Expression, Literal, Logic, Over, children
from linli.core.shared.outcomes import Problem


def problem(text):
    found = parse(text)
    assert isinstance(found, Problem), found
    return found


def test_names_tell_what_is_asked_of_whom():
    read = parse("income / count(members) < limit and any(members, age(birth, on) < 18)")
    assert isinstance(read, Expression)
    assert read.names == {"income", "members", "limit"}
    assert read.inner_names == {("members", "birth"), ("members", "on")}


def test_words_bind_as_in_school():
    read = parse("a or b and not c = 1 + 2 * 3")
    assert isinstance(read, Expression)
    assert isinstance(read.root, Logic)
    assert read.root.word == "or"
    assert [read.text_of(part) for part in children(read.root)] == ["a", "b and not c = 1 + 2 * 3"]
    _, negated = children(children(read.root)[1])
    (comparison,) = children(negated)
    assert isinstance(comparison, Compare)
    assert read.text_of(comparison.right) == "1 + 2 * 3"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("12.50", Decimal("12.50")),
        ("'it''s'", "it's"),
        ("''", ""),
        ("2024-02-29", date(2024, 2, 29)),
        ("true", True),
        ("false", False),
        ("unknown", None),
        ("((7))", 7),
        ("'邻里 👋'", "邻里 👋"),
    ],
)
def test_values_written_out(text, value):
    read = parse(text)
    assert isinstance(read, Expression)
    assert isinstance(read.root, Literal)
    assert read.root.value == value
    assert type(read.root.value) is type(value)


@pytest.mark.parametrize(
    ("text", "code", "column", "suggestion"),
    [
        ("a == 1", "expr.unexpected_character_suggest", 3, "="),
        ("a <> 1", "expr.unexpected_character_suggest", 3, "!="),
        ("a => 1", "expr.unexpected_character_suggest", 3, ">="),
        ("a ≥ 1", "expr.unexpected_character_suggest", 3, ">="),
        ("a && b", "expr.unexpected_character_suggest", 3, "and"),
        ("a 且 b", "expr.unexpected_character_suggest", 3, "and"),
        ("（a）", "expr.unexpected_character_suggest", 1, "("),
        ("a = “x”", "expr.unexpected_character_suggest", 5, "'"),
        ("a @ b", "expr.unexpected_character", 3, None),
        ("a \x00 b", "expr.unexpected_character", 3, None),
        ("a \u202e b", "expr.unexpected_character", 3, None),
        ("a = 'x", "expr.text_not_closed", 5, None),
        ("a = 'x\u202ey'", "expr.text_not_closed", 5, None),
        ("3days", "expr.not_a_number", 1, None),
        ("1.2.3", "expr.not_a_number", 1, None),
        ("2026-02-30", "expr.no_such_date", 1, None),
        ("a anb b", "expr.unexpected_suggest", 3, "and"),
        ("a zzzz b", "expr.unexpected", 3, None),
        ("a b", "expr.unexpected", 3, None),
        (") a", "expr.unexpected", 1, None),
        ("zz(1)", "expr.unknown_function", 1, None),
        ("agee(a, b)", "expr.unknown_function_suggest", 1, "age"),
        ("summ(members, x)", "expr.unknown_function_suggest", 1, "sum"),
        ("age(a)", "expr.wrong_count", 1, None),
        ("min(1)", "expr.wrong_count", 1, None),
        ("year()", "expr.wrong_count", 1, None),
        ("1 < 2 < 3", "expr.chained_comparison", 7, None),
        ("sum(a, sum(b, c))", "expr.members_in_members", 8, None),
        ("any(a, x in b)", "expr.members_in_members", 13, None),
        ("sum(1, 2)", "expr.needs_group_name", 5, None),
        ("sum(a)", "expr.unexpected_suggest", 6, ","),
        ("(1", "expr.unexpected_end_suggest", 3, ")"),
        ("1 +", "expr.unexpected_end", 4, None),
        ("a in 'x'", "expr.unexpected_suggest", 6, "["),
        ("a not b", "expr.unexpected", 3, None),
        ("round_half_up(x, n)", "expr.places", 1, None),
        ("round_half_up(x, 13)", "expr.places", 1, None),
        ("round_half_up(x, 1.5)", "expr.places", 1, None),
        ("1" * 31, "expr.number_too_long", 1, None),
        ("a" * 101, "expr.name_too_long", 1, None),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text, code, column, suggestion):
    found = problem(text)
    assert (found.code, found.params["column"], found.params.get("suggestion")) == (code, column, suggestion)


def test_lines_are_counted():
    assert problem("a and\n  b && c").params == {"line": 2, "column": 5, "found": "&", "suggestion": "and"}


def test_nothing_and_too_much():
    assert problem("").code == "expr.empty"
    assert problem(" \n ").code == "expr.empty"
    assert problem("a" * 4_001).params == {"limit": 4_000, "length": 4_001}


@pytest.mark.parametrize("opening", ["(", "not ", "-", "abs(", "1 in [", "count(m, "])
def test_hostile_nesting_is_refused_and_not_followed(opening):
    found = problem(opening * 500)
    assert found.code in {"expr.too_deep", "expr.members_in_members", "expr.too_long"}


def test_what_is_as_deep_as_allowed_is_read():
    assert isinstance(parse("(" * DEEPEST + "1" + ")" * DEEPEST), Expression)
    assert problem("(" * (DEEPEST + 1) + "1" + ")" * (DEEPEST + 1)).code == "expr.too_deep"


def test_length_is_not_depth():
    assert isinstance(parse(" + ".join(["1"] * 900)), Expression)
    assert isinstance(parse(" and ".join(["a"] * 500)), Expression)


def test_count_without_a_condition_and_an_empty_list():
    counted, empty = parse("count(members)"), parse("a in []")
    assert isinstance(counted, Expression)
    assert isinstance(counted.root, Over)
    assert children(counted.root) == (counted.root.group,)
    assert isinstance(empty, Expression)


@settings(max_examples=100)
@given(st.text(max_size=60) | st.text("()[]andornti01.,'-+*/<>=! \n", max_size=60))
def test_no_text_makes_it_raise(text):
    found = parse(text)
    assert isinstance(found, Expression) or found.code.startswith("expr.")
