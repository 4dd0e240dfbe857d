"""B18 end to end: the vegetable-oil example from its sheet to a request that is routed, in the pilot district only."""

from __future__ import annotations

import io
import re

import pytest
from tests import cast
from tests.journeys import county_town as town

from linli.apps.catalogue import facts
from linli.apps.grid import facts as grid
from linli.core.shared.outcomes import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
MATRIX = "/county/matrix"


@pytest.fixture
def people(db):
    return town.build()


@pytest.fixture
def sign_in(client):
    def as_(member):
        client.force_login(member.account)
        return client

    return as_


def text(response):
    return response.content.decode()


def form_of(response):
    """The id that the page's forms carry."""
    return text(response).split('name="act_id" value="')[1].split('"')[0]


def lead(area, link="storage"):
    found = facts.responsible(town.FUEL, area, town.AT.date(), link=link)
    return found.code if isinstance(found, Refusal) else found.lead


def upload(client, content, **more):
    page = client.get(f"{MATRIX}/import")
    file = io.BytesIO(content)
    file.name = "rows.csv"
    return client.post(f"{MATRIX}/import", {"sheet": file, "act_id": form_of(page), **more})


def example(client):
    return client.get(f"{MATRIX}/import/matrix_vegetable_oil_fuel.csv").content


def test_from_the_sheet_to_a_routed_request_in_the_pilot_district_only(people, sign_in):
    keeper = sign_in(people.keeper)
    report = upload(keeper, example(keeper), pilot="990101")
    assert report.status_code == 200
    assert "7 条成为提议" in text(report)
    refs = [one.ref for one in facts.matrix_lines(actor=people.keeper.actor, state="proposed")]
    assert len(refs) == 7
    assert lead(town.PING) == "routing.no_row"

    seen = text(keeper.get(f"{MATRIX}/waiting/effect", {"ref": refs}))
    assert "7 处换人负责" in seen
    assert "河西区" in seen  # the gaps that a pilot leaves elsewhere

    approver = sign_in(people.approver)
    page = approver.get(f"{MATRIX}/waiting/effect", {"ref": refs})
    done = approver.post(f"{MATRIX}/waiting/approve", {"ref": refs, "act_id": form_of(page)}, follow=True)
    assert "都批准了" in text(done)

    assert lead(town.PING) == grid.body("EMER1").ref
    assert lead(town.PING, "transport") == grid.body("TRAN1").ref
    assert lead(town.XI) == "routing.no_row"
    asked = text(approver.get(f"{MATRIX}/ask", {"subject": town.FUEL, "area": "990101001001"}))
    assert "河东区应急管理局" in asked
    assert "没有人负责" in text(approver.get(f"{MATRIX}/ask", {"subject": town.FUEL, "area": "990102001001"}))


def test_after_the_pilot_everywhere_and_an_end(people, sign_in):
    ref = town.approved(subject=town.FUEL, link="storage", lead="$district_dept:emergency", pilot="990101")
    approver = sign_in(people.approver)
    address = f"{MATRIX}/rows/{ref}"
    early = approver.post(
        f"{address}/decide",
        {"do": "widen", "everywhere_from": "2026-10-01", "act_id": form_of(approver.get(address))},
    )
    assert early.status_code == 409
    assert "要晚于试点开始" in text(early)
    empty = approver.post(
        f"{address}/decide", {"do": "widen", "everywhere_from": "", "act_id": form_of(early)}
    )
    assert empty.status_code == 422
    done = approver.post(
        f"{address}/decide",
        {"do": "widen", "everywhere_from": "2026-12-01", "act_id": form_of(early)},
        follow=True,
    )
    assert "全面推开的日子" in text(done)
    ended = approver.post(
        f"{address}/decide", {"do": "end", "to": "2099-01-01", "act_id": form_of(done)}, follow=True
    )
    assert "结束的日子" in text(ended)


def test_nobody_approves_their_own_and_the_page_says_so(people, sign_in):
    cast.give(people.approver.account, cast.Role.COUNTY_ADMINISTRATOR, area=town.CITY)
    both = sign_in(people.approver)
    upload(both, example(both))
    (ref, *_) = [one.ref for one in facts.matrix_lines(actor=town.MAKER, state="proposed")]
    page = both.get(f"{MATRIX}/rows/{ref}")
    assert "这一条是您提出的" in text(page)
    refused = both.post(f"{MATRIX}/rows/{ref}/decide", {"do": "approve", "act_id": form_of(page)})
    assert refused.status_code == 409
    assert "提出的人不能自己批准" in text(refused)
    many = both.post(f"{MATRIX}/waiting/approve", {"ref": [ref], "act_id": form_of(page)})
    assert "提出的人不能自己批准" in text(many)
    assert lead(town.PING) == "routing.no_row"


