"""No answer and no figure makes a divisor of a service nought: the check says where it could."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.packs.test_amounts import changed, defined

from linli.core.packs.definition import Amount
from linli.core.packs.dividing import check_divisions

GUIDE = {"events": ["daily"], "body": "hall", "who": ["all"], "ask": {"rooms": {"type": "number"}}}
FIGURE = {"unit": "times", "source": {"title": "本地规定"}}


def paths(**parts):
    return [(one.path, one.params["text"]) for one in check_divisions(defined(changed(**parts)))]


def test_what_divides_by_nothing_that_may_be_nought_is_not_complained_of():
    assert paths() == []
    sound = {
        "ask__days": {"type": "number", "least": 1},
        "amounts__fee__is": "100 / answers.days + 10 / parameters.share",
        "amounts__half__is": "if(known_or(answers.rooms, 0) = 0, 0, 1)",
    }
    sound["ask__rooms"] = {"type": "number"}
    assert paths(**sound) == []
    assert paths(amounts__fee__is="answers.days / max(table(parameters.a_day, answers.days), 1)") == []


@pytest.mark.parametrize(
    "divisor", ["0", "answers.days", "(answers.days - answers.days)", "parameters.share"]
)
def test_an_amount_divides_by_no_answer_and_no_figure_that_may_be_nought(divisor):
    said = {
        "amounts__fee__is": f"answers.days / {divisor}",
        "parameters__share": {**FIGURE, "values": {"2026-01-01": "0.5", "2027-01-01": 0}},
    }
    ((path, _),) = paths(**said)
    assert path == "amounts.fee.is"


def test_a_figure_that_is_no_number_on_some_day_is_no_divisor():
    said = {**FIGURE, "values": {"2026-01-01": {"bands": [[1, 2]]}}}
    assert paths(parameters__share=said, amounts__half__is="1 / table(parameters.share, answers.days)") == [
        ("amounts.half.is", "table(parameters.share, answers.days)")
    ]


def test_nor_do_conditions_wherever_they_stand():
    condition = "1 / answers.days > 2"
    found = paths(
        ask__born={"type": "date", "when": condition},
        confidential_if=condition,
        opening=[{"flag": {"flag": "many", "when": condition}}, {"flag": "plain"}],
        moves__close__when=[{"holds": "1 / case.count.x > 2", "else": "never"}],
        guide={
            **GUIDE,
            "ask": {"rooms": {"type": "number"}, "more": {"type": "yes_no", "when": "1 / answers.rooms > 2"}},
            "materials": {
                "card": {"paper": "original"},
                "plan": {"paper": "copy", "when": "1 / answers.rooms > 2"},
                "book": {"held": {"when": "1 / answers.rooms > 2", "source": {"title": "本地规定"}}},
                "deed": {"held": {"source": {"title": "本地规定"}}},
            },
        },
    )
    assert [path for path, _ in found] == [
        "ask.born.when",
        "confidential_if",
        "opening[0].flag.when",
        "moves.close.when[0].holds",
        "guide.ask.more.when",
        "guide.materials.plan.when",
        "guide.materials.book.held.when",
    ]


def test_an_amount_without_a_formula_is_told_elsewhere():
    assert [*check_divisions(replace(defined(), amounts={"empty": Amount("empty", None)}))] == []
