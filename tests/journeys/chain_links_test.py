"""B18 as people live it: rows for a pilot area, a case whose link is named goes to its body, then everywhere."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from tests import cast
from tests.journeys import county_town as town

from linli.apps.cases import facts as cases
from linli.apps.cases import service
from linli.apps.cases.models import Case
from linli.apps.cases.service.asking import read_asked
from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue import service as tending
from linli.apps.grid import facts as grid
from linli.core.forms.questions import Form, Question, QuestionType
from linli.core.shared.outcomes import Refusal
from linli.kernel.audit.outcomes import Invalid

pytestmark = pytest.mark.django_db
EAST_POINT, WEST_POINT = (112.505, 37.805), (112.515, 37.815)
LINKS = {
    "storage": "$district_dept:emergency",
    "transport": "$district_dept:transport",
    "use": "$district_dept:commerce",
}


@pytest.fixture
def people(db):
    return town.build("base/request")


@pytest.fixture
def desk(people):
    centre = cast.Body(grid.body("CENTRE").id, grid.body("CENTRE").ref)
    return cast.dispatcher(town.CITY, centre), cast.clerk(town.CITY, centre)


def proposed(people):
    """The administrator proposes a row for each link, in the pilot district first."""
    rows = []
    for link, lead in LINKS.items():
        row = tending.Proposal(
            subject=town.FUEL, link=link, area="*", pilot="990101", lead=lead, valid_from=town.AT.date()
        )
        rows.append(tending.propose_row(row, **town.said(people.keeper.actor))["ref"])
    return rows


def approved(people):
    rows = proposed(people)
    for ref in rows:
        tending.approve_row(ref, **town.said(people.approver.actor))
    return rows


def told(clerk, point, **more):
    said = service.Told(
        body="有人拉着一车塑料桶，说是植物油燃料。", channel="phone", lon=point[0], lat=point[1], **more
    )
    return service.open_case(said, **town.said(clerk.actor))["ref"]


def accepted(clerk, point, **more):
    ref = told(clerk, point, **more)
    service.move(ref, "accept", {}, **town.said(clerk.actor))
    return ref


def page(member, path, lang="zh", **query):
    client = Client()
    client.force_login(member.account)
    client.cookies["lang"] = lang
    return client.get(path, query).content.decode()


def send(member, path, action, **said):
    client = Client()
    client.force_login(member.account)
    found = client.get(path).content.decode()
    form = found[found.index(f'action="{action}"') :]
    hidden = dict(
        re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)"', form[: form.index("</form>")])
    )
    return client.post(action, {**hidden, **said})


def classified(member, ref, **said):
    path = f"/desk/case/{ref}"
    return send(member, f"{path}?act=classify&q=植物油", f"{path}/act/classify", **said)


def test_from_a_pilot_row_to_a_proposal_at_once_and_after_the_pilot_everywhere(people, desk):
    dispatcher, clerk = desk
    rows = proposed(people)
    inside, outside = accepted(clerk, EAST_POINT), accepted(clerk, WEST_POINT)
    for ref in rows:
        tending.approve_row(ref, **town.said(people.approver.actor))
    for ref in (inside, outside):
        done = classified(dispatcher, ref, subject=f"{town.FUEL}|", link="transport")
        assert done.status_code == 302
    assert set(Case.objects.values_list("link", flat=True)) == {"transport"}

    seen = page(dispatcher, f"/desk/case/{inside}")
    assert '<p class="proposal-body"><strong>河东区交通运输局</strong>' in seen
    assert "“植物油”燃料 · 运输" in seen
    assert "“Vegetable-oil” fuel · transport" in page(dispatcher, f"/desk/case/{inside}", "en")
    waiting = page(dispatcher, f"/desk/case/{outside}")
    assert "职责表里还没有写明" in waiting
    assert "河西区交通运输局</strong>" not in waiting

    tending.widen_row(rows[1], town.AT.date() + timedelta(days=1), **town.said(people.approver.actor))
    everywhere = page(dispatcher, f"/desk/case/{outside}")
    assert "河西区交通运输局</strong>" in everywhere
    sent = service.move(outside, "dispatch", {"lead": grid.body("TRAN2").ref}, **town.said(dispatcher.actor))
    assert sent["stage"] == "dispatched"


def test_the_question_is_asked_only_where_there_is_something_to_choose(people, desk):
    dispatcher, clerk = desk
    ref = accepted(clerk, EAST_POINT)
    form = f"/desk/case/{ref}"
    assert 'name="link"' not in page(dispatcher, form, act="classify", q="植物油")
    approved(people)
    asked = page(dispatcher, form, act="classify", q="植物油")
    assert 'name="link"' in asked
    assert re.findall(r'<option value="(\w+)"', asked[asked.index('name="link"') :])[:3] == [*LINKS]
    assert ">transport</option>" in page(dispatcher, form, "en", act="classify", q="植物油")
    assert 'name="link"' not in page(dispatcher, form, act="classify", q="路灯不亮")


def test_a_link_left_out_or_made_up_is_told_and_nothing_is_changed(people, desk):
    dispatcher, clerk = desk
    approved(people)
    ref = accepted(clerk, EAST_POINT)
    missing = classified(dispatcher, ref, subject=f"{town.FUEL}|", link="")
    assert missing.status_code == 422
    assert "“植物油”燃料”分几个环节由不同单位管（储存、运输、使用）" in missing.content.decode().replace(
        "&#34;", '"'
    )
    wrong = classified(dispatcher, ref, subject=f"{town.FUEL}|", link="<b>盐</b>")
    assert wrong.status_code == 422
    assert "没有“&lt;b&gt;盐&lt;/b&gt;”这个环节" in wrong.content.decode()
    assert Case.objects.get(ref=ref).subject == ""
    with pytest.raises(Invalid):
        told(clerk, EAST_POINT, subject=town.LAMP, link="transport")
    with pytest.raises(Invalid):
        told(clerk, EAST_POINT, link="no such thing")
    assert Case.objects.count() == 1


def test_until_the_link_is_named_the_desk_asks_for_it_and_nobody_is_proposed(people, desk):
    dispatcher, clerk = desk
    approved(people)
    ref = accepted(clerk, EAST_POINT, subject=town.FUEL)
    assert "请先选定是哪个环节" in page(dispatcher, f"/desk/case/{ref}")
    row = cases.chosen(dispatcher.actor, [ref])[0]
    assert (row.subject, row.link) == (town.FUEL, "")
    found = catalogue.responsible(town.FUEL, town.PING, town.AT.date())
    assert isinstance(found, Refusal)
    assert found.code == "catalogue.link_missing"


def test_a_clerk_names_it_while_the_caller_is_on_the_line(people, desk):
    _, clerk = desk
    approved(people)
    said = {
        "channel": "phone", "body": "市场门口卸植物油燃料", "area": "平桥社区", "kind": "complaint",
        "subject": town.FUEL, "link": "transport",
    }  # fmt: skip
    looked = send(clerk, "/desk/intake", "/desk/intake", **said, look="1")
    assert '<option value="transport" selected>' in looked.content.decode()
    taken = send(clerk, "/desk/intake", "/desk/intake", **said)
    assert taken.status_code == 302
    assert Case.objects.get().link == "transport"


def test_who_took_it_last_time_is_asked_of_the_same_link(people, desk):
    dispatcher, clerk = desk
    approved(people)
    ruled = accepted(clerk, EAST_POINT, subject=town.FUEL, link="transport")
    officer = cast.officer(cast.Body(grid.body("FIRE1").id, grid.body("FIRE1").ref), town.CITY)
    service.move(ruled, "dispatch", {"lead": grid.body("FIRE1").ref}, **town.said(dispatcher.actor))
    service.move(
        ruled, "return", {"ground": "not_ours", "reason": "运输不归我们"}, **town.said(officer.actor)
    )
    ruling = {"decision": "upheld", "lead": grid.body("TRAN1").ref, "reason": "运输环节归交通"}
    service.move(ruled, "rule", ruling, **town.said(dispatcher.actor))
    same = accepted(clerk, EAST_POINT, subject=town.FUEL, link="transport")
    other = accepted(clerk, EAST_POINT, subject=town.FUEL, link="use")
    assert "运输环节归交通" in page(dispatcher, f"/desk/case/{same}")
    assert "运输环节归交通" not in page(dispatcher, f"/desk/case/{other}")


def test_the_public_page_names_the_link(people, desk, client):
    _, clerk = desk
    approved(people)
    ref = accepted(clerk, EAST_POINT, subject=town.FUEL, link="use")
    assert cases.public_case(ref).link == "use"
    client.cookies["lang"] = "en"
    assert "“Vegetable-oil” fuel · use" in client.get(f"/public/c/{ref}").content.decode()


def test_programs_are_told_the_links_and_may_name_one(people, desk, client):
    approved(people)
    subject = client.get(f"/api/v1/subjects/{town.FUEL}").json()
    assert [one["link"] for one in subject["links"]] == [*LINKS]
    assert subject["links"][0]["name"] == {"zh": "储存", "en": "storage"}
    assert client.get(f"/api/v1/subjects/{town.LAMP}").json()["links"] == []
    here = {"lon": EAST_POINT[0], "lat": EAST_POINT[1], "subject": town.FUEL}
    assert client.get("/api/v1/responsible", here).status_code == 409
    found = client.get("/api/v1/responsible", {**here, "link": "transport"}).json()
    assert (found["link"], found["lead"]["code"]) == ("transport", "TRAN1")
    assert client.get("/api/v1/responsible", {**here, "link": "burial"}).status_code == 422
    for link, status in (("transport", 201), ("burial", 422)):
        said = {"body": "植物油燃料", **here, "link": link}
        key = {"Idempotency-Key": town.said()["act_id"]}
        assert client.post("/api/v1/cases", said, "application/json", headers=key).status_code == status


def test_a_service_may_ask_for_the_link_itself(people, desk):
    _, definition = cases.current("request")
    choices = Question("link", QuestionType.CHOICE, choices=tuple(LINKS))
    asking = replace(definition, form=Form((*definition.form.questions, choices)))
    told_ = service.Told(body="植物油燃料", answers={"link": "use"})
    asked = read_asked(told_, asking, town.AT)
    assert (asked.link, asked.values) == ("use", {})
    assert read_asked(replace(told_, answers={}), asking, town.AT).link == ""
