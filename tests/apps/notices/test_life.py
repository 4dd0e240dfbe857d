"""The life of an announcement: written by one, published by another, told, heard, withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests import cast
from tests.apps.notices.conftest import DISTRICT, LIUXI, PING, WATER, YUN, by
from tests.city import AT

from linli.apps.notices import facts, service
from linli.apps.notices.models import Announcement, Subscription, Telling
from linli.apps.notices.policy.links import token
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.personal import unseal
from linli.kernel.messaging.models import Letter

NIGHT = AT.replace(hour=19)  # 03:00 in Shanghai


def codes(caught):
    return {(one.field, one.code) for one in caught.value.problems}


def text_of(letter):
    return unseal(bytes(letter.text_sealed), "letter")


@pytest.mark.both_databases
def test_an_announcement_is_written_published_told_and_heard(stage):
    stage.subscribe()
    row = stage.publish()
    assert (row.reach, row.cost, row.state) == (1, 5, "published")
    assert service.tell_due(AT, pace=service.Pace(None)) == 1
    (letter,) = Letter.objects.all()
    assert "明天停水" in text_of(letter)
    (told,) = Telling.objects.all()
    mark = token(told.announcement_id, told.subscription_id)
    assert f"/n/{mark}" in text_of(letter)
    assert service.hear(mark, **by(cast.stranger())) is True
    assert service.hear(mark, **by(cast.stranger())) is False
    told.refresh_from_db()
    assert (told.heard_at, told.heard_by) == (AT, "link")
    row.refresh_from_db()
    assert row.told_at == AT


@pytest.mark.both_databases
def test_each_is_told_once_however_often_the_worker_goes_round(stage):
    for _ in range(7):
        stage.subscribe(cast.resident(), area=PING)
    row = stage.publish()
    pace = service.Pace(None)
    pace.size = 3
    service.tell_due(AT, seconds=0.0, pace=pace)
    assert Letter.objects.count() == 0
    service.tell_due(AT, pace=pace)
    Announcement.objects.filter(pk=row.pk).update(
        cursor=0, told_at=None
    )  # as after a worker that lost its way
    assert Letter.objects.count() == Telling.objects.count() == 7
    service.tell_due(AT, pace=service.Pace(None))
    assert Letter.objects.count() == Telling.objects.count() == 7


def test_a_second_worker_that_is_behind_writes_nothing(stage, monkeypatch):
    from linli.apps.notices.service import telling

    stage.subscribe()
    row = stage.publish()
    stale = Announcement.objects.get(pk=row.pk)
    service.tell_due(AT, pace=service.Pace(None))
    assert telling._batch(stale, telling.Post(stale), AT, service.Pace(None)) == -1
    assert Letter.objects.count() == 1


def test_nobody_publishes_what_they_wrote_themselves(stage):
    both = cast.clerk(DISTRICT)
    cast.give(both.account, cast.Role.APPROVER, area=DISTRICT)
    both = cast._member(both.account)
    ref = service.write(WATER, **by(both))
    stage.subscribe()
    service.hand_in(ref, **by(both))
    with pytest.raises(Refused) as caught:
        service.publish(ref, 1, **by(both))
    assert caught.value.refusal.code == "notices.second_person"


def test_what_was_changed_since_it_was_looked_at_is_not_published(stage):
    stage.subscribe()
    ref = stage.write()
    service.rewrite(ref, replace(WATER, title_zh="后天停水"), **by(stage.clerk))
    service.hand_in(ref, **by(stage.clerk))
    with pytest.raises(Stale):
        service.publish(ref, 1, **by(stage.approver))
    service.give_back(ref, "日子不对", **by(stage.approver))
    assert facts.draft(ref, stage.clerk.actor).returned == "日子不对"


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"title_zh": " "}, ("title_zh", "notices.title_zh_missing")),
        ({"title_zh": "停" * 41}, ("title_zh", "notices.too_long")),
        ({"text_en": ""}, ("text_en", "notices.half_english")),
        ({"topic": "belief"}, ("topic", "notices.topic_missing")),
        ({"age": "voters"}, ("age", "notices.no_such_age")),
        ({"channels": ("pigeon",)}, ("channels", "notices.no_such_channel")),
        ({"expires_at": AT}, ("expires_at", "notices.expires_past")),
        ({"expires_at": AT + timedelta(days=200)}, ("expires_at", "notices.expires_late")),
        ({"by": AT + timedelta(days=9)}, ("by", "notices.by_after_end")),
        ({"resend_hours": 99}, ("resend_hours", "notices.resend_hours")),
        ({"emergency": True}, ("emergency_reason", "notices.emergency_reason_missing")),
        ({"area": "1"}, ("area", "notices.no_such_area")),
        ({"body": "NOBODY"}, ("body", "notices.no_such_body")),
    ],
)
def test_what_cannot_be_is_refused_by_field(stage, wrong, found):
    with pytest.raises(Invalid) as caught:
        stage.write(**wrong)
    assert found in codes(caught)


def test_what_a_voice_cannot_read_is_told_before_the_review(stage):
    stage.subscribe()
    ref = stage.write(text_zh="停水通知\n请看😀")
    with pytest.raises(Invalid) as caught:
        service.hand_in(ref, **by(stage.clerk))
    (wrong,) = caught.value.problems
    assert (wrong.field, wrong.code, wrong.params["line"], wrong.params["sign"]) == (
        "text_zh",
        "speech.emoji",
        2,
        "😀",
    )


def test_nobody_to_tell_is_said_before_the_review(stage):
    ref = stage.write()
    with pytest.raises(Invalid) as caught:
        service.hand_in(ref, **by(stage.clerk))
    assert codes(caught) == {("area", "notices.nobody")}
    ref = stage.write(channels=())
    service.hand_in(ref, **by(stage.clerk))


def test_direction_and_control_characters_are_taken_out(stage):
    ref = stage.write(title_zh="明天\u202e停水\x00", text_zh="<b>停水</b>")
    row = facts.draft(ref, stage.clerk.actor)
    assert (row.title_zh, row.text_zh) == ("明天停水", "<b>停水</b>")


def test_at_three_in_the_morning_letters_wait_for_the_morning(stage):
    stage.subscribe()
    stage.publish(at=NIGHT)
    service.tell_due(NIGHT, pace=service.Pace(None))
    assert Letter.objects.get().not_before.hour == 0  # 08:00 in Shanghai


def test_an_emergency_wakes_only_when_two_people_said_so(stage):
    stage.subscribe(topics=("traffic",))
    with pytest.raises(Refused) as caught:
        stage.publish(emergency=True, emergency_reason="燃气泄漏")
    assert caught.value.refusal.code == "notices.emergency_not_agreed"
    row = stage.publish(emergency=True, emergency_reason="燃气泄漏", agreed=True, at=NIGHT)
    service.tell_due(NIGHT, pace=service.Pace(None))
    assert Letter.objects.get().not_before == NIGHT
    assert row.reach == 1  # though water was not among the topics


def test_only_place_topic_and_age_decide_who_is_told(stage):
    stage.subscribe(cast.resident(), area=PING)
    stage.subscribe(cast.resident(), area=YUN)
    stage.subscribe(cast.resident(), area=PING, topics=("traffic",))
    stage.subscribe(cast.resident(), area=PING, age="elderly")
    assert stage.publish(area=PING).reach == 2
    assert stage.publish(area=LIUXI).reach == 3
    assert stage.publish(area=LIUXI, age="elderly").reach == 1


def test_who_has_not_heard_is_told_over_the_next_channel(stage):
    stage.subscribe(channels=("sms", "voice"))
    quick = cast.resident()
    stage.subscribe(quick, channels=("voice", "sms"))
    row = stage.publish(resend_hours=4)
    service.tell_due(AT, pace=service.Pace(None))
    fast = Subscription.objects.get(account=quick.account)
    service.hear(token(row.pk, fast.pk), **by(cast.stranger()))
    service.tell_due(AT + timedelta(hours=3), pace=service.Pace(None))
    assert Letter.objects.count() == 2
    for _ in range(2):
        service.tell_due(AT + timedelta(hours=5), pace=service.Pace(None))
    told = Telling.objects.order_by("id").values_list("channel", "step")
    assert [*told] == [("sms", 0), ("voice", 0), ("voice", 1)]
    assert Letter.objects.filter(channel="voice").count() == 2


def test_a_withdrawal_stops_the_first_and_reaches_the_same_people(stage):
    stage.subscribe()
    row = stage.publish()
    service.tell_due(AT, pace=service.Pace(None))
    stage.subscribe(cast.resident())
    ref = service.follow_up(row.ref, "withdrawal", **by(stage.clerk))
    service.hand_in(ref, **by(stage.clerk))
    service.publish(ref, 1, **by(stage.approver))
    service.tell_due(AT, pace=service.Pace(None))
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert Letter.objects.count() == 2
    assert "撤回：明天停水" in text_of(Letter.objects.order_by("-id")[0])


def test_what_is_stopped_is_told_to_nobody_more(stage):
    stage.subscribe()
    row = stage.publish()
    service.stop(row.ref, **by(stage.clerk))
    service.tell_due(AT, pace=service.Pace(None))
    assert Letter.objects.count() == 0
    with pytest.raises(Stale):
        service.stop(row.ref, **by(stage.clerk))


def test_only_those_who_may_write_write_and_only_those_who_may_review_publish(stage):
    stage.subscribe()
    ref = stage.write()
    service.hand_in(ref, **by(stage.clerk))
    for make in cast.EVERYBODY:
        there = "area" in make.__code__.co_varnames
        somebody = make(area=DISTRICT) if there else make()
        if make not in (cast.clerk, cast.dispatcher):
            with pytest.raises(NotVisible):
                service.write(WATER, **by(somebody))
        if make not in (cast.second_approver, cast.supervisor):
            with pytest.raises(NotVisible):
                service.publish(ref, 1, **by(somebody))


def test_nobody_writes_or_publishes_elsewhere(stage):
    with pytest.raises(NotVisible):
        service.write(WATER, **by(cast.clerk("/9901/990102/")))
    ref = stage.write()
    with pytest.raises(NotVisible):
        facts.draft(ref, cast.second_approver("/9901/990102/").actor)
