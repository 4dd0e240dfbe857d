"""Who was there: ticked, by a code for one session, from home; questions and answers; the list is closed once."""

from datetime import timedelta

import pytest
from tests import cast
from tests.apps.activities.town import AT, FIRST, HOUR, TALK, child, codes, mother, publish, said

from linli.apps.activities import facts, service
from linli.apps.activities.facts.calendar import answered, sessions
from linli.apps.activities.facts.roster import entered
from linli.apps.activities.models import Seat
from linli.kernel.access.actors import STRANGER
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

DURING = FIRST + HOUR / 2
AFTER = FIRST + 3 * HOUR


@pytest.fixture
def teacher(town):
    return cast.volunteer()


@pytest.fixture
def held(town, teacher):
    return publish(town, teacher=teacher)


def session_ids(ref):
    return [one.id for one in sessions(facts.activity(ref, STRANGER).row)]


@pytest.mark.both_databases
def test_a_volunteer_ticks_the_list_on_the_day(town, held, teacher):
    one = mother()
    ref = child(one, held)
    today, next_week, _ = session_ids(held)
    with pytest.raises(Refused, match="not_begun"):
        service.tick(held, today, ref, came=True, **said(teacher, FIRST - 2 * HOUR))
    service.tick(held, today, ref, came=True, **said(teacher, DURING))
    with pytest.raises(Stale, match="ticked_already"):
        service.tick(held, today, ref, came=True, **said(teacher, DURING))
    assert [
        (row.name, row.age, row.came_at is not None) for row in facts.roster(held, today, teacher.actor)
    ] == [("陈小雨", 8, True)]
    assert [row.came_at for row in facts.roster(held, next_week, teacher.actor)] == [None]
    service.tick(held, today, ref, came=False, **said(teacher, DURING))
    with pytest.raises(Stale, match="not_ticked"):
        service.tick(held, today, ref, came=False, **said(teacher, DURING))


def test_who_did_not_sign_up_is_not_ticked(town, held, teacher):
    today = session_ids(held)[0]
    other = child(mother(), publish(town, title_zh="绘画班"), name="别班的孩子")
    for ref in (other, "0c0b7f0e-6f2b-4d0a-9a51-0d6f0c1b7e44"):
        with pytest.raises(Refused, match="not_signed_up"):
            service.tick(held, today, ref, came=True, **said(teacher, DURING))
    with pytest.raises(NotVisible):
        service.tick(held, 987654, other, came=True, **said(teacher, DURING))


def test_a_code_is_good_once_for_one_session(town, held, teacher):
    one = mother()
    ref = child(one, held)
    today, next_week, _ = session_ids(held)
    seat = facts.sign_up(ref, one.actor).seats[0]
    typed = f"{seat.code[:4].lower()}-{seat.code[4:]}"
    with pytest.raises(Refused, match="other_session"):
        service.check_in(held, next_week, typed, **said(teacher, DURING))
    assert service.check_in(held, today, typed, **said(teacher, DURING)).startswith("陈")
    with pytest.raises(Stale, match="code_used"):
        service.check_in(held, today, typed, **said(teacher, DURING))
    with pytest.raises(Invalid) as caught:
        service.check_in(held, today, "AAAA-AAAA", **said(teacher, DURING))
    assert codes(caught) == [("code", "activities.no_such_code")]
    assert facts.found_code(seat.code, teacher.actor) == (held, today)
    with pytest.raises(NotVisible):
        facts.found_code(seat.code, one.actor)


def test_codes_cannot_be_made_up_from_what_is_public(town, held):
    for n in range(2):
        child(mother(), held, name=f"孩子{n}")
    found = list(Seat.objects.values_list("code", flat=True))
    assert len(set(found)) == 6
    assert all(len(one) == 8 for one in found)


