"""Datum conversion and distances."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.shared import geodesy
from linli.core.shared.geodesy import Datum
from linli.core.shared.outcomes import Problem

in_china = st.tuples(st.floats(73, 135), st.floats(3, 54))


@pytest.mark.parametrize(
    ("text", "datum"),
    [("GCJ-02", Datum.GCJ02), ("wgs 84", Datum.WGS84), (" Cgcs2000 ", Datum.CGCS2000)],
)
def test_a_datum_is_read_as_files_write_it(text, datum):
    assert geodesy.read_datum(text) is datum


def test_an_unknown_datum_is_a_problem():
    assert geodesy.read_datum("bd09") == Problem("datum", "shared.unknown_datum", {"datum": "bd09"})


def test_the_offset_agrees_with_a_published_pair():
    # Tiananmen as the open converters give it: eviltransform's test pair for Beijing.
    lon, lat = geodesy.from_wgs84(np.array([116.3912757]), np.array([39.9061713]), Datum.GCJ02)
    assert lon[0] == pytest.approx(116.3975172, abs=2e-6)
    assert lat[0] == pytest.approx(39.9075741, abs=2e-6)


@given(in_china)
@settings(max_examples=100)
def test_there_and_back_is_within_the_stated_error(point):
    lon, lat = (np.array([value]) for value in point)
    back = geodesy.to_wgs84(*geodesy.from_wgs84(lon, lat, Datum.GCJ02), Datum.GCJ02)
    assert geodesy.metres_between(lon, lat, *back)[0] <= geodesy.GCJ02_ROUND_TRIP_METRES


@given(st.lists(in_china, min_size=1, max_size=5))
@settings(max_examples=50)
def test_many_points_are_converted_like_each_alone(points):
    lon, lat = np.array(points).T
    many = geodesy.to_wgs84(lon, lat, Datum.GCJ02)
    alone = [geodesy.point_to_wgs84(*point, Datum.GCJ02) for point in points]
    assert np.allclose(np.stack(many, axis=1), alone, rtol=0, atol=1e-12)


def test_the_shift_in_taiyuan_is_some_hundred_metres():
    there = geodesy.point_to_wgs84(112.549248, 37.857014, Datum.GCJ02)
    shift = geodesy.metres_between(np.array(112.549248), np.array(37.857014), *map(np.array, there))
    assert 100 < float(shift) < 900


@pytest.mark.parametrize("datum", [Datum.WGS84, Datum.CGCS2000])
def test_cgcs2000_is_taken_for_wgs84(datum):
    assert geodesy.point_to_wgs84(112.5, 37.8, datum) == (112.5, 37.8)
    lon, lat = geodesy.from_wgs84(np.array(112.5), np.array(37.8), datum)
    assert (float(lon), float(lat)) == (112.5, 37.8)


def test_nothing_moves_outside_china():
    assert geodesy.point_to_wgs84(-73.9, 40.7, Datum.GCJ02) == (-73.9, 40.7)


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (112.5, 37.8, None),
        (37.8, 112.5, "shared.swapped_degrees"),
        (4190000.0, 38412345.0, "shared.not_degrees"),
        (float("nan"), 1.0, "shared.not_degrees"),
    ],
)
def test_pairs_that_cannot_be_degrees_are_told(lon, lat, code):
    problem = geodesy.check_degrees(lon, lat)
    assert (problem and problem.code) == code


def test_a_degree_of_longitude_shrinks_with_latitude():
    flat = geodesy.flat_metres(np.array([[1.0, 1.0]]), 60.0)
    assert flat[0, 0] == pytest.approx(flat[0, 1] / 2)
    assert flat[0, 1] == pytest.approx(111_195, abs=1)
