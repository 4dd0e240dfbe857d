"""Running cases led to another version through the pages: proposed, approved by a second person, carried out, told."""

from __future__ import annotations

import json

import pytest
from tests import cast
from tests.city import frozen
from tests.journeys import county_town as town

from linli.apps.cases import service
from linli.apps.cases.models import Case
from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue import service as tending
from linli.apps.grid import facts as grid

pytestmark = pytest.mark.django_db
PAGE = "/county/packs/of/request/migrate?old=1&new=2"


@pytest.fixture
def people(db):
    return town.build("base/request")


@pytest.fixture
def second(people):
    """Version 2, in which the clock of who was offered a case is called otherwise."""
    _, definition = json.loads(frozen("base/request"))
    text = (
        json.dumps({**definition, "version": 2}).replace('"take"', '"taking"').replace('.take"', '.taking"')
    )
    return tending.publish_pack("request", json.loads(text), **town.said())


@pytest.fixture
def cases(people):
    centre = cast.Body(grid.body("CENTRE").id, grid.body("CENTRE").ref)
    clerk, dispatcher = cast.clerk(town.CITY, centre), cast.dispatcher(town.CITY, centre)
    told = [
        service.open_case(
            service.Told(body="路灯不亮", channel="phone", area="990101001001"), **town.said(clerk.actor)
        )["ref"]
        for _ in range(2)
    ]
    service.move(told[1], "accept", {}, **town.said(clerk.actor))
    service.move(told[1], "dispatch", {"lead": grid.body("LIGHTS").ref}, **town.said(dispatcher.actor))
    return told


@pytest.fixture
def sign_in(client):
    def as_(member):
        client.force_login(member.account)
        return client

    return as_


def text(response):
    return response.content.decode()


def form_of(response):
    return text(response).split('name="act_id" value="')[1].split('"')[0]


def stages(**changed):
    names = catalogue.pack(catalogue.snapshot().current_pack("request"))["stages"]
    return {f"stage.{name}": name for name in names} | {f"stage.{name}": to for name, to in changed.items()}


def test_from_the_map_of_stages_to_the_list_of_those_that_stay(people, cases, second, sign_in):
    keeper = sign_in(people.keeper)
    page = keeper.get(PAGE)
    assert "（1 件正在办）" in text(page)
    incomplete = keeper.post(PAGE, {"do": "propose", **stages(submitted=""), "act_id": form_of(page)})
    assert incomplete.status_code == 422
    assert not catalogue.migration(Case.objects.get(ref=cases[0]).pack, second)
    proposed = keeper.post(PAGE, {"do": "propose", **stages(), "act_id": form_of(page)}, follow=True)
    assert "已提出，等第二个人批准" in text(proposed)
    assert "要由别人批准" in text(proposed)
    own = keeper.post(PAGE, {"do": "approve", "act_id": form_of(proposed)})
    assert own.status_code == 409

    approver = sign_in(people.approver)
    waiting = approver.get(PAGE)
    assert "批准并开始迁移" in text(waiting)
    approved = approver.post(PAGE, {"do": "approve", "act_id": form_of(waiting)}, follow=True)
    assert "还没轮到" in text(approved)
    done = approver.post(PAGE, {"do": "go", "act_id": form_of(approved)}, follow=True)
    assert Case.objects.get(ref=cases[0]).pack == second
    assert Case.objects.get(ref=cases[1]).pack != second
    number = Case.objects.get(ref=cases[1]).number
    assert f"{number[:3]} {number[3:7]}"[:3] in text(done)
    assert "正在计时的“" in text(done)
    assert "在新版本里没有" in text(done)
    approver.cookies["lang"] = "en"
    told = text(approver.get(PAGE))
    assert "1 case stays in the old version, and why" in told
    assert "is running, and the new version has none of that name" in told
    again = approver.post(PAGE, {"do": "again", "act_id": form_of(done)}, follow=True)
    assert "Tried again" in text(again)


def test_strangers_officers_and_unknown_acts_get_nothing(people, second, sign_in, client):
    assert client.get(PAGE).status_code in (302, 404)
    officer = sign_in(people.officer)
    assert officer.get(PAGE).status_code == 404
    assert officer.post(PAGE, {"do": "go"}).status_code == 404
    keeper = sign_in(people.keeper)
    for what in ("", "destroy", "go", "approve", "reject"):
        assert keeper.post(PAGE, {"do": what}).status_code == 404
    assert keeper.get("/county/packs/of/request/migrate?old=7&new=2").status_code == 404