def test_only_who_holds_it_sees_the_names(town, held, teacher):
    own = mother()
    ref = child(own, held)
    today = session_ids(held)[0]
    holders = [teacher, town.people["clerk"]]
    others = [make() for make in cast.EVERYBODY if make is not cast.clerk] + [own]
    for member in holders:
        assert len(facts.roster(held, today, member.actor)) == 1
    for member in others:
        for look in (
            lambda who: facts.roster(held, today, who.actor),
            lambda who: facts.helpers(held, who.actor),
        ):
            with pytest.raises(NotVisible):
                look(member)
        with pytest.raises(NotVisible):
            service.tick(held, today, ref, came=True, **said(member, DURING))


def test_who_stays_at_home_joins_asks_and_sees_it_again(town, teacher):
    ref = publish(town, TALK, teacher=teacher)
    at_home = cast.resident()
    with pytest.raises(Refused, match="ask_signed_up"):
        service.ask_question(ref, "能开字幕吗？", **said(at_home))
    own = service.sign_up(ref, service.Wish(mode="remote"), **said(at_home))
    (session,) = session_ids(ref)
    with pytest.raises(Refused, match="not_now"):
        service.attend_remote(own, session, **said(at_home))
    assert service.attend_remote(own, session, **said(at_home, DURING)) == TALK.link
    assert [(row.mode, row.came_at is not None) for row in facts.roster(ref, session, teacher.actor)] == [
        ("remote", True)
    ]
    question = service.ask_question(ref, "能开字幕吗？", **said(at_home, DURING))
    row = facts.activity(ref, STRANGER).row
    assert answered(row) == ()
    service.answer_question(ref, question, "能，下次就开。", **said(teacher, DURING))
    with pytest.raises(Stale):
        service.answer_question(ref, question, "能。", **said(teacher, DURING))
    assert [(one.text, one.answer) for one in answered(row)] == [("能开字幕吗？", "能，下次就开。")]
    with pytest.raises(Invalid):
        service.show_replay(ref, "ftp://x", **said(teacher, AFTER))
    service.show_replay(ref, "https://video.example/1", **said(teacher, AFTER))
    assert facts.activity(ref, STRANGER).row.replay == "https://video.example/1"


@pytest.mark.parametrize("text", ["", " ", "字" * 1001])
def test_a_question_is_a_question(town, text):
    ref = publish(town, TALK)
    with pytest.raises(Invalid) as caught:
        service.ask_question(ref, text, **said(cast.resident()))
    assert codes(caught) == [("text", "activities.question")]


def test_a_list_is_closed_once_and_says_who_came(town, held, teacher):
    first, second = mother(), mother()
    ref = child(first, held, name="甲")
    child(second, held, name="乙")
    clerk, today = town.people["clerk"], session_ids(held)[0]
    service.tick(held, today, ref, came=True, **said(teacher, DURING))
    with pytest.raises(Refused, match="not_over"):
        service.close_list(held, today, **said(clerk, DURING))
    with pytest.raises(NotVisible):
        service.close_list(held, today, **said(teacher, AFTER))
    assert service.close_list(held, today, **said(clerk, AFTER)) == 1
    with pytest.raises(Stale):
        service.close_list(held, today, **said(clerk, AFTER))
    with pytest.raises(Refused, match="list_closed"):
        service.tick(held, today, ref, came=False, **said(teacher, AFTER))
    assert [(one.name, one.on, one.title) for one in entered(today)] == [
        ("甲", "2026-10-17", "周末书法托管班")
    ]
    assert entered(session_ids(held)[1]) == ()


def test_what_the_public_counts_hides_small_groups(town, held, teacher):
    ref = child(mother(), held)
    service.tick(held, session_ids(held)[0], ref, came=True, **said(teacher, DURING))
    counted = {one.code: one for one in facts.figures(AT, AFTER, "/9901/")}
    assert counted["activities.held"].numerator == 1
    assert (counted["activities.came"].numerator, counted["activities.came"].denominator) == (1, 1)
    assert counted["activities.children"].is_small
    assert facts.figures(AT, AFTER, "/9902/")[0].numerator == 0
    assert facts.figures(AT - timedelta(days=9), AT, "/")[0].numerator == 0
