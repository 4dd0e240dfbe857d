from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from linli.core.expr.evaluate import Answer, evaluate
from linli.core.expr.parse import parse
from linli.core.expr.tables import Table, TableKind, fault_in
from linli.core.expr.tree import Expression

BANDS = Table(TableKind.BANDS, ((0, 100), (80, Decimal("200.5")), (100, None)))
SLICES = Table(TableKind.SLICES, ((0, 0), (1000, Decimal("0.5")), (3000, Decimal("0.8"))))
KEYS = Table(TableKind.KEYS, (("urban", 900), ("rural", 700)))
BY_DATE = Table(TableKind.BANDS, ((date(2020, 1, 1), 1), (date(2025, 1, 1), 2)))


def answer(text: str, **facts) -> Answer:
    read = parse(text)
    assert isinstance(read, Expression), read
    return evaluate(read, facts)


@pytest.mark.parametrize(
    ("text", "facts", "value"),
    [
        ("1 + 2 * 3 - 4", {}, 3),
        ("(1 + 2) * 3", {}, 9),
        ("7 - 2 - 1", {}, 4),
        ("0.1 + 0.2 = 0.3", {}, True),
        ("1 / 3 * 3 = 1", {}, True),
        ("1 / 3 < 0.34 and 1 / 3 > 0.33", {}, True),
        ("0 * 1.5", {}, 0),
        ("-x", {"x": Decimal("1.5")}, Decimal("-1.5")),
        ("abs(0 - 3)", {}, 3),
        ("max(1, x, 2.5)", {"x": 2}, Decimal("2.5")),
        ("min(2026-01-02, 2026-01-01)", {}, date(2026, 1, 1)),
        ("round_half_up(2.675, 2)", {}, Decimal("2.68")),
        ("round_half_up(-2.5)", {}, -3),
        ("round_down(2.679, 2)", {}, Decimal("2.67")),
        ("round_up(2.001, 1)", {}, Decimal("2.1")),
        ("round_up(2)", {}, 2),
        ("round_half_up(1250, -2)", {}, 1300),
        ("not a", {"a": False}, True),
        ("a = 'x'", {"a": "x"}, True),
        ("a != 'x'", {"a": "x"}, False),
        ("a < 2026-01-01", {"a": date(2025, 12, 31)}, True),
        ("true = true", {}, True),
        ("a in ['x', 'y']", {"a": "y"}, True),
        ("a not in ['x', 'y']", {"a": "y"}, False),
        ("a in []", {"a": "y"}, False),
        ("'x' in ticks", {"ticks": ["x", "z"]}, True),
        ("'y' not in ticks", {"ticks": ("x", "z")}, True),
        ("age(birth, on)", {"birth": date(1960, 3, 1), "on": date(2026, 2, 28)}, 65),
        ("age(2004-02-29, 2026-02-28)", {}, 22),
        ("age(2004-02-29, 2026-02-27)", {}, 21),
        ("days_between(2024-02-28, 2024-03-01)", {}, 2),
        ("months_between(2024-01-31, 2024-02-29)", {}, 1),
        ("months_between(2024-02-29, 2024-01-31)", {}, -1),
        ("months_after(2024-01-31, 1)", {}, date(2024, 2, 29)),
        ("months_after(2024-01-31, -2)", {}, date(2023, 11, 30)),
        ("years_after(2024-02-29, 1)", {}, date(2025, 2, 28)),
        ("days_after(2024-02-28, 2)", {}, date(2024, 3, 1)),
        ("year(2024-02-28) * 100 + month(2024-02-28)", {}, 202402),
        ("if(a, 1, 2)", {"a": True}, 1),
        ("if(a, 1, 2)", {"a": False}, 2),
        ("if(a, 1, 2)", {}, None),
        ("known(a)", {}, False),
        ("known(a)", {"a": 0}, True),
        ("known_or(a, 5)", {}, 5),
        ("known_or(a, 5)", {"a": 6}, 6),
        ("table(t, 79.9)", {"t": BANDS}, 100),
        ("table(t, 80)", {"t": BANDS}, Decimal("200.5")),
        ("table(t, 240 / 3)", {"t": BANDS}, Decimal("200.5")),
        ("table(t, 1000 / 3)", {"t": SLICES}, 0),
        ("table(t, 5000)", {"t": SLICES}, 2600),
        ("table(t, 'rural')", {"t": KEYS}, 700),
        ("table(t, 2024-12-31)", {"t": BY_DATE}, 1),
        ("1 = unknown", {}, None),
        ("x.y + 1", {"x.y": 1}, 2),
    ],
)
def test_what_comes_out(text, facts, value):
    found = answer(text, **facts)
    assert found.value == value
    assert type(found.value) is type(value)
    assert found.problem is None


