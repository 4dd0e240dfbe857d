"""Keys of programs: shown once, kept as a digest, good for what they were made for, ended at once."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from click.testing import CliRunner
from tests import cast
from tests.cast import NOW

from linli.kernel.access import tokens
from linli.kernel.access.actors import Grant
from linli.kernel.access.permissions import Role
from linli.kernel.access.tokens import Wanted
from linli.kernel.audit.models import ActRecord, Entry, PrivateItem
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.identity.models import Account, ApiToken
from linli.site.cli.token import token as command

pytestmark = pytest.mark.django_db
AREA = cast.COMMUNITY
GRANT = Grant(Role.OFFICER, cast.STREET_LIGHTS.id, cast.STREET_LIGHTS.ref, AREA, NOW)
WANTED = Wanted("热线平台", ("read", "open"), (GRANT,))


@pytest.fixture
def admin():
    return cast.county_administrator().actor


def by(actor, act=None):
    return {"actor": actor, "act_id": act or str(uuid4()), "at": NOW}


def test_a_key_is_good_for_what_it_was_made_for(admin, django_assert_num_queries):
    _ref, secret = tokens.new_token(WANTED, **by(admin))
    machine = tokens.machine_of(secret, NOW)
    assert machine.scopes == {"read", "open"}
    assert machine.actor.may(tokens.Permission.ASSIGNMENT_REPORT, body_id=cast.STREET_LIGHTS.id)
    assert not machine.actor.may(tokens.Permission.CASE_ASSIGN)
    assert machine.actor.grants == (GRANT,)
    with django_assert_num_queries(1):
        assert tokens.machine_of(secret, NOW + timedelta(minutes=5)) == machine
    assert tokens.machine_of("linli_other", NOW) is None
    assert tokens.machine_of("other", NOW) is None


def test_nothing_that_is_stored_shows_the_key(admin):
    act = str(uuid4())
    ref, secret = tokens.new_token(WANTED, **by(admin, act))
    assert tokens.new_token(WANTED, **by(admin, act)) == (ref, secret)
    stored = [
        *ActRecord.objects.values_list("answer", flat=True),
        *Entry.objects.values_list("body", flat=True),
    ]
    stored += PrivateItem.objects.values_list("value", flat=True)
    stored += [str(one) for one in ApiToken.objects.values_list()]
    assert not any(secret.removeprefix("linli_") in one for one in stored)
    public = json.loads(Entry.objects.get().body)["public"]
    assert public["scopes"] == ["open", "read"]
    assert "热线" not in Entry.objects.get().body


def test_a_key_ends(admin):
    ref, secret = tokens.new_token(WANTED, **by(admin))
    tokens.revoke_token(ref, **by(admin))
    assert tokens.machine_of(secret, NOW) is None
    assert not Account.objects.get(kind="system").is_active
    with pytest.raises(Refused):
        tokens.revoke_token(ref, **by(admin))
    for none in (str(uuid4()), "x"):
        with pytest.raises(NotVisible):
            tokens.revoke_token(none, **by(admin))
    short = Wanted("一小时", ("read",), expires_at=NOW + timedelta(hours=1))
    _, secret = tokens.new_token(short, **by(admin))
    assert tokens.machine_of(secret, NOW) is not None
    assert tokens.machine_of(secret, NOW + timedelta(hours=1)) is None


def test_only_administrators_make_end_and_see_keys(admin):
    ref, _ = tokens.new_token(WANTED, **by(admin))
    for other in (cast.clerk().actor, cast.stranger().actor):
        for act in (
            lambda other=other: tokens.new_token(WANTED, **by(other)),
            lambda other=other: tokens.revoke_token(ref, **by(other)),
            lambda other=other: tokens.tokens(actor=other),
        ):
            with pytest.raises(NotVisible):
                act()
    far = Wanted("x", ("read",), (Grant(Role.OFFICER, 1, "x", cast.ELSEWHERE, NOW),))
    with pytest.raises(NotVisible):
        tokens.new_token(far, **by(admin))


def test_what_is_wrong_with_a_wish_is_said(admin):
    wrong = Wanted(" ", ("fly",), (Grant("king", None, None, AREA, NOW),), NOW)
    with pytest.raises(Invalid) as said:
        tokens.new_token(wrong, **by(admin))
    assert {one.field for one in said.value.problems} == {"name", "scope", "expires", "role"}
    with pytest.raises(Invalid):
        tokens.new_token(Wanted("x", ()), **by(admin))
    assert not ApiToken.objects.exists()


def test_the_list_tells_who_may_what(admin):
    ref, secret = tokens.new_token(WANTED, **by(admin))
    tokens.machine_of(secret, NOW)
    (card,) = tokens.tokens(actor=admin)
    assert (card.ref, card.name, card.scopes, card.used_at) == (ref, "热线平台", ("open", "read"), NOW)
    assert card.roles == (f"officer {cast.STREET_LIGHTS.ref} {AREA}",)


@pytest.fixture
def say():
    return lambda *words: CliRunner().invoke(command, [*words])


def test_the_command_line(say):
    made = say("new", "热线", "--scope", "read", "--json")
    told = json.loads(made.output)
    assert made.exit_code == 0
    assert told["token"].startswith("linli_")
    assert json.loads(say("list", "--json").output)[0]["name"] == "热线"
    assert "1 key" in say("list", "--lang", "en").output
    assert say("revoke", told["ref"]).exit_code == 0
    assert say("revoke", told["ref"], "--json").exit_code == 2
    assert say("revoke", "x").exit_code == 2
    for wrong in (("--scope", "fly"), ("--scope", "read", "--role", "officer", "--body", "x"),
                  ("--scope", "read", "--role", "officer", "--area", "x")):  # fmt: skip
        assert say("new", "x", *wrong).exit_code == 2
