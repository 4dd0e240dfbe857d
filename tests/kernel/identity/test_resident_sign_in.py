"""A resident signs in by telephone and code; and what an attacker tries there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests import cast

from linli.kernel.identity.models import Account, OneTimeCode, SessionRow

pytestmark = pytest.mark.django_db
PHONE = "13812345678"


def ask(client, phone=PHONE, **more):
    return client.post("/login", {"phone": phone, **more})


def answer(client, code, **more):
    return client.post("/login/code", {"code": code, **more})


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", ["/login", "/staff/login"])
def test_the_pages_open_in_both_languages(client, page, lang):
    client.cookies["lang"] = lang
    response = client.get(page)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "sessionid" not in response.cookies


def test_a_resident_signs_in_and_finds_the_way_back(client, messages, code_of):
    first = ask(client, next="/cases/1?a=b")
    assert first.status_code == 302
    assert first["Location"] == "/login/code?next=%2Fcases%2F1%3Fa%3Db"
    page = client.get(first["Location"])
    assert "138****5678" in page.content.decode()
    assert PHONE not in page.content.decode()
    second = answer(client, code_of(), next="/cases/1?a=b")
    assert (second.status_code, second["Location"]) == (302, "/cases/1?a=b")
    account = Account.objects.get()
    assert account.phone_masked == "138****5678"
    assert not account.has_usable_password()
    assert client.get("/account").status_code == 200
    assert client.get("/login")["Location"] == "/"


def test_the_second_time_it_is_the_same_account_in_its_own_language(client, messages, code_of):
    account = cast.resident(phone=PHONE).account
    Account.objects.update(language="en", text_size="large")
    ask(client)
    response = answer(client, code_of())
    assert Account.objects.get() == account
    assert (response.cookies["lang"].value, response.cookies["size"].value) == ("en", "large")


def test_what_was_chosen_on_this_device_stays(client, messages, code_of):
    cast.resident(phone=PHONE)
    client.cookies["lang"] = "en"
    ask(client)
    response = answer(client, code_of())
    assert "lang" not in response.cookies
    assert response.cookies["size"].value == "normal"
    assert '<html lang="en"' in client.get("/account").content.decode()


def test_the_answer_does_not_tell_whether_there_is_an_account(client, messages):
    cast.resident(phone=PHONE)
    known, unknown = ask(client), ask(Client(), phone="13912345678")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(messages) == 2
    wrong_known, wrong_unknown = answer(client, "000000"), answer(Client(), "000000")
    assert wrong_known.status_code == 422
    assert wrong_unknown["Location"] == "/login"  # no first step on that device


def test_a_closed_account_is_told_what_a_wrong_code_is_told(client, messages, code_of):
    cast.resident(phone=PHONE)
    Account.objects.update(is_active=False)
    ask(client)
    right = answer(client, code_of())
    ask_again = Client()
    OneTimeCode.objects.all().delete()
    ask_again.cookies = client.cookies
    assert right.content.count(b"has-wrong") == answer(ask_again, "000000").content.count(b"has-wrong") == 1
    assert not SessionRow.objects.exists()


def test_a_wrong_number_is_told_and_nothing_is_sent(client, messages):
    response = ask(client, phone="<b>12</b>")
    assert response.status_code == 422
    assert b"<b>12</b>" not in response.content
    assert messages == []


def test_wrong_codes_end_the_code(client, messages, code_of):
    ask(client)
    code = code_of()
    assert {answer(client, wrong(code)).status_code for _ in range(5)} == {422}
    assert answer(client, code).status_code == 422
    assert not SessionRow.objects.exists()


def test_asking_again_at_once_is_asking_too_often(client, messages):
    ask(client)
    response = ask(client, phone="")  # "send it again": the number is known on this device
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 60
    assert len(messages) == 1


def test_one_address_cannot_ask_for_everybody(client, messages):
    statuses = [ask(Client(), phone=f"137{n:08d}").status_code for n in range(31)]
    assert statuses == [302] * 30 + [429]


def test_the_step_between_cannot_be_forged(client, messages):
    ask(client)
    client.cookies["linli_sign_in"] = "x" + client.cookies["linli_sign_in"].value
    assert answer(client, "123456")["Location"] == "/login"


def test_a_session_gets_a_new_key_at_sign_in(client, messages, code_of):
    session = client.session
    session["planted"] = "yes"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    ask(client)
    answer(client, code_of())
    assert client.cookies["sessionid"].value != planted
    assert not SessionRow.objects.filter(session_key=planted).exists()
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/account").status_code == 302


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "\\\\evil",
        "http:evil",
        "///evil.example",
    ],
)
def test_next_leads_nowhere_else(client, messages, code_of, wanted):
    ask(client, next=wanted)
    assert answer(client, code_of(), next=wanted)["Location"] == "/"
    signed_in = client.get("/login", {"next": wanted})
    assert signed_in["Location"] == "/"


def test_signing_out_ends_the_session(client):
    member = cast.resident()
    client.force_login(member.account)
    assert client.get("/logout").status_code == 405
    assert client.post("/logout")["Location"] == "/"
    assert not SessionRow.objects.exists()
    assert client.get("/account")["Location"] == "/login?next=%2Faccount"


def test_a_session_ends_by_itself(client, messages, code_of):
    ask(client)
    answer(client, code_of())
    row = SessionRow.objects.get()
    assert timedelta(days=13) < row.expire_date - row.started_at < timedelta(days=15)
    assert row.device == "other"


@pytest.mark.parametrize(
    "address",
    [
        "/login",
        "/login/code",
        "/staff/login",
        "/logout",
        "/account/password",
        "/account/settings",
        "/account/second-factor",
        "/account/sign-out-everywhere",
        "/account/sessions/00000000-0000-4000-8000-000000000000/end",
    ],
)
def test_every_post_needs_its_token(address):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.resident().account)
    assert strict.post(address, {"phone": PHONE}).status_code == 403
