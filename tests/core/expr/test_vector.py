from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from linli.core.expr.parse import parse
from linli.core.expr.tables import Table, TableKind
from linli.core.expr.tree import Expression
from linli.core.expr.vector import Members, evaluate_many

DAYS = np.array(["2000-02-29", "NaT", "2020-01-31"], dtype="datetime64[D]")
BIG = 2**62


def many(text, rows=None, **columns):
    read = parse(text)
    assert isinstance(read, Expression), read
    return evaluate_many(read, columns, rows)


def told(answers):
    return [
        value if known else None for value, known in zip(answers.values.tolist(), answers.known, strict=True)
    ]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (np.array([1, 2]), [2, 3]),
        (np.array([1, 2], dtype=np.uint8), [2, 3]),
        (np.array([1, 2**63], dtype=np.uint64), [2.0, 2.0**63]),
        (np.array([-(2**63), 1]), [-(2.0**63), 2.0]),
        (np.array([1.5, np.nan]), [2.5, None]),
        (np.array([np.inf, 1e31]), [None, None]),
        (np.ma.masked_array([1, 2], [False, True]), [2, None]),
        (np.array([Decimal("0.25"), None], dtype=object), [1.25, None]),
        (np.array([Decimal("NaN"), Decimal(1)], dtype=object), [None, 2]),
        (np.array([Decimal("1E-20"), 1], dtype=object), [1.0, 2.0]),
        (np.array([10**20, 1], dtype=object), [1e20, 2.0]),
        (np.array([None, None], dtype=object), [None, None]),
        (np.array([], dtype=np.int64), []),
    ],
)
def test_numbers_come_in_many_forms(column, expected):
    answers = many("x + 1", x=column)
    assert told(answers) == expected
    assert answers.problems == ()


@pytest.mark.parametrize(
    "column",
    [
        np.array([1, "a"], dtype=object),
        np.array([1.5, 2.5], dtype=object),
        np.array([1j, 2j]),
        np.array(["2026-01-01T10:00", "2026-01-01T11:00"], dtype="datetime64[m]"),
    ],
)
def test_columns_of_no_use_are_unknown_and_told(column):
    answers = many("x = x", x=column)
    assert told(answers) == [None, None]
    assert {problem.code for problem in answers.problems} == {"expr.fact_not_usable"}


def test_single_values_stand_for_all_rows():
    assert told(many("x + y", x=np.array([1, 2]), y=Decimal("0.5"))) == [1.5, 2.5]
    assert told(many("x + y", rows=2, x=1, y=2)) == [3, 3]
    assert told(many("x", rows=2, x=None)) == [None, None]
    assert many("x = 1", rows=1, x=1.5).problems[0].code == "expr.fact_not_usable"


def test_columns_of_two_lengths_are_a_mistake_of_the_programmer():
    with pytest.raises(ValueError, match="one length"):
        many("x", x=np.array([1]), y=np.array([1, 2]))
    with pytest.raises(ValueError, match="one length"):
        many("1")


def test_sums_of_fen_stay_exact_and_what_does_not_fit_becomes_float():
    assert many("x - 1", x=np.array([2**53 + 2])).values[0] == 2**53 + 1
    assert many("x + x", x=np.array([BIG])).values[0] == 2.0**63
    assert many("x * 4", x=np.array([BIG])).values[0] == 2.0**64
    assert many("x = 0.001", x=np.array([BIG])).values[0] is np.False_
    assert (
        many("sum(m, value)", rows=1, m=Members(np.zeros(4, dtype=int), {"value": np.full(4, BIG)})).values[0]
        == 2.0**64
    )
    assert many("x * 0.0000000001 * 0.0000000001", x=np.array([5])).values[0] == pytest.approx(5e-20)


def test_sums_over_members_are_exact_beyond_what_floats_hold():
    members = Members(np.array([0, 0]), {"value": np.array([2**53, 1])})
    assert many("sum(m, value)", rows=1, m=members).values[0] == 2**53 + 1


def test_rounding_of_what_does_not_fit():
    assert many("round_up(x, -12)", x=np.array([BIG])).values[0] == 4611687 * 1e12
    assert many("round_up(x * 2.0000000, -12)", x=np.array([1])).values[0] == 1e12
    assert many("round_up(x, -12)", x=np.array([2**63 - 1])).values[0] == pytest.approx(9223373e12)
    assert told(many("round_down(x / 3, 1)", x=np.array([1, -1]))) == [0.3, -0.3]
    assert told(many("round_up(x / 3)", x=np.array([3, 4]))) == [1.0, 2.0]
    assert told(many("round_half_up(x / 1, -1)", x=np.array([15]))) == [20.0]
    assert told(many("round_half_up(x * 0.0000000001, -12)", x=np.array([5]))) == [0.0]
    assert told(many("round_half_up(x, 2)", x=np.array([5]))) == [5]
    assert told(many("round_half_up(x * 0.001, 2)", x=np.array([1235, -1235]))) == [1.24, -1.24]


def test_divided_by_zero_is_unknown_in_its_row_only():
    assert told(many("1 / x", x=np.array([0, 2]))) == [None, 0.5]


