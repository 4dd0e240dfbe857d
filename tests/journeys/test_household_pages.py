"""A contact household is asked, answers and leaves: on its own page, the grid worker's and the county's."""

from __future__ import annotations

import pytest
from django.test import Client
from tests import cast
from tests.held import held
from tests.journeys import county_town as town
from tests.journeys.desk_pages.fixed import FixedTime

from linli.apps.grid import facts as grid
from linli.apps.grid import service as ground
from linli.apps.grid.models import ContactHousehold, HouseholdTask
from linli.kernel.access.actors import STRANGER
from linli.kernel.identity.models import Account

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

OWN, FIELD, AREA = "/household", "/field/households", f"/county/areas/{town.ESTATE}"
WORDS = "三楼的李奶奶这两天一个人在家，\n方便的话上去看看。"


@pytest.fixture(autouse=True)
def _one_moment(settings):
    settings.MIDDLEWARE = ["tests.journeys.test_household_pages.Then", *settings.MIDDLEWARE]
    with held(town.AT):
        yield


class Then(FixedTime):
    """Every request comes at one moment."""

    moment = town.AT


@pytest.fixture
def people(db):
    return town.build()


@pytest.fixture
def granny(people):
    return cast.resident()


@pytest.fixture
def home(granny):
    area = grid.area(town.ESTATE).ref
    consent = ground.give_consent(area, name="王秀兰", phone="13800000001", **town.said(granny.actor))
    return consent["household"]


def browser(member, lang="zh"):
    client = Client()
    client.cookies["lang"] = lang
    if member.account:
        client.force_login(member.account)
    return client


def text(answer):
    return answer.content.decode()


def ask(member, home, page=FIELD, to=None, **said):
    form = {"do": "ask", "household": home, "kind": "look_in", "words": WORDS, "day": "2026-10-12"} | said
    return browser(member).post(to or page, form, follow=True)


def one_task():
    return HouseholdTask.objects.get()


def answer(member, what, word="", **more):
    ref = one_task().ref
    said = {"answer": what, f"word-{ref}": word, **more}
    return browser(member).post(f"{OWN}/tasks/{ref}", said, follow=True)


def test_from_the_question_to_the_word_back(people, granny, home):
    assert "问过了" in text(ask(people.grid_worker, home))
    page = text(browser(granny).get(OWN))
    assert WORDS in page
    assert "10 月 12 日" in page
    assert "平桥社区居委会" in page
    assert "接下了" in text(answer(granny, "take", seen="offered"))
    assert "记下了" in text(answer(granny, "done", "奶奶挺好的。", seen="taken"))
    assert "奶奶挺好的。" in text(browser(people.grid_worker).get(FIELD))
    assert "奶奶挺好的。" in text(browser(people.keeper).get(AREA))


def test_declining_takes_one_tap(people, granny, home):
    ask(people.grid_worker, home)
    assert "没关系" in text(answer(granny, "decline"))
    assert one_task().state == "declined"


def test_both_pages_speak_english(people, granny, home):
    ask(people.grid_worker, home)
    page = text(browser(granny, "en").get(OWN))
    assert "Look in on a neighbour" in page
    assert "by Mon 12 October" in page
    assert "not answered yet" in text(browser(people.grid_worker, "en").get(FIELD))


def test_the_administrator_asks_on_the_page_of_the_area(people, granny, home):
    to = f"{AREA}/household"
    assert "问过了" in text(ask(people.keeper, home, AREA, to, kind="meeting"))
    gone = browser(people.keeper).post(to, {"do": "take_back", "task": str(one_task().ref)}, follow=True)
    assert "已收回" in text(gone)
    refused = answer(granny, "take", seen="offered")
    assert refused.status_code == 409
    assert "对方已经收回" in text(refused)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"household": ""}, "请选一户。"),
        ({"kind": "patrol"}, "请选是哪一类事。"),
        ({"words": " "}, "请写清楚是什么事"),
        ({"words": "看" * 501}, "写得太长了"),
        ({"day": "2026-10-08"}, "这一天已经过去了"),
        ({"day": "12日"}, "这个日期看不懂"),
    ],
)
@pytest.mark.parametrize("page", [FIELD, AREA])
def test_what_is_typed_badly_stays_and_is_told(people, home, page, said, sentence):
    member, to = (people.grid_worker, None) if page == FIELD else (people.keeper, f"{AREA}/household")
    wrong = ask(member, home, page, to, **said)
    assert wrong.status_code == 422
    assert sentence in text(wrong)
    assert text(wrong).count('class="errors"') == 1
    assert said.get("words", WORDS).strip() in text(wrong).replace("\r\n", "\n")
    assert not HouseholdTask.objects.exists()


