"""The market's pages: a worker by five questions, an employer who writes what is not allowed, a clerk at the desk."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta

import pytest
from tests import cast
from tests.apps.jobs import market
from tests.apps.jobs.conftest import shop as shop  # noqa: PLC0414
from tests.apps.jobs.market import new_employer, said
from tests.city import AT, publish
from tests.journeys.county_matrix_test import text

from linli.apps.cases.models import CaseText
from linli.apps.jobs import facts, service
from linli.apps.jobs.models import Engagement, Post, WorkerProfile
from linli.kernel.ui import middleware, show

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def _at_the_markets_time(monkeypatch):
    """Let requests come when the market of the tests is open, whatever the day is."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):  # noqa: ARG003 - as the clock is asked
            return AT

    monkeypatch.setattr(middleware, "datetime", Clock)


def now():
    return AT


def signed(client, member):
    client.force_login(member.account)
    return client


def press(client, path, do, **more):
    return client.post(path, {"act_id": str(uuid.uuid4()), "do": do, **more}, follow=True)


def tomorrow():
    return show.local(now()).date() + timedelta(days=1)


def shift_form(**more):
    return {
        "act_id": str(uuid.uuid4()), "trade": "bricklayer", "day": tomorrow().isoformat(), "starts": "08:00",
        "ends": "17:00", "area": "990101001001", "place": "东门工地", "places": "2", "pay_fen": "300", "pay_unit": "day",
        "pay_way": "cash", "pay_days": "1", "level": "1", "tools": "given", "insurance": "none", "meals": "none",
        **more,
    }  # fmt: skip


def test_an_employer_is_told_the_words_the_law_and_both_figures(shop, client):
    signed(client, shop.owner)
    path = f"/near/jobs/employers/{shop.employer}/post"
    wrong = client.post(path, shift_form(words="限男，45岁以下，押金200"))
    assert wrong.status_code == 422
    said_back = text(wrong)
    assert "“押金”：招工不能收费" in said_back
    assert "劳动合同法" in said_back
    low = client.post(path, shift_form(pay_fen="19", pay_unit="hour"))
    assert low.status_code == 409
    assert "19 元" in text(low)
    assert "22 元" in text(low)
    back = client.post(path, shift_form(ends="07:00"))
    assert "收工时间要晚于开工时间" in text(back)
    assert client.post(path, shift_form(starts="x")).status_code == 422
    done = client.post(path, shift_form(more_days="2"))
    assert done.status_code == 302
    assert Post.objects.count() == 3
    assert "等审核" in text(client.get(done.url))


def test_a_mother_finds_work_of_four_hours_by_five_questions(shop, client):
    post = shop.opened(
        trade="kitchen", starts_at=now() + timedelta(hours=20), ends_at=now() + timedelta(hours=24),
        pay_fen=10_000,
    )  # fmt: skip
    assert "帮厨" in text(client.get("/near/jobs"))
    assert "13900" not in text(client.get(f"/near/jobs/posts/{post}"))
    assert client.post(f"/near/jobs/posts/{post}", {"act_id": str(uuid.uuid4())}).status_code == 302
    mother = cast.resident("陈静")
    signed(client, mother)
    sent = client.post(f"/near/jobs/posts/{post}", {"act_id": str(uuid.uuid4())})
    assert sent.url == f"/near/jobs/work?post={post}"
    page = client.get(sent.url)
    answers = [
        {"trades": ["kitchen"]}, {"days": [str(one) for one in range(1, 8)], "parts": ["morning", "midday", "evening", "night"]},
        {"area": "平桥社区", "reach": "5"}, {"name": "陈静", "born": "1990-05-01"}, {"helps": ["transport"], "key_group": "graduate"},
    ]  # fmt: skip
    assert client.post("/near/jobs/work", {"step": "trades"}).status_code == 422
    assert (
        '<option value="">不说</option><option value="2">' in client.get("/near/jobs/work").content.decode()
    )
    for answer in answers:
        if "area" in answer:  # a look at the post in between, and back by its button
            page = client.get(client.post(f"/near/jobs/posts/{post}", {"act_id": str(uuid.uuid4())}).url)
            assert "第 3 题" in text(page)
        carried = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
        form = {}
        for name, value in carried:
            form.setdefault(name, []).append(value)
        page = client.post("/near/jobs/work", {**form, **answer})
    assert page.status_code == 302, re.findall(r"class=.wrong.*?</p>", page.content.decode())
    assert page.url == f"/near/jobs/posts/{post}"
    row = WorkerProfile.objects.get(account=mother.account)
    assert (row.helps, row.trades.get().trade.code, row.times.count()) == ("transport", "kitchen", 28)
    assert "学徒" not in text(client.get("/near/jobs/mine"))
    assert "第 1 题" in text(client.get("/near/jobs/work"))
    wished = client.post(page.url, {"act_id": str(uuid.uuid4())}, follow=True)
    assert "等用工方答复" in text(wished)
    assert "约成" in text(client.get("/near/jobs/mine")) or "帮厨" in text(client.get("/near/jobs/mine"))
    child = client.post(
        "/near/jobs/work",
        {
            "step": "help",
            "trades": "kitchen",
            "days": "1",
            "parts": "morning",
            "area": "平桥社区",
            "reach": "5",
            "name": "x",
            "born": "2013-01-01",
        },
    )
    assert "不满 16 周岁" in text(child)


