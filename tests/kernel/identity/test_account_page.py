"""One's own account: what it shows, what can be done there."""

from __future__ import annotations

import pytest
from django.test import Client
from tests import cast

from linli.kernel.identity import held
from linli.kernel.identity.models import Account, SessionRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    somebody = cast.resident(phone="13812345678")
    client.force_login(somebody.account)
    return somebody


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_shows_all_that_is_held_to_its_owner(client, member, lang):
    client.cookies["lang"] = lang
    page = client.get("/account").content.decode()
    assert "138****5678" in page
    assert "13812345678" in page  # under "what is held", for the owner only
    assert "王秀兰" in page


def test_what_is_held_can_be_taken_along(client, member):
    response = client.get("/account/held.json")
    assert response["Content-Disposition"].startswith("attachment")
    lines = response.json()["identity"]
    assert "13812345678" in [line["value"] for line in lines]


def tell(account_id, ref, at):
    return [held.Held("identity.held_name", ref, "identity.held_why_told", at)]


def tell_nothing(account_id, ref, at):
    return []


def test_other_apps_tell_what_they_hold(client, member, monkeypatch):
    monkeypatch.setattr(held, "_tellers", dict(held._tellers))
    held.register("identity", tell)
    held.register("empty", tell_nothing)
    lines = client.get("/account/held.json").json()
    assert [*lines] == ["identity"]
    assert lines["identity"][0]["value"] == member.actor.account_ref
    assert client.get("/account").status_code == 200


def test_language_and_type_size_are_kept_and_nonsense_is_not(client, member):
    response = client.post("/account/settings", {"language": "en", "text_size": "huge"})
    assert response["Location"] == "/account"
    account = Account.objects.get()
    assert (account.language, account.text_size) == ("en", "normal")
    assert response.cookies["lang"].value == "en"


def test_another_device_can_be_signed_out_and_not_somebody_elses(client, member):
    phone = Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 15)"})
    phone.force_login(member.account)
    neighbour = Client()
    neighbour.force_login(cast.unrelated_neighbour().account)
    rows = {row.session_key: row for row in SessionRow.objects.all()}
    theirs = rows[neighbour.session.session_key]
    assert client.post(f"/account/sessions/{theirs.ref}/end").status_code == 404
    mine = rows[phone.session.session_key]
    assert client.post(f"/account/sessions/{mine.ref}/end").status_code == 302
    assert phone.get("/account").status_code == 302
    assert neighbour.get("/account").status_code == 200
    assert client.get("/account").status_code == 200


def test_signing_out_everywhere(client, member):
    phone = Client()
    phone.force_login(member.account)
    assert client.post("/account/sign-out-everywhere")["Location"] == "/"
    assert phone.get("/account").status_code == 302
    assert client.get("/account").status_code == 302
    assert not SessionRow.objects.exists()


def test_strangers_are_sent_to_sign_in_and_back(client):
    assert client.get("/account")["Location"] == "/login?next=%2Faccount"
    assert client.post("/account/settings")["Location"] == "/login?next=%2F"
