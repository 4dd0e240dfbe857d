"""Activities, rounds, childcare and meetings by program, each answer in the shape that was promised."""

from __future__ import annotations

import pytest
from tests.apps.activities.town import AT, CARE, centre, publish
from tests.contracts.api.test_operations import fits
from tests.journeys.desk_pages.fixed import FixedTime

from linli.apps.activities import facts
from linli.kernel.access.actors import STRANGER

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PLAN = {
    "kind": "holiday_care", "centre": "PING-1", "title_zh": "托管班", "first": "2026-10-17", "last": "2026-10-31",
    "weekdays": [6], "starts": "09:00", "ends": "11:00", "places": 1, "age_from": 6, "age_to": 12,
}  # fmt: skip
CHILD = {"name": "陈小雨", "born": "2018-05-01", "agrees": True}


@pytest.fixture
def town(api, settings):
    FixedTime.moment = AT
    settings.MIDDLEWARE = ["tests.journeys.desk_pages.fixed.FixedTime", *settings.MIDDLEWARE]
    centre()
    return api


def test_an_activity_from_the_plan_to_the_list(town):
    clerk, mother, other = (town.as_(who) for who in ("clerk", "resident", "neighbour"))
    assert clerk.post("/activities", PLAN | {"places": 0}).status_code == 422
    assert mother.post("/activities", PLAN).status_code == 404
    ref = fits(clerk.post("/activities", PLAN), "/activities", "POST", 201)["ref"]
    one = f"/activities/{ref}"
    assert town.get(one).status_code == 404
    assert clerk.post(f"{one}/publish", {}).status_code == 409
    for who, part in (("13900000077", "teacher"), ("13900000078", "organiser")):
        fits(
            clerk.post(f"{one}/helpers", {"who": who, "part": part}), "/activities/{activity}/helpers", "POST"
        )
    fits(clerk.post(f"{one}/publish", {}), "/activities/{activity}/publish", "POST")
    listed = fits(town.get("/activities", kind="holiday_care"), "/activities")["activities"]
    assert [(row["ref"], row["free"]) for row in listed] == [(ref, 1)]
    session = fits(town.get(one), "/activities/{activity}")["sessions"][0]["session"]
    shape = "/activities/{activity}/sign-ups"
    assert mother.post(f"{one}/sign-ups", CHILD | {"agrees": False}).status_code == 422
    assert town.post(f"{one}/sign-ups", CHILD).status_code == 401
    mine = fits(mother.post(f"{one}/sign-ups", CHILD), shape, "POST", 201)
    assert (mine["standing"], len(mine["codes"])) == ("taken", 3)
    waits = fits(other.post(f"{one}/sign-ups", CHILD | {"name": "赵小天"}), shape, "POST", 201)
    assert waits["standing"] == "waiting"
    people = fits(
        clerk.get(f"{one}/sessions/{session}/list"), "/activities/{activity}/sessions/{session}/list"
    )
    assert [row["name"] for row in people["people"]] == ["陈小雨", "赵小天"]
    assert mother.get(f"{one}/sessions/{session}/list").status_code == 404
    fits(mother.post(f"/sign-ups/{mine['ref']}/give-up", {}), "/sign-ups/{sign_up}/give-up", "POST")
    fits(other.post(f"/sign-ups/{waits['ref']}/accept", {}), "/sign-ups/{sign_up}/accept", "POST")
    (own,) = fits(other.get("/sign-ups"), "/sign-ups")["sign_ups"]
    FixedTime.moment = CARE_STARTS
    path = "/activities/{activity}/sessions/{session}/attendance"
    came = {"code": own["codes"][str(session)]}
    greeted = fits(clerk.post(f"{one}/sessions/{session}/attendance", came), path, "POST")
    assert greeted["name"].startswith("赵")
    off = {"sign_up": own["ref"], "came": False}
    fits(clerk.post(f"{one}/sessions/{session}/attendance", off), path, "POST")
    assert clerk.post(f"{one}/sessions/{session}/close", {}).status_code == 409
    fits(clerk.post(f"{one}/call-off", {}), "/activities/{activity}/call-off", "POST")


CARE_STARTS = AT.replace(day=17)


def test_a_closed_list_says_how_many_came(town):
    ref = publish(town.city)
    session = facts.sessions(facts.activity(ref, STRANGER).row)[0].id
    FixedTime.moment = AT.replace(day=18)
    answer = town.as_("clerk").post(f"/activities/{ref}/sessions/{session}/close", {})
    assert fits(answer, "/activities/{activity}/sessions/{session}/close", "POST") == {"came": 0}
    assert CARE.places == 2


