"""Pages for everybody: what they show, what they keep back, and how few statements they cost."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from tests.apps.insight.conftest import Teller, at
from tests.held import held
from tests.journeys.desk_pages.fixed import FixedTime
from tests.rows import once

from linli.apps.insight import service

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NOW = at("10-20 12:00")
PAGES = ("/", "/figures", "/cases", "/map", "/data", "/register")


@pytest.fixture
def teller(city):
    return Teller(city)


class Noon(FixedTime):
    """Every request of these tests comes on 20 October at noon."""

    moment = NOW


@pytest.fixture(autouse=True)
def _october(settings):
    settings.MIDDLEWARE = [f"{__name__}.Noon", *settings.MIDDLEWARE]
    with held(NOW):
        yield


@pytest.fixture
def told(teller):
    """Nine closed cases, one that is late, one confidential, one of a service that is not listed."""
    return once("nine closed cases", lambda: _told(teller))


def _told(teller):
    for day in ("09", "09", "10", "12", "13", "14", "15", "16", "19"):
        teller.closed(f"10-{day} 09:00", f"10-{day} 17:00")
    late = teller.dispatched("10-09 10:00", may_publish=True)
    hidden = teller.tell("10-09 09:00", confidential=True)
    service.refresh(NOW)
    return {"late": late, "hidden": hidden}


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_everybody(client, told, page, lang):
    client.cookies["lang"] = lang
    assert client.get(f"/public{page}").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_an_empty_city(client, db, page):
    assert client.get(f"/public{page}").status_code == 200


@pytest.mark.parametrize(
    ("page", "most"), [("/", 13), ("/figures/on_time", 10), ("/cases", 9), ("/map", 7), ("/feed/all.atom", 5)]
)
def test_statements_are_few_and_do_not_grow(client, told, page, most, django_assert_max_num_queries):
    client.get(f"/public{page}")
    with django_assert_max_num_queries(most):
        client.get(f"/public{page}")


def test_the_front_page_carries_n_interval_and_what_is_late(client, told):
    said = text_of(client.get("/public/"))
    assert "逾期还没办 1 件" in said
    assert "n = 5" in said
    assert "95% 区间" in said


def test_a_figure_says_what_it_is_made_of(client, told):
    said = text_of(client.get("/public/figures/on_time"))
    assert "4 在答应的日子之前办完的" in said
    assert "5 这段时间到期的" in said
    assert "--period 2026-10" in said
    assert client.get("/public/figures/popularity").status_code == 404


def test_small_places_are_kept_back(client, teller):
    """Two cases of one community would tell how these two people fared."""
    from tests.city import SOUTH, STEP, WEST

    for day in ("09", "10", "12", "13", "14", "15"):
        teller.closed(f"10-{day} 09:00", f"10-{day} 17:00")
    elsewhere = {"lon": WEST + 1.5 * STEP, "lat": SOUTH + STEP / 2}
    for day in ("09", "10"):
        teller.closed(f"10-{day} 09:00", f"10-{day} 17:00", **elsewhere)
    service.refresh(NOW)
    said = text_of(client.get("/public/figures/reopened?area=990101001"))
    assert "云门社区 — — 不到 5" in said
    assert "平桥社区 — — 不到 5" in said  # or the first would follow from the total
    assert "8 这段时间办结的" in said
    for area in ("990101001001", "990101001002"):
        for page in ("/", "/figures", "/figures/reopened"):
            alone = text_of(client.get(f"/public{page}?area={area}&month=2026-10"))
            assert "不到 5" in alone, (area, page)
            assert not re.search(r"[268] 这段时间办结的", alone), (area, page)


def test_the_list_holds_no_confidential_case_and_no_free_text(client, told):
    page = client.get("/public/cases")
    assert page.content.decode().count('href="/public/c/') == 10
    assert "井盖碎了" not in page.content.decode()
    assert client.get(f"/public/c/{told['hidden']}").status_code == 404
    assert client.get(f"/public/c/{uuid.uuid4()}").status_code == 404


def test_wage_claims_are_in_no_public_page(client, teller):
    from tests.city import publish

    publish("wage-arrears")
    said = {"employer": "某劳务公司", "hired_by": "subcontractor", "worked_until": "2026-09-30"}
    claim = {**said, "still_owed": True, "claimed": 100_00, "keep_name": False}
    ref = teller.tell("10-09 09:00", service="wage-arrears", subject="", answers=claim)
    service.refresh(NOW)
    assert client.get(f"/public/c/{ref}").status_code == 404
    assert str(ref) not in client.get("/public/cases").content.decode()


def test_the_case_page_tells_its_course_and_its_entries(client, told):
    from linli.apps.cases.models import Case

    page = client.get(f"/public/c/{told['late']}")
    said = text_of(page)
    assert "过了答应居民的时间" in said
    assert "派给主办单位" in said
    assert "市政排水所" in said
    assert "/log/entry/" in page.content.decode()
    assert "井盖碎了" not in said
    Case.objects.filter(ref=told["late"]).update(public_summary="巷口的井盖正在修。")
    assert "巷口的井盖正在修。" in text_of(client.get(f"/public/c/{told['late']}"))


def test_a_number_leads_to_its_case(client, told):
    from linli.apps.cases.models import Case

    case = Case.objects.get(ref=told["late"])
    found = client.get("/public/cases", {"q": f" {case.number[:3]} {case.number[3:7]} {case.number[7:]} "})
    assert found.status_code == 302
    assert found.url == f"/public/c/{told['late']}"
    hidden = Case.objects.get(ref=told["hidden"])
    assert "没有这个编号" in text_of(client.get("/public/cases", {"q": hidden.number}))
    assert client.get("/public/cases", {"q": "12345"}).status_code == 422


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?stage=closed", 9),
        ("?stage=dispatched", 1),
        ("?late=overdue", 1),
        ("?month=2026-10", 10),
        ("?month=2026-09", 0),
        ("?area=990101100", 0),
        ("?subject=30428.2:component:01-02", 10),
    ],
)
def test_the_list_is_narrowed(client, told, query, count):
    assert client.get(f"/public/cases{query}").content.decode().count('href="/public/c/') == count


@pytest.mark.parametrize("query", ["?area=7", "?month=oktober", "?area=99010100100100000001"])
def test_nonsense_is_answered_like_absence(client, told, query):
    assert client.get(f"/public/{query}").status_code == 404


def test_a_damaged_page_mark_is_said(client, told):
    assert client.get("/public/cases?cursor=%FF%FE").status_code == 422


def test_open_data_is_what_the_figures_are_made_of(client, told):
    body = b"".join(client.get("/public/data/rounds-2026-10.csv").streaming_content).decode()
    assert len(body.splitlines()) == 11
    header, *lines = [line.split(",") for line in body.splitlines()]
    for name in ("opened_at", "dispatched_at", "closed_at"):
        said = {line[header.index(name)][10:] for line in lines} - {""}
        assert said == {"T16:00:00.000000Z"}, "to the day: the hour would tell whose case it is"
    assert client.get("/public/data/about.json").json()["files"] == ["rounds-2026-10.csv"]
    assert b"def recompute" in client.get("/public/data/linli_recompute.py").content
    assert client.get("/public/data/rounds-2026.csv").status_code == 404
    assert client.get("/public/data/secrets.txt").status_code == 404


def test_the_feed_is_atom_and_tells_each_case_once(client, told):
    feed = ET.fromstring(client.get("/public/feed/990101001001.atom").content)  # noqa: S314 - our own
    atom = "{http://www.w3.org/2005/Atom}"
    ids = [entry.findtext(f"{atom}id") for entry in feed.findall(f"{atom}entry")]
    assert len(ids) == 10
    assert f"urn:uuid:{told['late']}" in ids
    assert client.get("/public/feed/7.atom").status_code == 404


def test_the_map_counts_by_area(client, told):
    found = client.get("/public/map.json?level=community").json()["features"]
    counts = {one["properties"]["name"]: one["properties"]["n"] for one in found}
    assert counts == {"平桥社区": 1, "云门社区": 0, "南杏村": 0}
    assert client.get("/public/map.json?level=community&bbox=0,0,1,1").json()["features"] == []
    assert client.get("/public/map.json?level=house").status_code == 404
    drawn = client.get("/public/map?area=990101001").content.decode()
    assert "平桥社区：在办 1 件" in drawn


def test_a_mark_on_the_map_is_a_cell_and_never_the_point_that_was_told(client, city):
    import json

    from tests.city import POINT, SOUTH, STEP, WEST, said

    from linli.apps.grid import service as places

    half = STEP / 2
    ring = [[WEST + half * a, SOUTH + half * b] for a, b in ((0, 0), (2, 0), (2, 2), (0, 2), (0, 0))]
    cell = {
        "type": "Feature",
        "properties": {"code": "990101001001001", "kind": "unit", "area": "990101001001"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    places.import_cells(
        json.dumps({"type": "FeatureCollection", "features": [cell]}).encode(), kind="unit", **said()
    )
    teller = Teller(city)
    teller.tell("10-09 09:00", lon=POINT[0] + 0.002, lat=POINT[1] + 0.003)
    (mark,) = client.get("/public/map.json?level=cell").json()["features"]
    assert mark["geometry"]["coordinates"] == pytest.approx([WEST + half, SOUTH + half])
    assert mark["properties"]["n"] == 1


def test_the_register_counts_what_was_erased_and_says_none_of_it(client, told, teller):
    from tests.city import act_id

    from linli.kernel.access.actors import system_actor
    from linli.kernel.audit.erasure import erase

    erase(
        subject=str(told["late"]),
        rule="pipl-47",
        authority="consent",
        actor=system_actor("test"),
        act_id=act_id(),
        at=datetime.now(UTC),
    )
    service.refresh(NOW)
    said = text_of(client.get("/public/register"))
    assert "pipl-47" in said
    assert "井盖碎了" not in said
