"""What is within a walk: facilities entered and refused, networks, shares, the nearest of one place, one more site."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests import cast
from tests.city import AT, MAKER, POINT, SOUTH, STEP, WEST

from linli.apps.centres import facts, service
from linli.apps.centres.models import Facility, ReachArea, ReachResult
from linli.apps.grid import service as grid
from linli.core.reach.network import Edge, build
from linli.core.shared.geodesy import Datum, from_wgs84
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

DAY = date(2026, 10, 9)
CLINIC = service.NewFacility(
    code="WS-1", kind="health_station", name_zh="平桥社区卫生服务站", name_en="Pingqiao clinic", phone="0351-2000001",
    lon=POINT[0], lat=POINT[1], opened_on=date(2020, 1, 1),
)  # fmt: skip
HOMES = """code,name,kind,lon,lat,homes
990101001001001,柳荫小区,estate,112.506,37.805,300
990101001002001,云门小区,estate,112.515,37.805,200
990101100200001,南杏自然村,natural_village,,,40
990101100200002,北杏自然村,natural_village,112.505,37.815,60
"""


def said(member=MAKER, **more):
    actor = getattr(member, "actor", member)
    return {"actor": actor, "act_id": str(uuid.uuid4()), "at": AT, **more}


def streets(*, joined=True):
    """One street along the homes of the two communities, and one in the village that joins it, or not."""
    nodes = {
        "a": (WEST + 0.1 * STEP, POINT[1]), "b": (WEST + 1.9 * STEP, POINT[1]),
        "c": (WEST + 0.1 * STEP, SOUTH + 1.6 * STEP), "d": (WEST + 0.9 * STEP, SOUTH + 1.6 * STEP),
    }  # fmt: skip
    edges = [Edge(1, "a", "b"), Edge(2, "c", "d")]
    network, _ = build(nodes, [*edges, Edge(3, "a", "c")] if joined else edges)
    return service.NewStreets(
        network, service.digest_of(str(joined).encode()), 0, "测试路网", "CC0", date(2026, 9, 1)
    )


@pytest.fixture
def homes(city):
    grid.import_areas(HOMES.encode(), **said())
    return city


@pytest.fixture
def keeper(city):
    return cast.county_administrator("/9901/990101/")


def codes(caught):
    return [(one.field, one.code) for one in caught.value.problems]


@pytest.mark.both_databases
def test_a_facility_is_entered_changed_and_closed(keeper):
    ref = service.register_facility(CLINIC, **said(keeper))
    assert facts.facility(ref).area_path == "/9901/990101/990101001/990101001001/"
    service.change_facility(ref, replace(CLINIC, name_zh="平桥卫生站"), **said(keeper))
    assert facts.facilities("/9901/", "health_station").rows[0].name_zh == "平桥卫生站"
    service.close_facility(ref, date(2026, 10, 1), **said(keeper))
    assert facts.open_on(DAY) == []
    with pytest.raises(Stale):
        service.close_facility(ref, date(2026, 10, 2), **said(keeper))


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"code": " "}, ("code", "centres.code_missing")),
        ({"name_zh": ""}, ("name_zh", "centres.facility_name_missing")),
        ({"kind": "sauna"}, ("kind", "centres.no_such_facility_kind")),
        ({"lat": None}, ("lon", "centres.half_a_point")),
        ({"lon": 37.8, "lat": 112.5}, ("point", "shared.swapped_degrees")),
        ({"lon": 116.4, "lat": 39.9}, ("point", "centres.facility_outside")),
        ({"lon": None, "lat": None}, ("area", "centres.facility_nowhere")),
        ({"area": "990101100200"}, ("area", "centres.facility_elsewhere")),
        ({"area": "123"}, ("area", "centres.no_such_area")),
        ({"datum": "mars"}, ("datum", "shared.unknown_datum")),
        ({"centre": "NONE"}, ("centre", "centres.no_such_centre")),
    ],
)
def test_what_cannot_be_is_refused_by_field(keeper, wrong, found):
    with pytest.raises(Invalid) as caught:
        service.register_facility(replace(CLINIC, **wrong), **said(keeper))
    assert found in codes(caught)
    assert not Facility.objects.exists()


def test_degrees_of_chinese_maps_are_converted_at_the_edge(keeper):
    lon, lat = (float(one) for one in from_wgs84(*map(_array, POINT), Datum.GCJ02))
    ref = service.register_facility(replace(CLINIC, lon=lon, lat=lat, datum="GCJ-02"), **said(keeper))
    found = facts.facility(ref)
    assert (found.lon, found.lat) == pytest.approx(POINT, abs=1e-5)


def _array(value):
    import numpy as np

    return np.asarray(value, dtype=np.float64)


def test_a_facility_without_a_point_is_kept_and_counted_apart(homes, keeper):
    service.register_facility(replace(CLINIC, lon=None, lat=None, area="990101001001"), **said(keeper))
    service.measure_reach(**said(keeper_of_all()))
    result = facts.latest()
    assert (result.facilities, result.facilities_without_point, result.homes_without_point) == (1, 1, 40)


def keeper_of_all():
    return cast.county_administrator("/9901/")


@pytest.mark.both_databases
def test_shares_are_measured_over_the_streets_and_kept_with_their_day(
    homes, keeper, django_assert_max_num_queries
):
    service.register_facility(CLINIC, **said(keeper))
    service.bring_streets(streets(), **said(keeper))
    ref = service.measure_reach(**said(keeper))
    with django_assert_max_num_queries(3):
        result = facts.latest()
        found = facts.shares_of(result, ["/9901/", "/9901/990101/990101001/990101001002/"])
    assert (result.ref, result.day, result.network.licence) == (ref, DAY, "CC0")
    city = {(one.walker, one.minutes): one for one in found["/9901/"]}
    assert city["adult", 15].of == 560
    assert city["adult", 15].reached == 500  # both estates; the village is 1.5 km off by the streets
    assert city["old", 15].reached == 300
    assert city["old", 15].straight == 0
    assert result.off_network == 0


def test_without_a_network_every_figure_says_that_it_is_straight(homes, keeper):
    service.register_facility(CLINIC, **said(keeper))
    service.measure_reach(**said(keeper))
    result = facts.latest()
    assert result.network is None
    [share] = [
        one
        for one in facts.shares_of(result, ["/9901/"])["/9901/"]
        if one.walker == "adult" and one.minutes == 15
    ]
    assert share.straight == share.reached == 300
    assert share.percent == 53


def test_a_network_in_pieces_is_told_and_what_it_cuts_off_is_counted_apart(homes, keeper):
    service.register_facility(replace(CLINIC, lat=SOUTH + 0.95 * STEP, lon=WEST + 0.5 * STEP), **said(keeper))
    service.bring_streets(streets(joined=False), **said(keeper))
    service.measure_reach(**said(keeper))
    result = facts.latest()
    assert result.network.pieces == (2, 2)
    share = facts.shares_of(result, ["/9901/"])["/9901/"][2]
    assert (share.walker, share.minutes) == ("adult", 15)
    assert share.cut_off + share.reached >= 60


def test_a_change_is_measured_anew_by_the_worker_and_nothing_else_is(homes, keeper):
    assert service.renew_reach(AT) == 1
    assert service.renew_reach(AT) == 0
    service.register_facility(CLINIC, **said(keeper))
    assert service.renew_reach(datetime(2026, 10, 9, 2, tzinfo=UTC)) == 1
    assert ReachResult.objects.count() == 2
    assert ReachArea.objects.filter(path="/9901/").count() == 2


def test_a_network_is_brought_in_once_with_source_licence_and_day(keeper):
    service.bring_streets(streets(), **said(keeper))
    with pytest.raises(Refused):
        service.bring_streets(streets(), **said(keeper))
    bare = replace(streets(joined=False), source=" ", licence="", day=date(2027, 1, 1))
    with pytest.raises(Invalid) as caught:
        service.bring_streets(bare, **said(keeper))
    assert [field for field, _ in codes(caught)] == ["source", "licence", "day"]


def test_the_nearest_of_one_place_is_found_over_the_streets_with_minutes_for_two(
    homes, keeper, django_assert_max_num_queries
):
    service.register_facility(CLINIC, **said(keeper))
    bank = replace(CLINIC, code="YH-1", kind="bank", lon=WEST + 0.5 * STEP, lat=SOUTH + 1.6 * STEP)
    service.register_facility(bank, **said(keeper))
    service.bring_streets(streets(), **said(keeper))
    facts.around(*POINT, DAY)
    with django_assert_max_num_queries(4):
        found = facts.around(WEST + 1.5 * STEP, POINT[1], DAY)
    by_kind = {one.kind: one for one in found.nearest}
    assert [one.kind for one in found.nearest] == ["bank", "health_station"]
    clinic = by_kind["health_station"]
    assert clinic.by_streets
    assert clinic.metres == pytest.approx(880, abs=15)
    assert dict(clinic.minutes) == {"adult": 14, "old": 20}
    assert by_kind["bank"].metres > 2_500  # round by the first street


def test_the_nearest_says_where_the_streets_do_not_join_and_where_there_are_none(homes, keeper):
    service.register_facility(replace(CLINIC, lat=SOUTH + 1.6 * STEP), **said(keeper))
    service.bring_streets(streets(joined=False), **said(keeper))
    [one] = facts.around(*POINT, DAY).nearest
    assert (one.by_streets, one.apart) == (False, True)
    off = facts.around(WEST + 0.5 * STEP, SOUTH + 0.9 * STEP, DAY)
    assert (off.has_street, off.nearest[0].by_streets, off.nearest[0].apart) == (False, False, False)


@pytest.mark.both_databases
def test_where_one_more_helps_most_is_asked_answered_and_proven(homes, keeper):
    service.bring_streets(streets(), **said(keeper))
    new = service.NewStudy("health_station", "990101", count=1, minutes=15, walker="adult")
    ref = service.ask_study(new, **said(keeper))
    assert facts.study(ref, actor=keeper.actor).answer is None
    assert service.answer_studies(AT) == 1
    assert service.answer_studies(AT) == 0
    answer = facts.study(ref, actor=keeper.actor).answer
    assert (answer["households"], answer["reached_before"], answer["gain"], answer["proven"]) == (
        560,
        0,
        500,
        True,
    )
    assert answer["greedy"] == 500
    assert answer["sites"][0]["alone"] == 500


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"kind": "x"}, "kind"), ({"count": 0}, "count"), ({"count": 11}, "count"), ({"minutes": 7}, "minutes"),
     ({"walker": "dog"}, "walker"), ({"area": "1"}, "area")],
)  # fmt: skip
def test_a_study_that_cannot_be_is_refused_by_field(keeper, wrong, field):
    with pytest.raises(Invalid) as caught:
        service.ask_study(replace(service.NewStudy("bank", "990101"), **wrong), **said(keeper))
    assert [one for one, _ in codes(caught)] == [field]


def test_who_may_and_who_finds_nothing(city):
    study = service.NewStudy("bank", "990101001001")
    ways = {
        "facility": lambda one: service.register_facility(CLINIC, **said(one)),
        "streets": lambda one: service.bring_streets(streets(), **said(one)),
        "measure": lambda one: service.measure_reach(**said(one)),
        "study": lambda one: service.ask_study(study, **said(one)),
    }
    may = {
        cast.county_administrator: {"facility", "streets", "measure", "study"},
        cast.supervisor: {"measure", "study"},
    }
    for make in cast.EVERYBODY:
        member = make()
        for name, do in ways.items():
            if name in may.get(make, set()):
                continue
            with pytest.raises(NotVisible):
                do(member)
    elsewhere = cast.county_administrator("/9901/990102/")
    for name in ("facility", "study"):
        with pytest.raises(NotVisible):
            ways[name](elsewhere)
    ref = ways["study"](cast.supervisor("/9901/"))
    assert facts.studies(elsewhere.actor) == []
    with pytest.raises(NotVisible):
        facts.study(ref, actor=elsewhere.actor)