def test_a_round(town):
    clerk = town.as_("clerk")
    stop = {"area": "990101100200", "starts": "2026-10-12T09:00", "ends": "2026-10-12T11:00"}
    new = {"title_zh": "义诊", "body": "LIUXI", "team": "三队", "kit": "血压计", "stops": [stop]}
    assert clerk.post("/circuits", new | {"stops": [stop, stop]}).status_code == 422
    ref = fits(clerk.post("/circuits", new), "/circuits", "POST", 201)["ref"]
    assert clerk.post("/circuits", new).status_code == 409
    (row,) = fits(town.get("/circuits"), "/circuits")["circuits"]
    number = row["stops"][0]["stop"]
    FixedTime.moment = AT.replace(day=13)
    reached = f"/circuits/{ref}/stops/{number}/reached"
    shape = "/circuits/{circuit}/stops/{stop}/reached"
    assert clerk.post(reached, {"reached": -1}).status_code == 422
    fits(clerk.post(reached, {"reached": 3}), shape, "POST")
    assert fits(town.get(f"/circuits/{ref}"), "/circuits/{circuit}")["stops"][0]["few"] is True
    fits(
        clerk.post(f"/circuits/{ref}/stops/{number}/drop", {}),
        "/circuits/{circuit}/stops/{stop}/drop",
        "POST",
    )
    assert len(fits(town.get("/circuits", over="true"), "/circuits")["circuits"]) == 1


def test_a_childcare_place(town):
    clerk, mother = town.as_("clerk"), town.as_("resident")
    new = {
        "centre": "PING-1",
        "name_zh": "托小班",
        "months_from": 12,
        "months_to": 23,
        "places": 1,
        "staff": 1,
    }
    assert clerk.post("/childcare", new | {"places": 6}).status_code == 422
    ref = fits(clerk.post("/childcare", new), "/childcare", "POST", 201)["ref"]
    assert fits(town.get("/childcare"), "/childcare")["certainty"] == "example"
    wish = {"name": "陈小宝", "born": "2025-03-15", "wants_from": "2026-10-12", "agrees": True}
    made = fits(
        mother.post(f"/childcare/{ref}/applications", wish), "/childcare/{group}/applications", "POST", 201
    )
    (own,) = fits(mother.get("/childcare/applications"), "/childcare/applications")["applications"]
    assert (own["ref"], own["standing"]) == (made["ref"], "offered")
    for what in ("accept", "leave"):
        shape = f"/childcare/applications/{{application}}/{what}"
        fits(mother.post(f"/childcare/applications/{own['ref']}/{what}", {}), shape, "POST")


def test_a_meeting(town):
    clerk, person, officer = (town.as_(who) for who in ("clerk", "resident", "officer"))
    new = {
        "question_zh": "空地做什么好？",
        "body": "PING",
        "area": "990101001001",
        "ends_at": "2026-10-16T18:00",
    }
    ref = fits(clerk.post("/meetings", new), "/meetings", "POST", 201)["ref"]
    one = f"/meetings/{ref}"
    assert person.post(f"{one}/suggestions", {"text": "字" * 20_001}).status_code == 422
    said = "/meetings/{meeting}/suggestions"
    refs = [
        fits(person.post(f"{one}/suggestions", {"text": text}), said, "POST", 201)["ref"]
        for text in ("长椅", "灯")
    ]
    for each in refs:
        shape = "/meetings/{meeting}/suggestions/{suggestion}/look-over"
        fits(clerk.post(f"{one}/suggestions/{each}/look-over", {}), shape, "POST")
    theme = fits(
        clerk.post(f"{one}/themes", {"title_zh": "座椅"}), "/meetings/{meeting}/themes", "POST", 201
    )["ref"]
    moved = {"suggestions": refs[:1], "theme": theme}
    for _ in range(2):
        fits(clerk.post(f"{one}/group", moved), "/meetings/{meeting}/group", "POST")
        if _ == 0:
            fits(clerk.post(f"{one}/undo", {}), "/meetings/{meeting}/undo", "POST")
    assert len(fits(town.get("/suggestions/unanswered"), "/suggestions/unanswered")["unanswered"]) == 2
    for about in (theme, refs[1]):
        asked = {"about": about, "body": "DRAINS", "promised_on": "2026-10-14"}
        reply = fits(clerk.post(f"{one}/ask", asked), "/meetings/{meeting}/ask", "POST", 201)["ref"]
        fits(officer.post(f"/replies/{reply}/answer", {"text_zh": "好"}), "/replies/{reply}/answer", "POST")
    assert clerk.post(f"{one}/close", {}).status_code == 409
    _an_evening(town, one)
    FixedTime.moment = AT.replace(day=17)
    fits(clerk.post(f"{one}/close", {}), "/meetings/{meeting}/close", "POST")
    whole = fits(town.get(one), "/meetings/{meeting}")
    assert [len(each["suggestions"]) for each in whole["themes"]] == [1, 1]
    assert fits(town.get("/meetings"), "/meetings")["meetings"][0]["closed_at"] is not None
    assert [each["in_hall"] for each in whole["sittings"]] == [None, 12]