@pytest.mark.parametrize("left", [True, False, None])
@pytest.mark.parametrize("right", [True, False, None])
def test_three_valued_logic(left, right):
    facts = {"a": left, "b": right}
    both, either = answer("a and b", **facts).value, answer("a or b", **facts).value
    assert both is (False if False in {left, right} else None if None in {left, right} else True)
    assert either is (True if True in {left, right} else None if None in {left, right} else False)


HOUSEHOLD = [
    {"name": "Li", "income": 1200, "birth": date(1988, 5, 1)},
    {"name": "Wang", "income": Decimal("800.5"), "birth": date(1990, 5, 1)},
    {"name": "Child", "income": 0, "birth": date(2020, 5, 1)},
]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sum(members, income)", Decimal("2000.5")),
        ("sum(members, income) / count(members) < 667", True),
        ("count(members, age(birth, on) < 18)", 1),
        ("any(members, income > limit)", True),
        ("all(members, income > limit)", False),
        ("any(nobody, income > 0)", False),
        ("all(nobody, income > 0)", True),
        ("sum(nobody, income)", 0),
        ("count(nobody)", 0),
        ("sum(amounts, value)", 6),
        ("2 in amounts", True),
        ("count(missing)", None),
        ("any(members, gender = 'f')", None),
        ("name = 'outer'", True),
        ("any(members, name = 'outer')", False),
    ],
)
def test_members(text, value):
    facts = {"members": HOUSEHOLD, "nobody": [], "amounts": [1, 2, 3], "on": date(2026, 1, 1)}
    found = answer(text, **facts, limit=1000, name="outer")
    assert found.value == value


def test_a_members_gap_is_not_filled_from_outside():
    found = answer("sum(members, income)", members=[{"income": 1}, {}], income=1000)
    assert found.value is None
    assert found.missing == ("members[2].income",)


@pytest.mark.parametrize(
    ("text", "facts", "code", "quote"),
    [
        ("1 + 2 / (x - x)", {"x": 1}, "expr.divided_by_zero", "2 / (x - x)"),
        ("1 + 'a'", {}, "expr.needs_number", "'a'"),
        ("-'a'", {}, "expr.needs_number", "'a'"),
        ("not 1", {}, "expr.needs_yes_no", "1"),
        ("true and 1", {}, "expr.needs_yes_no", "1"),
        ("unknown and 1", {}, "expr.needs_yes_no", "1"),
        ("1 = 'a'", {}, "expr.cannot_compare", "1 = 'a'"),
        ("t = t", {"t": KEYS}, "expr.cannot_compare", "t = t"),
        ("'a' < 'b'", {}, "expr.no_order", "'a' < 'b'"),
        ("1 in ['a']", {}, "expr.cannot_compare", "1 in ['a']"),
        ("1 in ['a', unknown]", {}, "expr.cannot_compare", "1 in ['a', unknown]"),
        ("1 in x", {"x": 1}, "expr.needs_group", "x"),
        ("year(1)", {}, "expr.needs_date", "1"),
        ("min(true, false)", {}, "expr.needs_number_or_date", "true"),
        ("min(1, 2026-01-01)", {}, "expr.not_alike", "min(1, 2026-01-01)"),
        ("if(true, 1, 'a')", {}, "expr.not_alike", "if(true, 1, 'a')"),
        ("known(m)", {"m": []}, "expr.needs_plain", "m"),
        ("age(2026-01-01, 2025-01-01)", {}, "expr.before_birth", "age(2026-01-01, 2025-01-01)"),
        ("months_after(2026-01-01, 0.5)", {}, "expr.needs_whole_number", "months_after(2026-01-01, 0.5)"),
        ("days_after(2026-01-01, 0.5)", {}, "expr.needs_whole_number", "days_after(2026-01-01, 0.5)"),
        ("years_after(2026-01-01, 8000)", {}, "expr.date_out_of_range", "years_after(2026-01-01, 8000)"),
        (
            "days_after(2026-01-01, 99999999999)",
            {},
            "expr.date_out_of_range",
            "days_after(2026-01-01, 99999999999)",
        ),
        ("table(t, 100)", {"t": BANDS}, "expr.no_row", "table(t, 100)"),
        ("table(t, -1)", {"t": BANDS}, "expr.no_row", "table(t, -1)"),
        ("table(t, 'city')", {"t": KEYS}, "expr.no_row", "table(t, 'city')"),
        ("table(t, 'city')", {"t": BANDS}, "expr.table_other_kind", "table(t, 'city')"),
        ("table(t, 1)", {"t": Table(TableKind.BANDS, ())}, "expr.table_other_kind", "table(t, 1)"),
        ("table(1, 1)", {}, "expr.needs_table", "1"),
        ("sum(m, value)", {"m": ["a"]}, "expr.needs_number", "value"),
        ("any(m, value)", {"m": [1]}, "expr.needs_yes_no", "value"),
        ("sum(m, value)", {"m": 3}, "expr.needs_group", "sum(m, value)"),
        ("count(m)", {"m": [1] * 10_001}, "expr.too_many_members", "count(m)"),
        ("x + 1", {"x": datetime(2026, 1, 1, tzinfo=UTC)}, "expr.fact_not_usable", "x"),
        ("x + 1", {"x": 1.5}, "expr.fact_not_usable", "x"),
        ("x + 1", {"x": Decimal("NaN")}, "expr.fact_not_usable", "x"),
        ("x + 1", {"x": Decimal("1E+999999")}, "expr.fact_not_usable", "x"),
        ("x + 1", {"x": 10**30}, "expr.fact_not_usable", "x"),
        ("x * x", {"x": 10**29}, "expr.too_large", "x * x"),
        (
            "table(t, x)",
            {"t": Table(TableKind.SLICES, ((0, 10**9),)), "x": 10**29},
            "expr.too_large",
            "table(t, x)",
        ),
        ("round_up(x, -12)", {"x": 10**30 - 1}, "expr.too_large", "round_up(x, -12)"),
    ],
)
def test_what_goes_wrong_is_told_with_the_words_it_is_in(text, facts, code, quote):
    found = answer(text, **facts)
    assert found.value is None
    assert found.problem is not None
    assert found.problem.code == code
    assert str(found.problem.params["text"]).startswith(quote)


