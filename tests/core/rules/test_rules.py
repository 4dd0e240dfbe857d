from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.expr.parse import parse
from linli.core.expr.tables import Table, TableKind
from linli.core.expr.tree import Expression
from linli.core.expr.vector import Members
from linli.core.expr.vocabulary import Kind
from linli.core.rules.decide import Decision, decide
from linli.core.rules.entitled import needed
from linli.core.rules.many import decide_many
from linli.core.rules.parameters import Dated, Parameter, Source
from linli.core.rules.ruleset import Formula, Provision, Ruleset, check_ruleset
from linli.core.shared.outcomes import Refusal

SOURCE = Source("汾安市高龄津贴办法（虚构）", "第三条")
D2020, D2024, D2026 = date(2020, 1, 1), date(2024, 1, 1), date(2026, 1, 1)


def read(text):
    found = parse(text)
    assert isinstance(found, Expression), found
    return found


def provision(name, kind, *versions):
    return Provision(
        name,
        kind,
        tuple(Formula(day, None if text is None else read(text), SOURCE) for day, text in versions),
    )


def parameter(name, *values):
    return Parameter(name, "fen", tuple(Dated(day, value, SOURCE) for day, value in values))


OLD_AGE = Ruleset(
    name="old_age_allowance",
    answer="amount",
    facts={
        "birth": Kind.DATE,
        "registered": Kind.YES_NO,
        "pensioner": Kind.YES_NO,
        "members": {"income": Kind.NUMBER},
    },
    parameters={
        "age_limit": parameter("age_limit", (D2020, 80), (D2024, 75)),
        "bands": parameter(
            "bands",
            (D2020, Table(TableKind.BANDS, ((0, 0), (75, 6000), (80, 8000), (90, 9000)))),
        ),
        "supplement": parameter("supplement", (D2020, 1000), (D2026, None)),
    },
    provisions={
        "amount": provision(
            "amount", Kind.NUMBER, (D2020, "if(eligible, table(bands, age(birth, on)) + extra, 0)")
        ),
        "eligible": provision(
            "eligible", Kind.YES_NO, (D2020, "age(birth, on) >= age_limit and registered and not pensioner")
        ),
        "extra": provision(
            "extra",
            Kind.NUMBER,
            (D2020, "if(per_head < 100000, supplement, 0)"),
            (D2026, "0"),
        ),
        "per_head": provision("per_head", Kind.NUMBER, (D2020, "sum(members, income) / count(members)")),
    },
)
WANG = {
    "birth": date(1945, 6, 1),
    "registered": True,
    "pensioner": False,
    "members": [{"income": 100000}, {"income": 50000}],
}


def decided(facts, on, rules=OLD_AGE):
    found = decide(rules, facts, on)
    assert isinstance(found, Decision), found
    return found


def test_the_example_is_sound():
    assert check_ruleset(OLD_AGE) == ()


def test_the_rules_of_the_day_apply():
    assert decided(WANG, date(2023, 12, 31)).value == 0  # 78, the limit is 80
    assert decided(WANG, D2024).value == 7000  # 78, the limit is 75
    assert decided(WANG, date(2025, 6, 1)).value == 9000
    assert decided(WANG, D2026).value == 8000  # no supplement any more


def test_a_decision_names_what_it_rests_on():
    found = decided(WANG, D2024)
    assert {(one.name, one.since) for one in found.provisions} == {
        ("amount", D2020), ("eligible", D2020), ("extra", D2020), ("per_head", D2020),
        ("age_limit", D2024), ("bands", D2020), ("supplement", D2020),
    }  # fmt: skip
    assert all(one.source.article == "第三条" for one in found.provisions)
    assert found.steps == {"eligible": True, "extra": 1000, "per_head": 75000, "amount": 7000}
    assert found.problem is None
    assert found.on == D2024


def test_before_the_first_version_there_is_no_rule():
    assert decide(OLD_AGE, WANG, date(2019, 12, 31)) == Refusal("rules.not_in_force", {"date": "2019-12-31"})
    assert decide_many(OLD_AGE, {}, date(2019, 12, 31), 1) == Refusal(
        "rules.not_in_force", {"date": "2019-12-31"}
    )


def test_what_is_missing_is_asked_of_the_facts_not_of_the_provisions():
    found = decided({**WANG, "registered": None}, D2024)
    assert (found.value, found.missing) == (None, ("registered",))
    assert decided({**WANG, "registered": None}, date(2023, 1, 1)).value == 0  # too young either way


