"""From a point to its area and cells."""

from __future__ import annotations

import numpy as np
import pytest
from tests.apps.grid.conftest import ADDRESSES, CSV, act_id, feature, geojson, path, ref, said, square

from linli.apps.grid import facts, service
from linli.apps.grid.facts import snapshot
from linli.apps.grid.models import Cell, Placement
from linli.core.shared.geodesy import Datum, from_wgs84
from linli.core.shared.outcomes import Refusal
from linli.kernel.access.actors import STRANGER
from linli.kernel.audit.outcomes import Invalid, NotVisible

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_point_has_an_area_a_community_and_one_cell_of_each_kind(town):
    found = facts.locate(112.502, 37.802)
    assert found.area_path == path("990101001001")
    assert found.area_ref == found.community_ref == ref("990101001001")
    assert found.cells == {"unit": "990101001001001", "responsibility": "990101001001001"}
    assert facts.locate(112.502, 37.812).cells == {}


def test_on_a_border_the_lowest_id_has_it(town):
    assert facts.locate(112.505, 37.805).cells["unit"] == "990101001001001"
    assert facts.locate(112.51, 37.81).area_path == path("990101001001")
    many = facts.locate_many(np.array([112.51]), np.array([37.81]))
    assert list(many.area_paths) == [path("990101001001")]


def test_a_point_outside_is_refused_with_a_sentence(town):
    assert facts.locate(112.4, 37.8) == Refusal("grid.point_outside", {"lon": "112.40000", "lat": "37.80000"})
    assert facts.locate(37.8, 112.5).code == "shared.swapped_degrees"
    assert facts.locate(112.5, 37.8, "bd09").code == "shared.unknown_datum"
    assert facts.locate_many(np.zeros(1), np.zeros(1), "bd09").code == "shared.unknown_datum"


def test_an_empty_map_refuses_every_point(db):
    assert facts.locate(112.5, 37.8).code == "grid.point_outside"
    assert list(facts.locate_many(np.array([112.5]), np.array([37.8])).area_paths) == [""]


def test_a_point_of_the_offset_datum_is_brought_home(town):
    lon, lat = from_wgs84(np.array(112.5005), np.array(37.8005), Datum.GCJ02)
    assert facts.locate(float(lon), float(lat), "gcj02").area_path == path("990101001001")


def test_many_points_are_found_like_each_alone(town):
    rng = np.random.default_rng(7)
    lon, lat = 112.49 + rng.random(300) * 0.04, 37.79 + rng.random(300) * 0.04
    many = facts.locate_many(lon, lat)
    for n, (x, y) in enumerate(zip(lon, lat, strict=True)):
        one = facts.locate(x, y)
        alone = ("", {}) if isinstance(one, Refusal) else (one.area_path, one.cells)
        cells = {kind: codes[n] for kind, codes in many.cells.items() if codes[n]}
        assert (many.area_paths[n], cells) == alone


def test_the_picture_is_drawn_again_only_when_the_epoch_moves(town, django_assert_num_queries):
    first = snapshot()
    with django_assert_num_queries(1):
        assert snapshot() is first
    service.import_areas("code,name\n990101001001,新名\n".encode(), **said())
    assert snapshot() is not first


def test_an_estate_with_an_outline_is_deeper_than_its_community(town):
    estate = feature(square(0.1, 0.1, 0.2), code="990101001001009", name="苑", kind="estate")
    service.import_areas(geojson(estate), **said())
    found = facts.locate(112.502, 37.802)
    assert (found.area_ref, found.community_ref) == (ref("990101001001009"), ref("990101001001"))
    assert facts.cells_of(found.area_path)["unit"] == "990101001001001"


def test_a_city_with_only_a_street_drawn_has_no_community(db):
    service.import_areas(CSV.encode(), **said())
    service.import_areas(geojson(feature(square(0, 0), code="990101001", name="街道")), **said())
    assert facts.locate(112.505, 37.805).community_ref is None


