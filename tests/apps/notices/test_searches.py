"""Search notices: what is needed, what must not be shown, who looks at it, how word is passed on, how it ends."""

from __future__ import annotations

import io
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image
from tests import cast
from tests.apps.notices.conftest import DISTRICT, PING, by
from tests.city import AT
from tests.sealed import fill, filled

from linli.apps.notices import facts, service
from linli.apps.notices.models import RelayedMessage, SearchNotice
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.files import facts as stored
from linli.kernel.files import service as files

CHILD = service.Sought(
    kind="missing_person", area=PING, title="找六岁男孩", text="红外套，蓝书包，在菜市场门口走散。", place="平桥菜市场", minor=True,
)  # fmt: skip
WALLET = service.Sought(
    kind="found_thing", area=PING, title="捡到一个黑色钱包", text="在公交站捡到。", thing="wallet"
)


def found(caught):
    return {(one.field, one.code) for one in caught.value.problems}


def put_up(stage, sought=WALLET, *, member=None):
    return service.report(sought, **by(member or stage.resident))


def shown(stage, sought=WALLET):
    ref = put_up(stage, sought)
    service.show(ref, **by(stage.clerk))
    return ref


@pytest.mark.both_databases
def test_a_wallet_is_found_shown_asked_after_and_returned(stage):
    ref = shown(stage)
    (row,) = facts.searches(AT, kind="found_thing").rows
    owner = cast.unrelated_neighbour()
    service.leave_message(ref, "是我的，里面有公交卡。", "13900000009", **by(owner))
    service.leave_message(ref, "我见过失主。", **by(cast.stranger()))
    assert facts.own_searches(stage.resident.actor) == ((row, 2),)
    first, second = facts.messages(ref, stage.resident.actor)
    assert (first.phone, second.phone) == ("", "13900000009")
    service.end(ref, "returned", **by(stage.resident))
    over = SearchNotice.objects.get()
    assert (over.title, over.text, over.account, over.outcome) == ("", "", None, "returned")
    assert RelayedMessage.objects.count() == 0
    assert facts.searches(AT).rows == ()


@pytest.mark.parametrize(
    ("sought", "wrong"),
    [
        (replace(CHILD, kind="found_person"), ("police", "notices.police_missing")),
        (replace(CHILD, shown_name="小宝"), ("authority", "notices.authority_missing")),
        (
            replace(CHILD, shown_name="小宝", authority="guardian"),
            ("authority_by", "notices.authority_by_missing"),
        ),
        (replace(CHILD, photo=str(uuid.uuid4())), ("authority", "notices.authority_missing")),
        (replace(CHILD, authority="neighbour"), ("authority", "notices.authority_missing")),
        (replace(CHILD, text="请打13812345678"), ("text", "notices.number_in_text")),
        (replace(CHILD, text="一三八 1234 5678"), ("text", "notices.number_in_text")),
        (replace(CHILD, title="电话0351-2345678"), ("title", "notices.number_in_text")),
        (replace(WALLET, text="身份证14010519800101123X"), ("text", "notices.number_in_text")),
        (replace(WALLET, text="加微信 linli_123"), ("text", "notices.number_in_text")),
        (replace(WALLET, thing=""), ("thing", "notices.thing_missing")),
        (replace(WALLET, kind="found"), ("kind", "notices.search_kind_missing")),
        (replace(WALLET, title=" \u202e"), ("title", "notices.search_title_missing")),
        (replace(WALLET, text="长" * 501), ("text", "notices.too_long")),
        (replace(WALLET, seen_on=AT.date() + timedelta(days=3)), ("seen_on", "notices.seen_to_come")),
        (replace(WALLET, area=""), ("area", "notices.no_such_area")),
    ],
)
def test_what_is_missing_or_must_not_be_shown_is_refused_by_field(stage, sought, wrong):
    with pytest.raises(Invalid) as caught:
        put_up(stage, sought)
    assert wrong in found(caught)


def test_a_date_or_a_price_is_no_number_of_a_person(stage):
    put_up(stage, replace(WALLET, text="2026年10月9日8:30，内有1200元，15路车上。报警请打110。"))


def test_people_are_looked_at_before_things_within_half_an_hour(stage):
    put_up(stage)
    put_up(stage, CHILD)
    first, second = facts.waiting_searches(stage.clerk.actor)
    assert (first.kind, first.due_at - AT) == ("missing_person", timedelta(minutes=30))
    assert first.urgent
    assert second.kind == "found_thing"
    assert facts.waiting_count(stage.clerk.actor, AT + timedelta(hours=1)) == (2, 1)


