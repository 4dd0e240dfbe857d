"""The interface: announcements by program from draft to key press, subscriptions, search notices."""

from __future__ import annotations

import pytest
from tests import cast
from tests.apps.notices.conftest import DISTRICT, PING
from tests.city import tiny_city
from tests.contracts.api.conftest import Api
from tests.contracts.api.test_operations import fits

from linli.apps.notices.models import Announcement

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
TEXT = {
    "area": PING, "topic": "water", "title_zh": "停水", "text_zh": "明天停水", "expires_at": "2026-12-30T00:00:00Z", "channels": ["sms"],
}  # fmt: skip


@pytest.fixture
def api(db):
    city = tiny_city()
    city.people["writer"] = cast.clerk(DISTRICT)
    city.people["second"] = cast.second_approver(DISTRICT)
    return Api(city)


def test_an_announcement_by_program(api, settings):
    resident, writer, second = api.as_("resident"), api.as_("writer"), api.as_("second")
    wish = {"area": PING, "channels": ["sms"], "topics": ["water"]}
    subscribed = fits(resident.post("/subscriptions", wish), "/subscriptions", "POST", 201)["ref"]
    assert fits(resident.get("/subscriptions"), "/subscriptions")["subscriptions"][0]["phone"].startswith(
        "138"
    )
    ref = fits(writer.post("/announcements", TEXT), "/announcements", "POST", 201)["ref"]
    assert writer.post("/announcements", {**TEXT, "expires_at": "tomorrow"}).status_code == 422
    assert api.get(f"/announcements/{ref}").status_code == 404
    told = fits(writer.get(f"/announcements/{ref}/estimate"), "/announcements/{announcement}/estimate")
    assert (told["people"], told["cost_fen"], told["spoken"][:2]) == (1, 5, "停水")
    moves = f"/announcements/{ref}/moves"
    fits(writer.post(moves, {"move": "hand_in"}), "/announcements/{announcement}/moves", "POST")
    assert writer.post(moves, {"move": "publish", "version": 1}).status_code == 404
    assert (
        fits(
            second.post(moves, {"move": "publish", "version": 1}),
            "/announcements/{announcement}/moves",
            "POST",
        )["state"]
        == "published"
    )
    fits(api.get("/announcements", area=PING), "/announcements")
    fits(writer.get("/announcement-drafts"), "/announcement-drafts")
    assert fits(api.get(f"/announcements/{ref}"), "/announcements/{announcement}")["title"]["zh"] == "停水"
    follow = fits(writer.post(moves, {"move": "correction"}), "/announcements/{announcement}/moves", "POST")
    assert Announcement.objects.get(ref=follow["ref"]).kind == "correction"
    key = {"told": "1-1-x", "key": "1", "stamp": "1", "signature": "x"}
    assert writer.post("/announcement-keys", key).status_code == 409
    fits(resident.post(f"/subscriptions/{subscribed}/end", {}), "/subscriptions/{subscription}/end", "POST")


def test_a_search_notice_by_program(api):
    resident, writer = api.as_("resident"), api.as_("writer")
    said = {"kind": "found_thing", "thing": "keys", "area": PING, "title": "捡到钥匙", "text": "红绳"}
    assert resident.post("/searches", {**said, "text": "打13812345678"}).status_code == 422
    ref = fits(resident.post("/searches", said), "/searches", "POST", 201)["ref"]
    assert fits(writer.get("/searches-waiting"), "/searches-waiting")["searches"][0]["ref"] == ref
    assert resident.post(f"/searches/{ref}/moves", {"move": "show"}).status_code == 404
    fits(writer.post(f"/searches/{ref}/moves", {"move": "show"}), "/searches/{search}/moves", "POST")
    fits(api.get("/searches"), "/searches")
    fits(api.get(f"/searches/{ref}"), "/searches/{search}")
    messages = f"/searches/{ref}/messages"
    fits(api.post(messages, {"text": "是我的"}), "/searches/{search}/messages", "POST", 201)
    assert fits(resident.get(messages), "/searches/{search}/messages")["messages"][0]["phone"] == ""
    assert writer.get(messages).status_code == 404
    fits(
        resident.post(f"/searches/{ref}/moves", {"move": "close", "outcome": "returned"}),
        "/searches/{search}/moves",
        "POST",
    )
    assert api.get(f"/searches/{ref}").status_code == 404