def test_dates():
    assert told(many("year(d) * 100 + month(d)", d=DAYS)) == [200002, None, 202001]
    assert many("months_after(d, 1)", d=DAYS).values[2] == np.datetime64("2020-02-29")
    assert told(many("days_after(d, 0.5) = d", d=DAYS)) == [None, None, None]
    assert told(many("years_after(d, 9000) = d", d=DAYS)) == [None, None, None]
    assert told(many("age(d, 2010-01-01)", d=DAYS)) == [9, None, None]


def test_texts_of_every_kind_of_array():
    for column in (
        np.array(["a", "b"]),
        np.array(["a", "b"], dtype=object),
        np.array(["a", "b"], np.dtypes.StringDType()),
    ):
        assert told(many("x = 'a'", x=column)) == [True, False]
        assert told(many("x in ['b', y]", x=column, y=column)) == [True, True]


def test_tables():
    bands = Table(TableKind.BANDS, ((0, 1), (10, Decimal("2.5"))))
    slices = Table(TableKind.SLICES, ((0, 0), (100, Decimal("0.5")), (300, Decimal("0.8"))))
    days = Table(TableKind.BANDS, ((date(2000, 1, 1), 1), (date(2010, 1, 1), 2)))
    x = np.array([-1, 0, 10, 400])
    assert told(many("table(t, x)", t=bands, x=x)) == [None, 1.0, 2.5, 2.5]
    assert told(many("table(t, x)", t=slices, x=x)) == [None, 0.0, 0.0, 180.0]
    assert told(many("table(t, d)", t=days, d=DAYS)) == [1, None, 2]
    keys = Table(TableKind.KEYS, (("a", 1),))
    assert told(many("table(t, x)", t=keys, x=np.array(["a", "b"]))) == [1, None]
    assert told(many("table(t, 'z')", rows=1, t=keys)) == [None]
    assert told(many("table(t, x)", t=keys, x=np.array([1]))) == [None]
    assert told(many("table(t, 1)", rows=1, t=Table(TableKind.BANDS, ()))) == [None]


def test_members():
    members = Members(
        np.array([0, 0, 2]), {"income": np.array([1.5, 2, np.nan]), "adult": np.array([True, False, True])}
    )
    columns = {"m": members, "limit": np.array([2, 2, 1])}
    assert told(many("sum(m, income)", **columns)) == [3.5, 0.0, None]
    assert told(many("count(m)", **columns)) == [2, 0, 1]
    assert told(many("count(m, adult)", **columns)) == [1, 0, 1]
    assert told(many("any(m, income >= limit)", **columns)) == [True, False, None]
    assert told(many("all(m, income >= limit)", **columns)) == [False, True, None]
    assert told(many("sum(m, zzz)", **columns)) == [None, 0, None]
    assert told(
        many("sum(m, value)", rows=2, m=Members(np.array([], dtype=int), {"value": np.array([])}))
    ) == [0.0, 0.0]


def test_groups_of_plain_values():
    ticks = Members(np.array([0, 1]), {"value": np.array(["a", "b"])}, np.array([True, True, False]))
    assert told(many("'a' in t", rows=3, t=ticks)) == [True, False, None]
    assert told(many("'a' not in t", rows=3, t=ticks)) == [False, True, None]
    assert told(many("x in t", rows=3, t=ticks, x=np.array(["b", "b", "b"]))) == [False, True, None]
    assert told(many("max(x, 2, 1) = 2", x=np.array([1, 2, 3]))) == [True, True, False]
    assert told(many("min(d, 2010-01-01) = d", d=DAYS)) == [True, None, False]
    assert told(many("'a' in t", rows=1, t=Members(np.array([0]), {}))) == [None]
    assert told(many("'a' in t", rows=1, t=None)) == [None]
    assert told(many("count(t)", rows=1, t=None)) == [None]
    assert told(many("unknown in ['a']", rows=1)) == [None]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x + 'a'", "expr.needs_number"),
        ("-t", "expr.needs_number"),
        ("not x", "expr.needs_yes_no"),
        ("x and unknown", "expr.needs_yes_no"),
        ("x = 'a'", "expr.cannot_compare"),
        ("t < 'a'", "expr.no_order"),
        ("x in ['a']", "expr.cannot_compare"),
        ("x in t", "expr.needs_group"),
        ("sum(x, x)", "expr.needs_group"),
        ("sum(m, value)", "expr.needs_number"),
        ("any(m, 1)", "expr.needs_yes_no"),
        ("any(m, value + 1 > 2)", "expr.needs_number"),
        ("known(m)", "expr.needs_plain"),
        ("if(x, 1, 2)", "expr.needs_yes_no"),
    ],
)
def test_mistakes_of_kind_are_told(text, code):
    members = Members(np.array([0, 1]), {"value": np.array(["a", "b"])})
    answers = many(text, x=np.array([1, 2]), t=np.array(["a", "b"]), m=members)
    assert told(answers) == [None, None]
    assert answers.problems[0].code == code


def test_branches_of_which_nothing_is_known():
    b = np.array([True, False])
    assert told(many("if(b, 1, unknown)", b=b)) == [1, None]
    assert told(many("if(b, unknown, 1.5)", b=b)) == [None, 1.5]
    assert told(many("if(unknown, 1, 2)", b=b)) == [None, None]
    assert told(many("known_or(unknown, unknown)", b=b)) == [None, None]
    assert told(many("abs(unknown)", b=b)) == [None, None]
    assert told(many("if(b, 2020-01-01, 2021-01-01) = 2020-01-01", b=b)) == [True, False]