def test_a_mistake_that_does_not_matter_is_no_problem():
    found = answer("n != 0 and total / n > 2", n=0, total=5)
    assert found.value is False
    assert found.problem is None


def test_quotients_multiplied_endlessly_stay_cheap():
    found = answer("*".join(f"(1 / {n})" for n in range(3, 80)))
    assert found.problem is not None
    assert found.problem.code == "expr.too_large"


def test_missing_names_only_what_the_answer_waits_for():
    assert answer("a and b and c", a=True, c=True).missing == ("b",)
    assert answer("a or b", a=True).missing == ()
    assert answer("if(a, b, c)", a=True).missing == ("b",)
    assert answer("if(a, b, c)").missing == ("a",)
    assert answer("x + y > 1 or unknown", x=1).missing == ("y",)


def codes(found):
    return [(reason.code, reason.params.get("text")) for reason in found.reasons]


def test_reasons_leave_out_what_did_not_decide():
    found = answer(
        "age(birth, on) >= 65 and income < 1000", birth=date(1950, 1, 1), on=date(2026, 1, 1), income=2000
    )
    assert codes(found) == [("expr.condition_fails", "income < 1000")]


def test_reasons_work_up_from_the_leaves():
    found = answer("base * 1.5 + 10", base=100)
    assert codes(found) == [("expr.worked_out", "base * 1.5"), ("expr.worked_out", "base * 1.5 + 10")]
    assert found.reasons[1].params["value"] == 160
    thirds = answer("x / 3", x=1).reasons[-1].params["value"]
    assert thirds == "0.3333333333333333333333333333"


def test_reasons_of_members_say_which_one():
    found = answer("any(members, income > 1000)", members=HOUSEHOLD)
    assert codes(found) == [("expr.condition_holds", "income > 1000"), ("expr.member", None)]
    assert found.reasons[1].params == {"number": 1}


def test_reasons_name_gaps_and_faults_and_dates():
    assert codes(answer("a and 1 / 0 > 1")) == [("expr.fact_unknown", "a"), ("expr.divided_by_zero", "1 / 0")]
    assert answer("max(a, 2026-01-01)", a=date(2025, 1, 1)).reasons[-1].params["value"] == "2026-01-01"
    assert codes(answer("a", a=True)) == []
    assert codes(answer("count(m) = 0", m=[])) == [
        ("expr.worked_out", "count(m)"),
        ("expr.condition_holds", "count(m) = 0"),
    ]


def test_the_tree_shows_values_as_people_write_them():
    why = answer("x / 4 + 1 / 3", x=1).why
    assert why.parts[0].value == Decimal("0.25")
    assert isinstance(why.raw, Fraction)
    assert isinstance(why.value, Decimal)
    assert why.parts[0].text == "x / 4"


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (BANDS, None),
        (SLICES, None),
        (KEYS, None),
        (BY_DATE, None),
        (Table(TableKind.BANDS, ()), "expr.table_empty"),
        (Table(TableKind.BANDS, ((0, 1), ("a", 2))), "expr.table_mixed"),
        (Table(TableKind.BANDS, (("a", 2),)), "expr.table_mixed"),
        (Table(TableKind.KEYS, ((1, 2),)), "expr.table_mixed"),
        (Table(TableKind.KEYS, (("a", 2), ("a", 3))), "expr.table_not_rising"),
        (Table(TableKind.BANDS, ((0, 1), (0, 2))), "expr.table_not_rising"),
        (Table(TableKind.SLICES, ((0, 1), (1, None))), "expr.table_mixed"),
        (Table(TableKind.SLICES, ((date(2020, 1, 1), 1),)), "expr.table_mixed"),
    ],
)
def test_faulty_tables_are_seen(table, code):
    assert fault_in(table) == code
