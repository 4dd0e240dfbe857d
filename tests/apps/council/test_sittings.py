"""A meeting sits in a hall and at home at once: planned, joined, asked, answered, counted, seen again."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError
from tests import cast
from tests.apps.council.test_council import WEEK, codes, said
from tests.apps.council.test_council import clerk as clerk  # noqa: PLC0414
from tests.apps.council.test_council import meeting as meeting  # noqa: PLC0414
from tests.city import AT

from linli.apps.council import facts, service
from linli.apps.council.models import Joined, Question, Sitting
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity import held

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
STARTS = AT + timedelta(days=2)
ROOM, SEEN = "https://room.example/empty-lot", "https://video.example/empty-lot"
EVENING = service.NewSitting(STARTS, STARTS + 2 * HOUR, "平桥社区议事厅", ROOM)


@pytest.fixture
def evening(meeting, clerk):
    return service.plan_sitting(meeting, EVENING, **said(clerk))


def asked(evening, member, text="长椅谁来修？", at=STARTS, **more):
    return service.ask_question(evening, text, **more, **said(member, at))


@pytest.mark.both_databases
def test_people_join_from_home_and_only_their_number_stays(city, clerk, meeting, evening):
    here, there = cast.resident(), cast.joined_neighbour()
    row = facts.sitting(evening).row
    assert facts.room_of(row, here.actor) == ""
    for member in (here, here, there):
        assert service.join_sitting(evening, **said(member, STARTS)) == ROOM
    assert facts.room_of(row, here.actor) == ROOM
    assert facts.room_of(row, cast.stranger().actor) == ""
    assert facts.sitting(evening).joined == 2
    assert {len(one.person) for one in Joined.objects.all()} == {64}  # digests, and no accounts
    assert service.close_sitting(evening, 23, **said(clerk, STARTS + HOUR)) == (23, 2)
    assert not Joined.objects.exists()
    (fact,) = facts.sittings(facts.meeting(meeting).row)
    assert (fact.joined, fact.row.in_hall, fact.takes_questions) == (2, 23, False)
    assert facts.room_of(fact.row, here.actor) == ""
    counted = {one.code: one for one in facts.figures(AT, AT + WEEK, "/9901/")}
    assert counted["council.sittings"].numerator == 1
    assert (counted["council.from_home"].numerator, counted["council.from_home"].denominator) == (2, 25)
    assert counted["council.from_home"].is_small
    assert facts.figures(AT, AT + WEEK, "/")[2].numerator == 1
    assert facts.figures(AT, AT + WEEK, "/9902/")[2].numerator == 0
    with pytest.raises(Stale):
        service.close_sitting(evening, 1, **said(clerk, STARTS + HOUR))


@pytest.mark.parametrize(
    ("hours", "code"), [(-1.01, "sitting_not_now"), (2, "sitting_not_now"), (-49, "sitting_not_now")]
)
def test_the_room_opens_an_hour_before_and_closes_at_the_end(evening, hours, code):
    with pytest.raises(Refused, match=code):
        service.join_sitting(evening, **said(cast.resident(), STARTS + hours * HOUR))


def test_who_cannot_join(clerk, meeting, evening):
    with pytest.raises(Refused, match="sign_in"):
        service.join_sitting(evening, **said(cast.stranger(), STARTS))
    later = replace(EVENING, starts=STARTS + 3 * HOUR, ends=STARTS + 4 * HOUR, link="")
    hall_only = service.plan_sitting(meeting, later, **said(clerk))
    for ref in (hall_only, uuid.uuid4(), "nonsense"):
        with pytest.raises(NotVisible):
            service.join_sitting(ref, **said(cast.resident(), STARTS))
    assert facts.room_of(facts.sitting(hall_only).row, cast.resident().actor) == ""


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"starts": None}, ("starts", "council.sitting_when")),
        ({"ends": None}, ("ends", "council.sitting_when")),
        ({"starts": AT}, ("starts", "council.sitting_past")),
        ({"ends": STARTS}, ("ends", "council.sitting_ends")),
        ({"ends": STARTS + 13 * HOUR}, ("ends", "council.sitting_ends")),
        ({"place": " "}, ("place", "council.place_missing")),
        ({"place": "厅" * 121}, ("place", "council.too_long")),
        *(
            ({"link": link}, ("link", "council.link"))
            for link in ("http://room.example/", "https://", "javascript:alert(1)", "https://[", "https://x.example/" + "a" * 300, "https://a b.example/", "x")
        ),
    ],
)  # fmt: skip
def test_a_sitting_that_cannot_be_is_refused_by_field(meeting, clerk, change, found):
    with pytest.raises(Invalid) as caught:
        service.plan_sitting(meeting, replace(EVENING, **change), **said(clerk))
    assert found in codes(caught)
    assert not Sitting.objects.exists()


@pytest.mark.both_databases
def test_a_meeting_sits_once_at_a_time(clerk, meeting, evening):
    beside = replace(EVENING, starts=STARTS + HOUR, ends=STARTS + 3 * HOUR)
    with pytest.raises(Refused, match="overlaps"):
        service.plan_sitting(meeting, beside, **said(clerk))
    with pytest.raises(IntegrityError):
        Sitting.objects.create(
            meeting=facts.meeting(meeting).row, starts=beside.starts, ends=beside.ends, place="x"
        )


def test_a_sitting_called_off_leaves_its_time_to_others(clerk, meeting, evening):
    service.call_off_sitting(evening, **said(clerk))
    with pytest.raises(Stale):
        service.call_off_sitting(evening, **said(clerk))
    again = service.plan_sitting(meeting, EVENING, **said(clerk))
    with pytest.raises(Refused, match="began"):
        service.call_off_sitting(again, **said(clerk, STARTS))
    for do in (
        lambda: service.join_sitting(evening, **said(cast.resident(), STARTS)),
        lambda: service.close_sitting(evening, 1, **said(clerk, STARTS)),
        lambda: service.show_replay(evening, SEEN, **said(clerk, STARTS)),
        lambda: asked(evening, cast.resident()),
    ):
        with pytest.raises(Refused, match="sitting_off"):
            do()
    assert facts.room_of(facts.sitting(evening).row, cast.resident().actor) == ""
    for n in range(11):
        gap = timedelta(days=n + 1)
        service.plan_sitting(
            meeting, replace(EVENING, starts=STARTS + gap, ends=STARTS + gap + HOUR), **said(clerk)
        )
    far = STARTS + timedelta(days=30)
    late = replace(EVENING, starts=far, ends=far + HOUR)
    with pytest.raises(Refused, match="sittings_many"):
        service.plan_sitting(meeting, late, **said(clerk))


def test_a_question_is_read_once_it_is_answered_and_never_with_a_name(clerk, evening):
    author = cast.resident()
    one, rude = asked(evening, author), asked(evening, author, "老李凭什么？", at=AT)
    hall = asked(evening, clerk, "几点关灯？", channel="hall")
    row = facts.sitting(evening).row
    assert facts.answered(row) == ()
    assert [fact.settled_at for fact in facts.my_questions(row, author.actor)] == [None, None]
    assert facts.my_questions(row, cast.stranger().actor) == ()
    later = said(clerk, STARTS + HOUR)
    with pytest.raises(Refused, match="questions_open"):
        service.close_sitting(evening, 3, **later)
    service.answer_question(evening, one, "街道来修。", "The sub-district.", **said(clerk, STARTS))
    service.answer_question(evening, hall, "十点。", **said(clerk, STARTS))
    service.set_aside(evening, rude, "about_a_person", **said(clerk, STARTS))
    for do in (
        lambda: service.answer_question(evening, one, "又来", **said(clerk, STARTS)),
        lambda: service.set_aside(evening, rude, "insult", **said(clerk, STARTS)),
    ):
        with pytest.raises(Stale):
            do()
    assert [(fact.text, fact.answer_zh) for fact in facts.answered(row)] == [
        ("长椅谁来修？", "街道来修。"),
        ("几点关灯？", "十点。"),
    ]
    assert [fact.reason for fact in facts.my_questions(row, author.actor)] == ["about_a_person", ""]
    assert len(facts.asked_in(evening, clerk.actor)) == 3
    told = held.everything_about(author.account.pk, str(author.account.ref), AT)["council"]
    assert sorted(one.what for one in told) == ["council.held_question"] * 2
    service.forget_account(str(author.account.ref), at=STARTS + HOUR)
    assert [fact.text for fact in facts.asked_in(evening, clerk.actor)] == ["", "长椅谁来修？", "几点关灯？"]
    assert set(Question.objects.values_list("account", flat=True)) == {None}
    service.close_sitting(evening, 3, **later)
    with pytest.raises(Refused, match="sitting_over"):
        asked(evening, author, at=STARTS + HOUR)


@pytest.mark.parametrize(
    ("text", "channel", "field"),
    [(" ", "home", "text"), ("问" * 1_001, "home", "text"), ("问", "roof", "channel")],
)
def test_a_question_that_cannot_be_is_refused_by_field(clerk, evening, text, channel, field):
    with pytest.raises(Invalid) as caught:
        asked(evening, clerk, text, channel=channel)
    assert caught.value.problems[0].field == field


def test_how_much_one_may_ask(clerk, evening, monkeypatch):
    with pytest.raises(Refused, match="sign_in"):
        asked(evening, cast.stranger())
    author = cast.resident()
    for n in range(10):
        asked(evening, author, f"问题 {n}")
    with pytest.raises(Refused, match="asked_much"):
        asked(evening, author)
    monkeypatch.setattr("linli.apps.council.service.questions.MOST_IN_ALL", 10)
    with pytest.raises(Refused, match="asked_much"):
        asked(evening, clerk, channel="hall")


def test_answers_counts_and_links_that_cannot_be(clerk, evening):
    one = asked(evening, cast.resident())
    with pytest.raises(Invalid):
        service.answer_question(evening, one, " ", **said(clerk))
    with pytest.raises(Invalid):
        service.set_aside(evening, one, "because", **said(clerk))
    for do in (
        lambda: service.answer_question(evening, uuid.uuid4(), "好", **said(clerk)),
        lambda: service.set_aside(evening, "x", "empty", **said(clerk)),
    ):
        with pytest.raises(NotVisible):
            do()
    for number in (None, -1, 20_001):
        with pytest.raises(Invalid):
            service.close_sitting(evening, number, **said(clerk, STARTS))
    for do in (
        lambda: service.close_sitting(evening, 1, **said(clerk)),
        lambda: service.show_replay(evening, SEEN, **said(clerk)),
    ):
        with pytest.raises(Refused, match="sitting_not_begun"):
            do()
    with pytest.raises(Invalid):
        service.show_replay(evening, "http://video.example/", **said(clerk, STARTS))
    for link in (SEEN, ""):
        service.show_replay(evening, link, **said(clerk, STARTS))
        assert facts.sitting(evening).row.replay == link


def test_a_meeting_closes_after_its_sittings(clerk, meeting, evening):
    with pytest.raises(Refused, match="sittings_open"):
        service.close_meeting(meeting, **said(clerk, AT + WEEK))
    service.close_sitting(evening, 0, **said(clerk, STARTS))
    service.close_meeting(meeting, **said(clerk, AT + WEEK))
    with pytest.raises(Refused, match="over"):
        service.plan_sitting(
            meeting,
            replace(EVENING, starts=AT + 2 * WEEK, ends=AT + 2 * WEEK + HOUR),
            **said(clerk, AT + WEEK),
        )


def test_only_the_keepers_plan_answer_and_count(clerk, meeting, evening):
    one = asked(evening, cast.resident())
    for make in cast.EVERYBODY:
        if make is cast.clerk:
            continue
        member = make()
        for do in (
            lambda who: service.plan_sitting(meeting, EVENING, **said(who)),
            lambda who: service.call_off_sitting(evening, **said(who)),
            lambda who: service.close_sitting(evening, 1, **said(who)),
            lambda who: service.show_replay(evening, SEEN, **said(who)),
            lambda who: service.answer_question(evening, one, "好", **said(who)),
            lambda who: service.set_aside(evening, one, "empty", **said(who)),
            lambda who: asked(evening, who, channel="hall"),
            lambda who: facts.asked_in(evening, who.actor),
        ):
            with pytest.raises(NotVisible):
                do(member)


def test_sittings_ask_a_bounded_number_of_times(clerk, meeting, evening, django_assert_max_num_queries):
    row = facts.meeting(meeting).row
    with django_assert_max_num_queries(1):
        assert len(facts.sittings(row)) == 1
    for n in range(3):
        asked(evening, clerk, f"问题 {n}", channel="hall")
    with django_assert_max_num_queries(3):
        assert len(facts.asked_in(evening, clerk.actor)) == 3
