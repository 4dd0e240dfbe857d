"""An activity is planned, published only with two adults where children come, called off with a word to all."""

import sys
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from tests import cast
from tests.apps.activities.town import AT, CARE, FIRST, TALK, child, codes, mother, publish, said

from linli.apps.activities import facts, service
from linli.apps.activities.facts.calendar import sessions
from linli.apps.activities.models import Activity
from linli.kernel.access.actors import STRANGER
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale


@pytest.mark.both_databases
def test_a_plan_becomes_sessions_and_is_seen_once_it_is_out(town):
    clerk = town.people["clerk"]
    ref = service.plan_activity(CARE, **said(clerk))
    with pytest.raises(NotVisible):
        facts.activity(ref, STRANGER)
    assert [one.starts for one in sessions(facts.activity(ref, clerk.actor).row)] == [
        FIRST, FIRST + timedelta(days=7), FIRST + timedelta(days=14),
    ]  # fmt: skip
    service.change_activity(ref, replace(CARE, last=date(2026, 10, 24)), **said(clerk))
    service.name_helper(ref, "13900000077", "teacher", **said(clerk))
    with pytest.raises(Refused, match="two_adults"):
        service.publish_activity(ref, **said(clerk))
    service.name_helper(ref, clerk.account.login, "organiser", **said(clerk))
    service.publish_activity(ref, **said(clerk))
    assert [one.ref for one in facts.calendar(AT).rows] == [ref]
    assert facts.calendar(AT, kind="talk").rows == ()
    assert facts.calendar(FIRST + timedelta(days=30)).rows == ()
    with pytest.raises(Refused, match="published_already"):
        service.change_activity(ref, CARE, **said(clerk))
    teacher = next(one for one in facts.helpers(ref, clerk.actor) if one.part == "teacher")
    with pytest.raises(Refused, match="two_adults"):
        service.dismiss_helper(ref, teacher.ref, **said(clerk))


def test_grown_ups_alone_need_no_second_adult(town):
    clerk = town.people["clerk"]
    ref = service.plan_activity(TALK, **said(clerk))
    service.publish_activity(ref, **said(clerk))
    with pytest.raises(Stale):
        service.publish_activity(ref, **said(clerk))


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"title_zh": " "}, ("title_zh", "activities.title_missing")),
        ({"kind": "party"}, ("kind", "activities.no_such_kind")),
        ({"centre": "NOWHERE"}, ("centre", "activities.no_such_centre")),
        ({"places": 0}, ("places", "activities.number")),
        ({"places": None}, ("places", "activities.number")),
        ({"age_to": 3}, ("age_to", "activities.ages_backwards")),
        ({"first": None}, ("first", "activities.day")),
        ({"first": date(2026, 10, 1)}, ("first", "activities.in_the_past")),
        ({"ends": time(8)}, ("ends", "activities.ends_before")),
        ({"last": date(2026, 10, 1)}, ("last", "activities.last_before")),
        ({"last": date(2027, 3, 1), "weekdays": ()}, ("last", "activities.too_many_sessions")),
        ({"last": date(2026, 10, 18), "weekdays": (3,)}, ("weekdays", "activities.no_session")),
        ({"closes_at": AT - timedelta(days=2), "opens_at": AT}, ("closes_at", "activities.window_backwards")),
        ({"closes_at": AT + timedelta(days=99)}, ("closes_at", "activities.window_after")),
        ({"link": "http://meet.example/a"}, ("link", "activities.link")),
        ({"link": "javascript:alert(1)"}, ("link", "activities.link")),
        ({"title_en": "x" * 121}, ("title_en", "activities.too_long")),
        ({"about_zh": "字" * 4001}, ("about_zh", "activities.too_long")),
    ],
)
def test_what_cannot_be_is_refused_by_field(town, wrong, found):
    with pytest.raises(Invalid) as caught:
        service.plan_activity(replace(CARE, **wrong), **said(town.people["clerk"]))
    assert found in codes(caught)


