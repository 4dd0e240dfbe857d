"""What one says of oneself once, and agrees to have filled in, is filled in - until the consent is taken back."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.browser import signed_in
from tests.city import act_id, tiny_city
from tests.journeys.test_household_form import FORM, ID_1
from tests.journeys.test_saved_forms import form_of, text

from linli.apps.people.models import Consent, Resident

pytestmark = pytest.mark.django_db
ME = {"name": "王芳", "phone": "13900002222", "id_number": ID_1, "area": "平桥社区", "address": "3 号楼 501"}


@pytest.fixture
def client(settings, tmp_path):
    settings.LOG_KEY_FILE = str(tmp_path / "log.key")
    return signed_in(tiny_city("services/newcomer").people["resident"])


def say(client, go, **said):
    return client.post("/profile", {"act_id": act_id(), **ME, **said, "go": go})


def test_shared_data_fill_forms_in_until_it_is_taken_back(client):
    assert form_of(text(client.get(FORM)))["q.applicant.name"] == ""
    assert say(client, "share").url == "/profile?done=shared"
    page = text(client.get(FORM))
    form = form_of(page)
    assert "按您同意共享的资料" in page
    assert (form["q.applicant.name"], form["q.applicant.id_number"]) == ("王芳", ID_1)
    assert (form["q.address.area"], form["q.address.line"]) == ("河东区 柳溪街道 平桥社区", "3 号楼 501")
    assert form.get("q.people[1].name", "") == ""
    consent = Consent.objects.get()
    assert (consent.kind, consent.given_to, consent.on_paper) == ("prefill", "city", False)
    assert say(client, "share", name="王小芳").url == "/profile?done=kept", "agreed already"
    assert form_of(text(client.get(FORM)))["q.applicant.name"] == "王小芳"
    assert say(client, "end").url == "/profile?done=ended"
    assert form_of(text(client.get(FORM)))["q.applicant.name"] == ""
    assert Consent.objects.get().withdrawn_at is not None
    assert form_of(text(client.get("/profile")))["name"] == "王小芳", "the data stay until they are changed"


def test_keeping_data_is_no_consent(client):
    assert say(client, "keep").url == "/profile?done=kept"
    assert not Consent.objects.exists()
    assert form_of(text(client.get(FORM)))["q.applicant.name"] == ""


def test_wrong_data_are_told_and_stay_on_the_page(client):
    page = text(say(client, "share", id_number="110105194912310021", area="火星"), 422)
    assert "身份证号码不对" in page
    assert 'value="3 号楼 501"' in page
    assert "火星" in text(say(client, "share", area="火星"), 422)
    assert not Resident.objects.exists()


def test_it_is_ones_own_page_only():
    assert Client().get("/profile").status_code == 302
