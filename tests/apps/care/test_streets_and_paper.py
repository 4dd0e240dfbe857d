"""Ways between visits over the streets that were brought in, told as such; the plan on paper; files by program."""

import uuid
from datetime import date

import pytest
from django.test import Client
from tests import cast
from tests.apps.care.conftest import said
from tests.apps.care.test_visiting import TOMORROW, plan, require, seen
from tests.apps.centres.test_reach import streets
from tests.city import POINT, SOUTH, STEP, WEST

from linli.apps.care import facts, service
from linli.apps.care.facts import planner
from linli.apps.centres import facts as centres_facts
from linli.apps.centres import service as centres

PLACES = [
    (WEST + 0.1 * STEP, POINT[1]),
    (WEST + 1.9 * STEP, POINT[1]),
    (WEST + 0.1 * STEP, SOUTH + 1.6 * STEP),
]


def bring(**more):
    keeper = cast.county_administrator("/9901/")
    return centres.bring_streets(streets(**more), **said(keeper))


def test_without_a_network_ways_are_straight_with_their_detour(city):
    assert centres_facts.ways_between(PLACES) is None
    found = planner.ways(PLACES)
    assert (found.told(), found.straight) == ({}, 0)
    assert found.minutes[0][1] == planner.way(PLACES[0], PLACES[1])


@pytest.mark.both_databases
def test_ways_follow_the_streets_and_say_which(city):
    bring()
    metres, fact = centres_facts.ways_between(PLACES)
    assert fact.source == "测试路网"
    assert metres[0][0] == 0.0
    along, across, round_ = metres[0][1], metres[0][2], metres[1][2]
    assert round_ == pytest.approx(along + across, rel=0.01)
    assert metres[2][1] == pytest.approx(round_, rel=1e-6)
    found = planner.ways(PLACES)
    assert (found.streets, found.straight) == ("测试路网", 0)
    assert found.minutes[0][1] == pytest.approx(
        along / planner.METRES_A_MINUTE + planner.DOOR_MINUTES, abs=0.01
    )


def test_what_the_streets_do_not_join_is_straight_and_counted(city):
    bring(joined=False)
    far = (POINT[0] + 3.0, POINT[1])
    metres, _ = centres_facts.ways_between([*PLACES, far])
    assert metres[0][2] is None
    assert metres[0][3] is None
    found = planner.ways([*PLACES, far])
    assert found.straight == 10
    assert found.minutes[0][2] == planner.way(PLACES[0], PLACES[2])


def test_two_homes_on_one_street_go_straight_along_it(city):
    bring()
    near = [(WEST + (0.5 + n / 10) * STEP, POINT[1]) for n in range(2)]
    metres, _ = centres_facts.ways_between(near)
    assert metres[0][1] == pytest.approx(0.1 * STEP * 111_000 * 0.79, rel=0.05)
    assert centres_facts.ways_between([]) is None


@pytest.mark.one_database
def test_the_plan_of_a_day_says_how_its_ways_were_counted(visited, client, monkeypatch):
    require(visited)
    plan(visited)
    assert seen(visited).walked == {}
    bring()
    plan(visited)
    assert seen(visited).walked["streets"] == "测试路网"
    client.force_login(visited.coordinator.account)
    body = visited.city.ref("PING")
    page = client.get(f"/desk/care/day/{body}?day={TOMORROW}").content.decode()
    assert "测试路网" in page


AGREED = {
    "needs": "洗澡不便", "goals": "干净舒服", "lines": [{"service": "bathing", "times": 2, "by": "carer"}],
    "review_on": "2027-10-01", "how": "self",
}  # fmt: skip


def call(member):
    client = Client()
    if member.account is not None:
        client.force_login(member.account)

    def send(path, body=None):
        if body is None:
            return client.get(f"/api/v1{path}")
        key = {"Idempotency-Key": str(uuid.uuid4())}
        return client.post(f"/api/v1{path}", body, content_type="application/json", headers=key)

    send.client = client
    return send


@pytest.mark.one_database
def test_plans_and_visits_are_kept_by_program_as_on_the_page(in_care):
    lead, carer = call(in_care.coordinator), call(in_care.carers[0])
    path = f"/care/files/{in_care.file}"
    assert lead(f"{path}/plan").status_code == 404
    assert lead(f"{path}/plans", AGREED).json()["code"] == "care.assess_first"
    in_care.assess()
    (unread,) = lead(f"{path}/plans", {**AGREED, "review_on": "soon"}).json()["problems"]
    assert (unread["field"], unread["code"]) == ("review_on", "care.not_a_day")
    assert lead(f"{path}/plans", AGREED).json() == {"version": 1}
    assert lead(f"{path}/plan").json()["lines"] == AGREED["lines"]
    assert carer(f"{path}/plan").status_code == 404
    assert carer(f"{path}/plans", AGREED).status_code == 404
    bath = {"key": "morning", "parts": [{"service": "bathing", "minutes": 30}], "opens": 540, "closes": 600}
    assert lead(f"{path}/requirements", {**bath, "closes": 500}).status_code == 422
    assert lead(f"{path}/requirements", bath).status_code == 201
    (need,) = lead(f"{path}/requirements").json()["requirements"]
    assert (need["key"], need["parts"], need["days"]) == ("morning", [["bathing", 30]], [*range(7)])
    assert lead(f"{path}/requirements/end", {"key": "morning"}).status_code == 200
    assert lead(f"{path}/requirements").json()["requirements"] == []


@pytest.mark.one_database
def test_the_plan_goes_on_paper_for_the_person_family_and_coordinator(in_care):
    in_care.assess()
    new = service.NewPlan(
        "洗澡不便", "干净舒服", (service.Line("bathing", 2, "carer"),), date(2027, 10, 1), "self"
    )
    own = f"/near/care/{in_care.file}/plan.pdf"
    desk = f"/desk/care/file/{in_care.file}/plan.pdf"
    mother, lead = call(in_care.mother).client, call(in_care.coordinator).client
    assert mother.get(own).status_code == 404
    service.agree_plan(in_care.file, new, **said(in_care.coordinator))
    for client, path in ((mother, own), (lead, desk)):
        made = client.get(path)
        assert (made.status_code, made["Content-Type"], made.content[:5]) == (
            200,
            "application/pdf",
            b"%PDF-",
        )
    for make in cast.EVERYBODY:
        client = call(make()).client
        assert client.get(own).status_code in (302, 404)
        assert client.get(desk).status_code in (302, 404)


@pytest.mark.one_database
def test_a_file_is_opened_by_program(house):
    lead = call(house.coordinator)
    new = {"resident": house.resident, "body": "PING", "consent": "spoken", "lon": POINT[0], "lat": POINT[1]}
    assert call(house.carers[0])("/care/files", new).status_code in (404, 409, 422)
    wrong = lead("/care/files", {**new, "consent": "never"})
    assert wrong.status_code == 422
    made = lead("/care/files", new)
    assert made.status_code == 201, made.content
    assert facts.seat_at(house.coordinator.actor, made.json()["ref"])[1] == "coordinator"
