"""Somebody old without a telephone agrees at the counter, and a relative tells for them."""

from __future__ import annotations

import pytest
from django.test import Client
from tests import cast
from tests.browser import signed_in
from tests.city import act_id
from tests.journeys.desk_pages.conftest import text
from tests.journeys.desk_pages.world import World
from tests.journeys.portal_stage import hidden

from linli.apps.cases.models import Case
from linli.apps.people.models import Consent, Resident
from linli.kernel.audit.models import Entry
from linli.kernel.identity.models import Account

pytestmark = pytest.mark.django_db
SAID = {
    "name": "王秀兰", "area": "平桥社区", "address": "平桥小区 3 号楼 201", "phone": "",
    "agent_name": "王建国", "agent_phone": "13900000055", "agreed": "yes",
}  # fmt: skip


@pytest.fixture
def world(settings, tmp_path, db):
    settings.LOG_KEY_FILE = str(tmp_path / "log.key")
    return World()


def take_down(desk, status=302, **more):
    return desk.send("/desk/agents", "/desk/agents", status, **{**SAID, **more})


def son(phone="13900000055"):
    client = Client(raise_request_exception=False)
    client.force_login(Account.objects.get(phone_masked=f"{phone[:3]}****{phone[-4:]}"))
    return client


def test_a_son_tells_for_his_mother_until_the_consent_is_taken_back(world, sit):
    desk = sit(world, "clerk")
    take_down(desk)
    assert "王*兰" in text(desk.see("/desk/agents?done=given"))
    entry = Entry.objects.filter(act="people.consent_given").get()
    assert "王秀兰" not in entry.body, "the log names nobody"
    consent, mother = Consent.objects.get(), Resident.objects.get()
    assert (consent.on_paper, consent.subject_id, mother.account_id) == (True, mother.pk, None)
    step = son().post("/tell", {"act_id": act_id(), "body": "我妈楼道的灯坏了半个月", "go": "send"})
    done = son().post("/tell", {**hidden(step), "whose": str(mother.ref), "go": "done"})
    assert done.status_code == 302, text(done)
    ref = Case.objects.get().ref
    people = {one.relation: one for one in Case.objects.get().participants.all()}
    assert (people["agent"].on_behalf_of, people["reporter"].account_id) == (mother.ref, None)
    assert son().get(f"/c/{ref}/receipt").status_code == 200
    desk.send("/desk/agents", f"/desk/agents/{consent.ref}/end")
    assert son().get(f"/c/{ref}/receipt").status_code == 404
    assert "还没有" in text(desk.see("/desk/agents?done=ended"))


def test_the_same_form_sent_twice_records_one_consent(world, sit):
    desk = sit(world, "clerk")
    fields = {**desk.form("/desk/agents", "/desk/agents"), **SAID}
    for _ in range(2):
        assert desk.client.post("/desk/agents", fields).status_code == 302
    assert (Consent.objects.count(), Resident.objects.count()) == (1, 1)


@pytest.mark.parametrize(("said", "sentence"), [
    ({"name": ""}, "name"), ({"area": ""}, "area"), ({"area": "没有这个社区"}, "area"),
    ({"agent_name": ""}, "agent_name"), ({"agent_phone": ""}, "agent_phone"), ({"agent_phone": "12345"}, "agent_phone"),
    ({"phone": "12"}, "phone"), ({"phone": "13900000055"}, "agent_phone"), ({"agreed": ""}, "agreed"),
    ({"name": "王" * 31}, "name"), ({"address": "长" * 130}, "address"),
])  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_stored(world, sit, said, sentence):
    page = take_down(sit(world, "clerk"), 422, **said).content.decode()
    assert f'href="#f-{sentence}"' in page
    assert SAID["agent_name"] in page or "agent_name" in said, "what was typed is kept"
    assert (Consent.objects.count(), Resident.objects.count()) == (0, 0)


def test_one_who_is_known_by_telephone_is_not_entered_twice(world, sit):
    desk = sit(world, "clerk")
    take_down(desk, phone="13900000066")
    take_down(desk, phone="13900000066", agent_name="王小妹", agent_phone="13900000077")
    assert (Resident.objects.count(), Consent.objects.count()) == (1, 2)
    again = take_down(desk, 409, phone="13900000066")
    assert "已经" in text(again)


def test_others_do_not_take_consents_down_nor_see_them(world, sit):
    take_down(sit(world, "clerk"))
    ref = Consent.objects.get().ref
    for who in ("officer", "dispatcher", "checker", "caller", "supervisor", "auditor"):
        other = sit(world, who)
        assert other.client.get("/desk/agents").status_code == 404, who
        assert other.client.post("/desk/agents", {**SAID, "act_id": act_id()}).status_code == 404, who
        assert other.client.post(f"/desk/agents/{ref}/end", {"act_id": act_id()}).status_code == 404, who
    assert Client().get("/desk/agents").status_code == 302
    assert signed_in(world.people["resident"]).get("/desk/agents").status_code == 404
    far = signed_in(cast.clerk("/9901/990102/"))
    assert "王*兰" not in far.get("/desk/agents").content.decode()
    assert far.post(f"/desk/agents/{ref}/end", {"act_id": act_id()}).status_code in {404, 409}
    assert Consent.objects.get().withdrawn_at is None
