"""What somebody may reach, as one predicate that an index serves."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests import cast

from linli.kernel.access.actors import system_actor
from linli.kernel.access.models import GrantRow
from linli.kernel.access.permissions import Permission, Role
from linli.kernel.access.queries import after, outermost, reachable, within

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

PATHS = (
    "/1401/",
    "/1401/140105/",
    "/1401/140105/1/",
    "/1401/1401050/",
    "/1401/140106/",
    "/14010/",
    "/1401%/",
    "/1_01/",
)


@pytest.fixture
def things():
    """Rows with an area path and a body: grants do as well as cases."""
    account = cast.resident().account
    for number, path in enumerate(PATHS):
        cast.give(account, Role.CLERK, area=path, body=cast.Body(number, ""))
    return GrantRow.objects.filter(account=account)


def paths(things, predicate):
    return set(things.filter(predicate).values_list("area_path", flat=True))


def test_a_subtree_is_all_that_lies_under_it_and_nothing_beside(things):
    assert paths(things, within(["/1401/"])) == {path for path in PATHS if path.startswith("/1401/")}
    assert paths(things, within(["/1401/140105/"])) == {"/1401/140105/", "/1401/140105/1/"}
    assert paths(things, within(["/1401%/"])) == {"/1401%/"}
    assert paths(things, within(["/1_01/"])) == {"/1_01/"}


def test_several_subtrees_are_one_predicate_and_the_whole_city_none(things):
    assert paths(things, within(["/1401/140106/", "/1401/1401050/"])) == {"/1401/140106/", "/1401/1401050/"}
    assert paths(things, within(["/", "/1401/"])) == set(PATHS)
    assert not within(["/"])
    assert paths(things, within([])) == set()


def test_the_index_is_used_on_sqlite(things):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL decides by size")
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX tried_here ON access_grant (area_path)")
    assert "tried_here" in GrantRow.objects.filter(area_path__under="/1401/").explain()


def test_a_role_of_an_area_reaches_the_area(things):
    actor = cast.dispatcher(area="/1401/140105/").actor
    assert paths(things, reachable(actor, Permission.CASE_READ, body="body_id")) == {
        "/1401/140105/",
        "/1401/140105/1/",
    }


def test_a_role_of_a_body_reaches_what_the_body_holds(things):
    actor = cast.officer(body=cast.Body(5, "")).actor
    assert paths(things, reachable(actor, Permission.CASE_READ, body="body_id")) == {PATHS[5]}


def test_both_are_two_arms(things):
    member = cast.officer(body=cast.Body(5, ""))
    cast.give(member.account, Role.CHECKER, area="/1401/140106/")
    predicate = reachable(cast.actor_of(member.account), Permission.CASE_READ, body="body_id")
    assert predicate.connector == "OR"
    assert paths(things, predicate) == {PATHS[5], "/1401/140106/"}


def test_who_may_not_reaches_nothing_and_the_system_everything(things):
    for member in (cast.resident(), cast.technical_administrator(), cast.stranger()):
        assert paths(things, reachable(member.actor, Permission.CASE_READ, body="body_id")) == set()
    assert paths(things, reachable(system_actor("worker"), Permission.CASE_READ)) == set(PATHS)
    city = cast.auditor(area="/").actor
    assert paths(things, reachable(city, Permission.CASE_READ)) == set(PATHS)


AREAS = st.lists(st.sampled_from(["1", "2", "10"]), max_size=3).map(
    lambda steps: "/" + "".join(f"{step}/" for step in steps)
)


@given(st.lists(AREAS, max_size=6), AREAS)
def test_dropping_what_lies_inside_changes_nothing(roots, area):
    kept = outermost(roots)
    assert any(area.startswith(root) for root in kept) == any(area.startswith(root) for root in roots)
    assert not [one for one in kept for other in kept if one != other and one.startswith(other)]


@given(AREAS, AREAS)
def test_the_range_is_the_prefix(root, area):
    assert (root <= area < after(root)) == area.startswith(root)
