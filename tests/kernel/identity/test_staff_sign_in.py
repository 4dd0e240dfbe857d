"""Staff sign in by name, password and second factor."""

from __future__ import annotations

import time

import pytest
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests import cast

from linli.kernel.access.permissions import Role
from linli.kernel.identity.models import Account, SessionRow

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
