"""Many are decided each as of a day of their own, and come out as they would one by one."""

from datetime import date

import numpy as np
from tests.core.rules.test_rules import D2020, D2026, OLD_AGE, decided, parameter, provision, small

from linli.core.expr.vector import Members
from linli.core.expr.vocabulary import Kind
from linli.core.rules.decide import Worked, decide, work_out
from linli.core.rules.many import work_out_each
from linli.core.shared.outcomes import Refusal

DAYS = [date(2021, 5, 1), date(2026, 6, 1), date(2024, 2, 1), date(2019, 1, 1), date(2021, 5, 2)]
PERSON = {"birth": date(1946, 1, 1), "registered": True, "pensioner": False, "members": [{"income": 5}]}


def columns(many, known=None):
    return {
        "birth": np.array([PERSON["birth"]] * many, dtype="datetime64[D]"),
        "registered": np.ones(many, dtype=bool),
        "pensioner": False,
        "members": Members(np.arange(many), {"income": np.full(many, 5)}, known),
    }


def test_each_row_is_decided_by_the_rules_of_its_own_day():
    found = work_out_each(OLD_AGE, columns(5), np.array(DAYS, dtype="datetime64[D]"))
    for place, day in enumerate(DAYS):
        one = decide(OLD_AGE, PERSON, day)
        amount = found["amount"]
        if isinstance(one, Refusal):
            assert not amount.known[place]
        else:
            assert amount.known[place]
            assert amount.values[place] == one.value
    assert [bool(one) for one in found["amount"].known] == [True, True, True, False, True]


def test_what_is_not_known_of_a_group_stays_so_in_every_span():
    known = np.array([True, False, True, True, True])
    found = work_out_each(OLD_AGE, columns(5, known), np.array(DAYS, dtype="datetime64[D]"))
    assert found["per_head"].known.tolist() == [True, False, True, False, True]


def test_where_no_row_has_rules_it_is_refused_and_nobody_has_no_answers():
    then = np.array(["2001-01-01"], dtype="datetime64[D]")
    assert isinstance(work_out_each(OLD_AGE, columns(1), then), Refusal)
    assert work_out_each(OLD_AGE, columns(0), np.array([], dtype="datetime64[D]")) == {}


def test_a_provision_that_is_known_in_one_span_only():
    rules = small(
        facts={"a": Kind.NUMBER},
        parameters={"base": parameter("base", (D2020, None), (D2026, date(2026, 1, 1)))},
        provisions={
            "x": provision("x", Kind.YES_NO, (D2020, "a > 1")),
            "since": provision("since", Kind.DATE, (D2020, "base")),
            "gone": provision("gone", Kind.NUMBER, (D2020, "a + 1"), (D2026, None)),
        },
    )
    days = np.array(["2021-01-01", "2027-01-01"], dtype="datetime64[D]")
    found = work_out_each(rules, {"a": np.array([1, 2])}, days)
    assert found["x"].values.tolist() == [False, True]
    assert found["since"].known.tolist() == [False, True]
    assert found["since"].values[1] == np.datetime64("2026-01-01")
    assert (found["gone"].known.tolist(), int(found["gone"].values[0])) == ([True, False], 2)


def test_trying_one_more_fact_gives_what_deciding_with_it_gives():
    facts = {"birth": PERSON["birth"], "registered": True}
    worked = work_out(OLD_AGE, facts, DAYS[1])
    assert isinstance(worked, Worked)
    wanted = frozenset(worked.plan)
    for fact, value in (("pensioner", True), ("pensioner", False), ("members", [{"income": 1}])):
        trees = worked.tried(fact, value, wanted)
        assert trees["amount"] == decided({**facts, fact: value}, DAYS[1]).why
    left_alone = worked.tried("members", [{"income": 1}], frozenset({"amount"}))
    assert left_alone["per_head"] is worked.trees["per_head"]
