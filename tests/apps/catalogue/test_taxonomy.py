"""Loading what is shipped, editing conditions, adding subjects, deciding mappings."""

from __future__ import annotations

import pytest
from tests import cast
from tests.apps.catalogue.conftest import FUEL, LAMP, said

from linli.apps.catalogue import facts, service
from linli.apps.catalogue.facts.epoch import latest
from linli.apps.catalogue.models import Condition, Standard, Subject
from linli.apps.catalogue.service import NewSubject, Wording
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused

pytestmark = pytest.mark.django_db


def test_loading_twice_changes_nothing_the_second_time():
    first = service.load_taxonomy(**said())
    assert first == {"standards": 4, "subjects": 201 + 418 + 72, "conditions": 519 + 55, "mappings": 190}
    mark = latest()
    assert set(service.load_taxonomy(**said()).values()) == {0}
    assert latest() == mark
    assert Condition.objects.filter(standard="yuncheng-2026", abridged=True).count() == 519


def test_an_edited_condition_survives_loading_and_keeps_its_older_versions(loaded, keeper):
    now = facts.snapshot()
    old = now.conditions_of(LAMP)[2]
    assert (old.key, old.limit, old.abridged) == ("yuncheng-2026:component:01-37:3.1", "2 working_days", True)
    key = service.edit_condition(
        LAMP, "yuncheng-2026", 3, Wording("单盏路灯不亮", "1 working_days", "One lamp is out"), **said(keeper)
    )
    service.load_taxonomy(**said())
    now = facts.snapshot()
    assert key == "yuncheng-2026:component:01-37:3.2"
    assert (now.conditions_of(LAMP)[2].limit, now.conditions_of(LAMP)[2].abridged) == (
        "1 working_days",
        False,
    )
    assert now.condition(old.key).limit == "2 working_days"
    assert not now.condition(old.key).current
    assert [one.version for one in facts.condition_history(LAMP, "yuncheng-2026", 3)] == [2, 1]
    assert len(now.conditions_of(LAMP)) == 6


@pytest.mark.parametrize(
    ("wording", "codes"),
    [
        (Wording("字", "0 working_days"), ["clock.limit_not_positive"]),
        (Wording("字", "3 moons"), ["clock.unknown_unit"]),
        (Wording("  ", "soon"), ["clock.not_a_limit", "catalogue.text_length"]),
        (Wording("长" * 301, "1 working_days"), ["catalogue.text_length"]),
    ],
)
def test_a_faulty_wording_is_refused_whole(wording, codes, loaded, keeper):
    with pytest.raises(Invalid) as wrong:
        service.edit_condition(LAMP, "yuncheng-2026", 3, wording, **said(keeper))
    assert [one.code for one in wrong.value.problems] == codes
    assert Condition.objects.filter(version=2).count() == 0


def test_only_who_tends_the_catalogue_edits_it(loaded):
    officer = cast.officer().actor
    with pytest.raises(Refused) as refused:
        service.edit_condition(LAMP, "yuncheng-2026", 3, Wording("字", "1 working_days"), **said(officer))
    assert refused.value.refusal.code == "catalogue.not_allowed"
    with pytest.raises(Refused):
        service.load_taxonomy(**said(officer))


def test_a_condition_of_an_unknown_subject_is_not_there(loaded, keeper):
    for subject in ("30428.2:component:01", "30428.2:component:77-01"):
        with pytest.raises(NotVisible):
            service.edit_condition(
                subject, "yuncheng-2026", 1, Wording("字", "1 working_days"), **said(keeper)
            )


def test_a_new_subject_is_found_at_once(loaded, keeper):
    key = service.add_subject(
        NewSubject(
            "linli", "supervision", "fuel-hydrogen", "氢燃料", "Hydrogen fuel", ("storage", "use"), "加氢站"
        ),
        **said(keeper),
    )
    assert facts.snapshot().subject(key).links == ("storage", "use")
    assert facts.find_subjects("附近的加氢站")[0].key == key
    with pytest.raises(Invalid):
        service.add_subject(NewSubject("linli", "supervision", "fuel-hydrogen", "氢", "H2"), **said(keeper))


def test_a_faulty_subject_lists_everything_wrong(loaded, keeper):
    with pytest.raises(Invalid) as wrong:
        service.add_subject(
            NewSubject("nowhere", "supervision", "Fuel 1", "", "x" * 61, ("Use!",), "字" * 301),
            **said(keeper),
        )
    assert [one.code for one in wrong.value.problems] == [
        "catalogue.no_standard",
        "catalogue.subject_code",
        "catalogue.name_length",
        "catalogue.name_length",
        "catalogue.text_length",
        "catalogue.link_shape",
    ]
    with pytest.raises(Invalid):
        service.add_subject(NewSubject("linli", "supervision", "fuel-x", "甲", "X", ()), **said(keeper))


def test_open_mappings_are_listed_and_decided_by_a_person(loaded, keeper):
    open_rows = facts.mappings(open_only=True)
    assert len(open_rows) == 63
    one = next(row for row in open_rows if row.old == "30428.2:matter:04-93")
    assert one.candidate == "47678.5:matter:09011"
    service.map_subject(one.old, one.candidate, **said(keeper))
    assert len(facts.mappings(open_only=True)) == 62
    for wrong in ("47678.5:component:01001", "47678.5:matter:06", "47678.5:matter:99999"):
        with pytest.raises(Invalid):
            service.map_subject(one.old, wrong, **said(keeper))
    with pytest.raises(NotVisible):
        service.map_subject("30428.2:matter:99-99", one.candidate, **said(keeper))


def test_the_snapshot_is_one_statement_when_nothing_changed(loaded, django_assert_num_queries):
    facts.snapshot()
    with django_assert_num_queries(0):
        # Inside one transaction the epoch is read once; the test is one.
        facts.snapshot()
        assert facts.calendar().last_year >= 2026
    assert facts.snapshot().subject(FUEL).name_en == "“Vegetable-oil” fuel"
    assert len(facts.snapshot().classes("47678.5")) == 403
    assert len(facts.snapshot().links) == 190 + 55


def test_same_codes_of_different_kinds_stand_apart(loaded):
    assert Subject.objects.filter(standard="47678.5", code="01001").count() == 2
    assert Standard.objects.get(key="47678.5").in_use == "beside"