def test_a_row_decided_meanwhile_is_told_with_the_fresh_page(people, sign_in):
    keeper = sign_in(people.keeper)
    upload(keeper, example(keeper))
    (ref, *_) = [one.ref for one in facts.matrix_lines(actor=town.MAKER, state="proposed")]
    approver = sign_in(people.approver)
    page = approver.get(f"{MATRIX}/rows/{ref}")
    approver.post(
        f"{MATRIX}/rows/{ref}/decide",
        {"do": "approve", "act_id": form_of(approver.get(f"{MATRIX}/rows/{ref}"))},
    )
    late = approver.post(f"{MATRIX}/rows/{ref}/decide", {"do": "approve", "act_id": form_of(page)})
    assert late.status_code == 409
    assert "刚才有人先办了" in text(late)


def test_every_bad_line_has_a_reason_and_a_remedy_and_the_good_ones_are_taken(people, sign_in):
    keeper = sign_in(people.keeper)
    bad = (
        "事项,地区,主办,生效日期\n"
        f"{town.LAMP},*,LIGHTS,2026-10-09\n"
        f"{town.LAMP},990199,LIGHTS,2026-10-09\n"
        f"{town.LAMP},*,PING,2026-10-09\n"
        f"{town.LAMP},*,=1+1,2026-10-09\n"
        f"{town.LAMP},*,LIGHTS,昨天\n"
    )
    said = text(upload(keeper, bad.encode("gb18030")))
    for sentence in (
        "没有“990199”这个地区",
        "不能当主办单位",
        "里是公式",
        "不是日期",
        "1 条成为提议，4 行没有收",
    ):
        assert sentence in said
    broken = upload(keeper, b"a,b\n1,2\n")
    assert broken.status_code == 422
    assert "表格缺少这些列" in text(broken)
    assert upload(keeper, b"\x00\x01\x02").status_code == 422
    nothing = keeper.post(f"{MATRIX}/import", {"act_id": form_of(keeper.get(f"{MATRIX}/import"))})
    assert "请先选文件" in text(nothing)


def test_proposing_keeps_what_was_typed_when_something_is_wrong(people, sign_in):
    keeper = sign_in(people.keeper)
    found = text(keeper.get(f"{MATRIX}/new", {"q": "路灯不亮"}))
    assert town.LAMP.replace(":", "%3A") in found or town.LAMP in found
    page = keeper.get(f"{MATRIX}/new", {"subject": town.LAMP})
    typed = {
        "subject": town.LAMP, "link": "handle", "area": "9901", "lead": "LIGHTS", "from": "", "pilot": "990101",
        "article_zh": "示例：<b>第七条</b> 🙂", "supporting_1": "$subdistrict", "act_id": form_of(page),
    }  # fmt: skip
    wrong = keeper.post(f"{MATRIX}/new", typed)
    assert wrong.status_code == 422
    assert "示例：&lt;b&gt;第七条&lt;/b&gt; 🙂" in text(wrong)
    assert form_of(wrong) == typed["act_id"]
    done = keeper.post(f"{MATRIX}/new", {**typed, "from": "2026-10-09"}, follow=True)
    assert "已提出" in text(done)
    again = keeper.post(f"{MATRIX}/new", {**typed, "from": "2026-10-09"}, follow=True)
    assert again.redirect_chain == done.redirect_chain
    assert len(facts.matrix_lines(actor=town.MAKER)) == 1
    ref = facts.matrix_lines(actor=town.MAKER)[0].ref
    gone = keeper.post(f"{MATRIX}/rows/{ref}/decide", {"do": "reject", "reason": "", "act_id": form_of(done)})
    assert gone.status_code == 422
    keeper.post(f"{MATRIX}/rows/{ref}/decide", {"do": "reject", "reason": "写错了", "act_id": form_of(done)})
    assert keeper.get(f"{MATRIX}/rows/{ref}").status_code == 404