def test_a_code_is_given_once_and_a_plan_sent_twice_is_one(town):
    clerk = said(town.people["clerk"])
    new = replace(CARE, code="SHU-1")
    assert service.plan_activity(new, **clerk) == service.plan_activity(new, **clerk)
    with pytest.raises(Invalid) as caught:
        service.plan_activity(new, **said(town.people["clerk"]))
    assert codes(caught) == [("code", "activities.code_taken")]
    assert Activity.objects.count() == 1


def test_only_clerks_of_the_place_plan(town):
    for make in cast.EVERYBODY:
        if make is cast.clerk:
            continue
        with pytest.raises(NotVisible):
            service.plan_activity(CARE, **said(make()))
    with pytest.raises(NotVisible):
        service.plan_activity(CARE, **said(cast.clerk("/9901/990102/")))


def test_who_looks_on_sees_the_plans_and_nobody_else_does(town):
    ref = service.plan_activity(CARE, **said(town.people["clerk"]))
    readers = {cast.clerk, cast.supervisor, cast.auditor}
    for make in cast.EVERYBODY:
        area = {"area": "/9901/"} if make in readers else {}
        seen = [one.ref for one in facts.planned(make(**area).actor).rows]
        assert seen == ([ref] if make in readers else [])


def test_helpers_are_found_by_number_or_login_and_stand_once(town):
    clerk = town.people["clerk"]
    ref = service.plan_activity(CARE, **said(clerk))
    for wrong in ("nobody", "123"):
        with pytest.raises(Invalid) as caught:
            service.name_helper(ref, wrong, "teacher", **said(clerk))
        assert codes(caught) == [("who", "activities.no_such_helper")]
    with pytest.raises(Invalid):
        service.name_helper(ref, "13900000077", "king", **said(clerk))
    service.name_helper(ref, "13900000077", "teacher", **said(clerk))
    with pytest.raises(Refused, match="helps_already"):
        service.name_helper(ref, "13900000077", "organiser", **said(clerk))
    (one,) = facts.helpers(ref, clerk.actor)
    service.dismiss_helper(ref, one.ref, **said(clerk))
    with pytest.raises(NotVisible):
        service.dismiss_helper(ref, one.ref, **said(clerk))


def test_calling_off_tells_everybody_and_ends_sign_up(town):
    ref = publish(town)
    child(mother(), ref)
    clerk = town.people["clerk"]
    assert service.call_off(ref, **said(clerk)) == 1
    with pytest.raises(Stale):
        service.call_off(ref, **said(clerk))
    with pytest.raises(NotVisible):
        child(mother(), ref, name="王小雪")


@pytest.mark.one_database
def test_lists_ask_as_much_for_many_as_for_few(town, django_assert_max_num_queries):
    clerk = town.people["clerk"]
    for n in range(23):
        ref = service.plan_activity(replace(TALK, first=date(2026, 10, 11 + n % 20)), **said(clerk))
        service.publish_activity(ref, **said(clerk))
    with django_assert_max_num_queries(4):
        page = facts.calendar(AT)
    assert len(page.rows) == 20
    rest = facts.calendar(AT, cursor=page.cursor)
    assert (len(rest.rows), rest.cursor) == (3, "")
    assert not {one.ref for one in rest.rows} & {one.ref for one in page.rows}
    assert len(facts.calendar(AT, cursor="nonsense").rows) == 20


def test_what_one_can_still_join_comes_before_what_goes_on_without(town, monkeypatch):
    running = publish(town, first=AT.date() + timedelta(days=1), closes_at=AT + timedelta(hours=1))
    open_ones = [publish(town, TALK, first=AT.date() + timedelta(days=n)) for n in (4, 3)]
    later = AT + timedelta(days=2)
    wanted = [*reversed(open_ones), running]
    assert [one.ref for one in facts.calendar(later).rows] == wanted
    assert facts.calendar(AT).rows[0].ref == running
    monkeypatch.setattr(sys.modules[sessions.__module__], "SIZE", 1)
    seen, cursor = [], ""
    for _ in wanted:
        page = facts.calendar(later, cursor=cursor)
        seen, cursor = [*seen, *(one.ref for one in page.rows)], page.cursor
    assert (seen, cursor) == (wanted, "")
