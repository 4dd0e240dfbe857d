"""Opening accounts, giving roles, showing a hidden number: who may, what is written down."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from tests import cast
from tests.cast import NOW

from linli.kernel.access import service
from linli.kernel.access.actors import Grant
from linli.kernel.access.models import GrantRow
from linli.kernel.access.permissions import Role
from linli.kernel.access.staff import hashed
from linli.kernel.audit.models import ActRecord, Entry, PrivateItem
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.identity.models import Account, SessionRow

pytestmark = pytest.mark.django_db
PHONE = "13812345678"
GRANT = Grant(Role.OFFICER, cast.STREET_LIGHTS.id, cast.STREET_LIGHTS.ref, cast.COMMUNITY + "1401051/", NOW)


@pytest.fixture
def admin():
    return cast.county_administrator().actor


def by(actor):
    return {"actor": actor, "act_id": str(uuid4()), "at": NOW}


def opened(admin, login="li.na"):
    return service.open_staff(login, "李娜", cast.PASSWORD, **by(admin))


def public_of(entry):
    return json.loads(entry.body)["public"]


def codes(outcome):
    return [problem.code for problem in outcome.value.problems]


def test_an_account_is_opened_and_can_sign_in(admin):
    ref = opened(admin, " Li.Na ")
    account = Account.objects.get(ref=ref)
    assert (account.login, account.name, account.stream.seq) == ("li.na", "李娜", 1)
    assert public_of(Entry.objects.get()) == {"kind": "staff"}
    assert Client().post("/staff/login", {"name": "li.na", "password": cast.PASSWORD}).status_code == 302


def test_many_accounts_may_share_a_password_hashed_once(admin):
    one = hashed(cast.PASSWORD)
    refs = [service.open_staff(f"clerk.{number}", "员工", one, **by(admin)) for number in range(3)]
    assert all(Account.objects.get(ref=ref).check_password(cast.PASSWORD) for ref in refs)


def test_said_twice_it_is_opened_once(admin):
    act = by(admin)
    refs = {service.open_staff("li.na", "李娜", cast.PASSWORD, **act) for _ in range(2)}
    assert len(refs) == 1


def test_all_that_is_wrong_is_told_at_once(admin):
    with pytest.raises(Invalid) as outcome:
        service.open_staff("L!", " \u200b", "short", **by(admin))
    assert codes(outcome) == ["identity.login_shape", "identity.name_missing", "identity.password_weak"]
    opened(admin)
    with pytest.raises(Invalid) as outcome:
        opened(admin)
    assert codes(outcome) == ["identity.login_taken"]


@pytest.mark.parametrize(
    "build", [cast.dispatcher, cast.auditor, cast.technical_administrator, cast.resident, cast.stranger]
)
def test_others_may_not(build, admin):
    ref, actor = opened(admin), build().actor
    for attempt in (
        lambda: service.open_staff("x.y", "X", cast.PASSWORD, **by(actor)),
        lambda: service.close_account(ref, **by(actor)),
        lambda: service.reset_password(ref, cast.PASSWORD, **by(actor)),
        lambda: service.give_role(ref, GRANT, **by(actor)),
    ):
        with pytest.raises(NotVisible):
            attempt()
    assert not GrantRow.objects.filter(account__ref=ref).exists()


def test_a_role_is_given_and_the_log_shows_no_name_and_no_building(admin):
    ref = opened(admin)
    service.give_role(ref, replace(GRANT, valid_to=NOW + timedelta(days=30)), **by(admin))
    actor = cast.actor_of(Account.objects.get(ref=ref))
    assert actor.roles == {Role.OFFICER}
    assert public_of(Entry.objects.order_by("id").last()) == {
        "role": "officer",
        "body": cast.STREET_LIGHTS.ref,
        "area": cast.COMMUNITY,
        "from": "2026-10-01T02:00:00.000000Z",
        "to": "2026-10-31T02:00:00.000000Z",
    }


def test_what_is_wrong_with_a_role_is_told(admin):
    bad = Grant("mayor", None, None, "1401", NOW, NOW)
    with pytest.raises(Invalid) as outcome:
        service.give_role(opened(admin), bad, **by(admin))
    assert codes(outcome) == ["access.no_such_role", "access.no_such_area", "access.ends_before_start"]


def test_nobody_gives_roles_beyond_their_area_or_to_themselves(admin):
    with pytest.raises(NotVisible):
        service.give_role(opened(admin), replace(GRANT, area_path=cast.CITY), **by(admin))
    for attempt in (
        lambda: service.give_role(admin.account_ref, GRANT, **by(admin)),
        lambda: service.close_account(admin.account_ref, **by(admin)),
        lambda: service.reset_password(admin.account_ref, cast.PASSWORD, **by(admin)),
    ):
        with pytest.raises(Refused):
            attempt()


@pytest.mark.parametrize("ref", ["", "nobody", "3f0c8f2e-5d0b-4c5c-9d3e-0a4f1c2b7d11"])
def test_an_unknown_account_is_not_visible(admin, ref):
    with pytest.raises(NotVisible):
        service.give_role(ref, GRANT, **by(admin))


def test_a_district_cannot_close_or_reset_what_works_for_the_city(admin):
    city = str(cast.auditor().account.ref)
    for attempt in (
        lambda: service.close_account(city, **by(admin)),
        lambda: service.reset_password(city, cast.PASSWORD, **by(admin)),
    ):
        with pytest.raises(NotVisible):
            attempt()


def test_a_role_ends_once(admin):
    ref = opened(admin)
    grant = service.give_role(ref, replace(GRANT, valid_from=NOW - timedelta(days=1)), **by(admin))
    service.end_role(grant, **by(admin))
    assert cast.actor_of(Account.objects.get(ref=ref)).roles == frozenset()
    with pytest.raises(Refused):
        service.end_role(grant, **by(admin))
    with pytest.raises(NotVisible):
        service.end_role(999_999, **by(admin))


def test_a_role_that_has_not_begun_is_taken_back(admin):
    grant = service.give_role(opened(admin), replace(GRANT, valid_from=NOW + timedelta(days=1)), **by(admin))
    service.end_role(grant, **by(admin))
    assert not GrantRow.objects.filter(pk=grant).exists()


def test_a_closed_account_signs_in_no_more_and_keeps_no_role(admin):
    ref = opened(admin)
    service.give_role(ref, replace(GRANT, valid_from=NOW - timedelta(days=1)), **by(admin))
    service.give_role(ref, replace(GRANT, valid_from=NOW + timedelta(days=1)), **by(admin))
    client = Client()
    client.force_login(Account.objects.get(ref=ref))
    service.close_account(ref, **by(admin))
    assert not SessionRow.objects.exists()
    assert client.get("/account").status_code == 302
    (row,) = GrantRow.objects.filter(account__ref=ref)
    assert row.valid_to == NOW


def test_a_reset_password_ends_the_sessions(admin):
    ref = opened(admin)
    client = Client()
    client.force_login(Account.objects.get(ref=ref))
    with pytest.raises(Invalid):
        service.reset_password(ref, "password1234", **by(admin))
    service.reset_password(ref, "a-wholly-new-password", **by(admin))
    assert client.get("/account").status_code == 302
    assert Account.objects.get(ref=ref).check_password("a-wholly-new-password")


def test_a_number_is_shown_to_who_may_and_that_is_written_down():
    clerk, owner = cast.clerk().actor, cast.resident(phone=PHONE)
    ref = owner.actor.account_ref
    assert service.unmask_phone(ref, why=" to call\nback ", **by(clerk)) == PHONE
    assert public_of(Entry.objects.get()) == {"role": "clerk"}
    item = PrivateItem.objects.get()
    assert json.loads(item.value) == {"by": clerk.key, "why": "to call back"}
    assert item.subject == owner.actor.key
    assert PHONE not in json.dumps([*ActRecord.objects.values_list("answer", "events")])
    assert PHONE not in Entry.objects.get().body
    service.unmask_phone(ref, why="again", **by(clerk))
    assert Account.objects.get(ref=ref).stream.seq == 2


def test_without_a_reason_or_the_right_it_stays_hidden():
    ref = cast.resident(phone=PHONE).actor.account_ref
    with pytest.raises(Invalid):
        service.unmask_phone(ref, why="  ", **by(cast.clerk().actor))
    for member in (
        cast.county_administrator(),
        cast.technical_administrator(),
        cast.auditor(),
        cast.stranger(),
    ):
        with pytest.raises(NotVisible):
            service.unmask_phone(ref, why="curious", **by(member.actor))
    assert not Entry.objects.exists()