def test_two_sides_agree_read_the_agreement_and_confirm(shop, client):
    ref = service.wish(shop.opened(), **said(shop.worker))
    path = f"/near/jobs/engagements/{ref}"
    assert "等您答复" in text(signed(client, shop.owner).get(path))
    press(client, path, "yes")
    agreed = text(press(client, path, "confirm"))
    assert "用工方已确认，等干活的人" in agreed
    signed(client, shop.worker)
    page = text(client.get(path))
    assert "不收任何费用，不押证件" in page
    assert "到日子没拿到工钱，自动帮我讨" in page
    press(client, path, "confirm", wants_case="yes", keeps_name="yes")
    row = Engagement.objects.get()
    assert (row.state, row.wants_case, row.keeps_name) == ("confirmed", True, True)
    assert "Employer: 汾安小馆" in text(client.get(f"{path}/paper"))
    press(client, path, "case_wish")
    assert not Engagement.objects.get().wants_case
    assert press(client, path, "call_off").status_code == 200
    assert press(client, path, "call_off").status_code == 409
    for member in (cast.unrelated_neighbour(), cast.officer()):
        assert signed(client, member).get(path).status_code == 404
        assert client.get(f"{path}/paper").status_code == 404


def test_an_employer_registers_and_is_verified_by_two_at_the_desk(shop, client):
    signed(client, cast.resident("孙丽"))
    new = new_employer(name="好味食堂", credit_code=market.credit_code("91140100MA0KABC99"))
    form = {
        "kind": "company",
        "name": new.name,
        "phone": new.phone,
        "area": "平桥社区",
        "credit_code": new.credit_code,
    }
    wrong = client.post("/near/jobs/employers/new", {**form, "credit_code": new.credit_code[:-1] + "0"})
    assert (wrong.status_code, "输错了一位" in text(wrong)) == (422, True), re.findall(
        r"class=.wrong.*?</p>", wrong.content.decode()
    )
    made = client.post("/near/jobs/employers/new", {**form, "act_id": str(uuid.uuid4())})
    ref = made.url.rsplit("/", 1)[1]
    assert "等看证件" in text(client.get(made.url))
    desk = f"/desk/jobs/employers/{ref}"
    signed(client, shop.clerk)
    assert "好味食堂" in text(client.get("/desk/jobs"))
    assert press(client, desk, "look").status_code == 422
    press(client, desk, "look", seen=["licence"])
    assert press(client, desk, "verify").status_code == 409
    signed(client, shop.second)
    assert "已核验" in text(press(client, desk, "verify"))
    press(client, desk, "suspend", reason="unsafe")
    assert "有安全隐患" in text(client.get(desk))
    assert client.post(desk, {"do": "burn"}).status_code == 404


def test_a_clerk_shares_out_the_day_by_one_key_and_takes_a_bricklayer_down(shop, client):
    starts = now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=24)
    post = service.post_shift(
        shop.employer,
        market.new_post(starts_at=starts, ends_at=starts + timedelta(hours=6)),
        **said(shop.owner),
    )
    signed(client, shop.clerk)
    page = f"/desk/jobs/posts/{post}"
    assert "通过，发布" in text(client.get(page))
    press(client, page, "open")
    form = {
        "act_id": str(uuid.uuid4()), "consent": "spoken", "name": "石铁柱", "phone": "13900007777", "born": "1971-03-01",
        "trades": ["bricklayer"], "level_bricklayer": "4", "days": [str(one) for one in range(1, 8)],
        "parts": ["morning", "midday", "evening", "night"], "area": "平桥社区", "reach": "5",
    }  # fmt: skip
    assert client.post("/desk/jobs/workers/new", {**form, "consent": ""}).status_code == 422
    taken = client.post("/desk/jobs/workers/new", form, follow=True)
    assert "零工登记小条" in text(taken), re.findall(r"class=.wrong.*?</p>", taken.content.decode())
    assert "口头同意" in text(taken)
    assert "石**" in text(client.get("/desk/jobs/workers?phone=yes"))
    day = show.local(starts).date().isoformat()
    shown = client.get(f"/desk/jobs/day?day={day}&area=990101")
    pairs = re.findall(r'name="pair" value="([^"]+)"', shown.content.decode())
    assert len(pairs) == 1
    assert "先来先得只能安排 1 个" in text(shown)
    sent = client.post(
        "/desk/jobs/day",
        {"act_id": str(uuid.uuid4()), "day": day, "area": "990101", "pair": pairs},
        follow=True,
    )
    assert "发出了 1 份" in text(sent)
    assert Engagement.objects.get().state == "offered"
    assert client.get("/desk/jobs/day?day=x&area=nowhere").status_code == 404
    assert "谁来干" in text(client.get(page))