def test_maps_get_outlines(town):
    assert [one.code for one, _ in facts.outlines("/9901/", "community", "village")] == [
        "990101001001", "990101001002", "990101100200", "990101100201",
    ]  # fmt: skip
    assert next(one.code for one in facts.cells("/9901/990101/990101001/", "unit")) == "990101001001001"


def refused_cells(content, kind="unit"):
    before = Cell.objects.count()
    with pytest.raises(Invalid) as caught:
        service.import_cells(content if isinstance(content, bytes) else content.encode(), kind=kind, **said())
    assert Cell.objects.count() == before
    return [problem.code for problem in caught.value.problems]


def test_the_same_code_may_stand_for_one_cell_of_each_kind(town):
    assert Cell.objects.filter(code="990101001001001").count() == 2


def test_cells_that_overlap_leave_holes_or_lie_elsewhere_are_refused(tree):
    half = [feature(square(x, 0, 0.5), code=f"99010100100100{n}") for n, x in enumerate((0, 0.5), 1)]
    assert refused_cells(geojson(*half)) == ["grid.areas_leave_hole"]
    double = [feature(square(0, 0), code=f"99010100100100{n}") for n in (1, 2)]
    assert refused_cells(geojson(*double)) == ["grid.areas_overlap"]
    assert set(refused_cells(geojson(feature(square(1, 0), code="990101001001001")))) == {
        "grid.areas_leave_hole", "grid.area_sticks_out",
    }  # fmt: skip
    assert refused_cells("code\n990101001009001\n") == ["grid.cell_area_unknown"]
    assert refused_cells("code\n99010100100900\n") == ["grid.cell_code_length"]
    assert refused_cells("code,homes\n990101001001001,viele\n") == ["grid.homes_not_number"]
    assert refused_cells("code\n990101001001001\n990101001001001\n") == ["grid.code_twice"]
    assert refused_cells(geojson(feature({"type": "Polygon"}, code="990101001001001"))) == [
        "grid.outline_unreadable"
    ]
    assert refused_cells("kode\n1\n") == ["grid.column_missing"]


def test_cells_without_outlines_list_their_addresses(town):
    rows = "code,addresses\n990101100200001,990101100200001 990101100200002\n"
    service.import_cells(rows.encode(), kind="responsibility", **said())
    assert facts.cells_of(path("990101100200002")) == {"responsibility": "990101100200001"}
    again = "code,addresses\n990101100200002,990101100200002\n"
    service.import_cells(again.encode(), kind="responsibility", **said())
    assert facts.cells_of(path("990101100200002")) == {"responsibility": "990101100200002"}
    twice = "code,addresses\n990101100200001,990101100200001\n990101100200002,990101100200001\n"
    assert refused_cells(twice, "responsibility") == ["grid.address_in_two_cells"]
    far = "code,addresses\n990101100200001,990101001001001\n"
    assert refused_cells(far, "responsibility") == ["grid.address_unknown"]


def test_a_listed_address_keeps_its_cell_when_others_are_imported(town):
    rows = "code,addresses\n990101100200001,990101100200001\n"
    service.import_cells(rows.encode(), kind="responsibility", **said())
    service.import_areas(ADDRESSES.encode(), **said())
    assert facts.cells_of(path("990101100200001")) == {"responsibility": "990101100200001"}


def test_the_database_keeps_one_cell_of_a_kind_for_an_address(town):
    from django.db import IntegrityError, transaction

    row = Placement.objects.filter(kind="unit").first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.create(area=row.area, kind="unit", cell=row.cell)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cell.objects.create(kind="unit", code="990101001001001", area=row.area)


def test_cells_are_imported_by_who_may(tree):
    whole = geojson(feature(square(0, 0), code="990101001001001"))
    with pytest.raises(NotVisible):
        service.import_cells(whole, kind="unit", actor=STRANGER, act_id=act_id(), at=said()["at"])
