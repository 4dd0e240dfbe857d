"""Hearing: by link, by key, at the door; whose link it is; who may come by; what others see of it."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from tests import cast
from tests.apps.notices.conftest import DISTRICT, PING, by
from tests.city import AT, MAKER
from tests.sealed import fill, filled

from linli.apps.grid import facts as places
from linli.apps.grid import service as grid
from linli.apps.notices import facts, service
from linli.apps.notices.models import Subscription, Telling
from linli.apps.notices.policy.links import own_token, read_token, token
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

STAMP = str(int(AT.timestamp()))


@pytest.fixture
def told(stage):
    """An old neighbour with a landline who agreed that somebody comes by, and the link of what she was told."""
    wish = service.Wish(
        area=PING, channels=("voice", "visit"), name="王秀兰", phone="0351-2345678", door="3号楼2单元501", neighbour=True, age="elderly",
    )  # fmt: skip
    service.write_down(wish, AT.date(), **by(stage.clerk))
    return wish


def publish(stage):
    row = stage.publish()
    service.tell_due(AT, pace=service.Pace(None))
    one = Telling.objects.get(announcement=row)
    return row, token(one.announcement_id, one.subscription_id)


def test_a_link_of_somebody_else_or_a_guessed_one_opens_nothing(stage, told):
    row, mark = publish(stage)
    other = mark[:-1] + ("0" if mark[-1] != "0" else "1")
    for wrong in (
        other,
        "",
        "--",
        "1-1-000000000000",
        f"{row.pk}-999-" + mark[-12:],
        "x" * 99,
        mark + "\u0660",
    ):
        with pytest.raises(NotVisible):
            service.hear(wrong, **by(cast.stranger()))
    assert read_token(mark) is not None


def test_keys_on_the_telephone_are_taken_from_the_gateway_alone(stage, told, settings):
    _, mark = publish(stage)
    settings.PHONE_GATEWAY_KEY = "k" * 32
    said = {"act_id": str(uuid.uuid4()), "at": AT}
    for stamp, signature in (
        (STAMP, "0" * 64),
        ("x", service.sign(mark, "1", "x")),
        ("1", service.sign(mark, "1", "1")),
    ):
        with pytest.raises(Refused) as caught:
            service.press(mark, "1", stamp, signature, **said)
        assert caught.value.refusal.code == "notices.wrong_signature"
    with pytest.raises(Invalid):
        service.press(mark, "5", STAMP, service.sign(mark, "5", STAMP), **said)
    assert service.press(mark, "1", STAMP, service.sign(mark, "1", STAMP), **said) == "heard"
    assert Telling.objects.get().heard_by == "key"
    again = {"act_id": str(uuid.uuid4()), "at": AT}
    assert service.press(mark, "1", STAMP, service.sign(mark, "1", STAMP), **again) == "heard_already"
    again = {"act_id": str(uuid.uuid4()), "at": AT}
    assert service.press(mark, "9", STAMP, service.sign(mark, "9", STAMP), **again) == "left"
    settings.PHONE_GATEWAY_KEY = ""
    with pytest.raises(Refused) as caught:
        service.press(mark, "1", STAMP, service.sign(mark, "1", STAMP), **again)
    assert caught.value.refusal.code == "notices.no_gateway"


def test_one_tap_ends_a_subscription_and_leaves_nothing_personal(stage, told):
    _, mark = publish(stage)
    service.leave_by_link(mark, **by(cast.stranger()))
    row = Subscription.objects.get()
    assert (row.phone_sealed, row.name_sealed, row.door_sealed, row.phone_index, row.channels) == (
        None,
        None,
        None,
        "",
        "",
    )
    with pytest.raises(Stale):
        service.leave_by_link(mark, **by(cast.stranger()))


def test_staff_see_masked_who_has_not_heard_and_note_a_visit(stage, told):
    row, mark = publish(stage)
    worker = cast.grid_worker("/9901/990101/990101001/")
    (one,) = facts.unheard(row, worker.actor)
    assert (one.name, one.phone, one.door, one.token) == ("王**", "035****5678", "3号楼2单元501", mark)
    assert service.note_visit(mark, **by(worker)) is True
    assert facts.unheard(row, worker.actor) == ()
    assert Telling.objects.get().heard_by == "visit"


def test_nobody_else_sees_who_has_not_heard_or_notes_a_visit(stage, told):
    row, mark = publish(stage)
    for make in cast.EVERYBODY:
        there = "area" in make.__code__.co_varnames
        somebody = make(area="/9901/990102/") if there else make()
        assert facts.unheard(row, somebody.actor) == ()
        with pytest.raises(NotVisible):
            service.note_visit(mark, **by(somebody))


def test_a_neighbour_comes_by_only_to_those_who_agreed_and_near(stage, told):
    row, mark = publish(stage)
    neighbour = cast.resident("李建国")
    assert facts.neighbours_waiting(neighbour.actor, AT) == ()
    estate = "code,name,kind,lon,lat\n990101001001001,杏花苑,estate,112.502,37.802\n"
    grid.import_areas(estate.encode(), **by(cast.Member(None, MAKER)))
    place = places.area("990101001001001").ref
    grid.give_consent(place, name="李建国", phone="13900000001", **by(neighbour))
    ((found, one),) = facts.neighbours_waiting(neighbour.actor, AT)
    assert (found.pk, one.name, one.door, one.phone) == (row.pk, "王秀兰", "3号楼2单元501", "")
    assert service.note_visit(mark, **by(neighbour)) is True
    assert Telling.objects.get().heard_by == "neighbour"
    Subscription.objects.update(neighbour=False)
    with pytest.raises(NotVisible):
        service.note_visit(mark, **by(neighbour))


def test_counts_are_public_and_small_ones_hidden(stage, told):
    row, _ = publish(stage)
    (count,) = facts.channel_counts(row)
    assert (count.channel, count.told, count.heard) == ("voice", None, None)
    told_, heard, *_ = facts.figures(AT - timedelta(days=1), AT + timedelta(days=1), "/")
    assert (told_.code, told_.numerator) == ("announcements", 1)
    assert (heard.code, heard.numerator, heard.denominator, heard.is_small) == ("heard_voice", 0, 1, True)


def test_an_address_of_mail_counts_once_its_reader_confirmed(stage):
    ref = stage.subscribe(channels=("email", "sms"), email="wang@example.cn")
    assert Subscription.objects.get().channels == "sms"
    with pytest.raises(NotVisible):
        service.confirm_mail(ref + "-" + "0" * 32, **by(cast.stranger()))
    service.confirm_mail(own_token("mail", ref), **by(cast.stranger()))
    assert Subscription.objects.get().channels == "email,sms"
    with pytest.raises(Stale):
        service.confirm_mail(own_token("mail", ref), **by(cast.stranger()))


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"channels": ()}, ("channels", "notices.channels_missing")),
        ({"topics": ()}, ("topics", "notices.topics_missing")),
        ({"topics": ("belief",)}, ("topics", "notices.topics_missing")),
        ({"channels": ("email",)}, ("email", "notices.email_missing")),
        ({"channels": ("visit",)}, ("door", "notices.door_missing")),
        ({"area": "9"}, ("area", "notices.no_such_area")),
        ({"name": "王" * 31}, ("name", "notices.too_long")),
        ({"language": "fr"}, ("age", "notices.no_such_age")),
    ],
)
def test_a_wish_that_cannot_be_is_refused_by_field(stage, wrong, found):
    with pytest.raises(Invalid) as caught:
        stage.subscribe(**wrong)
    assert found in {(one.field, one.code) for one in caught.value.problems}


def test_a_number_subscribes_once_for_a_place_and_only_its_owner_changes_it(stage):
    ref = stage.subscribe()
    with pytest.raises(Refused) as caught:
        stage.subscribe()
    assert caught.value.refusal.code == "notices.subscribed_already"
    service.change(ref, service.Wish(area=PING, channels=("voice", "sms"), large=True), **by(stage.resident))
    (own,) = facts.own(stage.resident.actor)
    assert (own.wanted, own.large, own.phone[:3]) == (("voice", "sms"), True, "138")
    for make in (cast.unrelated_neighbour, cast.stranger):
        with pytest.raises(NotVisible):
            service.leave_own(ref, **by(make()))
    service.leave_own(ref, **by(stage.resident))
    assert facts.own(stage.resident.actor) == ()


def test_staff_write_down_only_where_they_may_and_never_a_day_to_come(stage):
    wish = service.Wish(area=PING, channels=("sms",), phone="13912345678")
    with pytest.raises(NotVisible):
        service.write_down(wish, AT.date(), **by(cast.clerk("/9901/990102/")))
    with pytest.raises(NotVisible):
        service.write_down(wish, AT.date(), **by(cast.dispatcher(DISTRICT)))
    with pytest.raises(Invalid):
        service.write_down(wish, AT.date() + timedelta(days=1), **by(stage.clerk))
    ref = service.write_down(wish, AT.date(), **by(stage.clerk))
    ((row,), more) = facts.listed(stage.clerk.actor)
    assert (row.phone, row.source, more) == ("139****5678", "staff", "")
    service.leave_for(ref, **by(stage.clerk))
    assert facts.listed(stage.clerk.actor) == ((), "")


def test_a_family_member_hears_for_somebody_while_the_consent_holds(stage):
    from linli.apps.people import service as people

    mother, son = cast.resident("王秀兰"), cast.agent()
    with pytest.raises(Refused):
        stage.subscribe(son, for_resident=str(uuid.uuid4()))
    person = people.register_resident(people.Person(name="王秀兰"), own=True, **by(mother))
    consent = people.give_consent(person, "agent", str(son.account.ref), **by(mother))
    stage.subscribe(son, for_resident=person, age="elderly")
    assert service.end_unconsented(AT, str(uuid.uuid4())) == 0
    people.withdraw_consent(consent, **by(mother))
    assert service.end_unconsented(AT, str(uuid.uuid4())) == 1
    assert facts.own(son.actor) == ()


def test_who_is_forgotten_hears_no_more(stage):
    stage.subscribe()
    columns = {f"notices.Subscription.{one}_sealed" for one in ("door", "email", "name", "phone")}
    assert fill("notices") == columns
    service.forget_account(str(stage.resident.account.ref), "", key=str(uuid.uuid4()), at=AT)
    assert filled("notices") == set()
    assert facts.own(stage.resident.actor) == ()
    assert [one.what for one in facts.what_is_held(stage.resident.account.pk, "", AT)] == []