def test_filters_find_rows_by_subject_area_body_link_and_state(people, sign_in):
    town.approved()
    town.approved(subject=town.FUEL, link="storage", lead="$district_dept:emergency", area="990101")
    keeper = sign_in(people.keeper)
    for filters, rows in (
        ({"q": "路灯不亮"}, 1), ({"q": "2"}, 1), ({"link": "storage"}, 1), ({"area": "990102"}, 1),
        ({"area": "990101001"}, 2), ({"body": "LIGHTS"}, 1), ({"body": "$district_dept:emergency"}, 1),
        ({"state": "in_force"}, 2), ({"state": "proposed"}, 0), ({"page": "99999999"}, 2), ({"page": "x"}, 2),
    ):  # fmt: skip
        assert text(keeper.get(MATRIX, filters)).count('<th scope="row">') == rows, filters


def test_gaps_are_told_by_big_class(people, sign_in):
    town.approved()
    said = text(sign_in(people.keeper).get(f"{MATRIX}/trouble"))
    assert "39 类，共 40 类" in said
    assert "公用设施" in said


def test_the_list_costs_the_same_for_one_row_and_for_fifty(people, sign_in, django_assert_max_num_queries):
    for number in range(3):
        town.approved(subject=f"30428.2:component:01-0{number + 1}")
    keeper = sign_in(people.keeper)
    keeper.get(MATRIX)
    with django_assert_max_num_queries(9):
        keeper.get(MATRIX)


def test_the_duty_list_takes_only_what_communities_do(people, sign_in):
    approver = sign_in(people.approver)
    page = approver.get("/county/duties", {"subject": town.LAMP})
    typed = {
        "subject": town.LAMP,
        "duty": "lead",
        "area": "9901",
        "from": "2026-10-09",
        "text_zh": "看见不亮就说",
        "act_id": form_of(page),
    }
    wrong = approver.post("/county/duties", typed)
    assert wrong.status_code == 422
    assert "社区只能" in text(wrong)
    done = approver.post("/county/duties", {**typed, "duty": "report"}, follow=True)
    assert "已加进清单" in text(done)
    (listed,) = facts.snapshot().duties
    ended = approver.post(
        "/county/duties",
        {"do": "end", "ref": listed.ref, "to": "2026-12-01", "act_id": form_of(done)},
        follow=True,
    )
    assert "结束的日子" in text(ended)


def test_many_are_chosen_by_subject_or_all_and_one_bad_row_keeps_all_out(people, sign_in):
    keeper = sign_in(people.keeper)
    upload(keeper, example(keeper))
    page = keeper.get(f"{MATRIX}/new", {"subject": town.LAMP})
    typed = {"subject": town.LAMP, "link": "handle", "area": "9901", "lead": "LIGHTS", "from": "2026-10-09"}
    keeper.post(f"{MATRIX}/new", {**typed, "act_id": form_of(page)})
    cast.give(people.approver.account, cast.Role.COUNTY_ADMINISTRATOR, area=town.CITY)
    both = sign_in(people.approver)
    page = both.get(f"{MATRIX}/new", {"subject": "30428.2:component:01-02"})
    both.post(f"{MATRIX}/new", {**typed, "subject": "30428.2:component:01-02", "act_id": form_of(page)})

    waiting = text(both.get(f"{MATRIX}/waiting"))
    assert "全部（9 条）" in waiting
    assert "“植物油”燃料（7 条）" in waiting
    by_subject = both.get(f"{MATRIX}/waiting/effect", {"subject": town.FUEL})
    assert text(by_subject).count('name="ref"') == 7
    whole = both.get(f"{MATRIX}/waiting/effect", {"all": "1"})
    refs = re.findall(r'name="ref" value="([^"]+)"', text(whole))
    assert len(refs) == 9

    refused = both.post(f"{MATRIX}/waiting/approve", {"ref": refs, "act_id": form_of(whole)})
    assert refused.status_code == 409
    assert "1 条有问题，这次一条都没有批准" in text(refused)
    assert "提出的人不能自己批准" in text(refused)
    assert text(refused).count(" checked>") == 8
    assert lead(town.PING) == "routing.no_row"
    good = re.findall(r'name="ref" value="([^"]+)" form="effect" checked', text(refused))
    done = both.post(f"{MATRIX}/waiting/approve", {"ref": good, "act_id": form_of(whole)}, follow=True)
    assert "都批准了" in text(done)
    assert lead(town.PING) == grid.body("EMER1").ref
    both.cookies["lang"] = "en"
    gone = text(both.post(f"{MATRIX}/waiting/approve", {"ref": good[:1], "act_id": ""}))
    assert "1 of them was decided meanwhile" in gone
    nothing = both.post(f"{MATRIX}/waiting/approve", {"act_id": form_of(whole)})
    assert nothing.status_code == 422
    assert sign_in(people.officer).post(f"{MATRIX}/waiting/approve", {"ref": good}).status_code == 404