def test_the_board_of_the_hall_is_large_prints_and_comes_anew(shop, client):
    shop.opened(starts_at=now() + timedelta(hours=20), ends_at=now() + timedelta(hours=26))
    page = client.get("/near/jobs/board?area=990101&paper=a3")
    assert page["Refresh"] == "60"
    assert "瓦工" in text(page)
    assert "paper-a3" in page.content.decode()
    assert client.get("/near/jobs/board?area=nowhere").status_code == 404
    figures = text(client.get("/near/jobs/figures"))
    assert "6,000" in figures
    assert "两处不一致" in figures


def test_the_tables_are_kept_by_the_county(shop, client):
    signed(client, cast.county_administrator("/9901/"))
    path = "/desk/jobs/tables"
    press(client, path, "trade", code="tiler", name_zh="贴砖工", name_en="Tiler")
    assert "贴砖工" in text(client.get(path))
    press(client, path, "wage", area="990101", since="2026-05-01", hourly="23.5", source="示例文件")
    assert facts.least_wage("/9901/990101/", show.local(now()).date()).hourly == 2_350
    assert press(client, path, "wage", area="990101", since="", hourly="1", source="x").status_code == 422


def test_who_opens_which_page(shop, client):
    post = shop.opened()
    pages = {
        "/desk/jobs": (cast.clerk, cast.supervisor, cast.county_administrator),
        "/desk/jobs/day": (cast.clerk,),
        "/desk/jobs/workers": (cast.clerk, cast.supervisor, cast.county_administrator),
        "/desk/jobs/workers/new": (cast.clerk,),
        "/desk/jobs/tables": (cast.county_administrator,),
        "/desk/jobs/wording": (cast.county_administrator, cast.second_approver),
        f"/near/jobs/employers/{shop.employer}": (),
        f"/near/jobs/employers/{shop.employer}/shifts/{post}": (),
        f"/near/jobs/employers/{shop.employer}/shifts/{post}/list": (),
        f"/desk/jobs/employers/{shop.employer}": (),
    }
    for make in cast.EVERYBODY:
        member = make()
        client.logout()
        if member.account:
            client.force_login(member.account)
        for page, may in pages.items():
            status = client.get(page).status_code
            if member.account is None:
                assert status == 302, page
            elif make not in may:
                assert status == 404, (make, page)
            else:
                assert status in (200, 404), (make, page)  # 404: the area of the cast is not in this city


def test_lists_ask_no_more_however_long_they_are(shop, client, django_assert_max_num_queries):
    for _ in range(3):
        shop.opened()
    with django_assert_max_num_queries(6):
        assert len(facts.open_posts(market.AT).rows) == 3
    with django_assert_max_num_queries(6):
        facts.workers(shop.clerk.actor)
    with django_assert_max_num_queries(6):
        facts.my_engagements(shop.worker.actor)


def test_the_dictionary_is_tried_proposed_and_put_in_force_by_another(shop, client):
    path = "/desk/jobs/wording"
    new = {
        "code": "local",
        "patterns": "试工不给钱",
        "excuses": "",
        "basis_zh": "本县规定",
        "basis_en": "County rule",
    }
    signed(client, cast.county_administrator("/9901/"))
    assert "不能写的话" in text(client.get(f"{path}?sort=local"))
    assert "会拦下：试工不给钱" in text(press(client, path, "try", words="试 工 不给钱", **new))
    assert press(client, path, "try", **{**new, "patterns": "(押"}).status_code == 422
    assert "要请另一个人同意" in text(press(client, path, "propose", **new))
    assert press(client, path, "approve", edition="1").status_code == 409
    assert press(client, path, "propose", **new).status_code == 409
    signed(client, cast.second_approver("/9901/"))
    assert "试工不给钱" in text(client.get(path))
    assert client.get("/desk/jobs/tables").status_code == 404
    assert "第 1 版" in text(press(client, path, "approve", edition="1"))
    assert facts.wording().number == 1
    assert press(client, path, "nothing").status_code == 404


def test_a_clerk_notes_a_certificate_on_the_workers_page(shop, client):
    signed(client, shop.clerk)
    path = f"/desk/jobs/workers/{shop.entry}"
    assert "证书没看过" in text(client.get(path))
    assert "证书看过了" in text(press(client, path, "see", trade="bricklayer"))
    assert press(client, path, "see", trade="bricklayer").status_code == 409
    assert press(client, path, "see", trade="kitchen").status_code == 422
    signed(client, shop.worker)
    assert "证书看过了" in text(client.get("/near/jobs/mine"))


