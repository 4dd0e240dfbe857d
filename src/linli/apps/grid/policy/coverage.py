"""Do polygons of one level tile the ground: no two on the same spot, no spot left out?

Everything is measured on a plane in metres. A difference counts once a disc of ``tolerance`` metres fits
into it, so that hand-drawn borders may wander by less than that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from linli.core.shared.geodesy import Datum, Degrees, flat_metres, from_wgs84, to_wgs84
from linli.core.shared.outcomes import Param, Problem

_WORTH_A_LOOK = 0.002  # of the parent's ground
_CLEARLY_BETTER = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A polygon of the level; ``line`` is 0 for one that is stored already."""

    line: int
    code: str
    parent: str
    outline: BaseGeometry


@dataclass(frozen=True, slots=True)
class Ground:
    """A parent; when ``whole``, all its children have outlines and must tile it. Its own may be missing."""

    line: int
    outline: BaseGeometry | None
    whole: bool


@dataclass(frozen=True, slots=True)
class Plane:
    """A projection to metres, good inside one city."""

    middle_lat: float

    def flat(self, outlines: Sequence[BaseGeometry]) -> list[BaseGeometry]:
        """Lay outlines on the plane."""
        laid = shapely.transform(np.array(outlines, dtype=object), lambda p: flat_metres(p, self.middle_lat))
        return list(laid)

    def place(self, shape: BaseGeometry) -> str:
        """Return "lon lat" of a point inside a shape on the plane, for a sentence."""
        point = shape.representative_point()
        east, north = flat_metres(np.array([[1.0, 1.0]]), self.middle_lat)[0]
        return f"{point.x / east:.5f} {point.y / north:.5f}"


def check_level(
    pieces: Sequence[Piece], grounds: Mapping[str, Ground], *, datum: Datum, tolerance: float
) -> tuple[Problem, ...]:
    """Find overlaps everywhere, and holes and trespasses in each of ``grounds``, by code."""
    if not pieces:
        return ()
    plane = Plane(float(shapely.total_bounds([p.outline for p in pieces])[[1, 3]].mean()))
    flat = plane.flat([piece.outline for piece in pieces])
    problems = list(_overlaps(pieces, flat, plane, tolerance))
    for parent, ground in sorted(grounds.items()):
        members = [n for n, piece in enumerate(pieces) if piece.parent == parent]
        family = _Family(parent, ground, [pieces[n] for n in members], [flat[n] for n in members])
        problems += _gaps(family, plane, datum, tolerance)
    return tuple(problems)


@dataclass(frozen=True, slots=True)
class _Family:
    """The children of one parent."""

    parent: str
    ground: Ground
    pieces: Sequence[Piece]
    flat: Sequence[BaseGeometry]

    def problem(self, sentence: str, line: int = 0, /, **params: Param) -> Problem:
        shown = line or max(piece.line for piece in self.pieces) or self.ground.line
        return Problem(f"line:{shown}", f"grid.{sentence}", {**params, "line": shown, "parent": self.parent})


def _wide(shape: BaseGeometry, tolerance: float) -> bool:
    return not shapely.is_empty(shapely.buffer(shape, -tolerance / 2))


def _overlaps(
    pieces: Sequence[Piece], flat: Sequence[BaseGeometry], plane: Plane, tolerance: float
) -> list[Problem]:
    shapes = np.array(flat, dtype=object)
    if shapely.coverage_is_valid(shapes):
        return []
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    new = np.array([piece.line > 0 for piece in pieces])
    pairs = (first < second) & (new[first] | new[second])
    first, second = first[pairs], second[pairs]
    common = shapely.intersection(shapes[first], shapes[second])
    found = []
    for one, other, shared in zip(first, second, common, strict=True):
        if _wide(shared, tolerance):
            late, early = sorted((pieces[one], pieces[other]), key=lambda piece: -piece.line)
            params: dict[str, Param] = {
                "line": late.line,
                "code": late.code,
                "other": early.code,
                "square_metres": round(shared.area),
                "at": plane.place(shared),
            }
            found.append(Problem(f"line:{late.line}", "grid.areas_overlap", params))
    return found


def _gaps(family: _Family, plane: Plane, datum: Datum, tolerance: float) -> list[Problem]:
    union = shapely.union_all(np.array(family.flat, dtype=object))
    outline = family.ground.outline
    wanted = plane.flat([outline])[0] if outline is not None else _filled(union)
    if outline is not None and (better := _better_datum(family, outline, datum)):
        return [family.problem("datum_wrong", said=datum.value, better=better.value)]
    found = []
    missing = wanted.difference(union)
    if family.ground.whole and _wide(missing, tolerance):
        found.append(
            family.problem("areas_leave_hole", square_metres=round(missing.area), at=plane.place(missing))
        )
    for piece, shape in zip(family.pieces, family.flat, strict=True):
        outside = shape.difference(wanted)
        if _wide(outside, tolerance):
            found.append(
                family.problem(
                    "area_sticks_out", piece.line, code=piece.code, square_metres=round(outside.area)
                )
            )
    return found


def _filled(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape with its inner holes closed."""
    parts = shapely.get_parts(shape)
    return shapely.union_all(shapely.polygons(shapely.get_exterior_ring(parts)))


def _better_datum(family: _Family, outline: BaseGeometry, said: Datum) -> Datum | None:
    """Say which datum the file must be in when children and parent fit much better with that one."""
    union = shapely.union_all([piece.outline for piece in family.pieces])
    from_file, stored = (union, outline) if any(piece.line for piece in family.pieces) else (outline, union)
    now = _mismatch(from_file, stored)
    if now < _WORTH_A_LOOK:
        return None
    move, better = (from_wgs84, Datum.WGS84) if said is Datum.GCJ02 else (to_wgs84, Datum.GCJ02)

    def shifted(points: Degrees) -> Degrees:
        return np.stack(move(points[:, 0], points[:, 1], Datum.GCJ02), axis=1)

    then = _mismatch(shapely.transform(from_file, shifted), stored)
    return better if then * _CLEARLY_BETTER < now else None


def _mismatch(one: BaseGeometry, other: BaseGeometry) -> float:
    return float(shapely.symmetric_difference(one, other).area / other.area)
