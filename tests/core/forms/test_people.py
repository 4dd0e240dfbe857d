"""Households, addresses, declarations and signatures: each answered whole, or told what is wrong in a sentence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.forms.test_answers import ID_1, ID_2, TODAY, form, one

from linli.core.forms.answers import Answers, read_answers
from linli.core.forms.declared import read_form
from linli.core.forms.questions import ADDRESS_FIELDS, HOUSEHOLD_FIELDS, RELATIONS

HOUSE, ADDRESS = {"type": "household"}, {"type": "address"}
MUST, MAY, SIGN = (
    {"type": "consent", "required": True},
    {"type": "consent"},
    {"type": "signature", "required": True},
)
HEAD, SPOUSE = {"name": "王芳", "relation": "head"}, {"name": "李强", "relation": "spouse"}
HOME = {"area": "990101001001", "line": "3 号楼 2 单元 501"}


@pytest.mark.parametrize(
    ("declared", "said", "kept"),
    [
        (HOUSE, [HEAD, SPOUSE], [HEAD, SPOUSE]),
        (HOUSE, [HEAD, {}, SPOUSE], [HEAD, SPOUSE]),
        (HOUSE, [HEAD, {**HEAD, "relation": "child"}], [HEAD, {**HEAD, "relation": "child"}]),  # namesakes exist
        (HOUSE, [{**HEAD, "id_number": ID_1}, {**SPOUSE, "id_number": ID_1}], [("q[2]", "forms.person_twice")]),
        (
            HOUSE,
            [{**HEAD, "birth": "1990-01-02"}, {"name": " 王 芳 ", "relation": "other", "birth": "1990-01-02"}],
            [("q[2]", "forms.person_twice")],
        ),
        (HOUSE, [HEAD, {**SPOUSE, "relation": "head"}], [("q[2].relation", "forms.two_heads")]),
        (HOUSE, [{**HEAD, "id_number": ID_1, "birth": "1949-12-30"}], [("q[1].birth", "forms.birth_differs")]),
        (HOUSE, [{**HEAD, "id_number": ID_1, "birth": "1949-12-31"}], [{**HEAD, "id_number": ID_1, "birth": "1949-12-31"}]),
        (HOUSE, [{**HEAD, "birth": "2026-11-23"}], [("q[1].birth", "forms.day_too_late")]),
        (HOUSE, [{"name": "王芳"}], [("q[1].relation", "forms.required")]),
        (HOUSE, [{**HEAD, "relation": "cousin"}], [("q[1].relation", "forms.not_a_choice")]),
        (HOUSE, [{**HEAD, "name": str(n), "relation": "other"} for n in range(21)], ["forms.too_many"]),
        (ADDRESS, HOME, HOME),
        (ADDRESS, {**HOME, "area": "９９０１"}, {**HOME, "area": "9901"}),
        (ADDRESS, {"area": "平桥", "line": "3"}, [("q.area", "forms.area_unknown")]),
        (ADDRESS, {"area": "990101001001"}, [("q.line", "forms.required")]),
        (ADDRESS, "平桥社区", ["forms.not_a_row"]),
        ({"type": "area"}, 990101001001, "990101001001"),
        ({"type": "area"}, "12", ["forms.area_unknown"]),
        (MUST, "yes", True),
        (MUST, "no", ["forms.consent_missing"]),
        (MUST, "", ["forms.consent_missing"]),
        (MUST, "perhaps", ["forms.not_yes_or_no"]),
        (MAY, "no", False),
        (MAY, "", None),
        (SIGN, {"name": " 王 芳 ", "agreed": "on"}, {"name": "王 芳", "agreed": True, "on": "2026-11-22"}),
        (SIGN, {"name": "王芳", "agreed": True, "on": "1999-01-01"}, {"name": "王芳", "agreed": True, "on": "2026-11-22"}),
        (SIGN, {"name": "王芳"}, [("q.agreed", "forms.consent_missing")]),
        (SIGN, {"agreed": "yes"}, [("q.name", "forms.required")]),
        (SIGN, {"name": "王芳", "agreed": "yes", "drawn": "x"}, [("q.drawn", "forms.unknown_question")]),
        (SIGN, "王芳", ["forms.not_a_row"]),
        (SIGN, {}, ["forms.required"]),
    ],
)  # fmt: skip
def test_each_is_read_or_told(declared, said, kept):
    assert one(declared, said) == kept


def test_a_person_whose_number_denies_the_birth_is_told():
    fields = {"name": {"type": "text"}, "id": {"type": "id_number"}, "birth": {"type": "date"}}
    person = {"type": "person", "fields": fields}
    assert one(person, {"id": ID_2, "birth": "1900-01-01"}) == [("q.birth", "forms.birth_differs")]
    assert one(person, {"id": ID_2}) == {"id": ID_2}


def test_without_a_day_a_signature_says_none():
    found = read_answers(form(q=SIGN), {"q": {"name": "王芳", "agreed": True}})
    assert isinstance(found, Answers)
    assert found.values["q"]["on"] == ""


def test_parts_are_facts_for_conditions():
    asked = form(
        home=ADDRESS,
        agreed=MAY,
        people=HOUSE,
        sign={"type": "signature", "when": "answers.agreed and answers.home.area = '9901'"},
        why={"type": "text", "when": "count(answers.people, relation = 'child') > 0 and answers.sign.agreed"},
    )
    child = {"name": "小宝", "relation": "child"}
    said = {
        "home": {**HOME, "area": "9901"},
        "agreed": "yes",
        "people": [HEAD, child],
        "sign": {"name": "王芳", "agreed": "yes"},
        "why": "x",
    }
    found = read_answers(asked, said, date(2026, 11, 22))
    assert isinstance(found, Answers)
    assert found.dropped == ()
    assert found.facts["answers.home.line"] == HOME["line"]
    assert found.facts["answers.sign.agreed"] is True


def test_a_household_may_ask_other_columns_and_an_address_may_not():
    columns = {"name": {"type": "text", "required": True}, "income": {"type": "money"}}
    asked = form(people={"type": "household", "fields": columns})
    assert [each.name for each in asked.questions[0].fields] == ["name", "income"]
    assert form(people=HOUSE).questions[0].fields == HOUSEHOLD_FIELDS
    assert form(home=ADDRESS).questions[0].fields == ADDRESS_FIELDS
    wrong = read_form({"home": {"type": "address", "fields": columns}})
    assert [each.code for each in wrong] == ["forms.no_fields_here"]
    negative = one({"type": "household", "fields": columns}, [{"name": "王芳", "income": "-100"}])
    assert negative == [("q[1].income", "forms.money_negative")]


ROW = st.fixed_dictionaries(
    {"name": st.sampled_from(["王芳", "李强", "王　芳"]), "relation": st.sampled_from(RELATIONS)},
    optional={"id_number": st.sampled_from([ID_1, ID_2]), "birth": st.just("1949-12-31")},
)


@given(st.lists(ROW, max_size=6))
def test_a_household_that_is_taken_has_nobody_twice_and_one_head(rows):
    found = read_answers(form(q=HOUSE), {"q": rows}, TODAY)
    if isinstance(found, Answers):
        kept = found.values.get("q", [])
        numbers = [row["id_number"] for row in kept if "id_number" in row]
        assert len(numbers) == len({*numbers})
        assert sum(row["relation"] == "head" for row in kept) <= 1
