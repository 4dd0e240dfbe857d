"""Somebody without an account finds out what they are entitled to, without JavaScript, and nothing is kept."""

import html
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.kernel.access.actors import system_actor
from linli.packs.benefits import publish_benefit
from linli.packs.folder import RULES, SHIPPED, packs_below

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)
CHILD = "/entitled/childcare-allowance"


@pytest.fixture(autouse=True)
def _published():
    for path in packs_below(SHIPPED / "benefits", RULES):
        publish_benefit(path, actor=system_actor("test"), act_id=str(uuid4()), at=AT)


@pytest.fixture
def english(client):
    client.cookies["lang"] = "en"
    return client


def fields(page):
    text = page.content.decode()
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text)
    return {name: html.unescape(value) for name, value in found}


def say(client, page, address=CHILD, **said):
    sent = fields(page) | {name.replace("__", "."): value for name, value in said.items()}
    return client.post(address, {"go": "next", **sent})


def test_the_list_is_by_what_happens_and_found_by_plain_words(client):
    page = client.get("/entitled").content.decode()
    assert "生孩子、养孩子" in page
    assert CHILD in page
    found = client.get("/entitled", {"q": "宝宝的奶粉钱"}).content.decode()
    assert found.index(CHILD) < found.index("生孩子、养孩子")


def test_one_question_at_a_time_up_to_the_sum_with_reasons(english):
    asked = english.get(CHILD)
    assert len(re.findall(r'name="q\.', asked.content.decode())) >= 1
    while 'name="asked"' in asked.content.decode():
        name = fields(asked)["asked"]
        said = {"birth": (datetime.now(tz=UTC).date() - timedelta(days=90)).isoformat(), "citizen": "yes"}[
            name
        ]
        asked = say(english, asked, **{f"q__{name}": said})
    text = asked.content.decode()
    assert asked.status_code == 200
    assert "Your child gets the childcare allowance." in text
    assert "¥3,600" in text
    assert "Not checked against a public text" in text
    assert "The child has not had its third birthday: yes" in text


def test_a_no_says_what_is_in_the_way_and_asks_nothing_more(english):
    first = english.get(CHILD)
    name = fields(first)["asked"]
    no = say(english, first, **{f"q__{name}": "2001-01-01" if name == "birth" else "no"}).content.decode()
    assert "there is no childcare allowance now" in no
    assert "You would be entitled if this held" in no


def test_what_is_not_known_is_told_as_what_it_depends_on(english):
    page = english.get(CHILD)
    for _ in range(2):
        page = say(english, page, go="unknown")
    text = page.content.decode()
    assert "It depends on what is listed below." in text
    assert "Is the child a Chinese citizen?" in text


def test_an_answer_that_cannot_be_read_is_told_and_the_form_stays(client):
    page = client.get(CHILD)
    name = fields(page)["asked"]
    for wrong in ("", "gibberish"):
        again = say(client, page, **{f"q__{name}": wrong})
        assert again.status_code == 422
        assert fields(again)["asked"] == name


def test_an_answer_is_changed_without_losing_the_others(client):
    page = client.get(CHILD)
    first = fields(page)["asked"]
    page = say(client, page, **{f"q__{first}": "2026-03-01" if first == "birth" else "yes"})
    page = say(client, page, go=f"change:{first}")
    assert fields(page)["asked"] == first


def test_a_state_that_was_changed_by_hand_begins_anew(english):
    page = english.get(CHILD)
    sent = say(english, page, state="tampered:with")
    assert sent.status_code == 422
    assert "from the beginning" in sent.content.decode()


def test_what_is_not_published_is_not_there(client):
    assert client.get("/entitled/nothing-here").status_code == 404


def test_nothing_about_the_person_is_stored(client):
    page = client.get(CHILD)
    with CaptureQueriesContext(connection) as ran:
        say(client, page, q__birth="2026-03-01", q__citizen="yes")
    assert not [one for one in ran.captured_queries if not one["sql"].startswith("SELECT")]
    assert len(ran.captured_queries) <= 2