def test_reasons_reach_into_the_provisions():
    texts = [
        reason.params.get("text") for reason in decided({**WANG, "birth": date(1980, 1, 1)}, D2024).reasons
    ]
    assert "age(birth, on) >= age_limit" in texts
    assert "registered" not in texts


def test_would_be_entitled_if():
    eligible = Ruleset("x", "eligible", OLD_AGE.facts, OLD_AGE.parameters, OLD_AGE.provisions)
    found = decided({**WANG, "birth": date(1960, 1, 1), "pensioner": None}, D2024, eligible)
    needs = needed(found)
    assert [(need.text, need.wanted, need.known, need.now) for need in needs] == [
        ("age(birth, on) >= age_limit", True, True, 64),
        ("pensioner", False, False, None),
    ]
    assert [need.reason.code for need in needs] == ["rules.must_hold_now", "rules.must_not_hold_unknown"]
    lacking = needed(decided({**WANG, "registered": False}, D2024, eligible))
    assert [need.reason.code for need in lacking] == ["rules.must_hold"]
    assert needed(decided(WANG, D2024, eligible)) == ()
    assert len(needed(decided(WANG, D2024, eligible), wanted=False)) == 1


@pytest.mark.parametrize(
    ("text", "facts", "needs"),
    [
        ("a or b and c", {"a": False, "b": False, "c": False}, [("a", 0)]),
        ("(a or b) and c", {"a": False, "b": True, "c": False}, [("c", 0)]),
        ("not (a or b)", {"a": True, "b": True}, [("a", 0), ("b", 0)]),
        ("any(m, n > 1)", {"m": [{"n": 0}, {"n": 1}]}, [("n > 1", 1)]),
        ("all(m, n > 1)", {"m": [{"n": 0}, {"n": 2}, {"n": 1}]}, [("n > 1", 1), ("n > 1", 3)]),
        ("any(m, n > 1)", {"m": []}, [("any(m, n > 1)", 0)]),
        ("city in ['x']", {"city": "y"}, [("city in ['x']", 0)]),
        ("if(a, b, c)", {"a": True, "b": False}, [("if(a, b, c)", 0)]),
    ],
)
def test_the_fewest_conditions_are_named(text, facts, needs):
    rules = Ruleset("x", "x", {}, {}, {"x": provision("x", Kind.YES_NO, (D2020, text))})
    assert [(need.text, need.member) for need in needed(decided(facts, D2024, rules))] == needs


def small(**changes):
    parts = {
        "name": "x",
        "answer": "x",
        "facts": {"a": Kind.NUMBER},
        "parameters": {},
        "provisions": {"x": provision("x", Kind.NUMBER, (D2020, "a + 1"))},
    }
    return Ruleset(**{**parts, **changes})


def chain_of(length):
    names = [f"p{n}" for n in range(length)]
    return {
        name: provision(name, Kind.NUMBER, (D2020, "a" if n == 0 else f"p{n - 1}"))
        for n, name in enumerate(names)
    }


@pytest.mark.parametrize(
    ("rules", "codes"),
    [
        (small(), set()),
        (small(answer="y"), {"rules.no_answer"}),
        (small(parameters={"a": parameter("a", (D2020, 1))}), {"rules.name_twice"}),
        (small(parameters={"p": parameter("p")}), {"rules.no_version"}),
        (small(parameters={"p": parameter("p", (D2020, None))}), set()),
        (small(parameters={"p": parameter("p", (D2024, 1), (D2020, 1))}), {"rules.not_in_order"}),
        (small(parameters={"p": parameter("p", (D2020, Table(TableKind.BANDS, ())))}), {"expr.table_empty"}),
        (small(parameters={"p": Parameter("p", "", (Dated(D2020, 1, Source("")),))}), {"rules.no_source"}),
        (
            small(provisions={"x": Provision("x", Kind.NUMBER, (Formula(D2020, read("1"), Source("")),))}),
            {"rules.no_source"},
        ),
        (small(provisions={"x": provision("x", Kind.NUMBER, (D2020, "b + 1"))}), {"expr.unknown_name"}),
        (small(provisions={"x": provision("x", Kind.YES_NO, (D2020, "a + 1"))}), {"expr.wrong_answer_kind"}),
        (
            small(
                provisions={
                    "x": provision("x", Kind.NUMBER, (D2020, "y")),
                    "y": provision("y", Kind.NUMBER, (D2020, "1"), (D2024, "x")),
                }
            ),
            {"rules.circle"},
        ),
        (small(answer="p8", provisions=chain_of(9)), {"rules.chain_too_long"}),
        (
            small(
                answer="p0",
                provisions={f"p{n}": provision(f"p{n}", Kind.NUMBER, (D2020, "1")) for n in range(201)},
            ),
            {"rules.too_many"},
        ),
    ],
)
def test_what_can_be_wrong_with_a_ruleset(rules, codes):
    assert {problem.code for problem in check_ruleset(rules)} == codes


