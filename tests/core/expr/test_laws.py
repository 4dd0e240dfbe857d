"""The scalar and the vectorised answer agree, and neither raises, for expressions made at random."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from linli.core.expr.check import check
from linli.core.expr.evaluate import evaluate
from linli.core.expr.parse import parse
from linli.core.expr.tables import Table, TableKind
from linli.core.expr.tree import Expression
from linli.core.expr.vector import Members, evaluate_many
from linli.core.expr.vocabulary import Kind

KINDS = {
    "n1": Kind.NUMBER,
    "n2": Kind.NUMBER,
    "d1": Kind.DATE,
    "d2": Kind.DATE,
    "t1": Kind.TEXT,
    "b1": Kind.YES_NO,
    "b2": Kind.YES_NO,
    "bands": Kind.TABLE,
    "slices": Kind.TABLE,
    "keys": Kind.TABLE,
    "m": {"mn": Kind.NUMBER, "mb": Kind.YES_NO, "md": Kind.DATE},
    "ticks": {"value": Kind.TEXT},
}
TABLES = {
    "bands": Table(TableKind.BANDS, ((-100, 1), (0, Decimal("2.5")), (Decimal("10.5"), 7), (500, None))),
    "slices": Table(TableKind.SLICES, ((0, 0), (100, Decimal("0.25")), (300, Decimal("0.8")))),
    "keys": Table(TableKind.KEYS, (("a", 10), ("b", Decimal("0.5")))),
}
DAYS = st.integers(0, 20_000).map(lambda n: date(1980, 1, 1) + timedelta(days=n))
TEXTS = st.sampled_from(["a", "b", "汾安", ""])
AMOUNTS = st.integers(-1000, 1000) | st.decimals(-1000, 1000, places=2, allow_nan=False)


def expressions() -> st.SearchStrategy[str]:
    """Make expressions without division, which is exact on both sides."""
    amounts = AMOUNTS.filter(lambda n: n >= 0).map(str)
    number_leaf = st.sampled_from(["n1", "n2", "unknown"]) | amounts
    date_leaf = st.sampled_from(["d1", "d2", "2024-02-29", "2025-12-31"])
    truth_leaf = st.sampled_from(["b1", "b2", "true", "'a' in ticks", "t1 = 'a'", "t1 not in ['a', 'b']"])
    days = st.recursive(date_leaf, lambda inner: days_of(inner, number_leaf), max_leaves=3)
    numbers = st.recursive(number_leaf, lambda inner: numbers_of(inner, days, truth_leaf), max_leaves=6)
    return st.recursive(truth_leaf | compared(numbers, days), truths_of, max_leaves=5) | numbers | days


def days_of(inner, numbers):
    return st.one_of(
        st.builds(
            "{}({}, {})".format,
            st.sampled_from(["months_after", "days_after", "years_after"]),
            inner,
            numbers,
        ),
        st.builds("min({}, {})".format, inner, inner),
    )


def numbers_of(inner, days, truths):
    pair = st.tuples(inner, inner)
    return st.one_of(
        pair.flatmap(lambda p: st.sampled_from("+-*").map(lambda sign: f"({p[0]} {sign} {p[1]})")),
        pair.map(lambda p: f"max({p[0]}, {p[1]})"),
        inner.map(lambda n: f"abs(-{n})"),
        st.builds(
            "{}({}, {})".format,
            st.sampled_from(["round_half_up", "round_down", "round_up"]),
            inner,
            st.integers(-3, 3),
        ),
        st.builds("table({}, {})".format, st.sampled_from(["bands", "slices"]), inner),
        st.just("table(keys, t1)"),
        st.builds("if({}, {}, {})".format, truths, inner, inner),
        st.builds("known_or({}, {})".format, inner, inner),
        st.builds("sum(m, mn + {})".format, inner),
        st.builds("count(m, mb or md < {})".format, days),
        st.builds(
            "{}({}, {})".format, st.sampled_from(["age", "days_between", "months_between"]), days, days
        ),
        st.builds("{}({})".format, st.sampled_from(["year", "month"]), days),
    )


def compared(numbers, days):
    sign = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
    return st.one_of(
        st.builds("{} {} {}".format, numbers, sign, numbers),
        st.builds("{} {} {}".format, days, sign, days),
        st.builds("{} in [{}, {}]".format, numbers, numbers, numbers),
        st.builds("{}(m, mn > {})".format, st.sampled_from(["any", "all"]), numbers),
    )


def truths_of(inner):
    pair = st.tuples(inner, inner)
    return st.one_of(
        pair.map(lambda p: f"({p[0]}) and ({p[1]})"),
        pair.map(lambda p: f"({p[0]}) or ({p[1]})"),
        inner.map(lambda one: f"not ({one})"),
        inner.map(lambda one: f"known({one})"),
    )


def maybe(values):
    return st.none() | values


ROW = st.fixed_dictionaries(
    {
        "n1": maybe(AMOUNTS),
        "n2": maybe(st.integers(-50, 50)),
        "d1": maybe(DAYS),
        "d2": DAYS,
        "t1": maybe(TEXTS),
        "b1": maybe(st.booleans()),
        "b2": st.booleans(),
        "m": maybe(
            st.lists(
                st.fixed_dictionaries({"mn": maybe(AMOUNTS), "mb": maybe(st.booleans()), "md": DAYS}),
                max_size=3,
            )
        ),
        "ticks": st.lists(TEXTS, max_size=2),
    }
)


def columns_of(rows):
    """Turn rows into columns, as a caller with a table would."""
    columns = {
        name: np.array([row[name] for row in rows], dtype=object) for name in ("n1", "n2", "d1", "t1", "b1")
    }
    columns["d2"] = np.array([row["d2"] for row in rows], dtype="datetime64[D]")
    columns["b2"] = np.array([row["b2"] for row in rows], dtype=bool)
    for group, fields in (("m", ("mn", "mb", "md")), ("ticks", ("value",))):
        owners, members = [], []
        for place, row in enumerate(rows):
            for member in row[group] or ():
                owners.append(place)
                members.append(member if group == "m" else {"value": member})
        known = np.array([row[group] is not None for row in rows], dtype=bool)
        inner = {field: np.array([member[field] for member in members], dtype=object) for field in fields}
        columns[group] = Members(np.array(owners, dtype=np.int64), inner, known)
    return columns


def same(value, known, expected) -> bool:
    if expected is None or not known:
        return expected is None and not known
    if isinstance(expected, Decimal):
        return float(expected) == float(value)
    return value == expected


@settings(max_examples=100)
@given(expressions(), st.lists(ROW, min_size=1, max_size=6))
def test_scalar_and_vector_agree(text, rows):
    read = parse(text)
    assume(isinstance(read, Expression) or read.code != "expr.members_in_members")
    assert isinstance(read, Expression), (text, read)
    assert check(read, KINDS) == ()
    many = evaluate_many(read, {**columns_of(rows), **TABLES})
    for place, row in enumerate(rows):
        one = evaluate(read, {**row, **TABLES})
        value = many.values[place].item() if many.values.dtype.kind != "T" else many.values[place]
        assert same(value, many.known[place], one.value), (text, row, one, value, many.known[place])


@settings(max_examples=60)
@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6), st.integers(0, 4))
def test_rounded_quotients_agree(dividend, divisor, places):
    read = parse(f"round_half_up(x / y, {places})")
    assert isinstance(read, Expression)
    one = evaluate(read, {"x": dividend, "y": divisor}).value
    many = evaluate_many(read, {"x": np.array([dividend]), "y": np.array([divisor])})
    assert float(one) == many.values[0]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.booleans() | st.none(), st.booleans() | st.none()), min_size=1, max_size=5))
def test_de_morgan_holds_with_the_unknown(pairs):
    left, right = parse("not (a and b)"), parse("not a or not b")
    assert isinstance(left, Expression)
    assert isinstance(right, Expression)
    for a, b in pairs:
        assert evaluate(left, {"a": a, "b": b}).value is evaluate(right, {"a": a, "b": b}).value
