"""A question, suggestions looked over before anybody reads them, themes with undo, an answer to each, and the end."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from tests import cast
from tests.city import AT

from linli.apps.council import facts, service
from linli.apps.council.models import Suggestion
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity import held
from linli.kernel.identity.personal import unseal
from linli.kernel.messaging.models import Letter
from linli.kernel.outbox.worker import deliver, fan_out

WEEK = timedelta(days=7)
TODAY = AT.date()
ASKED = service.NewMeeting(
    question_zh="小区的空地做什么好？", question_en="What shall become of the empty lot?", body="PING",
    area="990101001001", ends_at=AT + WEEK, held_at="平桥社区议事厅，周五晚上七点",
)  # fmt: skip


def said(member, at=AT):
    return {"actor": member.actor, "act_id": str(uuid.uuid4()), "at": at}


def codes(caught):
    return [(one.field, one.code) for one in caught.value.problems]


@pytest.fixture
def clerk(city):
    return city.people["clerk"]


@pytest.fixture
def meeting(city, clerk):
    return service.open_meeting(ASKED, **said(clerk))


def suggest(meeting, member, text="装几把长椅", at=AT, **more):
    return service.suggest(meeting, service.NewSuggestion(text, **more), **said(member, at))


def published(meeting, clerk, text, **more):
    one = suggest(meeting, cast.resident(), text, **more)
    service.decide(meeting, one, "", **said(clerk))
    return one


@pytest.mark.both_databases
def test_a_meeting_closes_when_everything_is_answered(city, clerk, meeting):
    officer, late = city.people["officer"], AT + WEEK
    benches = [published(meeting, clerk, text) for text in ("装几把长椅", "放凳子", "要有座位")]
    lamp = published(meeting, clerk, "晚上太黑，装盏灯")
    waits = suggest(meeting, clerk, "种树", channel="hall")
    theme = service.make_theme(meeting, "休息座椅", "Seats", **said(clerk))
    assert service.group(meeting, benches, theme, **said(clerk)) == 3
    with pytest.raises(Refused, match="still_open"):
        service.close_meeting(meeting, **said(clerk))
    with pytest.raises(Refused, match="not_looked_over"):
        service.close_meeting(meeting, **said(clerk, late))
    service.decide(meeting, waits, "empty", **said(clerk))
    with pytest.raises(Refused, match="not_answered"):
        service.close_meeting(meeting, **said(clerk, late))
    assert [(one.title_zh, len(one.suggestions)) for one in facts.told(meeting)] == [("休息座椅", 3), ("", 1)]
    replies = [
        service.ask_body(meeting, about, "DRAINS", TODAY + WEEK, **said(clerk)) for about in (theme, lamp)
    ]
    assert [one.late(TODAY + 2 * WEEK) for _, one in facts.unanswered()] == [True, True]
    for reply in replies:
        service.answer(reply, "下月装好。", "Next month.", **said(officer, AT + timedelta(days=3)))
    assert facts.unanswered("/9901/") == ()
    service.close_meeting(meeting, **said(clerk, late))
    with pytest.raises(Stale):
        service.close_meeting(meeting, **said(clerk, late))
    with pytest.raises(Refused, match="over"):
        suggest(meeting, clerk, "太晚了", channel="paper", at=late)
    counted = {one.code: one for one in facts.figures(AT, late, "/9901/")}
    assert (counted["council.answered"].numerator, counted["council.answered"].denominator) == (4, 4)
    assert counted["council.answered"].excluded == {"council.not_published": 1, "council.waiting": 0}
    assert counted["council.days"].numerator == 3
    assert facts.figures(AT, late, "/9902/")[0].denominator == 0


def test_grouping_is_undone_step_by_step(clerk, meeting):
    first, second = (published(meeting, clerk, text) for text in ("长椅", "凳子"))
    one, other = (service.make_theme(meeting, title, **said(clerk)) for title in ("座椅", "绿化"))
    service.group(meeting, [first, second], one, **said(clerk))
    service.group(meeting, [first], other, **said(clerk))
    assert service.undo_grouping(meeting, **said(clerk)) == first
    assert {row.theme.title_zh for row in Suggestion.objects.all()} == {"座椅"}
    service.undo_grouping(meeting, **said(clerk))
    service.undo_grouping(meeting, **said(clerk))
    assert set(Suggestion.objects.values_list("theme", flat=True)) == {None}
    with pytest.raises(Stale):
        service.undo_grouping(meeting, **said(clerk))
    service.group(meeting, [first], one, **said(clerk))
    service.group(meeting, [first], None, **said(clerk))
    assert Suggestion.objects.get(ref=first).theme is None


def test_what_cannot_be_grouped_or_asked(city, clerk, meeting):
    one = published(meeting, clerk, "长椅")
    hidden = suggest(meeting, cast.resident(), "还没看过")
    theme = service.make_theme(meeting, "座椅", **said(clerk))
    with pytest.raises(Refused, match="theme_there"):
        service.make_theme(meeting, "座椅", **said(clerk))
    with pytest.raises(Invalid):
        service.make_theme(meeting, " ", **said(clerk))
    with pytest.raises(Invalid):
        service.group(meeting, [], theme, **said(clerk))
    for chosen, to in (([hidden], theme), ([one], uuid.uuid4()), (["nonsense"], theme)):
        with pytest.raises(NotVisible):
            service.group(meeting, chosen, to, **said(clerk))
    for body, day, field in (
        ("NOBODY", TODAY, "body"),
        ("PING", TODAY - WEEK, "promised_on"),
        ("PING", None, "promised_on"),
    ):
        with pytest.raises(Invalid) as caught:
            service.ask_body(meeting, one, body, day, **said(clerk))
        assert caught.value.problems[0].field == field
    with pytest.raises(NotVisible):
        service.ask_body(meeting, hidden, "PING", TODAY, **said(clerk))
    service.ask_body(meeting, one, "DRAINS", TODAY, **said(clerk))
    with pytest.raises(Refused, match="asked_already"):
        service.ask_body(meeting, one, "PING", TODAY, **said(clerk))
    with pytest.raises(Refused, match="asked_alone"):
        service.group(meeting, [one], theme, **said(clerk))
    two = published(meeting, clerk, "凳子")
    service.group(meeting, [two], theme, **said(clerk))
    with pytest.raises(Refused, match="under_a_theme"):
        service.ask_body(meeting, two, "PING", TODAY, **said(clerk))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"question_zh": " "}, ("question_zh", "council.question_missing")),
        ({"about_zh": "字" * 4001}, ("about_zh", "council.too_long")),
        ({"body": "NOBODY"}, ("body", "council.no_such_body")),
        ({"area": "12"}, ("area", "council.no_such_area")),
        ({"ends_at": None}, ("ends_at", "council.end_missing")),
        ({"ends_at": AT}, ("ends_at", "council.end_past")),
        ({"opens_at": AT + 2 * WEEK}, ("ends_at", "council.end_past")),
    ],
)
def test_a_question_that_cannot_be_put_is_refused_by_field(clerk, change, found):
    with pytest.raises(Invalid) as caught:
        service.open_meeting(replace(ASKED, **change), **said(clerk))
    assert found in codes(caught)


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (service.NewSuggestion("字" * 20_001), ("text", "council.text_long")),
        (service.NewSuggestion(" \n"), ("text", "council.text_missing")),
        (service.NewSuggestion("椅", name="名" * 41), ("name", "council.too_long")),
    ],
)
def test_a_suggestion_that_cannot_be_is_refused_by_field(meeting, new, found):
    with pytest.raises(Invalid) as caught:
        service.suggest(meeting, new, **said(cast.resident()))
    assert codes(caught) == [found]


def test_a_suggestion_of_20000_characters_is_read_whole(clerk, meeting):
    published(meeting, clerk, "字" * 20_000)
    assert len(facts.told(meeting)[0].suggestions[0].text) == 20_000


def test_the_window_and_how_much_one_may_say(city, clerk):
    ref = service.open_meeting(replace(ASKED, opens_at=AT + timedelta(days=1)), **said(clerk))
    one = cast.resident()
    with pytest.raises(Refused, match="opens_later"):
        suggest(ref, one)
    with pytest.raises(Refused, match="over"):
        suggest(ref, one, at=AT + WEEK)
    with pytest.raises(Refused, match="sign_in"):
        suggest(ref, cast.stranger())
    for n in range(20):
        suggest(ref, one, f"建议 {n}", at=AT + timedelta(days=2))
    with pytest.raises(Refused, match="said_much"):
        suggest(ref, one, at=AT + timedelta(days=2))


def test_nothing_is_read_before_it_is_looked_over_and_the_author_is_told_why(clerk, meeting):
    author = cast.resident()
    one = suggest(meeting, author, "老李真不像话")
    assert facts.told(meeting) == ()
    for reason in ("because", "x"):
        with pytest.raises(Invalid):
            service.decide(meeting, one, reason, **said(clerk))
    service.decide(meeting, one, "about_a_person", **said(clerk))
    with pytest.raises(Stale):
        service.decide(meeting, one, "", **said(clerk))
    with pytest.raises(NotVisible):
        service.decide(meeting, uuid.uuid4(), "", **said(clerk))
    fan_out(AT)
    deliver(AT)
    assert Letter.objects.count() == 1
    assert [(fact.state, reason) for fact, reason in facts.mine(meeting, author.actor)] == [
        ("rejected", "about_a_person")
    ]


def test_a_name_is_shown_only_because_its_author_chose_so(clerk, meeting):
    published(meeting, clerk, "装椅子")
    published(meeting, clerk, "装灯", name="王秀兰")
    assert sorted(one.suggestions[0].name for one in facts.told(meeting)) == ["", "王秀兰"]


def test_nobody_looks_over_their_own_words(clerk, meeting):
    one = suggest(meeting, clerk, "我的建议")
    with pytest.raises(Refused, match="own"):
        service.decide(meeting, one, "", **said(clerk))


def test_only_the_keepers_keep_and_only_the_body_answers(city, clerk, meeting):
    one = published(meeting, clerk, "装灯")
    reply = service.ask_body(meeting, one, "DRAINS", TODAY, **said(clerk))
    for make in cast.EVERYBODY:
        if make is cast.clerk:
            continue
        member = make()
        for do in (
            lambda who: service.open_meeting(ASKED, **said(who)),
            lambda who: service.close_meeting(meeting, **said(who)),
            lambda who: service.make_theme(meeting, "绿化", **said(who)),
            lambda who: service.group(meeting, [one], None, **said(who)),
            lambda who: service.undo_grouping(meeting, **said(who)),
            lambda who: service.decide(meeting, one, "", **said(who)),
            lambda who: service.ask_body(meeting, one, "PING", TODAY, **said(who)),
            lambda who: service.answer(reply, "好", **said(who)),
            lambda who: facts.waiting_in(meeting, who.actor),
            lambda who: suggest(meeting, who, channel="hall"),
        ):
            with pytest.raises(NotVisible):
                do(member)
        assert facts.asked_of(member.actor) == ()
    with pytest.raises(NotVisible):
        service.answer(reply, "好", **said(city.people["other_officer"]))
    (asked,) = facts.asked_of(city.people["officer"].actor)
    assert asked[1].suggestions[0].text == "装灯"
    with pytest.raises(Invalid):
        service.answer(reply, " ", **said(city.people["officer"]))
    service.answer(reply, "好", **said(city.people["officer"]))
    with pytest.raises(Stale):
        service.answer(reply, "好", **said(city.people["officer"]))


def test_a_person_is_told_what_is_held_and_forgotten(clerk, meeting):
    author = cast.resident()
    shown, hidden = suggest(meeting, author, "装灯", name="王秀兰"), suggest(meeting, author, "还没看过")
    service.decide(meeting, shown, "", **said(clerk))
    assert len(held.everything_about(author.account.pk, str(author.account.ref), AT)["council"]) == 2
    service.forget_account(str(author.account.ref), at=AT)
    service.forget_account("", at=AT)
    rows = {str(one.ref): one for one in Suggestion.objects.all()}
    assert (rows[shown].account, rows[shown].name_sealed) == (None, None)
    assert rows[hidden].text_sealed is None
    assert facts.told(meeting)[0].suggestions[0].text == "装灯"


@pytest.mark.one_database
def test_lists_ask_a_bounded_number_of_times(clerk, meeting, django_assert_max_num_queries):
    for n in range(6):
        published(meeting, clerk, f"建议 {n}")
    with django_assert_max_num_queries(5):
        assert len(facts.told(meeting)) == 6
    for n in range(21):
        service.open_meeting(replace(ASKED, question_zh=f"问题 {n}"), **said(clerk))
    with django_assert_max_num_queries(1):
        page = facts.meetings()
    assert (len(page.rows), len(facts.meetings(cursor=page.cursor).rows)) == (20, 2)


def test_everybody_whose_suggestion_is_answered_is_written_to_once(city, clerk, meeting):
    people = [cast.resident() for _ in range(2)]
    refs = [suggest(meeting, one, text) for one in people for text in ("装几把长椅", "放凳子")]
    for ref in refs:
        service.decide(meeting, ref, "", **said(clerk))
    published(meeting, clerk, "晚上太黑，装盏灯")
    theme = service.make_theme(meeting, "休息座椅", "Seats", **said(clerk))
    service.group(meeting, refs, theme, **said(clerk))
    officer = city.people["officer"]
    reply = service.ask_body(meeting, theme, "DRAINS", TODAY + WEEK, **said(clerk))
    service.answer(reply, "下个月装好", **said(officer))
    fan_out(AT)
    deliver(AT)
    told = [unseal(bytes(one.text_sealed), "letter") for one in Letter.objects.all()]
    assert len(told) == 2
    assert all("小区的空地做什么好" in one and "长椅" not in one for one in told)
