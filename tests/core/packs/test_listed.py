"""Lists of the law: written as tables and choices before rules are read, a list a day, wrong ones told."""

from __future__ import annotations

import copy
from datetime import date

import pytest
from tests.core.packs.test_entitlements import said

from linli.core.forms.answers import read_answers
from linli.core.packs.benefit import Benefit, Unit, read_benefit
from linli.core.packs.check_benefit import check_benefit
from linli.core.packs.entitlement import entitlement
from linli.core.packs.listed import MOST, unfolded
from linli.core.rules.parameters import in_force

NAME = "medical-reimbursement"
INVENTED = [[f"X{n:03}", f"虚构病种{n}", f"Invented disease {n}"] for n in range(1, 266)]


def written(**values):
    whole = copy.deepcopy(said(NAME))
    whole["parameters"]["graded_diseases"]["values"] |= values
    return whole


def stay(benefit, disease, day):
    answers = {
        "discharged": day, "insured": "residents", "tier": "three", "disease": disease, "referred": False,
        "emergency": False, "county": "elsewhere", "costs": 1_100_000, "not_covered": 0, "paid_this_year": 0,
    }  # fmt: skip
    read = read_answers(benefit.form, answers)
    found = entitlement(benefit, read, read.facts["answers.discharged"])
    return found.results["ratio"]


def test_a_county_loads_its_265_and_each_day_has_its_own_list():
    benefit = read_benefit(written(**{"2020-01-01": {"list": INVENTED}}))
    assert isinstance(benefit, Benefit)
    assert not check_benefit(benefit)
    assert benefit.lists == {"disease": "graded_diseases"}
    table = in_force(benefit.rules.parameters["graded_diseases"].values, benefit_day(2021)).value
    assert sum(on for _, on in table.rows) == 265
    question = next(one for one in benefit.form.questions if one.name == "disease")
    assert len(question.choices) == 4 + 265 + 1
    assert benefit.text("choice.disease.X265", "en") == "Invented disease 265"
    lower, usual = "0.45", "0.65"
    assert [str(stay(benefit, one, "2021-05-01")) for one in ("X001", "X265", "B02.9", "other")] == [
        lower, lower, usual, usual,
    ]  # fmt: skip
    assert str(stay(benefit, "B02.9", "2019-05-01")) == lower, "by the list of that day"
    assert str(stay(benefit, "X001", "2019-05-01")) == usual
    assert str(stay(benefit, "X001", "2023-05-01")) == usual, "suspended"


def benefit_day(year):
    return date(year, 5, 1)


def test_a_word_that_is_none_of_many_is_told_with_the_first_of_them_only():
    benefit = read_benefit(written(**{"2020-01-01": {"list": INVENTED}}))
    (wrong,) = read_answers(benefit.form, {"disease": "nothing"})
    assert wrong.code == "forms.not_a_choice"
    assert wrong.params["choices"].startswith("B02.9, E04.1")
    assert wrong.params["choices"].endswith("…, other")


def test_brought_back_the_reduction_counts_again():
    whole = written(**{"2020-01-01": {"list": INVENTED}})
    whole["parameters"]["reduction_in_force"]["values"]["2027-01-01"] = True
    benefit = read_benefit(whole)
    assert [str(stay(benefit, "X010", f"{year}-05-01")) for year in (2022, 2026, 2027)] == [
        "0.45",
        "0.65",
        "0.45",
    ]


def test_a_list_without_english_names_says_code_and_name_and_one_may_be_repealed():
    benefit = read_benefit(
        written(
            **{"2020-01-01": {"value": {"list": [["X1", "虚构病"]]}, "source": "list"}, "2021-01-01": None}
        )
    )
    assert benefit.text("choice.disease.X1", "en") == "X1 虚构病"
    assert benefit.rules.parameters["graded_diseases"].at(benefit_day(2022)).value is None
    assert benefit.units["graded_diseases"] is Unit.LIST


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["X1", "一"], ["X1", "二"]], "packs.list_twice"),
        ([["X1"]], "packs.list_row"),
        ([["", "一"]], "packs.list_row"),
        ([["X1", "一", "One", "more"]], "packs.list_row"),
        ([["X" * 41, "一"]], "packs.list_row"),
        ([["X1", "一" * 121]], "packs.list_row"),
        ([], "packs.list_size"),
        ([[f"X{n}", "一"] for n in range(MOST + 1)], "packs.list_size"),
    ],
)
def test_a_wrong_list_is_told(rows, code):
    found = read_benefit(written(**{"2020-01-01": {"list": rows}}))
    assert code in [one.code for one in found]


def test_a_question_without_its_list_and_a_list_that_is_none_are_told():
    whole = written()
    whole["ask"]["disease"]["list"] = "diseases"
    assert "packs.list_unknown" in [one.code for one in read_benefit(whole)]
    assert isinstance(read_benefit(written(**{"2020-01-01": {"file": "not-there.csv"}})), tuple)


def test_what_has_no_lists_stays_as_it_is_and_a_list_may_serve_no_question():
    assert unfolded({"ask": {}}) == ({"ask": {}}, [])
    plain = {"parameters": {"x": {"unit": "list", "values": {"2020-01-01": {"list": [["A", "甲"]]}}}}}
    whole, problems = unfolded(plain)
    assert problems == []
    assert whole["parameters"]["x"]["values"] == {"2020-01-01": {"keys": [["A", 1]]}}
    assert unfolded({"parameters": {"x": {"unit": "list"}}, "ask": "no"})[1] == []
    lone = {
        **plain,
        "ask": {"a": {"type": "choice", "list": "x"}, "b": {"type": "choice", "list": "x", "choices": ["c"]}},
    }
    asked, _ = unfolded(lone)
    assert [one["choices"] for one in asked["ask"].values()] == [["A"], ["A", "c"]]
    assert asked["parameters"]["x"]["values"]["2020-01-01"] == {"keys": [["A", 1], ["c", 0]]}
