"""The ability assessment: the standard as data, what items come to, and the laws that hold for every sheet."""

from __future__ import annotations

import copy
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.assessment.score import (
    Told,
    again_on,
    assessors_wrong,
    differing,
    problems,
    score,
    settled,
)
from linli.core.assessment.standard import Fact, Standard, read_standard

TODAY = date(2026, 10, 9)
SMALL = {
    "code": "small",
    "certainty": "example",
    "months": 6,
    "groups": {"body": {"eating": [4, "doing"], "stairs": [3, "stairs"]}, "mind": {"awake": [2, "awake"]}},
    "levels": [[0, 9, 9], [1, 6, 8], [2, 3, 5], [3, 0, 2]],
    "changes": [
        {"fact": "coma", "to": 3},
        {"fact": "disorder", "by": 1},
        {"fact": "risk_events", "least": 2, "by": 1},
    ],
}
STANDARD = read_standard(SMALL)
FULL = {"eating": 4, "stairs": 3, "awake": 2}
sheets = st.fixed_dictionaries({item.name: st.integers(0, item.most) for item in STANDARD.items})
facts = st.builds(
    Told,
    coma=st.booleans(),
    disorder=st.booleans(),
    risk_days=st.lists(st.dates(date(2026, 8, 1), date(2026, 11, 1)), max_size=4).map(tuple),
)


def codes(found):
    return [(one.field, one.code) for one in found]


def changed(**more):
    said = copy.deepcopy(SMALL)
    said.update(more)
    return said


def test_all_points_are_the_lightest_level_and_every_step_is_told():
    result = score(STANDARD, FULL, Told(), TODAY)
    assert (result.points, result.level_by_points, result.level) == (9, 0, 0)
    assert dict(result.by_group) == {"body": 7, "mind": 2}
    assert [one.code for one in result.steps] == [
        "assessment.step_group", "assessment.step_group", "assessment.step_points", "assessment.step_level",
    ]  # fmt: skip


def test_a_coma_is_the_heaviest_level_at_once():
    result = score(STANDARD, FULL, Told(coma=True), TODAY)
    assert (result.level_by_points, result.level) == (0, 3)


def test_a_disorder_and_two_risk_events_move_a_level_each_and_never_beyond_the_heaviest():
    days = (TODAY, TODAY - timedelta(days=29))
    assert score(STANDARD, FULL, Told(disorder=True, risk_days=days), TODAY).level == 2
    worst = score(STANDARD, dict.fromkeys(FULL, 0), Told(disorder=True, risk_days=days), TODAY)
    assert worst.level == STANDARD.heaviest == 3
    assert worst.steps[-2].params == {"level": 3, "events": 2}


def test_events_count_for_thirty_days():
    assert Told(risk_days=(TODAY - timedelta(days=30),)).amount(Fact.RISK_EVENTS, TODAY) == 0
    assert Told(risk_days=(TODAY + timedelta(days=1),)).amount(Fact.RISK_EVENTS, TODAY) == 0
    assert Told(risk_days=(TODAY - timedelta(days=29),)).amount(Fact.RISK_EVENTS, TODAY) == 1


def test_a_missing_item_one_over_its_most_and_an_unknown_one_are_told_by_name():
    wrong = {"eating": 5, "awake": -1, "swim": 1}
    assert codes(score(STANDARD, wrong, Told(), TODAY)) == [
        ("eating", "assessment.item_over"),
        ("stairs", "assessment.item_missing"),
        ("awake", "assessment.item_over"),
        ("swim", "assessment.item_unknown"),
    ]
    assert problems(STANDARD, FULL) == ()
    assert codes(problems(STANDARD, {**FULL, "stairs": None})) == [("stairs", "assessment.item_missing")]


@given(sheets, facts, st.data())
def test_a_higher_item_never_gives_a_heavier_level(sheet, told, data):
    better = {item.name: data.draw(st.integers(sheet[item.name], item.most)) for item in STANDARD.items}
    assert score(STANDARD, better, told, TODAY).level <= score(STANDARD, sheet, told, TODAY).level


@given(sheets, facts)
def test_facts_only_ever_make_a_level_heavier_and_it_stays_a_level(sheet, told):
    result = score(STANDARD, sheet, told, TODAY)
    assert result.level_by_points <= result.level <= STANDARD.heaviest
    assert result.points == sum(result.by_group.values()) == sum(sheet.values())


def test_the_bands_part_every_number_of_points():
    for points in range(STANDARD.points + 1):
        assert sum(one.least <= points <= one.most for one in STANDARD.levels) == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (changed(levels=[[0, 9, 9], [1, 6, 8], [2, 3, 5]]), "assessment.bands"),
        (changed(levels=[[0, 8, 9], [1, 6, 8], [2, 3, 5], [3, 0, 2]]), "assessment.bands"),
        (changed(levels=[[0, 9, 9], [1, 6, 8], [2, 3, 5], [3, 0, 2], [4, 10, 10]]), "assessment.bands"),
        (changed(levels=[[3, 9, 9], [1, 6, 8], [2, 3, 5], [0, 0, 2]]), "assessment.level_order"),
        (changed(changes=[{"fact": "coma", "to": 7}]), "assessment.change"),
        (changed(changes=[{"fact": "coma", "by": -1}]), "assessment.change"),
        (changed(changes=[{"fact": "sneeze", "by": 1}]), "assessment.unreadable"),
        (changed(months=0), "assessment.months"),
        (changed(months=True), "assessment.unreadable"),
        (changed(groups=[]), "assessment.unreadable"),
        (changed(groups={}), "assessment.item_twice"),
        (changed(levels={}), "assessment.unreadable"),
        (
            changed(groups={"body": {"eating": [9, "x"]}, "mind": {"eating": [0, "x"]}}),
            "assessment.item_twice",
        ),
        (
            changed(groups={"body": {"eating": [0, "x"], "stairs": [9, "x"]}}),
            "assessment.item_without_points",
        ),
        ({}, "assessment.unreadable"),
    ],
)
def test_a_standard_that_cannot_be_is_refused(said, code):
    found = read_standard(said)
    assert not isinstance(found, Standard)
    assert code in [one.code for one in found]


def test_two_different_people_look_and_neither_at_themselves():
    assert assessors_wrong(["a", "b"], "c") == ()
    assert codes(assessors_wrong(["a"], "c")) == [("assessors", "assessment.one_assessor")]
    assert codes(assessors_wrong(["a", "a"], "c")) == [("assessors", "assessment.same_assessor")]
    assert codes(assessors_wrong(["a", "c"], "c")) == [("assessors", "assessment.own_assessor")]


def test_what_two_looks_differ_in_is_settled_by_a_third_and_nothing_else_is_touched():
    second = {**FULL, "stairs": 2}
    assert differing(FULL, second) == ("stairs",)
    assert settled(FULL, second, {"stairs": 1, "eating": 0}) == {**FULL, "stairs": 1}
    assert codes(settled(FULL, second, {})) == [("stairs", "assessment.not_settled")]
    assert settled(FULL, FULL, {}) == FULL


@pytest.mark.parametrize(
    ("day", "then"),
    [
        (date(2026, 5, 29), date(2026, 11, 29)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 12, 1), date(2027, 6, 1)),
    ],
)
def test_six_months_later_is_the_same_day_or_the_last_of_the_month(day, then):
    assert again_on(day, 6) == then
