import pytest

from linli.core.expr.check import check
from linli.core.expr.parse import parse
from linli.core.expr.tree import Expression
from linli.core.expr.vocabulary import Kind

KINDS = {
    "birth": Kind.DATE,
    "income": Kind.NUMBER,
    "city": Kind.TEXT,
    "poor": Kind.YES_NO,
    "bands": Kind.TABLE,
    "members": {"income": Kind.NUMBER, "birth": Kind.DATE, "name": Kind.TEXT},
    "ticks": {"value": Kind.TEXT},
}


def problems(text, wanted=None):
    read = parse(text)
    assert isinstance(read, Expression), read
    return [
        (problem.code, problem.params.get("suggestion") or problem.params.get("text"))
        for problem in check(read, KINDS, wanted)
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("age(birth, 2026-01-01) >= 60 and (poor or not city = 'x')", Kind.YES_NO),
        ("-income + table(bands, income) * 2", Kind.NUMBER),
        ("sum(members, income) / count(members)", Kind.NUMBER),
        ("any(members, age(birth, 2026-01-01) < 18 and poor)", Kind.YES_NO),
        ("'a' in ticks and city in ['x', unknown] and unknown = city", Kind.YES_NO),
        ("if(poor, city, unknown) = 'a'", Kind.YES_NO),
        ("if(poor, unknown, birth)", Kind.DATE),
        ("max(birth, 2026-01-01)", Kind.DATE),
        ("known_or(income, 0)", Kind.NUMBER),
        ("unknown", Kind.NUMBER),
        ("city", None),
    ],
)
def test_sound_expressions(text, wanted):
    assert problems(text, wanted) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("incom > 1", [("expr.unknown_name_suggest", "income")]),
        ("zzz > 1 and incom > 1", [("expr.unknown_name", None), ("expr.unknown_name_suggest", "income")]),
        ("sum(members, incomee)", [("expr.unknown_name_suggest", "income")]),
        ("sum(nobody, income)", [("expr.unknown_name", None)]),
        ("sum(income, income)", [("expr.needs_group", "sum(income, income)")]),
        ("sum(members, name)", [("expr.needs_number", "name")]),
        ("all(members, income)", [("expr.needs_yes_no", "income")]),
        ("income = city", [("expr.cannot_compare", "income = city")]),
        ("members = members", [("expr.cannot_compare", "members = members")]),
        ("city < 'b'", [("expr.no_order", "city < 'b'")]),
        ("city in [1]", [("expr.cannot_compare", "city in [1]")]),
        ("1 in ticks", [("expr.cannot_compare", "1 in ticks")]),
        ("1 in city", [("expr.needs_group", "city")]),
        ("income and poor", [("expr.needs_yes_no", "income")]),
        ("not income", [("expr.needs_yes_no", "income")]),
        ("-city + 1", [("expr.needs_number", "city")]),
        ("city + 1", [("expr.needs_number", "city")]),
        ("if(poor, 1, 'a') = 2", [("expr.not_alike", "if(poor, 1, 'a')")]),
        ("year(income) > 1", [("expr.needs_date", "income")]),
    ],
)
def test_mistakes_are_found_before_there_is_a_case(text, found):
    assert problems(text, Kind.YES_NO) == found


def test_the_answer_must_be_of_the_kind_that_is_needed():
    assert problems("income + 1", Kind.YES_NO) == [("expr.wrong_answer_kind", "income + 1")]
