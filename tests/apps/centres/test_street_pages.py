"""A street network comes in by a page and by program; what is left out and cut off is named; cards tell the hours."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import cast
from tests.apps.centres import stage
from tests.apps.centres.test_reach_commands import CSV, OSM
from tests.city import SOUTH, STEP, WEST

from linli.apps.centres import facts
from linli.apps.grid import facts as grid
from linli.kernel.ui.text import t
from linli.web.reach import carding, streets

pytestmark = pytest.mark.one_database

APART = CSV + (
    f"x,y,{WEST + 0.1 * STEP},{SOUTH + 1.6 * STEP},{WEST + 0.9 * STEP},{SOUTH + 1.6 * STEP},,both\n"
)


def sent(content, name="streets.csv", **more):
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return {
        "act_id": str(uuid.uuid4()), "file": file, "source": "测试路网", "licence": "ODbL", "day": "2026-09-01",
        "datum": "wgs84", **more,
    }  # fmt: skip


@pytest.fixture
def keeper(city, client):
    client.force_login(cast.county_administrator("/9901/").account)
    return client


def test_a_network_comes_in_by_the_page_and_its_pieces_are_named(keeper):
    done = keeper.post("/desk/reach/streets", sent(APART))
    assert (done.status_code, done["Location"]) == (302, "/desk/reach/streets?done=brought")
    page = keeper.get("/desk/reach/streets").content.decode()
    assert "测试路网" in page
    (piece,) = streets.pieces()
    assert piece.nodes == 2
    assert piece.near
    assert piece.near in page
    again = keeper.post("/desk/reach/streets", sent(APART))
    assert again.status_code == 409


def test_an_earlier_network_is_taken_up_again(keeper, client):
    for content in (CSV, APART):
        keeper.post("/desk/reach/streets", sent(content))
    worse, before = facts.networks()
    use = {"act_id": str(uuid.uuid4()), "use": before.ref}
    done = keeper.post("/desk/reach/streets", use)
    assert done["Location"] == "/desk/reach/streets?done=used"
    assert keeper.post("/desk/reach/streets", use).status_code == 302  # pressed twice is one act
    assert facts.in_force().ref == before.ref
    page = keeper.get(done["Location"]).content.decode()
    assert f'value="{worse.ref}"' in page
    assert f'value="{before.ref}"' not in page
    again = keeper.post("/desk/reach/streets", {**use, "act_id": str(uuid.uuid4())})
    assert "现在用的就是这一份" in again.content.decode()
    gone = keeper.post("/desk/reach/streets", {"act_id": str(uuid.uuid4()), "use": str(uuid.uuid4())})
    assert gone.status_code == 404
    client.force_login(cast.resident().account)
    assert client.post("/desk/reach/streets", use).status_code == 404


def test_stretches_that_cannot_be_are_listed_and_the_others_taken(keeper):
    page = keeper.post("/desk/reach/streets", sent(OSM, "city.osm")).content.decode()
    assert "第 10" in page or "77" in page
    assert len(facts.networks()) == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"file": ""}, "请选一个文件"),
        ({"source": " "}, "centres.streets_source_missing"),
        ({"licence": ""}, "centres.streets_licence_missing"),
        ({"day": "soon"}, "soon"),
        ({"datum": "mars"}, ""),
        ({"day": "2099-01-01"}, "centres.streets_day_ahead"),
    ],
)
def test_what_no_network_can_be_is_refused_with_a_sentence(keeper, wrong, says):
    answer = keeper.post("/desk/reach/streets", sent(CSV, **wrong))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert (t(says) if "." in says else says) in text
    assert facts.networks() == []


@pytest.mark.parametrize("content", [b"", b"from,to\na,b\n", b"<osm", b"\x00\x01"])
def test_files_that_are_none_are_refused(keeper, content):
    assert keeper.post("/desk/reach/streets", sent(content)).status_code == 422


def test_a_file_that_is_too_large_is_refused(keeper, monkeypatch):
    monkeypatch.setattr(streets, "LARGEST", 10)
    assert keeper.post("/desk/reach/streets", sent(CSV)).status_code == 422


def test_who_brings_networks_in(city, client):
    for make in cast.EVERYBODY:
        member = make()
        client.logout()
        if member.account is not None:
            client.force_login(member.account)
        page = client.get("/desk/reach/streets").status_code
        sending = client.post("/desk/reach/streets", sent(CSV)).status_code
        if make is not cast.county_administrator:
            assert (page, sending) in {(302, 302), (404, 404)}, make
    assert len(facts.networks()) == 1


def test_programs_bring_one_in_and_are_told_what_is_cut_off(keeper, client):
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    body = {name: value for name, value in sent(APART).items() if name != "act_id"}
    made = keeper.post("/api/v1/street-networks", body, headers=headers)
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["read"], told["left_out"], [one["crossings"] for one in told["cut_off"]]) == (3, 0, [2])
    (row,) = client.get("/api/v1/street-networks").json()["networks"]
    assert (row["source"], row["pieces"]) == ("测试路网", 2)
    bad = {**body, "file": SimpleUploadedFile("x.csv", b"from,to\n")}
    assert (
        keeper.post(
            "/api/v1/street-networks", bad, headers={"Idempotency-Key": str(uuid.uuid4())}
        ).status_code
        == 422
    )


def test_a_card_tells_the_hours_of_the_centres_timetable(city):
    assert carding.week_said("") == ""
    assert carding.week_said("1-5 08:30-12:00,14:00-18:00; 6 09:00-17:00") == (
        "周一至周五 08:30–12:00 14:00–18:00；周六 09:00–17:00"
    )
    stage.centre()
    area = grid.area("990101001001")
    (line,) = [
        one for one in carding.card_of(area, stage.MONDAY).lines if one.label.zh == t("centres.line.centre")
    ]
    assert line.hours.startswith("周一至周五 08:30")