def test_nobody_sees_it_before_it_was_looked_at_and_no_reporter_looks_at_their_own(stage):
    ref = put_up(stage, CHILD)
    for member in (cast.unrelated_neighbour(), cast.stranger(), cast.clerk("/9901/990102/")):
        with pytest.raises(NotVisible):
            facts.search(ref, member.actor, AT)
        with pytest.raises(NotVisible):
            service.leave_message(ref, "我见过", **by(member))
    with pytest.raises(NotVisible):
        service.show(ref, **by(stage.resident))
    own = service.report(WALLET, **by(stage.clerk))
    with pytest.raises(Refused):
        service.show(own, **by(stage.clerk))
    service.refuse(ref, "请写清楚是哪个菜市场", **by(stage.clerk))
    assert facts.search(ref, stage.resident.actor, AT).refused == "请写清楚是哪个菜市场"
    with pytest.raises(Stale):
        service.show(ref, **by(stage.clerk))


def test_only_staff_who_look_at_searches_of_the_place_do(stage):
    ref = put_up(stage)
    may = (cast.clerk, cast.dispatcher, cast.supervisor)
    for make in cast.EVERYBODY:
        there = "area" in make.__code__.co_varnames
        somebody = make(area=DISTRICT) if there else make()
        if make not in may:
            assert facts.waiting_searches(somebody.actor) == ()
            with pytest.raises(NotVisible):
                service.show(ref, **by(somebody))


def test_only_who_put_it_up_reads_what_was_left(stage):
    ref = shown(stage)
    service.leave_message(ref, "是我的", **by(cast.unrelated_neighbour()))
    for member in (stage.clerk, cast.stranger(), cast.joined_neighbour()):
        with pytest.raises(NotVisible):
            facts.messages(ref, member.actor)


def test_who_is_forgotten_takes_what_they_put_up_and_what_they_left_for_others_along(stage):
    ref, neighbour = shown(stage), cast.unrelated_neighbour()
    service.leave_message(ref, "是我的", "13900000009", **by(neighbour))
    own = {"notices.SearchNotice.authority_by_sealed", "notices.SearchNotice.police_sealed"}
    left = {"notices.RelayedMessage.phone_sealed", "notices.RelayedMessage.text_sealed"}
    assert fill("notices") == own | left
    service.end_of_account(str(neighbour.account.ref), key=str(uuid.uuid4()), at=AT)
    assert filled("notices") == own
    service.leave_message(ref, "我见过失主。", **by(cast.stranger()))
    service.end_of_account(str(stage.resident.account.ref), key=str(uuid.uuid4()), at=AT)
    assert filled("notices") == set()


@pytest.mark.parametrize(("text", "phone"), [("", ""), ("长" * 501, ""), ("是我的", "123")])
def test_a_message_needs_words_and_a_number_that_is_one(stage, text, phone):
    ref = shown(stage)
    with pytest.raises(Invalid):
        service.leave_message(ref, text, phone, **by(cast.stranger()))


def test_a_picture_of_a_minor_is_shown_by_authority_and_gone_when_it_is_over(stage, settings, tmp_path):
    act_id = str(uuid.uuid4())
    picture = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(picture, "JPEG")
    upload = io.BytesIO(picture.getvalue())
    upload.name, upload.size = "child.jpg", len(picture.getvalue())
    photo = files.store(upload, owner_key=f"form:{act_id}", purpose="search", at=AT).ref
    sought = replace(CHILD, photo=photo, authority="guardian", authority_by="母亲陈静")
    ref = service.report(sought, actor=stage.resident.actor, act_id=act_id, at=AT)
    with pytest.raises(NotVisible):
        stored.open_for(cast.stranger().actor, photo, AT)
    service.show(ref, **by(stage.clerk))
    stored.open_for(cast.stranger().actor, photo, AT).file.close()
    assert facts.opened(facts.search(ref, stage.clerk.actor, AT))["authority_by"] == "母亲陈静"
    service.end(ref, "found", **by(stage.resident))
    with pytest.raises(NotVisible):
        stored.open_for(stage.resident.actor, photo, AT)


def test_it_runs_out_unless_it_is_renewed(stage):
    first, second = shown(stage), shown(stage, CHILD)
    service.renew(first, **by(stage.resident, AT + timedelta(days=20)))
    assert service.end_run_out(AT + timedelta(days=31)) == 1
    with pytest.raises(NotVisible):
        facts.search(second, stage.resident.actor, AT)
    assert facts.search(first, stage.resident.actor, AT).renewed == 1
    with pytest.raises(NotVisible):
        service.renew(first, **by(stage.clerk))


def test_who_is_forgotten_leaves_nothing(stage):
    ref = shown(stage, CHILD)
    other = shown_by(stage)
    service.leave_message(other, "我见过", "13900000009", **by(stage.resident))
    service.end_of_account(str(stage.resident.account.ref), key=str(uuid.uuid4()), at=AT)
    assert SearchNotice.objects.get(ref=ref).text == ""
    assert RelayedMessage.objects.count() == 0


def shown_by(stage):
    ref = put_up(stage, member=cast.unrelated_neighbour())
    service.show(ref, **by(stage.clerk))
    return ref
