"""Datums and distances: everything stored is WGS84, whatever a file or a phone was drawn in.

GCJ-02 is the published approximation of the offset that Chinese maps carry. Its inverse is iterated
until it reproduces its input, so what remains is ``GCJ02_ROUND_TRIP_METRES``; how far the approximation
itself lies from the official transformation is not published, users report metres: ``GCJ02_ERROR_METRES``.

CGCS2000 shares its ellipsoid with WGS84 up to a tenth of a millimetre in the flattening. The frames part
by the drift of the plate since the epoch 2000.0, about three centimetres a year. We take one for the
other and state ``CGCS2000_ERROR_METRES``: enough for areas and addresses, not for a land survey.
"""

from __future__ import annotations

import math
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from linli.core.shared.outcomes import Problem

Degrees = NDArray[np.float64]

GCJ02_ROUND_TRIP_METRES = 0.001
GCJ02_ERROR_METRES = 5.0
CGCS2000_ERROR_METRES = 1.0
MEAN_RADIUS_METRES = 6_371_008.8
METRES_A_DEGREE = MEAN_RADIUS_METRES * math.pi / 180

_AXIS = 6_378_245.0
_ECCENTRICITY2 = 0.006_693_421_622_965_943
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
_ROUNDS = 6
_LON_LIMIT, _LAT_LIMIT = 180.0, 90.0


class Datum(StrEnum):
    """What a pair of degrees refers to."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    CGCS2000 = "cgcs2000"


def read_datum(text: str) -> Datum | Problem:
    """Read a datum's name as files write it: ``GCJ-02``, ``wgs 84``, ``CGCS2000``."""
    plain = "".join(c for c in text.lower() if c.isalnum())
    if plain in set(Datum):
        return Datum(plain)
    return Problem("datum", "shared.unknown_datum", {"datum": text[:40]})


def check_degrees(lon: float, lat: float) -> Problem | None:
    """Say what is wrong with a pair that cannot be degrees: metres, or latitude written first."""
    if not (math.isfinite(lon) and math.isfinite(lat)) or max(abs(lon), abs(lat)) > _LON_LIMIT:
        return Problem("point", "shared.not_degrees", {"lon": f"{lon:.6g}", "lat": f"{lat:.6g}"})
    if abs(lat) > _LAT_LIMIT:
        return Problem("point", "shared.swapped_degrees", {"lon": f"{lon:.6g}", "lat": f"{lat:.6g}"})
    return None


def to_wgs84(lon: Degrees, lat: Degrees, datum: Datum) -> tuple[Degrees, Degrees]:
    """Convert points of any known datum."""
    if datum is not Datum.GCJ02:
        return lon, lat
    guess_lon, guess_lat = lon, lat
    for _ in range(_ROUNDS):
        shift_lon, shift_lat = _offset(guess_lon, guess_lat)
        guess_lon, guess_lat = lon - shift_lon, lat - shift_lat
    outside = ~_in_china(lon, lat)
    return np.where(outside, lon, guess_lon), np.where(outside, lat, guess_lat)


def from_wgs84(lon: Degrees, lat: Degrees, datum: Datum) -> tuple[Degrees, Degrees]:
    """Convert to the datum that a map of others wants."""
    if datum is not Datum.GCJ02:
        return lon, lat
    shift_lon, shift_lat = _offset(lon, lat)
    return lon + shift_lon, lat + shift_lat


def point_to_wgs84(lon: float, lat: float, datum: Datum) -> tuple[float, float]:
    """Convert one point."""
    east, north = to_wgs84(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64), datum)
    return float(east), float(north)


def metres_between(lon1: Degrees, lat1: Degrees, lon2: Degrees, lat2: Degrees) -> Degrees:
    """Return great-circle distances on the mean sphere, good to half a percent."""
    half_lat, half_lon = np.radians(lat2 - lat1) / 2, np.radians(lon2 - lon1) / 2
    chord = (
        np.sin(half_lat) ** 2 + np.cos(np.radians(lat1)) * np.cos(np.radians(lat2)) * np.sin(half_lon) ** 2
    )
    return np.asarray(2 * MEAN_RADIUS_METRES * np.arcsin(np.sqrt(np.clip(chord, 0, 1))))


def flat_metres(degrees: Degrees, middle_lat: float) -> Degrees:
    """Lay rows of (lon, lat) on a plane in metres; true to a part in a thousand inside one city."""
    return degrees * (METRES_A_DEGREE * math.cos(math.radians(middle_lat)), METRES_A_DEGREE)


def _in_china(lon: Degrees, lat: Degrees) -> NDArray[np.bool_]:
    return np.asarray((lon >= _WEST) & (lon <= _EAST) & (lat >= _SOUTH) & (lat <= _NORTH))


def _offset(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Return what GCJ-02 adds to a WGS84 point, in degrees; nothing outside its rectangle."""
    x, y = lon - 105.0, lat - 35.0
    slope = np.radians(lat)
    bend = 1 - _ECCENTRICITY2 * np.sin(slope) ** 2
    north = _north_metres(x, y) * 180 / (_AXIS * (1 - _ECCENTRICITY2) / (bend * np.sqrt(bend)) * np.pi)
    east = _east_metres(x, y) * 180 / (_AXIS / np.sqrt(bend) * np.cos(slope) * np.pi)
    inside = _in_china(lon, lat)
    return np.where(inside, east, 0.0), np.where(inside, north, 0.0)


def _ripple(x: Degrees) -> Degrees:
    return np.asarray((20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3)


def _north_metres(x: Degrees, y: Degrees) -> Degrees:
    base = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    wave = (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
    swell = (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)) * 2 / 3
    return np.asarray(base + _ripple(x) + wave + swell)


def _east_metres(x: Degrees, y: Degrees) -> Degrees:
    base = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    wave = (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
    swell = (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3
    return np.asarray(base + _ripple(x) + wave + swell)
