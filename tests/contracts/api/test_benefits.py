"""What the rules say of answers, asked by a program: it stores nothing, and bad input has its sentence."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client
from tests.contracts.api.test_bad_input import BODIES, EVIL, LONG, rows, speaks
from tests.contracts.api.test_operations import fits

from linli.apps.benefits import facts, service
from linli.kernel.access.actors import system_actor
from linli.packs.benefits import publish_benefit
from linli.packs.folder import SHIPPED

pytestmark = pytest.mark.django_db
DECIDE = "/api/v1/benefits/childcare-allowance/decide"
GOOD = {"on": "2026-10-09", "answers": {"birth": "2026-01-09", "citizen": True}}


@pytest.fixture(autouse=True)
def _published():
    at = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)
    folder = SHIPPED / "benefits" / "childcare-allowance"
    publish_benefit(folder, actor=system_actor("test"), act_id=str(uuid4()), at=at)


def ask(sent, path=DECIDE, **headers):
    """Each question from an address of its own: a stranger may not ask very often."""
    body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
    client = Client(raise_request_exception=False, REMOTE_ADDR=f"127.0.{len(body) % 250}.{uuid4().int % 250}")
    return client.post(path, body, content_type=headers.pop("content_type", "application/json"))


def test_it_decides_with_a_sum_and_keeps_nothing():
    before = rows()
    told = ask(GOOD).json()
    assert (told["benefit"], told["on"], told["entitled"]) == ("childcare-allowance", "2026-10-09", True)
    assert told["waits_for"] == []
    assert rows() == before


def test_what_is_not_said_is_asked_next():
    told = ask({"on": "2026-10-09", "answers": {}}).json()
    assert told["entitled"] is None
    assert told["asks_next"]


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_bodies_that_cannot_be_understood(body):
    assert speaks(ask(body))["status"] in {400, 413, 422}


@pytest.mark.parametrize("wrong", [
    {"answers": {"birth": "yesterday"}}, {"answers": {"birth": "2026-13-40"}}, {"answers": {"birth": []}},
    {"answers": {"citizen": "perhaps"}}, {"answers": {"nobody_asked": 1}}, {"answers": []},
    {"on": "2026-02-30", "answers": {}}, {"on": 5, "answers": {}}, {"answers": {"birth": LONG}},
    *({"answers": {"birth": evil}} for evil in EVIL.values() if evil != EVIL["half a character"]),
])  # fmt: skip
def test_wrong_answers_are_named_or_left_open_and_never_break(wrong):
    answer = ask({"on": "2026-10-09", **wrong})
    if answer.status_code != 200:
        speaks(answer)
    else:
        assert answer.json()["entitled"] is None


def test_a_kind_that_is_not_json_and_a_benefit_that_is_not_there():
    assert speaks(ask(GOOD, content_type="text/plain"))["status"] == 415
    assert speaks(ask(GOOD, DECIDE.replace("childcare", "no-such")))["status"] == 404


def test_what_is_kept_and_proposed_is_read_and_answered_by_its_own_person(api):
    actor, at = api.city.people["resident"].actor, datetime(2026, 10, 9, 1, 0, tzinfo=UTC)
    said = {"actor": actor, "act_id": str(uuid4()), "at": at}
    answers = {"birth": "2026-01-09", "citizen": True}
    wish = service.Wish("childcare-allowance", facts.hash_of("childcare-allowance"), answers, findable=True)
    service.keep(wish, **said)
    officer = {"actor": api.city.people["officer"].actor, "at": at}
    programme = service.start_programme(
        "childcare-allowance", api.city.ref("DRAINS"), act_id=str(uuid4()), **officer
    )
    service.run_programme(programme, act_id=str(uuid4()), **officer)
    mine, other = api.as_("resident"), api.as_("neighbour")
    told = fits(mine.get("/kept-answers"), "/kept-answers")
    assert told["kept"][0]["answers"] == answers
    (one,) = told["proposals"]
    assert one["service"] == "request"
    assert other.get("/kept-answers").json() == {"kept": [], "proposals": []}
    assert other.post(f"/proposals/{one['ref']}", {"answer": "no"}).status_code == 404
    assert mine.post(f"/proposals/{one['ref']}", {"answer": "no", "reason": "x"}).status_code == 422
    done = fits(mine.post(f"/proposals/{one['ref']}", {"answer": "yes"}), "/proposals/{proposal}", "POST")
    assert (done["state"], mine.get(f"/cases/{done['case']}").status_code) == ("accepted", 200)


def test_programmes_are_started_run_and_ended_by_their_body_in_counts(api):
    at = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)
    said = {"actor": api.city.people["resident"].actor, "act_id": str(uuid4()), "at": at}
    answers = {"birth": "2026-01-09", "citizen": True}
    wish = service.Wish("childcare-allowance", facts.hash_of("childcare-allowance"), answers, findable=True)
    service.keep(wish, **said)
    officer, wanted = api.as_("officer"), {"benefit": "childcare-allowance", "body": api.city.ref("DRAINS")}
    ref = fits(officer.post("/programmes", wanted), "/programmes", "POST", 201)["ref"]
    assert speaks(officer.post("/programmes", wanted))["status"] == 409
    assert speaks(officer.post("/programmes", {**wanted, "body": api.city.ref("LIGHTS")}))["status"] == 422
    path, act = f"/programmes/{ref}/run", str(uuid4())
    ran = fits(officer.post(path, {}, act=act), "/programmes/{programme}/run", "POST")
    assert (ran["looked_at"], ran["proposed"], ran["more"]) == (1, 1, False)
    assert officer.post(path, {}, act=act).json() == ran
    assert speaks(officer.post(path, {"company": "1"}))["status"] == 422
    (one,) = fits(officer.get("/programmes"), "/programmes")["programmes"]
    assert (one["ref"], one["agreed"], one["states"]) == (ref, 1, {"open": 1})
    assert "2026-01-09" not in json.dumps(one)
    assert api.as_("supervisor").get("/programmes").json()["programmes"] == [one]
    assert api.as_("other_officer").get("/programmes").json() == {"programmes": []}
    assert (api.get("/programmes").status_code, api.as_("clerk").get("/programmes").status_code) == (401, 404)
    for who in ("supervisor", "other_officer", "resident"):
        assert speaks(api.as_(who).post(path, {}))["status"] == 404
    ended = fits(officer.post(f"/programmes/{ref}/end", {}), "/programmes/{programme}/end", "POST")
    assert (ended["ended_at"] is not None, ended["states"]) == (True, {"withdrawn": 1})
    assert speaks(officer.post(f"/programmes/{ref}/end", {}))["status"] == 409