def _an_evening(town, meeting):
    clerk, person = town.as_("clerk"), town.as_("resident")
    new = {
        "starts": "2026-10-12T19:00",
        "ends": "2026-10-12T21:00",
        "place": "议事厅",
        "link": "https://room.example/lot",
    }
    shape = "/meetings/{meeting}/sittings"
    off, ref = (
        fits(clerk.post(f"{meeting}/sittings", new | more), shape, "POST", 201)["ref"]
        for more in ({"starts": "2026-10-11T19:00", "ends": "2026-10-11T20:00"}, {})
    )
    assert clerk.post(f"{meeting}/sittings", new).status_code == 409
    fits(clerk.post(f"/sittings/{off}/call-off", {}), "/sittings/{sitting}/call-off", "POST")
    one = f"/sittings/{ref}"
    assert person.post(f"{one}/join", {}).status_code == 409
    FixedTime.moment = AT.replace(day=12, hour=11, minute=30)
    joined = fits(person.post(f"{one}/join", {}), "/sittings/{sitting}/join", "POST")
    assert joined["link"] == "https://room.example/lot"
    asked = [
        fits(who.post(f"{one}/questions", body), "/sittings/{sitting}/questions", "POST", 201)["ref"]
        for who, body in ((person, {"text": "谁修？"}), (clerk, {"text": "几点？", "channel": "hall"}))
    ]
    assert person.get(f"{one}/questions").status_code == 404
    listed = fits(clerk.get(f"{one}/questions"), "/sittings/{sitting}/questions")["questions"]
    assert [each["ref"] for each in listed] == asked
    shape = "/sittings/{sitting}/questions/{question}"
    fits(clerk.post(f"{one}/questions/{asked[0]}/answer", {"text_zh": "街道"}), f"{shape}/answer", "POST")
    fits(
        clerk.post(f"{one}/questions/{asked[1]}/set-aside", {"reason": "repeat"}),
        f"{shape}/set-aside",
        "POST",
    )
    fits(
        clerk.post(f"{one}/replay", {"replay": "https://video.example/lot"}),
        "/sittings/{sitting}/replay",
        "POST",
    )
    fits(clerk.post(f"{one}/close", {"in_hall": 12}), "/sittings/{sitting}/close", "POST")
    told = fits(town.get(one), "/sittings/{sitting}")
    assert (told["in_hall"], told["joined"], [each["text"] for each in told["questions"]]) == (
        12,
        None,
        ["谁修？"],
    )


def test_an_activity_for_those_at_home(town):
    ref = publish(town.city, link="https://room.example/care")
    mother, clerk = town.as_("resident"), town.as_("clerk")
    one = f"/activities/{ref}"
    assert mother.post(f"{one}/questions", {"text": "带水吗？"}).status_code == 409
    mine = mother.post(f"{one}/sign-ups", CHILD | {"mode": "remote"}).json()
    asked = fits(
        mother.post(f"{one}/questions", {"text": "带水吗？"}), "/activities/{activity}/questions", "POST", 201
    )
    assert mother.get(f"{one}/questions").status_code == 404
    (listed,) = fits(clerk.get(f"{one}/questions"), "/activities/{activity}/questions")["questions"]
    assert (listed["ref"], listed["answer"]) == (asked["ref"], "")
    fits(
        clerk.post(f"{one}/questions/{asked['ref']}/answer", {"answer": "有开水。"}),
        "/activities/{activity}/questions/{asked}/answer",
        "POST",
    )
    session = next(iter(mine["codes"]))
    join = f"/sign-ups/{mine['ref']}/sessions/{session}/join"
    shape = "/sign-ups/{sign_up}/sessions/{session}/join"
    assert mother.post(join, {}).status_code == 409
    FixedTime.moment = CARE_STARTS
    assert fits(mother.post(join, {}), shape, "POST")["link"] == "https://room.example/care"
    for link, status in (("http://x", 422), ("https://video.example/care", 200)):
        assert clerk.post(f"{one}/replay", {"replay": link}).status_code == status
    assert town.get(one).json()["replay"] == "https://video.example/care"


def test_reminders_are_asked_for_and_ended(town):
    mother, other = town.as_("resident"), town.as_("neighbour")
    wish = {"kind": "expecting", "day": "2027-03-01", "agrees": True}
    assert mother.post("/childcare/reminders", wish | {"agrees": False}).status_code == 422
    ref = fits(mother.post("/childcare/reminders", wish), "/childcare/reminders", "POST", 201)["ref"]
    (one,) = fits(mother.get("/childcare/reminders"), "/childcare/reminders")["reminders"]
    assert (one["ref"], one["to_come"][0]["what"]) == (ref, "prenatal")
    end = f"/childcare/reminders/{ref}/end"
    assert other.post(end, {}).status_code == 404
    fits(mother.post(end, {}), "/childcare/reminders/{reminders}/end", "POST")
    assert mother.get("/childcare/reminders").json()["reminders"] == []