def test_who_asks_for_help_says_what_they_want_said_and_the_desk_sees_who_waits(shop, client):
    service.enter_worker(
        market.new_worker(helps=("tools", "training"), key_group="older"), **said(shop.worker)
    )
    publish("services/flexible-work")
    signed(client, shop.worker)
    page = text(client.get("/near/jobs/mine"))
    assert "/services/flexible-work/about" in page
    for words in ("可能帮得上您的", "借工具、借书", "学手艺的课和活动", "告诉帮我的人：女满 40、男满 50"):
        assert words in page
    press(client, "/near/jobs/mine", "help", words="想学电工", says_group="yes")
    told = CaseText.objects.get(case=WorkerProfile.objects.get(account=shop.worker.account).help_case)
    assert "想学电工" in told.body
    assert "女满 40" in told.body
    assert press(client, "/near/jobs/mine", "help").status_code == 409
    signed(client, shop.clerk)
    assert "请过帮助的（1）" in text(client.get("/desk/jobs"))
    ref = service.enter_worker(
        market.new_worker(name="韩大爷", phone="13900007777", consent="spoken", key_group="landless"),
        **said(shop.clerk),
    )
    desk = f"/desk/jobs/workers/{ref}"
    assert "失地农民" not in text(client.get(desk))
    assert "已经请过帮助" in text(press(client, desk, "help", words="想找近处的活"))
    case = WorkerProfile.objects.get(ref=ref).help_case
    assert (case.channel, case.sensitivity) == ("phone", "confidential")
    assert "失地农民" not in CaseText.objects.get(case=case).body
    assert press(client, f"/desk/jobs/workers/{shop.entry}", "help").status_code == 404


def test_an_employer_prints_who_comes_with_a_line_to_sign(shop, client):
    post = shop.opened(places=2)
    path = f"/near/jobs/employers/{shop.employer}/shifts/{post}/list"
    signed(client, shop.owner)
    assert "还没有人" in text(client.get(path))
    ref = service.wish(post, **said(shop.worker))
    assert "石铁柱" not in text(client.get(path))
    service.answer(ref, yes=True, **said(shop.owner))
    page = text(client.get(path))
    assert "石铁柱" in page
    assert "13900002222" in page.replace(" ", "")
    assert client.get(path.replace(post, ref)).status_code == 404


def test_a_day_whose_places_are_all_taken_leaves_the_board_to_the_next(shop, client):
    full = shop.opened(starts_at=now() + timedelta(hours=20), ends_at=now() + timedelta(hours=26))
    shop.opened(
        trade="kitchen", starts_at=now() + timedelta(hours=44), ends_at=now() + timedelta(hours=48), pay_fen=10_000
    )  # fmt: skip
    service.answer(service.wish(full, **said(shop.worker)), yes=True, **said(shop.owner))
    assert "帮厨" in text(client.get("/near/jobs/board"))


def test_a_shift_of_yesterday_says_that_it_is_over_and_offers_nothing(shop, client):
    post = shop.opened(places=3)
    Post.objects.filter(ref=post).update(starts_at=AT - timedelta(hours=30), ends_at=AT - timedelta(hours=21))
    own = f"/near/jobs/employers/{shop.employer}"
    paths = (f"/near/jobs/posts/{post}", own, f"{own}/shifts/{post}", f"/desk/jobs/posts/{post}")
    for member, path in zip((shop.worker, shop.owner, shop.owner, shop.clerk), paths, strict=True):
        page = text(signed(client, member).get(path))
        assert "已经过了" in page, path
        offered = ("已发布", "还差", "我想干这个", "谁能干", "下架")
        assert [one for one in offered if one in page] == [], path


def test_staff_read_of_pay_that_did_not_come_at_the_desk(shop, client):
    publish("wage-arrears")
    ref = shop.confirmed()
    service.look_after_pay(AT + timedelta(days=40))
    service.look_after_pay(AT + timedelta(days=42))
    case = Engagement.objects.get(ref=ref).case
    page = signed(client, shop.clerk).get("/desk/jobs")
    assert f"/desk/case/{case.ref}" in page.content.decode()
    assert "讨薪的事" in text(page)
    assert client.get(f"/desk/case/{case.ref}").status_code == 200
    one = client.get(f"/near/jobs/engagements/{ref}").content.decode()
    assert 'class="desk-whole"' in one
    assert f"/desk/case/{case.ref}" in one
    assert (
        "desk-whole" not in signed(client, shop.worker).get(f"/near/jobs/engagements/{ref}").content.decode()
    )
