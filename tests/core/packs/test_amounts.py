"""Amounts of a service: worked out by the figures of the day, open where an answer is missing, checked before they count."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.packs.amounts import amounts, check_amounts, looked_up_by, measured_in
from linli.core.packs.check_guide import check_guide
from linli.core.packs.definition import Amount, ServiceDefinition
from linli.core.packs.diff import diff
from linli.core.packs.explain import explain
from linli.core.packs.read import read_definition
from linli.core.packs.sentences import needed

SOURCE = {"title": "本地规定"}
PACK = {
    "pack": "fee",
    "version": 1,
    "kind": "permit",
    "effective_from": "2026-01-01",
    "initial": "open",
    "stages": {"open": {"kind": "open", "holder": "intake"}, "done": {"kind": "end", "holder": "nobody"}},
    "moves": {"close": {"from": ["open"], "to": "done", "by": ["clerk"]}},
    "ask": {
        "days": {"type": "number", "required": True},
        "sort": {"type": "choice", "choices": ["shop", "home"]},
        "born": {"type": "date"},
    },
    "parameters": {
        "a_day": {
            "unit": "fen",
            "values": {"2026-01-01": {"bands": [[1, 100], [31, 150]]}, "2027-01-01": {"bands": [[1, 120]]}},
            "source": SOURCE,
        },
        "share": {"unit": "times", "values": {"2026-01-01": "0.5"}, "source": SOURCE},
        "by_sort": {
            "unit": "fen",
            "values": {"2026-01-01": {"keys": [["shop", 1000], ["home", "0.5"]]}},
            "source": SOURCE,
        },
    },
    "amounts": {
        "fee": {"is": "answers.days * table(parameters.a_day, answers.days)"},
        "half": {"is": "parameters.share * answers.days", "unit": "number"},
        "kind": {"is": "table(parameters.by_sort, answers.sort)"},
    },
    "texts": {"zh": {}, "en": {}},
}


def changed(**parts):
    said = deepcopy(PACK)
    for path, value in parts.items():
        *way, last = path.split("__")
        here = said
        for one in way:
            here = here[one]
        here[last] = value
    return said


def defined(said=PACK) -> ServiceDefinition:
    read = read_definition(said)
    assert isinstance(read, ServiceDefinition), read
    return read


def sums(facts, on=date(2026, 5, 1), said=PACK):
    known = {f"answers.{name}": value for name, value in facts.items()}
    return {one.name: one for one in amounts(defined(said), known, on)}


def codes(said):
    return [(one.code, one.path) for one in check_amounts(defined(said))]


def test_the_figures_of_the_day_count():
    assert sums({"days": Decimal(31)})["fee"].value == 31 * 150
    assert sums({"days": Decimal(31)}, date(2027, 1, 1))["fee"].value == 31 * 120
    assert sums({"days": Decimal(3)})["half"].value == Decimal("1.5")
    assert sums({"days": Decimal(3), "sort": "home"})["kind"].value == 1, "half a fen is rounded up"
    found = sums({"days": Decimal(3)}, date(2027, 3, 1))["fee"]
    assert [(name, one.since) for name, one in found.rests_on.items()] == [("a_day", date(2027, 1, 1))]


def test_what_is_not_known_is_open_and_says_what_it_waits_for():
    found = sums({"days": Decimal(3)})
    assert (found["kind"].value, found["kind"].waits_for) == (None, ("sort",))
    assert sums({"days": Decimal(0)})["fee"].value is None, "below the first band nothing is laid down"
    before = sums({"days": Decimal(3)}, date(2025, 12, 31))["fee"]
    assert (before.value, before.rests_on) == (None, {})


def test_a_service_without_amounts_has_none():
    assert amounts(defined(changed(amounts={})), {}, date(2026, 5, 1)) == ()


@given(st.integers(1, 400), st.dates(date(2026, 1, 1), date(2028, 12, 31)))
def test_a_fee_is_always_whole_and_follows_its_table(days, on):
    fee = sums({"days": Decimal(days)}, on)["fee"].value
    rate = 120 if on.year >= 2027 else 150 if days >= 31 else 100
    assert fee == days * rate


def test_sound_ones_are_not_complained_of_and_need_a_sentence():
    assert codes(PACK) == []
    assert {"amount.fee", "amount.half", "amount.kind", "parameter.a_day", "parameter.by_sort"} <= {
        *needed(defined())
    }


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"amounts__fee__is": "answers.dayz * 2"}, "amounts.fee.is"),
        ({"amounts__fee__is": "answers.sort"}, "amounts.fee.is"),
        ({"amounts__fee__is": "parameters.a_day * 2"}, "amounts.fee.is"),
        ({"amounts__fee__is": "table(parameters.share, answers.days)"}, "amounts.fee.is"),
        ({"effective_from": "2025-06-01"}, "amounts.fee.is"),
    ],
)
def test_formulas_that_do_not_read_or_speak_of_later_figures_are_told(parts, told):
    assert told in [path for _, path in codes(changed(**parts))]


def test_a_figure_does_not_change_its_sort():
    said = changed(parameters__a_day__values={"2026-01-01": {"bands": [[1, 100]]}, "2027-01-01": 100})
    assert ("packs.parameter_mixed", "parameters.a_day") in codes(said)
    words = changed(parameters__share__values={"2026-01-01": "half", "2027-01-01": 2})
    assert ("packs.parameter_mixed", "parameters.share") in codes(words)


@pytest.mark.parametrize(
    "parts",
    [
        {"amounts__fee__is": "answers.days *"},
        {"amounts__fee": {"unit": "fen"}},
        {"amounts__fee__unit": "yuan"},
        {"amounts__Fee": {"is": "1"}},
        {"parameters__a_day__values": {"2026-01-01": {"bands": [[31, 1], [1, 2]]}}},
        {"parameters__a_day__values": {"2026-01-01": {"steps": [[31, 1]]}}},
        {"parameters__a_day__values": {"2026-01-01": {"bands": [[1]]}}},
        {"parameters__a_day__values": {"2026-01-01": {"bands": [[1, "much"]]}}},
        {"parameters__a_day__values": {"2026-01-01": [1]}},
    ],
)
def test_what_cannot_be_read_is_refused(parts):
    assert not isinstance(read_definition(changed(**parts)), ServiceDefinition)


def test_yes_or_no_and_words_are_figures_too():
    said = changed(
        parameters__open={"unit": "", "values": {"2026-01-01": True}, "source": SOURCE},
        parameters__word={"unit": "", "values": {"2026-01-01": "x" * 40}, "source": SOURCE},
        amounts__fee__is="if(parameters.open and parameters.word = 'x', 1, 2)",
    )
    assert codes(said) == []
    assert sums({}, said=said)["fee"].value == 2


def test_other_figures_are_told_as_a_change_for_residents():
    def told(**parts):
        return [one.code for one in diff(defined(), defined(changed(**parts)), "zh")]

    assert told() == []
    assert told(parameters__share__values={"2026-01-01": "0.6"}) == ["packs.diff_figure"]
    assert told(amounts={}) == ["packs.diff_amounts_dropped"] * 3
    assert told(amounts__more={"is": "1"}) == ["packs.diff_amounts_added"]


def test_one_without_a_formula_is_told_and_comes_to_nothing():
    said = changed(amounts__fee__is=None)
    assert codes(said) == [("packs.amount_empty", "amounts.fee.is")]
    assert sums({"days": Decimal(3)}, said=said)["fee"].value is None
    assert [one.code for one in diff(defined(), defined(said), "zh")] == ["packs.diff_amount"]


def test_by_which_answer_a_table_is_looked_up():
    fee = (
        "answers.days * table(parameters.a_day, max(answers.days, 1)) + table(parameters.share, answers.sort)"
    )
    looked = defined(changed(amounts__fee__is=fee)).amounts["fee"]
    assert looked_up_by(looked, "a_day") == ("days",)
    assert looked_up_by(looked, "by_sort") == ()
    assert measured_in(looked, "a_day") == ""
    aged = defined(changed(amounts__fee__is="table(parameters.a_day, age(answers.born, today) + 1)")).amounts[
        "fee"
    ]
    assert (looked_up_by(aged, "a_day"), measured_in(aged, "a_day")) == (("born",), "years")
    assert looked_up_by(Amount("none", None), "a_day") == ()


def test_a_fee_of_the_guide_names_an_amount_that_there_is():
    guide = {"events": ["business"], "body": "urban", "who": ["anybody"], "fee": {"amount": "fee"}}
    known = {one.path: one for one in check_guide(defined(changed(guide=guide)))}
    assert "guide.fee.amount" not in known
    wrong = defined(changed(guide={**guide, "fee": {"amount": "fees"}}))
    (told,) = (one for one in check_guide(wrong) if one.path == "guide.fee.amount")
    assert told.code == "packs.unknown_amount_near"
    assert "packs.told_guide_by_answers" in {one.code for one in explain(wrong, "zh", str)}


def test_a_figure_without_days_or_with_a_wrong_one_is_refused():
    for values in ({}, {"2026-13-01": 1}):
        assert not isinstance(read_definition(changed(parameters__share__values=values)), ServiceDefinition)
