"""The service card: lines entered, inherited, ended; people as they are named today; households by consent only."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest
from tests import cast
from tests.city import AT, MAKER

from linli.apps.centres import facts, service
from linli.apps.grid import facts as grid
from linli.apps.grid import service as places
from linli.kernel.audit.outcomes import Invalid, NotVisible, Stale
from linli.web.reach.carding import area_with_card, card_of

PING = "990101001001"
PATH = "/9901/990101/990101001/990101001001/"
DAY = date(2026, 10, 9)
WATER = service.NewLine("9901", "water", "汾安自来水公司", "Fen'an water", phone="0351-9990101")


def said(member=MAKER, **more):
    actor = getattr(member, "actor", member)
    return {"actor": actor, "act_id": str(uuid.uuid4()), "at": AT, **more}


@pytest.fixture
def keeper(city):
    return cast.county_administrator("/9901/")


def line(kind, path=PATH):
    return next((one for one in facts.card_lines(path) if one.kind == kind), None)


@pytest.mark.both_databases
def test_a_line_holds_below_until_a_deeper_area_says_otherwise(keeper):
    service.enter_line(WATER, **said(keeper))
    assert line("water").name_zh == "汾安自来水公司"
    own = service.enter_line(replace(WATER, area=PING, name_zh="平桥水站"), **said(keeper))
    assert (line("water").name_zh, line("water", "/9901/990101/").name_zh) == ("平桥水站", "汾安自来水公司")
    service.end_line(own, **said(keeper))
    assert line("water").name_zh == "汾安自来水公司"
    with pytest.raises(Stale):
        service.end_line(own, **said(keeper))


def test_a_new_line_takes_the_place_of_the_old_and_both_are_dated(keeper):
    service.enter_line(WATER, **said(keeper))
    service.enter_line(replace(WATER, phone="0351-9990199"), **said(keeper))
    assert [(one.kind, one.phone) for one in facts.entries_of("/9901/")] == [("water", "0351-9990199")]


def test_national_numbers_are_there_and_can_be_overwritten(keeper):
    assert {one.kind: one.phone for one in facts.national()} == {
        "emergency_police": "110", "ambulance": "120", "fire": "119", "hotline": "12345", "legal_aid": "12348",
        "psychological": "12356",
    }  # fmt: skip
    service.enter_line(
        service.NewLine("990101", "legal_aid", "河东区法律援助中心", phone="0351-2222222"), **said(keeper)
    )
    assert (line("legal_aid").phone, line("fire").phone) == ("0351-2222222", "119")


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"kind": "sauna"}, ("kind", "centres.no_such_line")),
        ({"name_zh": " "}, ("name_zh", "centres.card_name_missing")),
        ({"phone": ""}, ("phone", "centres.card_says_nothing")),
        ({"phone": "call me"}, ("phone", "centres.card_phone")),
        ({"phone": "13812345678"}, ("phone", "centres.card_private_phone")),
        ({"area": "1"}, ("area", "centres.no_such_area")),
    ],
)
def test_a_line_that_cannot_be_is_refused_by_field(keeper, wrong, found):
    with pytest.raises(Invalid) as caught:
        service.enter_line(replace(WATER, **wrong), **said(keeper))
    assert found in [(one.field, one.code) for one in caught.value.problems]


def test_only_who_keeps_the_cards_of_the_place_writes_on_them(city, keeper):
    own = service.enter_line(replace(WATER, area=PING), **said(keeper))
    for make in cast.EVERYBODY:
        if make is cast.county_administrator:
            continue
        member = make()
        with pytest.raises(NotVisible):
            service.enter_line(WATER, **said(member))
        with pytest.raises(NotVisible):
            service.end_line(own, **said(member))
    with pytest.raises(NotVisible):
        service.enter_line(WATER, **said(cast.county_administrator("/9901/990102/")))


def named(on=DAY):
    return [
        (one.label.zh, one.name.zh, one.phone, one.vacant) for one in card_of(area_with_card(PING), on).people
    ]


@pytest.fixture
def worker(city):
    """A post of a grid worker that residents are shown, and two who hold it one after the other."""
    new = places.NewPost("grid-1", "网格员", "Grid worker", phone="0351-3000001", shown=True)
    return places.open_post(city.ref("PING"), new, **said())["post"]


@pytest.mark.both_databases
def test_an_appointment_is_on_the_card_at_once_with_its_day(city, worker):
    assert named() == [("网格员", "", "0351-3000001", True)]
    first, second = cast.grid_worker().account, cast.field_inspector().account
    places.appoint(worker, str(first.ref), date(2026, 10, 1), date(2026, 11, 1), **said())
    places.appoint(worker, str(second.ref), date(2026, 11, 1), **said())
    assert named() == [("网格员", "周桂英", "0351-3000001", False)]
    assert named(date(2026, 11, 1)) == [("网格员", "冯强", "0351-3000001", False)]
    assert card_of(area_with_card(PING), date(2026, 11, 1)).people[0].since == date(2026, 11, 1)


@pytest.mark.both_databases
def test_a_contact_household_is_on_the_card_as_far_as_it_says(city):
    home = cast.resident("王秀兰")
    places.import_areas("code,name,kind\n990101001001001,柳荫小区,estate\n".encode(), **said())
    area = grid.area("990101001001001")
    ref = places.give_consent(area.ref, name="王秀兰", phone="13900001111", **said(home))["household"]
    assert named() == []
    places.show_on_card(ref, "name", **said(home))
    assert named() == [("中心户", "王秀兰", "", False)]
    places.show_on_card(ref, "phone", **said(home))
    assert [one[2] for one in named()] == ["13900001111"]
    with pytest.raises(Invalid):
        places.show_on_card(ref, "everything", **said(home))
    for other in (cast.unrelated_neighbour(), cast.clerk(), cast.supervisor()):
        with pytest.raises(NotVisible):
            places.show_on_card(ref, "", **said(other))
    places.withdraw_consent(ref, **said(home))
    assert named() == []
    with pytest.raises(NotVisible):
        places.show_on_card(ref, "name", **said(home))


def test_the_centre_of_the_place_stands_on_the_card(city, keeper):
    new = service.NewCentre(
        code="PING-1", name_zh="平桥党群服务中心", body="PING", area=PING, phone="0351-5550001",
        opened_on=date(2024, 1, 1),
    )  # fmt: skip
    service.register_centre(new, **said(keeper))
    [centre] = [one for one in card_of(area_with_card(PING), DAY).lines if one.kind == "centre"]
    assert (centre.name.zh, centre.phone) == ("平桥党群服务中心", "0351-5550001")
    service.enter_line(
        service.NewLine(PING, "centre", "平桥中心（临时）", where_zh="柳溪路 3 号", hours="9-17"),
        **said(keeper),
    )
    [centre] = [one for one in card_of(area_with_card(PING), DAY).lines if one.kind == "centre"]
    assert (centre.name.zh, centre.hours) == ("平桥中心（临时）", "9-17")


@pytest.mark.parametrize("code", ["1", "9901", "990101", "nonsense"])
def test_an_area_that_is_not_there_or_too_large_has_no_card(city, code):
    with pytest.raises(NotVisible):
        area_with_card(code)


def test_a_card_costs_few_statements_whatever_is_stored(city, keeper, django_assert_max_num_queries):
    for n, kind in enumerate(("water", "gas", "power", "bank")):
        service.enter_line(replace(WATER, kind=kind, phone=f"0351-999010{n}"), **said(keeper))
    card_of(area_with_card(PING), DAY)
    area = area_with_card(PING)
    with django_assert_max_num_queries(8):
        card_of(area, DAY)
