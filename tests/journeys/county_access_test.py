"""Over the whole cast: who may open which page of the county, and that nobody else learns it is there."""

from __future__ import annotations

import pytest
from tests import cast
from tests.journeys import county_town as town

from linli.apps.catalogue import facts
from linli.apps.grid import facts as grid
from linli.core.routing.rows import HANDLE
from linli.kernel.access.permissions import Permission, Role
from linli.web.county import urls

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

READERS = {
    Role.APPROVER,
    Role.AUDITOR,
    Role.COUNTY_ADMINISTRATOR,
    Role.DISPATCHER,
    Role.OFFICER,
    Role.SUPERVISOR,
}
ONLY = {Role.COUNTY_ADMINISTRATOR}
ON_DUTY = {
    Role.AUDITOR, Role.CALLER, Role.CARE_COORDINATOR, Role.CARER, Role.CHECKER, Role.CLERK, Role.COUNTY_ADMINISTRATOR, Role.DISPATCHER,
    Role.FIELD_INSPECTOR, Role.GRID_WORKER, Role.MEDIATOR, Role.OFFICER, Role.SUPERVISOR,
}  # fmt: skip
MAY = {
    "/county": READERS | ON_DUTY,
    "/county/matrix": READERS,
    "/county/matrix/trouble": READERS,
    "/county/matrix/ask": READERS,
    "/county/matrix/waiting": READERS,
    "/county/duties": READERS,
    "/county/matrix/new": ONLY,
    "/county/matrix/import": ONLY,
    "/county/matrix/rulings": ONLY,
    "/county/packs": {Role.APPROVER, Role.AUDITOR, Role.COUNTY_ADMINISTRATOR, Role.DISPATCHER},
    "/county/bundles": {Role.APPROVER, Role.AUDITOR, Role.COUNTY_ADMINISTRATOR, Role.DISPATCHER},
    "/county/certificates/kinds": {Role.APPROVER, Role.AUDITOR, Role.COUNTY_ADMINISTRATOR, Role.DISPATCHER},
    "/county/workshop": ONLY,
    "/county/packs/folders": ONLY,
    "/county/rules": {Role.APPROVER, Role.AUDITOR, Role.COUNTY_ADMINISTRATOR, Role.DISPATCHER},
    "/county/rules/folders": ONLY,
    "/county/subjects": ONLY,
    "/county/mapping": ONLY,
    "/county/calendar": ONLY,
    "/county/areas": ONLY,
    "/county/areas/import": ONLY,
    "/county/bodies": ONLY,
    "/county/rosters": ON_DUTY,
    "/county/accounts": {Role.AUDITOR, Role.COUNTY_ADMINISTRATOR},
}


@pytest.fixture
def people(db):
    return town.build()


@pytest.mark.parametrize("who", cast.EVERYBODY, ids=lambda one: one.__name__)
def test_each_page_opens_for_who_may_and_is_not_there_for_others(people, client, who):
    member = who()
    if member.account is not None:
        client.force_login(member.account)
    for path, roles in MAY.items():
        expected = 302 if member.account is None else 200 if member.actor.roles & roles else 404
        assert client.get(path).status_code == expected, (who.__name__, path)
    assert client.get("/about/sources").status_code == 200


def test_every_address_is_marked(people):
    assert all(getattr(one.callback, "linli_access", None) for one in urls.urlpatterns)


def test_acts_of_others_are_not_there(people, client):
    row = town.approved()
    keeper, body = people.keeper, grid.body("LIUXI").ref
    acts = {
        f"/county/matrix/rows/{row}/decide": {"do": "end", "to": "2099-01-01"},
        "/county/matrix/waiting/approve": {"ref": row},
        "/county/packs/of/request/decide": {"do": "retire"},
        "/county/rules/of/childcare-allowance/decide": {"do": "retire"},
        "/county/rules/of/childcare-allowance/propose": {"do": "propose", "parameter": "a_year"},
        f"/county/areas/{town.ESTATE}/household": {"name": "张", "phone": "1", "signed": "yes"},
        f"/county/bodies/{body}/change": {"do": "duty_opened", "duty_code": "x", "duty_zh": "夜班"},
        f"/county/accounts/{keeper.account.ref}/change": {"do": "account_closed"},
        "/county/accounts/open": {"login": "someone", "name": "某", "password": cast.PASSWORD},
        "/county/calendar": {"notice": "{}"},
    }
    client.force_login(people.officer.account)
    for path, said in acts.items():
        assert client.post(path, said).status_code == 404, path
    assert (
        facts.responsible(town.LAMP, town.PING, town.AT.date(), link=HANDLE).lead == grid.body("LIGHTS").ref
    )


def test_a_district_tends_only_itself(people, client):
    west = cast.county_administrator(area=town.WEST)
    client.force_login(west.account)
    east_office = grid.body("EMER1").ref
    page = client.get(f"/county/bodies/{east_office}").content.decode()
    assert "加一个岗位" not in page
    refused = client.post(
        f"/county/bodies/{east_office}/change", {"do": "post_opened", "code": "a", "title_zh": "值班员"}
    )
    assert refused.status_code == 404
    assert people.officer.account.name not in client.get("/county/accounts").content.decode()
    form = client.get("/county/matrix/new", {"subject": town.LAMP}).content.decode()
    assert '<option value="990102"' in form
    assert '<option value="990101"' not in form
    wrong = client.post(
        "/county/matrix/new", {"subject": town.LAMP, "area": "990101", "lead": "LIGHTS", "from": "2026-10-09"}
    )
    assert wrong.status_code == 409
    assert "您没有做这件事的权限" in wrong.content.decode()


def test_the_menu_shows_only_what_would_open(people, client):
    client.force_login(people.approver.account)
    page = client.get("/county").content.decode()
    assert "职责表" in page
    assert "账户和角色" not in page
    assert not people.approver.actor.may(Permission.GRANT_READ)


def test_the_menu_leads_to_the_board_whom_it_opens_to(people, client):
    seen = set()
    for member in (people.keeper, people.approver, people.officer, people.grid_worker):
        client.force_login(member.account)
        page = client.get("/county").content.decode()
        assert ('href="/board"' in page) == member.actor.may(Permission.BOARD_READ)
        seen.add('href="/board"' in page)
    assert seen == {True, False}
