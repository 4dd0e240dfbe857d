"""The register of centres: entered, written anew, closed; by whom, and what is refused."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest
from tests import cast
from tests.city import AT

from linli.apps.centres import facts, service
from linli.kernel.audit.outcomes import Invalid, NotVisible, Stale

PING = service.NewCentre(
    code="PING-1", name_zh="平桥党群服务中心", name_en="Pingqiao centre", body="PING", area="990101001001",
    lon=112.505, lat=37.805, floor_area=1050, floor_area_before=71, functions=("services", "elderly"),
    opened_on=date(2026, 1, 5),
)  # fmt: skip


def said(member, **more):
    return {"actor": member.actor, "act_id": str(uuid.uuid4()), "at": AT, **more}


@pytest.fixture
def keeper(city):
    return cast.county_administrator("/9901/990101/")


def codes(caught):
    return [(one.field, one.code) for one in caught.value.problems]


@pytest.mark.both_databases
def test_a_centre_is_entered_changed_and_closed(keeper):
    ref = service.register_centre(PING, **said(keeper))
    service.change_centre(ref, replace(PING, functions=("elderly", "legal")), **said(keeper))
    assert facts.centre(ref).functions == ("elderly", "legal")
    assert [one.ref for one in facts.centres_in("/9901/", on=date(2026, 10, 1))] == [ref]
    service.close_centre(ref, date(2026, 11, 1), **said(keeper))
    assert facts.centres_in("/9901/", on=date(2026, 11, 1)) == ()
    with pytest.raises(Stale):
        service.close_centre(ref, date(2026, 12, 1), **said(keeper))


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"name_zh": " "}, ("name_zh", "centres.name_missing")),
        ({"lat": None}, ("lon", "centres.half_a_point")),
        ({"lon": 37.8, "lat": 112.5}, ("point", "shared.swapped_degrees")),
        ({"floor_area": 0}, ("floor_area", "centres.floor_area")),
        ({"functions": ("sauna",)}, ("functions", "centres.no_such_function")),
        ({"body": "NOBODY"}, ("body", "centres.no_such_body")),
        ({"area": "123"}, ("area", "centres.no_such_area")),
    ],
)
def test_what_cannot_be_is_refused_by_field(keeper, wrong, found):
    with pytest.raises(Invalid) as caught:
        service.register_centre(replace(PING, **wrong), **said(keeper))
    assert found in codes(caught)


def test_a_code_is_given_once(keeper):
    service.register_centre(PING, **said(keeper))
    with pytest.raises(Invalid) as caught:
        service.register_centre(PING, **said(keeper))
    assert codes(caught) == [("code", "centres.code_taken")]


def test_a_centre_does_not_close_before_it_opened(keeper):
    ref = service.register_centre(PING, **said(keeper))
    with pytest.raises(Invalid):
        service.close_centre(ref, PING.opened_on, **said(keeper))


def test_only_who_keeps_the_register_of_the_place_writes_in_it(city):
    may = {cast.county_administrator}
    for make in cast.EVERYBODY:
        if make in may:
            continue
        with pytest.raises(NotVisible):
            service.register_centre(PING, **said(make()))
    with pytest.raises(NotVisible):
        service.register_centre(PING, **said(cast.county_administrator("/9901/990102/")))
