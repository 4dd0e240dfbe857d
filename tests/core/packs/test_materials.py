"""What somebody needs to bring, one question at a time."""

from hypothesis import given
from hypothesis import strategies as st
from tests.core.packs.small import defined
from tests.core.packs.test_guide import guided

from linli.core.forms.answers import read_answers
from linli.core.packs.materials import Standing, to_bring

GUIDE = defined(guided()).guide


def brought(passed=(), **answers):
    return to_bring(GUIDE, read_answers(GUIDE.form, answers), frozenset(passed))


def standing(found):
    return {one.material.name: one.standing.value for one in found.lines}


def test_at_first_only_what_everybody_brings_is_sure():
    found = brought()
    assert found.next == "other"
    assert standing(found) == {"id_card": "bring", "mandate": "perhaps", "register": "bring"}


def test_what_the_office_has_is_not_asked_again():
    found = brought(other=False)
    assert found.next is None
    assert standing(found) == {"id_card": "bring", "register": "held"}
    assert found.of(Standing.HELD)[0].because == ("other",)


def test_a_question_leads_to_the_next():
    found = brought(other=True)
    assert found.next == "kin"
    assert standing(found)["mandate"] == "perhaps"
    assert standing(brought(other=True, kin="friend"))["mandate"] == "bring"
    assert "mandate" not in standing(brought(other=True, kin="child"))


def test_what_is_left_open_stays_perhaps_and_is_not_asked_again():
    found = brought(passed=["other"])
    assert found.next is None
    assert found.of(Standing.PERHAPS)[0].open == ("kin",)
    assert brought(passed=["kin"], other=True).next is None


@given(other=st.sampled_from([None, True, False]), kin=st.sampled_from([None, "child", "friend"]))
def test_answering_never_makes_a_sure_thing_unsure(other, kin):
    answers = {name: value for name, value in (("other", other), ("kin", kin)) if value is not None}
    before, after = standing(brought()), standing(brought(**answers))
    assert after["id_card"] == before["id_card"] == "bring"
    assert {*after} <= {"id_card", "mandate", "register"}
    found = brought(**answers)
    assert found.next not in answers
    assert found.next is None or other is None or other
