"""Casual work for programs: shifts for everybody, an engagement between its sides, the day for staff."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from tests import cast
from tests.apps.jobs import market
from tests.apps.jobs.conftest import shop as shop  # noqa: PLC0414
from tests.contracts.api.conftest import Api
from tests.contracts.api.test_bad_input import speaks

from linli.kernel.ui import middleware

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def _at_the_markets_time(monkeypatch):
    class Clock(market.datetime):
        @classmethod
        def now(cls, tz=None):  # noqa: ARG003 - as the clock is asked
            return market.AT

    monkeypatch.setattr(middleware, "datetime", Clock)


def of(city, member):
    client = Client()
    client.force_login(member.account)
    return Api(city, client)


def shift(**more):
    starts = market.MONDAY
    return {
        "trade": "bricklayer", "area": market.COMMUNITY, "place": "东门", "starts_at": starts.isoformat(),
        "ends_at": (starts + timedelta(hours=8)).isoformat(), "pay_fen": 30_000, "pay_unit": "day", **more,
    }  # fmt: skip


def test_a_shift_goes_from_its_post_to_its_pay(shop, city):
    stranger, owner, worker, clerk = (
        Api(city),
        of(city, shop.owner),
        of(city, shop.worker),
        of(city, shop.clerk),
    )
    assert len(stranger.get("/jobs/trades").json()["trades"]) == 3
    path = f"/jobs/employers/{shop.employer}/shifts"
    refused = speaks(owner.post(path, shift(words="限男，押金200")))
    assert {one["code"] for one in refused["problems"]} == {"jobs.words_fees", "jobs.words_sex"}
    low = speaks(owner.post(path, shift(pay_fen=1_900, pay_unit="hour")))
    assert low["status"] == 409
    assert "22 元" in low["zh"]
    assert speaks(owner.post(path, shift(pay_fen=-1)))["status"] == 422
    assert speaks(owner.post(path, shift(ends_at="soon")))["status"] == 422
    ref = owner.post(path, shift()).json()["ref"]
    assert stranger.get("/jobs/shifts").json()["shifts"] == []
    assert clerk.post(f"/jobs/shifts/{ref}/moves", {"move": "open"}).json()["state"] == "open"
    (one,) = stranger.get("/jobs/shifts").json()["shifts"]
    assert one["sum_fen"] == 30_000
    assert "phone" not in str(one)
    day = clerk.get("/jobs/day", area="990101", day="2026-10-12").json()
    assert (day["filled"], day["places"], day["pairs"][0]["shift"]) == (1, 1, ref)
    made = worker.post("/jobs/engagements", {"shift": ref}).json()["ref"]
    moves = f"/jobs/engagements/{made}/moves"
    assert speaks(worker.post(moves, {"move": "yes"}))["status"] == 404
    assert owner.post(moves, {"move": "yes"}).json()["state"] == "agreed"
    assert worker.post(moves, {"move": "confirm", "keeps_name": True}).json()["worker_confirmed"]
    assert owner.post(moves, {"move": "confirm"}).json()["state"] == "confirmed"
    assert speaks(clerk.post(moves, {"move": "got"}))["status"] == 404
    assert worker.get("/jobs/engagements").json()["engagements"][0]["due_on"] == "2026-10-12"
    assert speaks(stranger.get(f"/jobs/engagements/{made}"))["status"] == 401
    assert speaks(clerk.get("/jobs/shifts/x"))["status"] == 404


def test_an_employer_is_registered_and_looked_at_twice(shop, city):
    person, clerk, second = (of(city, one) for one in (shop.worker, shop.clerk, shop.second))
    new = {"kind": "household", "name": "陈静", "phone": "13812345678", "area": market.COMMUNITY}
    ref = person.post("/jobs/employers", new).json()["ref"]
    moves = f"/jobs/employers/{ref}/moves"
    assert clerk.post(moves, {"move": "look", "seen": ["id_card"]}).json()["state"] == "looked_at"
    assert speaks(clerk.post(moves, {"move": "verify"}))["status"] == 409
    assert second.post(moves, {"move": "verify"}).json()["state"] == "verified"
    assert [one["name"] for one in person.get("/jobs/employers").json()["employers"]] == ["陈*"]
    wrong = speaks(
        person.post(
            "/jobs/employers", {**new, "kind": "company", "credit_code": market.credit_code()[:-1] + "0"}
        )
    )
    assert {one["code"] for one in wrong["problems"]} == {"forms.credit_code_check"}


def test_a_worker_enters_by_program_and_children_do_not(shop, city):
    person = of(city, shop.owner)
    new = {
        "name": "马有才", "born": "1980-01-01", "area": market.COMMUNITY, "trades": [{"trade": "kitchen", "level": 2}],
        "free": [{"weekday": 1, "start": 480, "end": 720}],
    }  # fmt: skip
    act = str(uuid.uuid4())
    first = person.post("/jobs/workers", new, act=act)
    assert (first.status_code, person.post("/jobs/workers", new, act=act).json()) == (201, first.json())
    child = speaks(person.post("/jobs/workers", {**new, "born": "2011-01-01"}))
    assert {one["code"] for one in child["problems"]} == {"jobs.below_sixteen"}


def test_what_a_post_may_not_say_is_read_by_anybody_and_changed_by_two(shop, city):
    keeper, second = (of(city, one("/9901/")) for one in (cast.county_administrator, cast.second_approver))
    now = Api(city).get("/jobs/wording").json()
    assert now["edition"] == 0
    assert now["claims"][0]["is_example"]
    new = {"sort": "local", "patterns": ["试工不给钱"], "basis_zh": "本县规定", "basis_en": "County rule"}
    assert speaks(second.post("/jobs/wording/editions", new))["status"] == 404
    assert speaks(keeper.post("/jobs/wording/editions", {**new, "patterns": ["(a+)+"]}))["status"] == 422
    assert keeper.post("/jobs/wording/editions", new).json()["edition"] == 1
    moves = "/jobs/wording/editions/1/moves"
    assert speaks(keeper.post(moves, {"move": "approve"}))["status"] == 409
    assert second.get("/jobs/wording/editions").json()["proposal"]["edition"] == 1
    assert second.post(moves, {"move": "approve"}).json()["state"] == "in_force"
    assert speaks(keeper.post(moves, {"move": "withdraw"}))["status"] == 409
    assert speaks(keeper.post(f"/jobs/wording/editions/{2**70}/moves", {"move": "withdraw"}))["status"] == 404
    assert Api(city).get("/jobs/wording").json()["edition"] == 1


def test_staff_note_a_certificate_that_they_saw(shop, city):
    clerk, worker = of(city, shop.clerk), of(city, shop.worker)
    path = f"/jobs/workers/{shop.entry}"
    seen = clerk.post(f"{path}/papers", {"trade": "bricklayer"}).json()
    assert (seen["name"], seen["trades"][0]["paper_seen"]) == ("石**", True)
    assert worker.get(path).json()["name"] == "石铁柱"
    assert speaks(worker.post(f"{path}/papers", {"trade": "bricklayer"}))["status"] == 404
    assert speaks(of(city, shop.owner).get(path))["status"] == 404


def test_an_entry_is_paused_helped_and_left_by_program(shop, city):
    worker, path = of(city, shop.worker), f"/jobs/workers/{shop.entry}/moves"
    assert worker.post(path, {"move": "pause"}).json()["state"] == "paused"
    assert worker.post(path, {"move": "pause"}).status_code == 409
    assert worker.post(path, {"move": "resume"}).json()["state"] == "active"
    assert worker.post(path, {"move": "help", "words": "想学电工"}).json()["help_asked"]
    for other in (of(city, shop.owner), of(city, shop.clerk), Api(city)):
        assert other.post(path, {"move": "leave"}).status_code in (401, 404)
    assert worker.post(path, {"move": "leave"}).json()["state"] == "left"
    assert worker.post(path, {"move": "leave"}).status_code == 404
