"""Staff sign in by name, password and second factor."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests import cast

from linli.kernel.access.permissions import Role
from linli.kernel.identity.models import Account, SessionRow
from linli.kernel.identity.sessions import STARTED, SessionStore

pytestmark = pytest.mark.django_db


def sign_in(client, name, password=cast.PASSWORD, token="", **more):
    return client.post("/staff/login", {"name": name, "password": password, "token": token, **more})


def number(device, step=0):
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + 30 * step
    return f"{totp.token():06d}"


def test_a_dispatcher_signs_in_and_starts_at_the_desk(client):
    login = cast.dispatcher().account.login
    response = sign_in(client, f" {login.upper()} ")
    assert (response.status_code, response["Location"]) == (302, "/desk")
    assert client.get("/staff/login")["Location"] == "/desk"
    assert client.get("/account").status_code == 200


def test_unknown_name_wrong_password_resident_and_closed_account_get_one_answer(client):
    closed = cast.officer().account
    Account.objects.filter(pk=closed.pk).update(is_active=False)
    tries = [
        ("nobody", "x" * 12),
        (cast.dispatcher().account.login, "wrong"),
        (cast.resident().account.phone_masked, ""),
        (closed.login, cast.PASSWORD),
        ("' or 1=1 --", "x"),
        ("", ""),
    ]
    pages = [sign_in(client, *one) for one in tries]
    assert {page.status_code for page in pages} == {422}
    assert {page.content.count("登录名、密码或动态口令不对".encode()) for page in pages} == {2}
    assert not SessionRow.objects.exists()


def test_the_password_never_comes_back_in_the_page(client):
    page = sign_in(client, "nobody", "correct-horse-battery")
    assert b"correct-horse-battery" not in page.content


def test_a_name_is_locked_here_after_five_tries_and_not_elsewhere(client):
    login = cast.dispatcher().account.login
    assert [sign_in(client, login, "wrong").status_code for _ in range(6)] == [422] * 5 + [429]
    assert sign_in(client, login).status_code == 429
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert sign_in(elsewhere, login).status_code == 302


def test_next_leads_nowhere_else(client):
    login = cast.dispatcher().account.login
    assert sign_in(client, login, next="//evil.example")["Location"] == "/desk"


def test_the_session_key_is_new(client):
    client.session.save()
    old = client.session.session_key
    sign_in(client, cast.dispatcher().account.login)
    assert client.session.session_key != old


def test_enrolling_a_second_factor_and_signing_in_with_it(client):
    account = cast.dispatcher().account
    sign_in(client, account.login)
    assert client.get("/account/second-factor").status_code == 200
    device = TOTPDevice.objects.get(user=account)
    assert not device.confirmed
    assert client.post("/account/second-factor", {"token": "000000"}).status_code == 422
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert client.post("/account/second-factor", {"token": number(device)})["Location"] == "/account"
    assert client.get("/account/second-factor").status_code == 404

    fresh = Client()
    assert sign_in(fresh, account.login).status_code == 422
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    device.refresh_from_db()
    assert sign_in(fresh, account.login, token=number(device)).status_code == 422  # a number works once
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert sign_in(fresh, account.login, token=number(device, 1)).status_code == 302


def test_a_resident_needs_no_second_factor(client):
    client.force_login(cast.resident().account)
    assert client.get("/account/second-factor").status_code == 404


def test_a_new_password_ends_what_was_signed_in_before(client):
    account = cast.staff(Role.CLERK, "吴丽").account
    sign_in(client, account.login)
    account.refresh_from_db()
    account.set_password("another-good-password")
    account.save()
    assert client.get("/account").status_code == 302


def test_one_changes_ones_own_password_and_other_devices_are_signed_out(client):
    account, other = cast.dispatcher().account, Client()
    sign_in(client, account.login)
    sign_in(other, account.login)
    assert client.get("/account/password").status_code == 200
    page = "/account/password"
    assert (
        client.post(page, {"password": "wrong", "new_password": "a-wholly-new-password"}).status_code == 422
    )
    assert client.post(page, {"password": cast.PASSWORD, "new_password": "short"}).status_code == 422
    changed = client.post(page, {"password": cast.PASSWORD, "new_password": "a-wholly-new-password"})
    assert changed["Location"] == "/account"
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302
    assert sign_in(Client(), account.login).status_code == 422


def test_a_resident_has_no_password_to_change(client):
    client.force_login(cast.resident().account)
    assert client.get("/account/password").status_code == 404


def later(minutes):
    """The same moment for everything that asks the time, so many minutes from now."""
    return timezone.now() + timedelta(minutes=minutes)


def age(minutes, *, started=0):
    """Let the sessions look as they would had nothing been done in them for so long."""
    for row in SessionRow.objects.all():
        store = SessionStore(row.pk)
        data = store.decode(row.session_data)
        data[STARTED] = (timezone.now() - timedelta(minutes=started or minutes)).isoformat()
        end = row.expire_date - timedelta(minutes=minutes)
        SessionRow.objects.filter(pk=row.pk).update(expire_date=end, session_data=store.encode(data))


def ends_in():
    return round((SessionRow.objects.get().expire_date - timezone.now()).total_seconds() / 60)


def test_a_desk_that_is_left_signs_out_and_says_so(client):
    sign_in(client, cast.dispatcher().account.login)
    assert ends_in() == 30
    age(20)
    assert client.get("/account").status_code == 200
    assert ends_in() == 30, "whoever works stays"
    age(31)
    away = client.get("/desk?q=1")
    assert away["Location"] == "/staff/login?next=%2Fdesk%3Fq%3D1&ended=idle"
    assert "自动退出" in client.get(away["Location"]).content.decode()
    unsent = client.post(
        "/desk/shift", {"text": "写了很久"}, headers={"Referer": "http://testserver/desk/shift?a=1"}
    )
    assert unsent["Location"] == "/staff/login?next=%2Fdesk%2Fshift%3Fa%3D1&ended=unsent"
    assert "没有送出去" in client.get(unsent["Location"]).content.decode()
    elsewhere = client.post("/desk/shift", headers={"Referer": "https://evil.example/desk"})
    assert "next=%2F&" in elsewhere["Location"]


def test_a_working_day_is_the_longest_that_staff_stay_signed_in(client):
    sign_in(client, cast.dispatcher().account.login)
    age(10, started=9 * 60 + 50)
    client.get("/account")
    assert ends_in() == 20, "thirty minutes from now would be more than the ten hours: nothing is put off"
    SessionRow.objects.update(expire_date=later(2))
    client.get("/account")
    assert ends_in() == 10


def test_a_resident_is_not_signed_out_for_reading_slowly(client):
    client.force_login(cast.resident().account)
    before = SessionRow.objects.get().expire_date
    client.get("/account")
    assert SessionRow.objects.get().expire_date == before


def test_a_stranger_at_a_page_of_staff_is_told_nothing_of_a_session(client):
    assert client.get("/desk")["Location"] == "/staff/login?next=%2Fdesk"
