"""Who may do what, and how far it reaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests import cast

from linli.kernel.access.actors import STRANGER, system_actor
from linli.kernel.access.facts import actor_of_account
from linli.kernel.access.models import GrantRow
from linli.kernel.access.permissions import ROLES, Permission, Role, Scope, scope_of

pytestmark = pytest.mark.django_db


def test_permissions_stand_in_alphabetical_order_and_every_role_has_some():
    values = [permission.value for permission in Permission]
    assert values == sorted(values)
    assert set(ROLES) == set(Role)
    assert all(ROLES.values())


def test_every_permission_is_held_by_a_role():
    assert set(Permission) == set().union(*ROLES.values())


def test_the_technical_administrator_sees_no_personal_data():
    may = ROLES[Role.TECHNICAL_ADMINISTRATOR]
    assert not {permission for permission in may if permission.startswith(("cases:", "people:", "access:"))}


def test_the_auditor_changes_nothing():
    assert {permission.rpartition(":")[2] for permission in ROLES[Role.AUDITOR]} == {"read", "export"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Permission.ASSIGNMENT_REPORT, Permission.CASE_POST_CHECK),
        (Permission.ASSIGNMENT_REPORT, Permission.CASE_CALL_BACK),
        (Permission.CASE_EXTEND_ASK, Permission.CASE_EXTEND_DECIDE),
        (Permission.CASE_PARK_ASK, Permission.CASE_PARK_DECIDE),
        (Permission.MATRIX_PROPOSE, Permission.MATRIX_APPROVE),
        (Permission.CASE_MIGRATE, Permission.CASE_MIGRATE_APPROVE),
        (Permission.GRANT_GIVE, Permission.CASE_UNMASK),
    ],
)
def test_no_role_holds_both_sides_of_a_separation(one, other):
    assert not [role for role, may in ROLES.items() if {one, other} <= may]


def test_a_role_of_an_area_reaches_what_lies_there_whoever_holds_it():
    actor = cast.dispatcher(area=cast.SUBDISTRICT).actor
    assert actor.may(Permission.CASE_ASSIGN, area_path=cast.COMMUNITY, body_id=cast.WATER.id)
    assert not actor.may(Permission.CASE_ASSIGN, area_path=cast.ELSEWHERE)
    assert not actor.may(Permission.CASE_ASSIGN, area_path=cast.DISTRICT)


def test_a_role_of_a_body_reaches_what_the_body_holds_wherever_it_lies():
    actor = cast.officer().actor
    assert actor.may(Permission.ASSIGNMENT_REPORT, area_path=cast.ELSEWHERE, body_id=cast.STREET_LIGHTS.id)
    assert not actor.may(Permission.ASSIGNMENT_REPORT, area_path=cast.COMMUNITY, body_id=cast.WATER.id)


def test_a_neighbouring_code_is_not_a_subtree():
    actor = cast.dispatcher(area="/1401/140105/").actor
    assert not actor.may(Permission.CASE_ASSIGN, area_path="/1401/1401050/")


def test_a_stranger_may_nothing_and_the_system_everything():
    assert not [permission for permission in Permission if STRANGER.may(permission)]
    assert all(system_actor("worker").may(permission) for permission in Permission)
    assert STRANGER.is_stranger
    assert not system_actor("worker").is_stranger


def test_an_unknown_role_reaches_nothing_but_ones_own():
    assert scope_of("mayor") is Scope.OWN
    grant = replace(cast.officer().actor.grants[0], role="mayor")
    actor = replace(STRANGER, grants=(grant,))
    assert not [permission for permission in Permission if actor.may(permission)]


def test_a_resident_acts_in_ones_own_matters_and_for_others_by_consent():
    actor = cast.resident().actor
    assert actor.roles == {Role.RESIDENT}
    assert actor.may(Permission.CASE_RATE)
    assert not actor.may(Permission.CASE_READ)
    assert actor.acting_for("r").on_behalf_of == "r"
    assert actor.acting_for("r").key == actor.key


def test_a_volunteer_reaches_own_matters_only():
    assert cast.volunteer().actor.may(Permission.CASE_ATTACH, area_path=cast.ELSEWHERE)
    assert not cast.volunteer().actor.may(Permission.CASE_READ)


def test_grants_begin_and_end():
    member = cast.officer()
    row = GrantRow.objects.get(account=member.account)
    row.valid_to = cast.NOW + timedelta(days=1)
    row.save()
    assert actor_of_account(row.account_id, cast.NOW).roles == {Role.OFFICER}
    assert actor_of_account(row.account_id, row.valid_to).roles == frozenset()
    assert actor_of_account(row.account_id, cast.SINCE - timedelta(seconds=1)).roles == frozenset()


def test_bodies_are_those_one_works_for():
    assert cast.officer().actor.body_ids == {cast.STREET_LIGHTS.id}
    assert cast.supervisor().actor.body_ids == frozenset()


def test_the_whole_cast_can_be_built():
    members = [build() for build in cast.EVERYBODY]
    assert len({member.actor.key for member in members}) == len(members)
