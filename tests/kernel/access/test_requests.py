"""Who stands behind a request, what it costs to know, and what a page asks of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import HASH_SESSION_KEY
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from tests import cast
from tests.cast import NOW

from linli.kernel.access.actors import STRANGER
from linli.kernel.access.capabilities import AT_MOST, LASTS, act_for, end_case_access, grant_case_access
from linli.kernel.access.facts import actor_of_account, actor_of_session
from linli.kernel.access.middleware import ActorMiddleware
from linli.kernel.access.pages import public_page, requires, signed_in
from linli.kernel.access.permissions import Permission
from linli.kernel.identity.models import Account, SessionRow
from linli.kernel.identity.sessions import SessionStore

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def through_middleware(cookie=None):
    request = RequestFactory().get("/somewhere?x=1")
    request.session = SessionStore(cookie)
    if cookie:
        request.COOKIES["sessionid"] = cookie
    return ActorMiddleware(lambda same: same)(request)


def key_of(member):
    client = Client()
    client.force_login(member.account)
    return client.session.session_key


def test_a_stranger_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert through_middleware().actor is STRANGER


def test_nobody_is_looked_up_before_a_page_asks(django_assert_num_queries):
    key = key_of(cast.dispatcher())
    with django_assert_num_queries(0):
        request = through_middleware(key)
    with django_assert_num_queries(2):  # the session, then account and grants at once
        assert request.actor.may(Permission.CASE_ASSIGN)
        assert not request.actor.is_stranger


def test_several_grants_come_with_the_account():
    member = cast.officer()
    cast.give(member.account, "checker", area=cast.DISTRICT, body=cast.CHECK_TEAM)
    actor = through_middleware(key_of(member)).actor
    assert len(actor.grants) == 2
    assert actor.key == member.actor.key


def test_a_closed_account_and_a_changed_password_are_strangers():
    member = cast.dispatcher()
    key = key_of(member)
    member.account.set_password("another-good-password")
    member.account.save()
    assert through_middleware(key).actor.is_stranger
    session = SessionStore(key)
    session[HASH_SESSION_KEY] = member.account.get_session_auth_hash()
    session.save()
    assert not through_middleware(key).actor.is_stranger
    Account.objects.update(is_active=False)
    assert through_middleware(key).actor.is_stranger
    assert actor_of_account(member.account.pk, NOW) is None


def test_the_clock_is_read_once_a_request():
    request = RequestFactory().get("/")
    request.at = NOW
    assert ActorMiddleware(lambda same: same)(request).at == NOW


def with_session(at=NOW):
    request = RequestFactory().get("/")
    request.session, request.at = SessionStore(), at
    return request


def test_a_case_opened_by_query_code_stays_open_for_two_hours():
    request = with_session()
    grant_case_access(request, "case-1")
    actor = actor_of_session(request.session, NOW + LASTS - timedelta(seconds=1))
    assert actor.case_refs == {"case-1"}
    assert actor.is_stranger
    assert not actor.roles
    assert actor_of_session(request.session, NOW + LASTS).case_refs == frozenset()


def test_opening_a_case_gives_the_session_a_new_key():
    request = with_session()
    request.session.save()
    planted = request.session.session_key
    grant_case_access(request, "case-1")
    assert request.session.session_key != planted
    assert not SessionRow.objects.filter(session_key=planted).exists()


def test_only_the_last_ten_cases_stay_open():
    request = with_session()
    for number in range(AT_MOST + 5):
        grant_case_access(request, f"case-{number}")
    assert len(actor_of_session(request.session, NOW).case_refs) == AT_MOST
    end_case_access(request)
    assert actor_of_session(request.session, NOW) is STRANGER


def test_a_signed_in_person_keeps_the_cases_opened_by_code():
    member = cast.resident()
    request = with_session()
    request.session = SessionStore(key_of(member))
    grant_case_access(request, "case-1")
    actor = actor_of_session(request.session, NOW)
    assert (actor.key, actor.case_refs) == (member.actor.key, {"case-1"})


def test_an_agent_chooses_for_whom_to_act_and_stops():
    request = with_session()
    request.session = SessionStore(key_of(cast.agent()))
    act_for(request, "resident-1")
    assert actor_of_session(request.session, NOW).on_behalf_of == "resident-1"
    act_for(request, None)
    assert actor_of_session(request.session, NOW).on_behalf_of is None


@public_page
def front(request):
    return HttpResponse("front")


@signed_in
def mine(request):
    return HttpResponse("mine")


@requires(Permission.CASE_ASSIGN, Permission.CASE_RULE)
def desk(request):
    return HttpResponse("desk")


def visit(view, actor):
    request = RequestFactory().get("/somewhere?x=1")
    request.actor = actor
    return view(request)


def test_views_say_who_may_open_them():
    assert (front.linli_access, mine.linli_access) == ("public", "signed_in")
    assert desk.linli_access == ("cases:case:assign", "cases:case:rule")


def test_pages_open_for_those_they_are_for():
    assert visit(front, STRANGER).content == b"front"
    assert visit(mine, cast.resident().actor).content == b"mine"
    assert visit(desk, cast.dispatcher().actor).content == b"desk"
    assert visit(desk, cast.supervisor().actor).content == b"desk"


def test_strangers_are_sent_to_sign_in_and_others_find_nothing():
    assert visit(mine, STRANGER)["Location"] == "/login?next=%2Fsomewhere%3Fx%3D1"
    assert visit(desk, STRANGER)["Location"] == "/staff/login?next=%2Fsomewhere%3Fx%3D1"
    for member in (cast.resident(), cast.officer(), cast.technical_administrator()):
        with pytest.raises(Http404):
            visit(desk, member.actor)
