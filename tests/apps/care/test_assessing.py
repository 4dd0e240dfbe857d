"""Two people look and sign; a third settles; the result is told, contested, and looked at again by others."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests import cast
from tests.apps.care.conftest import TODAY, by, said, sheet_of
from tests.city import AT

from linli.apps.care import facts, service
from linli.apps.care.models import Assessment, CareFile, Look
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

pytestmark = pytest.mark.django_db


def codes(caught):
    return [(one.field, one.code) for one in caught.value.problems]


def begin(house, which=(0, 1), reason="first"):
    return service.begin_assessment(house.file, reason, house.pair(*which), **said(house.coordinator))


def test_the_standard_is_the_one_of_the_law():
    rules = facts.standard()
    sums = {group.name: sum(item.most for item in group.items) for group in rules.groups}
    assert sums == {"self_care": 32, "mobility": 15, "mind": 28, "senses": 15}
    assert (len(rules.items), rules.points, rules.certainty) == (26, 90, "found")
    assert [rules.level_of(points) for points in (90, 89, 66, 65, 46, 45, 30, 29, 0)] == [
        0,
        1,
        1,
        2,
        2,
        3,
        3,
        4,
        4,
    ]


@pytest.mark.both_databases
def test_two_who_agree_give_a_level_that_explains_itself(in_care):
    in_care.assess(level=3)
    (result,) = facts.results(CareFile.objects.get(), told_only=False)
    assert (result.level, result.points) == (3, sum(sheet_of(3).values()))
    assert [one["code"] for one in result.steps][-1] == "assessment.step_level"
    assert facts.files(in_care.coordinator.actor).rows[0].level == 3
    row = Assessment.objects.get()
    assert b"level" not in bytes(row.result_sealed)
    assert CareFile.objects.get().due_on == date(2027, 4, 9)


def test_the_day_of_the_next_assessment_is_one_on_which_people_work(in_care):
    from linli.apps.care.service.assessing import due_after

    assert due_after(date(2026, 8, 15), 6) >= date(2027, 2, 15)
    for n in range(40):
        from linli.apps.catalogue import facts as catalogue

        assert catalogue.calendar().is_working(due_after(TODAY + timedelta(days=n), 6))


def test_one_assessor_the_same_twice_or_a_stranger_is_refused(in_care):
    one = in_care.pair(0)
    stranger = (str(cast.carer().account.ref),)
    for pair, code in (
        (one, "assessment.one_assessor"),
        (one * 2, "assessment.same_assessor"),
        (one + stranger, "care.no_assessor"),
    ):
        with pytest.raises(Invalid) as caught:
            service.begin_assessment(in_care.file, "first", pair, **said(in_care.coordinator))
        assert codes(caught) == [("assessors", code)]
    with pytest.raises(Invalid) as caught:
        begin(in_care, reason="bored")
    assert codes(caught) == [("reason", "care.no_such_reason")]


def test_a_missing_item_or_one_over_its_most_is_refused_by_item(in_care):
    ref = begin(in_care)
    wrong = {**sheet_of(2), "eating": 5, "stairs": None}
    with pytest.raises(Invalid) as caught:
        service.sign_look(ref, service.Sheet(wrong), **said(in_care.carers[0]))
    assert codes(caught) == [("eating", "assessment.item_over"), ("stairs", "assessment.item_missing")]
    assert Look.objects.count() == 0


def test_nobody_signs_twice_and_nobody_else_signs(in_care):
    ref = begin(in_care)
    sheet = service.Sheet(sheet_of(2))
    assert service.sign_look(ref, sheet, **said(in_care.carers[0])) == "looking"
    with pytest.raises(Refused):
        service.sign_look(ref, sheet, **said(in_care.carers[0]))
    for member in (in_care.carers[2], in_care.coordinator, in_care.mother):
        with pytest.raises(NotVisible):
            service.sign_look(ref, sheet, **said(member))
    with pytest.raises(Refused):
        begin(in_care)


def test_neither_sees_the_other_s_sheet_before_both_have_signed(in_care):
    ref = begin(in_care)
    service.sign_look(ref, service.Sheet(sheet_of(2)), **said(in_care.carers[0]))
    seen = facts.open_assessment(in_care.carers[1].actor, ref)
    assert (seen.mine, seen.signed, seen.question) == ("look", 1, ())
    assert facts.open_assessment(in_care.coordinator.actor, ref).mine == ""
    for member in (in_care.carers[0], in_care.carers[2], in_care.son):
        with pytest.raises(NotVisible):
            facts.open_assessment(member.actor, ref)


def test_what_they_differ_in_is_shown_and_settled_by_a_third(in_care):
    ref = begin(in_care)
    first, second = sheet_of(2), {**sheet_of(2), "eating": 4, "walking": 1}
    service.sign_look(ref, service.Sheet(first), **said(in_care.carers[0]))
    assert (
        service.sign_look(ref, service.Sheet(second, disorder=True), **said(in_care.carers[1])) == "differing"
    )
    seen = facts.open_assessment(in_care.carers[2].actor, ref)
    assert (seen.mine, seen.facts_differ) == ("settle", True)
    assert seen.question == (("eating", 2, 4), ("walking", 2, 1))
    with pytest.raises(Refused):
        service.settle(ref, service.Sheet({"eating": 3, "walking": 2}), **said(in_care.carers[0]))
    with pytest.raises(Invalid) as caught:
        service.settle(ref, service.Sheet({"eating": 9}), **said(in_care.carers[2]))
    assert codes(caught) == [("walking", "assessment.not_settled"), ("eating", "assessment.item_over")]
    third = service.Sheet({"eating": 3, "walking": 2}, disorder=True)
    assert service.settle(ref, third, **said(in_care.carers[2])) == "assessed"
    (result,) = facts.results(CareFile.objects.get(), told_only=False)
    assert result.points == sum(first.values()) + 1
    assert result.level == result.level_by_points + 1
    with pytest.raises(NotVisible):
        service.settle(ref, third, **said(in_care.carers[3]))


def test_a_coma_and_falls_move_the_level(in_care):
    for day in (TODAY, TODAY - timedelta(days=3)):
        service.note_incident(in_care.file, "fall", day, **said(in_care.carers[0]))
    in_care.assess(level=1)
    (result,) = facts.results(CareFile.objects.get(), told_only=False)
    assert (result.level_by_points, result.level) == (1, 2)
    ref = begin(in_care, reason="changed")
    for one in in_care.carers[:2]:
        service.sign_look(ref, service.Sheet(sheet_of(1), coma=True), **said(one))
    assert facts.results(CareFile.objects.get(), told_only=False)[0].level == 4


def test_the_result_is_told_then_contested_by_the_person_and_others_look_again(in_care):
    ref = in_care.assess()
    mother = in_care.mother
    assert facts.daily(mother.actor, in_care.file, AT).results == ()
    with pytest.raises(Refused):
        service.contest_result(ref, **said(mother))
    assert [one[0] for one in facts.to_do(in_care.coordinator.actor).untold] == [ref]
    service.tell_result(ref, **said(in_care.coordinator))
    with pytest.raises(Stale):
        service.tell_result(ref, **said(in_care.coordinator))
    assert facts.daily(mother.actor, in_care.file, AT).results[0].level == 3
    with pytest.raises(Refused):
        begin(in_care, (2, 3), "contested")
    for member in (in_care.son, in_care.coordinator):
        with pytest.raises(NotVisible):
            service.contest_result(ref, **said(member))
    service.contest_result(ref, **said(mother))
    with pytest.raises(Refused):
        service.contest_result(ref, **said(mother))
    assert facts.to_do(in_care.coordinator.actor).contested == ((in_care.file, "刘*兰"),)
    with pytest.raises(Refused):
        begin(in_care, (1, 2), "contested")
    begin(in_care, (2, 3), "contested")
    assert facts.to_do(in_care.coordinator.actor).contested == ()


def test_a_month_after_being_told_it_is_too_late_to_contest(in_care):
    ref = in_care.assess()
    service.tell_result(ref, **said(in_care.coordinator))
    with pytest.raises(Refused):
        service.contest_result(ref, **by(in_care.mother, AT + timedelta(days=31)))


NEW = service.NewPlan(
    "洗澡不方便，一个人吃饭随便", "每周洗两次澡，天天吃上热饭", (service.Line("bathing", 2, "carer"),), date(2027, 1, 8),
    "spoken", "儿子每天打电话",
)  # fmt: skip


def test_a_plan_is_agreed_in_versions_once_somebody_was_assessed(in_care):
    with pytest.raises(Refused):
        service.agree_plan(in_care.file, NEW, **said(in_care.coordinator))
    in_care.assess()
    assert service.agree_plan(in_care.file, NEW, **said(in_care.coordinator)) == 1
    assert service.agree_plan(in_care.file, NEW, **said(in_care.coordinator)) == 2
    seen = facts.daily(in_care.mother.actor, in_care.file, AT).plan
    assert (seen.version, seen.goals, seen.lines[0]["service"]) == (2, NEW.goals, "bathing")


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"lines": ()}, ("lines", "care.plan_without_services")),
        ({"lines": (service.Line("sauna", 1, "carer"),)}, ("lines", "care.plan_line")),
        ({"lines": (service.Line("meal", 0, "carer"),)}, ("lines", "care.plan_line")),
        ({"review_on": TODAY}, ("review_on", "care.review_in_the_past")),
        ({"how": ""}, ("how", "care.not_agreed")),
        ({"goals": " "}, ("goals", "care.words_missing")),
        ({"needs": "长" * 2001}, ("needs", "care.words_too_long")),
    ],
)
def test_a_plan_that_cannot_be_is_refused_by_field(in_care, wrong, found):
    from dataclasses import replace

    with pytest.raises(Invalid) as caught:
        service.agree_plan(in_care.file, replace(NEW, **wrong), **said(in_care.coordinator))
    assert found in codes(caught)