def test_an_answer_given_twice_or_to_an_old_page_is_told(people, granny, home):
    ask(people.grid_worker, home)
    long = "好" * 501
    answer(granny, "take", seen="offered")
    stale = answer(granny, "done", "看过了", seen="offered")
    assert stale.status_code == 409
    assert "刚才有变化" in text(stale)
    assert "看过了" in text(stale)
    too_long = answer(granny, "done", long, seen="taken")
    assert too_long.status_code == 422
    assert long in text(too_long)
    answer(granny, "done", seen="taken")
    twice = answer(granny, "done", seen="taken")
    assert twice.status_code == 409
    assert "已经回过话了" in text(twice)


def test_nobody_else_opens_answers_or_asks(people, granny, home):
    ask(people.grid_worker, home)
    ref = one_task().ref
    elsewhere = cast.grid_worker(area=town.XI)
    for member in (cast.unrelated_neighbour(), people.grid_worker, people.officer, elsewhere):
        assert browser(member).get(OWN).status_code == 404
        assert answer(member, "take").status_code == 404
        assert browser(member).post(f"{OWN}/{home}/leave").status_code == 404
        assert browser(member).post(f"{OWN}/{home}/letters", {"letters": "yes"}).status_code == 404
    stranger = cast.Member(None, STRANGER)
    assert browser(stranger).post(f"{OWN}/tasks/{ref}", {"answer": "take"}).status_code == 302
    assert browser(stranger).get(OWN).headers["Location"].startswith("/login")
    for member in (granny, people.officer, people.approver, cast.volunteer(town.PING), cast.clerk(town.CITY)):
        assert browser(member).get(FIELD).status_code == 404
    assert ask(elsewhere, home).status_code == 404
    assert WORDS not in text(browser(elsewhere).get(FIELD))
    assert ask(people.grid_worker, "nothing").status_code == 404
    assert one_task().state == "offered"


def test_leaving_is_one_step_and_leaves_no_word(people, granny, home):
    ask(people.grid_worker, home)
    assert 'href="/household"' in text(browser(granny).get("/mine"))
    browser(granny).post(f"{OWN}/{home}/letters", {"letters": "yes"})
    assert "不用发短信了" in text(browser(granny).get(OWN))
    gone = browser(granny).post(f"{OWN}/{home}/leave", follow=True)
    assert "已经不是中心户" in text(gone)
    assert 'href="/household"' not in text(gone)
    assert browser(granny).get(OWN).status_code == 404
    seen = text(browser(people.grid_worker).get(FIELD))
    assert "李奶奶" not in seen
    assert "这一户已退出" in seen
    assert "已经退出" in text(ask(people.grid_worker, home))


def test_a_household_without_anything_asked_sees_that(granny, home):
    assert "眼下没有要帮忙的事" in text(browser(granny).get(OWN))


def test_a_household_on_paper_answers_online_if_it_said_so(people):
    to, given = f"{AREA}/household", {"do": "give", "name": "张阿姨", "signed": "yes"}
    keeper = browser(people.keeper)
    keeper.post(to, {**given, "phone": "0351-1"})
    assert "另有 1 户是纸质登记的" in text(browser(people.grid_worker).get(FIELD))
    wrong = keeper.post(to, {**given, "phone": "0351-1", "online": "yes"})
    assert wrong.status_code == 422
    keeper.post(to, {**given, "phone": "13800001111", "online": "yes", "letters": "yes"})
    household = ContactHousehold.objects.get(account__isnull=False)
    assert household.wants_letters
    ask(people.grid_worker, str(household.ref))
    client = Client()
    client.force_login(Account.objects.get(pk=household.account_id))
    assert WORDS in text(client.get(OWN))
