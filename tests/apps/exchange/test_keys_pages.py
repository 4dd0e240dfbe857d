"""The page and the interface about keys: what stands there, what can be done, and by whom."""

import pytest
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.apps.exchange.test_exchange import KEY, SECRET, refuses
from tests.apps.exchange.test_our_key import states
from tests.apps.exchange.test_their_key import NEXT, WEEK, announced, handed, hears, public
from tests.city import AT, act_id
from tests.contracts.api.conftest import Api
from tests.contracts.api.test_operations import fits

from linli.apps.exchange import facts, service
from linli.apps.exchange.models import OwnKey, Peer

pytestmark = pytest.mark.one_database
PAGE = "/county/peers/keys"


@pytest.fixture
def administrator(border):
    client = Client()
    client.force_login(cast.county_administrator().account)
    return client


def said(page):
    return page.content.decode()


def test_the_key_is_changed_on_the_page_which_shows_who_has_it(border, administrator):
    first = facts.own_key().public
    page = said(administrator.get(PAGE))
    assert first in page
    assert KEY in page
    wrong = administrator.post(f"{PAGE}/change", {"act_id": act_id(), "days": "0"})
    assert wrong.status_code == 422
    assert "1 到 90" in said(wrong)
    assert 'value="0"' in said(wrong)
    done = administrator.post(f"{PAGE}/change", {"act_id": act_id(), "days": "14"}, follow=True)
    assert "正在告诉各城市" in said(done)
    border.work(timezone.now())
    page = said(administrator.get(PAGE))
    assert facts.own_key().public in page
    assert first in page, "until it ends"
    assert "签收了" in page
    assert "1 / 1" in page
    again = administrator.post(f"{PAGE}/change", {"act_id": act_id(), "days": "14"})
    assert again.status_code == 409
    assert "还没有结束" in said(again)


def test_older_software_is_said_with_what_to_do_by_hand(border, administrator):
    border.answer = refuses(409, "exchange.version")
    service.change_key(service.NewKey(), actor=cast.county_administrator().actor, act_id=act_id(), at=AT)
    border.work()
    page = said(administrator.get(PAGE))
    assert "对方软件不懂" in page
    assert "更新软件" in page
    done = administrator.post(f"{PAGE}/linhe/entered", {"act_id": act_id()}, follow=True)
    assert "等着的消息现在送出" in said(done)
    assert states() == [("entered", "")]


def test_what_an_ended_key_signed_stands_on_the_page_and_a_lost_one_is_ended_there(border, administrator):
    hears(announced())
    assert handed(SECRET, AT + WEEK).refused.code == "exchange.key_ended"
    page = said(administrator.get(PAGE))
    assert "停用以后还收到它签的消息 1 次" in page
    done = administrator.post(f"{PAGE}/linhe/distrust", {"act_id": act_id()}, follow=True)
    assert "不收也不送" in said(done)
    assert "不再相信" in said(administrator.get("/county/peers"))
    assert "linhe" not in said(Client().get("/elsewhere"))
    assert Peer.objects.get().distrusted_at is not None


def test_in_english_it_reads_as_english(border, administrator):
    hears(announced())
    page = said(administrator.get(PAGE, headers={"accept-language": "en"}))
    assert "Keys of other cities" in page
    assert public(NEXT) in page


def test_by_program(border):
    client = Client()
    client.force_login(cast.county_administrator().account)
    api = Api(border.city, client)
    wrong = api.post("/exchange/keys", {"days": 91})
    assert wrong.status_code == 422
    once = act_id()
    made = fits(api.post("/exchange/keys", {"days": 3}, act=once), "/exchange/keys", "POST", 201)
    assert api.post("/exchange/keys", {"days": 3}, act=once).json() == made
    assert OwnKey.objects.count() == 2
    refused = api.post("/exchange/keys", {"days": 3})
    assert (refused.status_code, refused.json()["code"]) == (409, "exchange.key_changing")
    assert refused.json()["zh"]
    border.work(timezone.now())
    told = fits(api.get("/exchange/keys"), "/exchange/keys")
    assert told["ours"][0]["key"] == made["key"]
    assert [(one["city"], one["state"]) for one in told["told"]] == [("linhe", "told")]
    assert [one["key"] for one in told["theirs"]] == [KEY]
    entered = "/exchange/cities/{city}/key-entered"
    assert api.post(entered.format(city="linhe"), {}).json()["code"] == "exchange.key_known_there"
    gone = fits(api.post("/exchange/cities/linhe/distrust", {}), "/exchange/cities/{city}/distrust", "POST")
    assert gone["theirs"][0]["distrusted"]
    assert api.post("/exchange/cities/taigu/distrust", {}).status_code == 404


def test_the_whole_cast_at_the_page_and_the_interface(border):
    readers, keepers = set(), set()
    for make in cast.EVERYBODY:
        member, client = make(), Client()
        if member.account is None:
            continue
        client.force_login(member.account)
        name = make.__name__
        api = Api(border.city, client)
        seen = client.get(PAGE).status_code, api.get("/exchange/keys").status_code
        assert seen in {(200, 200), (404, 404)}
        readers |= {name} if seen == (200, 200) else set()
        posted = {
            client.post(f"{PAGE}/change", {"days": "0"}).status_code,
            api.post("/exchange/keys", {"days": 0}).status_code,
        }
        keepers |= {name} if posted == {422} else set()
        assert posted in ({422}, {404})
        assert client.post(f"{PAGE}/taigu/distrust").status_code == 404
        assert client.post(f"{PAGE}/taigu/entered").status_code == 404
    assert readers == {"county_administrator"}
    assert keepers == {"county_administrator", "technical_administrator"}
    assert not OwnKey.objects.exists()


def test_what_keys_cost_does_not_grow(border, administrator, django_assert_max_num_queries):
    service.change_key(service.NewKey(), actor=cast.county_administrator().actor, act_id=act_id(), at=AT)
    with django_assert_max_num_queries(8):
        administrator.get(PAGE)


def test_a_city_not_open_yet_says_so(border, administrator, settings):
    settings.EXCHANGE_CODE = ""
    assert "还没有开通" in said(administrator.get(PAGE))