def test_a_circle_is_refused_when_deciding_too():
    rules = small(provisions={"x": provision("x", Kind.NUMBER, (D2020, "x + 1"))})
    assert decide(rules, {}, D2024) == Refusal("rules.circle", {"date": "2024-01-01"})


def test_an_abolished_provision_is_not_in_force():
    rules = small(provisions={"x": provision("x", Kind.NUMBER, (D2020, "1"), (D2024, None))})
    assert decided({}, D2020, rules).value == 1
    assert decide(rules, {}, D2024) == Refusal("rules.not_in_force", {"date": "2024-01-01"})


def test_what_was_abolished_is_not_named_among_what_is_in_force():
    rules = small(
        provisions={
            "x": provision("x", Kind.NUMBER, (D2020, "known_or(y, 0)")),
            "y": provision("y", Kind.NUMBER, (D2020, "5"), (D2024, None)),
        }
    )
    assert [one.name for one in decided({}, D2020, rules).provisions] == ["x", "y"]
    assert [one.name for one in decided({}, D2024, rules).provisions] == ["x"]


def test_a_third_stays_a_third_between_provisions():
    rules = small(
        provisions={
            "x": provision("x", Kind.YES_NO, (D2020, "third * 3 = 1")),
            "third": provision("third", Kind.NUMBER, (D2020, "1 / 3")),
        }
    )
    assert decided({}, D2024, rules).value is True
    assert isinstance(decided({}, D2024, rules).steps["third"], Decimal)


def test_names_asked_of_members_count_as_used():
    rules = small(
        facts={"m": {"n": Kind.NUMBER}},
        provisions={
            "x": provision("x", Kind.YES_NO, (D2020, "any(m, n > limit)")),
            "limit": provision("limit", Kind.NUMBER, (D2020, "5")),
        },
    )
    found = decided({"m": [{"n": 6}]}, D2024, rules)
    assert found.value is True
    assert {one.name for one in found.provisions} == {"x", "limit"}


PEOPLE = st.fixed_dictionaries(
    {
        "birth": st.none() | st.integers(0, 40_000).map(lambda n: date(1920, 1, 1) + timedelta(days=n)),
        "registered": st.none() | st.booleans(),
        "pensioner": st.none() | st.booleans(),
        "members": st.lists(
            st.fixed_dictionaries({"income": st.none() | st.integers(0, 300_000)}), max_size=3
        ),
    }
)


@settings(max_examples=60)
@given(st.lists(PEOPLE, min_size=1, max_size=5), st.sampled_from([D2020, D2024, D2026, date(2026, 6, 1)]))
def test_one_and_many_decide_alike(people, on):
    owners = [place for place, person in enumerate(people) for _ in person["members"]]
    incomes = [member["income"] for person in people for member in person["members"]]
    columns = {
        name: np.array([person[name] for person in people], dtype=object)
        for name in ("birth", "registered", "pensioner")
    }
    columns["members"] = Members(
        np.array(owners, dtype=np.int64), {"income": np.array(incomes, dtype=object)}
    )
    many = decide_many(OLD_AGE, columns, on)
    assert not isinstance(many, Refusal)
    for place, person in enumerate(people):
        value = decided(person, on).value
        assert bool(many.known[place]) is (value is not None)
        assert value is None or value == many.values[place]


def test_texts_pass_from_one_provision_to_the_next_in_columns():
    rules = small(
        facts={"a": Kind.NUMBER},
        provisions={
            "x": provision("x", Kind.YES_NO, (D2020, "band = 'low'")),
            "band": provision("band", Kind.TEXT, (D2020, "if(a < 5, 'low', 'high')")),
        },
    )
    many = decide_many(rules, {"a": np.array([1.0, 9.0, np.nan])}, D2024)
    assert not isinstance(many, Refusal)
    assert many.values.tolist()[:2] == [True, False]
    assert many.known.tolist() == [True, True, False]
