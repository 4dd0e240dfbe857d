"""Importing the tree of areas: whole or not at all, each fault with its line."""

from __future__ import annotations

import pytest
from tests.apps.grid.conftest import COMMUNITIES, CSV, SOUTH, WEST, feature, geojson, said, square
from tests.cast import county_administrator

from linli.apps.grid import facts, service
from linli.apps.grid.models import Area, GridMap
from linli.apps.grid.service import Reading
from linli.core.shared.geodesy import Datum, from_wgs84
from linli.kernel.access.actors import STRANGER
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def refused(content, **options):
    before = Area.objects.count()
    with pytest.raises(Invalid) as caught:
        service.import_areas(
            content if isinstance(content, bytes) else content.encode(), how=Reading(**options), **said()
        )
    assert Area.objects.count() == before
    return [(problem.code, problem.params.get("line")) for problem in caught.value.problems]


def test_the_tree_holds_both_branches_with_paths_from_the_top(town):
    assert [one.kind for one in facts.breadcrumbs(facts.area("990101001001001001001").path)] == [
        "city", "district", "subdistrict", "community", "estate", "building", "entrance",
    ]  # fmt: skip
    village = facts.area("990101100200")
    assert village.path == "/9901/990101/990101100/990101100200/"
    assert [one.kind for one in facts.children(village.path)] == ["natural_village", "group"]
    assert facts.area(village.ref) == facts.area_at(village.path) == village
    assert len(facts.subtree("/9901/990101/990101001/", "building", "entrance")) == 2
    assert [one.code for one in facts.children("/")] == ["9901"]


def test_kinds_are_told_from_the_codes_and_columns_may_have_other_names(db):
    rows = "id,label\n9901,市\n990101,区\n990101001,街道\n990101100,镇\n990101001001,社区\n990101100200,村\n"
    answer = service.import_areas(
        rows.encode(), how=Reading(columns={"code": "id", "name": "label"}), **said()
    )
    assert answer == {"areas": 6, "new": 6, "epoch": 1}
    kinds = {one.code: one.kind for one in facts.subtree("/9901/")}
    assert (kinds["990101001"], kinds["990101100"]) == ("subdistrict", "township")
    assert (kinds["990101001001"], kinds["990101100200"]) == ("community", "village")


def test_a_second_file_changes_what_it_says_and_keeps_the_rest(tree):
    answer = service.import_areas("code,name,homes\n990101001001,东风社区,900\n".encode(), **said())
    assert answer == {"areas": 1, "new": 0, "epoch": 3}
    renamed = facts.area("990101001001")
    assert (renamed.name_zh, renamed.homes) == ("东风社区", 900)
    assert facts.locate(112.505, 37.805).area_path == renamed.path


def test_the_same_act_is_done_once_and_another_file_under_its_id_is_refused(db):
    once = said()
    first = service.import_areas(CSV.encode(), **once)
    assert service.import_areas(CSV.encode(), **once) == first
    assert GridMap.objects.get().epoch == 1
    with pytest.raises(Refused):
        service.import_areas(CSV.replace("柳巷", "柳林").encode(), **once)


def test_padded_parents_and_nested_properties_of_other_makers_are_read(tree):
    rows = feature(code=990102, name="河西区", parent="990100", center=[112.5, 37.8], more={"a": 1})
    assert service.import_areas(geojson(rows), **said())["new"] == 1


def test_a_file_of_gb18030_with_semicolons_is_read(db):
    assert service.import_areas("code;name\n9901;汾安市\n".encode("gb18030"), **said())["areas"] == 1
    assert facts.area("9901").name_zh == "汾安市"


@pytest.mark.parametrize(
    ("rows", "code", "line"),
    [
        ("99010,缺位", "grid.area_kind_unknown", 2),
        ("99010a,字母", "grid.area_code_length", 2),
        ("990101,", "grid.name_missing", 2),
        ("990102001,无上级", "grid.parent_unknown", 2),
        ("990101,甲\n990101,乙", "grid.code_twice", 3),
        ("990101,甲,多出一格", "grid.line_ragged", 2),
        ("990101,=HYPERLINK(1)", "grid.line_formula", 2),
    ],
)
def test_each_fault_names_its_line(tree, rows, code, line):
    assert (code, line) in refused(f"code,name\n{rows}\n")


@pytest.mark.parametrize(
    ("header", "row", "code"),
    [
        ("kind", "palace", "grid.area_kind_unknown"),
        ("kind", "city", "grid.area_code_length"),
        ("parent", "990102001", "grid.area_code_outside_parent"),
        ("homes", "-3", "grid.homes_not_number"),
        ("homes", "९", "grid.homes_not_number"),
        ("lon", "abc", "grid.centre_not_numbers"),
    ],
)
def test_a_field_that_makes_no_sense_is_refused(tree, header, row, code):
    assert refused(f"code,name,{header}\n990101001009,新社区,{row}\n") == [(code, 2)]


def test_latitude_first_and_metres_are_told(tree):
    swapped = "code,name,lon,lat\n990101001001001,苑,37.8,112.5\n990101001001002,苑,4190000,512000\n"
    assert refused("kind," + swapped.replace("\n9", "\nestate,9")) == [
        ("grid.outline_datum", 2), ("grid.outline_datum", 3),
    ]  # fmt: skip


def test_a_kind_must_fit_its_parent(tree):
    group = "code,name,kind\n990101001001009,第一村民小组,group\n"
    assert refused(group) == [("grid.parent_of_wrong_kind", 2)]
    assert refused("code,name,kind\n990101100,原为镇,subdistrict\n") == [("grid.area_changes_kind", 2)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "grid.file_empty"),
        (b"code,name\n", "grid.file_empty"),
        (b"kode,name\n1,2\n", "grid.column_missing"),
        (b"\xff\xff\xff", "grid.file_encoding"),
        (b"{broken", "grid.file_not_json"),
        (b"{}", "grid.file_not_geojson"),
        (b'{"features": [5]}', "grid.line_unreadable"),
        (b'code,name\n9901,"x' + b"y" * 200_000, "grid.line_unreadable"),
    ],
)
def test_files_that_are_none_are_refused(db, content, code):
    assert refused(content)[0][0] == code


def test_an_unknown_datum_and_a_contradicting_one_are_refused(db):
    crs = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}}
    whole = geojson(feature(square(0, 0), code="9901", name="市"), **crs)
    assert refused(whole, datum="bd09")[0][0] == "shared.unknown_datum"
    assert refused(whole, datum="gcj02")[0][0] == "grid.datum_conflict"
    assert service.import_areas(whole, how=Reading(datum="cgcs2000"), **said())["areas"] == 1
    other = geojson(feature(square(0, 0), code="9901", name="市"), crs={"name": "EPSG:2435"})
    assert refused(other)[0][0] == "grid.datum_of_file_unknown"


def changed(index, geometry):
    rows = list(COMMUNITIES)
    rows[index] = feature(geometry, **rows[index]["properties"])
    return geojson(*rows)


def test_outlines_that_are_none_are_refused(db):
    service.import_areas(CSV.encode(), **said())
    bow = {
        "type": "Polygon",
        "coordinates": [[[112.5, 37.8], [112.51, 37.81], [112.51, 37.8], [112.5, 37.81], [112.5, 37.8]]],
    }
    assert refused(changed(1, bow)) == [("grid.outline_crosses", 2)]
    assert refused(changed(1, {"type": "Point", "coordinates": [112.5, 37.8]})) == [
        ("grid.outline_not_polygon", 2)
    ]
    assert refused(changed(1, {"type": "Polygon", "coordinates": [[["x"]]]})) == [
        ("grid.outline_unreadable", 2)
    ]
    metres = {"type": "Polygon", "coordinates": [[[5e5, 4e6], [6e5, 4e6], [6e5, 5e6], [5e5, 4e6]]]}
    assert refused(changed(1, metres)) == [("grid.outline_datum", 2)]


def test_areas_that_overlap_are_refused_with_both_names(db):
    service.import_areas(CSV.encode(), **said())
    with pytest.raises(Invalid) as caught:
        service.import_areas(changed(1, square(0.95, 0)), **said())
    overlap = next(problem for problem in caught.value.problems if problem.code == "grid.areas_overlap")
    assert {overlap.params["code"], overlap.params["other"]} == {"990101001001", "990101001002"}
    assert overlap.params["square_metres"] > 10_000


def test_a_hole_inside_a_street_is_refused(db):
    service.import_areas(CSV.encode(), **said())
    service.import_areas(geojson(feature(square(0, 0, 2), code="990101001", name="柳巷街道")), **said())
    parts = [
        feature(square(x, y), code=f"99010100100{n}", name="社区")
        for n, (x, y) in enumerate([(0, 0), (1, 0), (0, 1)], 1)
    ]
    assert refused(geojson(*parts)) == [("grid.areas_leave_hole", 3)]
    far = feature(square(1, 1, 1.2), code="990101001004", name="社区")
    assert ("grid.area_sticks_out", 4) in refused(geojson(*parts, far))
    last = feature(square(1, 1), code="990101001004", name="社区")
    assert service.import_areas(geojson(*parts, last), **said())["new"] == 4


def test_a_border_may_wander_by_less_than_the_tolerance(db):
    service.import_areas(CSV.encode(), **said())
    service.import_areas(changed(1, square(1.00003, 0)), **said())  # under three metres
    assert facts.area("990101001002")


def test_a_file_in_the_offset_datum_that_says_wgs84_is_found_out(db):
    service.import_areas(CSV.encode(), **said())
    service.import_areas(geojson(feature(square(0, 0, 2), code="990101001", name="街道")), **said())
    rows = [feature(offset(square(0, n, 1)), code=f"99010100100{n + 1}", name="社区") for n in range(2)]
    rows += [feature(offset(square(1, n, 1)), code=f"99010100100{n + 3}", name="社区") for n in range(2)]
    with pytest.raises(Invalid) as caught:
        service.import_areas(geojson(*rows), **said())
    assert [(one.code, one.params["better"]) for one in caught.value.problems] == [
        ("grid.datum_wrong", "gcj02")
    ]
    assert service.import_areas(geojson(*rows), how=Reading(datum="gcj02"), **said())["new"] == 4


def test_a_parent_that_comes_later_must_fit_the_children_that_are_there(tree):
    def street(geometry):
        return geojson(feature(geometry, code="990101001", name="柳巷街道"))

    assert refused(street(square(0, 0, 1.5))) == [("grid.areas_leave_hole", 1), ("grid.area_sticks_out", 1)]
    two = {"type": "MultiPolygon", "coordinates": [square(x, 0)["coordinates"] for x in (0, 1)]}
    assert refused(street(two)) == [("grid.outline_crosses", 1)]
    west, south = WEST, SOUTH
    ring = [
        [west, south],
        [west + 0.02, south],
        [west + 0.02, south + 0.01],
        [west, south + 0.01],
        [west, south],
    ]
    both = {"type": "Polygon", "coordinates": [ring]}
    assert refused(street(offset(both))) == [("grid.datum_wrong", 1)]
    assert service.import_areas(street(both), **said())["areas"] == 1


def offset(geometry):
    import numpy as np

    ring = np.array(geometry["coordinates"][0])
    moved = np.stack(from_wgs84(ring[:, 0], ring[:, 1], Datum.GCJ02), axis=1)
    return {"type": "Polygon", "coordinates": [moved.tolist()]}


def test_only_who_may_import_there_imports(tree):
    row = "code,name\n990101001009,新社区\n".encode()
    inside = county_administrator(area="/9901/990101/").actor
    outside = county_administrator(area="/9901/990102/").actor
    for actor in (STRANGER, outside):
        with pytest.raises(NotVisible):
            service.import_areas(row, **said(actor))
    assert service.import_areas(row, **said(inside))["new"] == 1


def test_a_district_does_not_import_the_city(tree):
    with pytest.raises(NotVisible):
        service.import_areas(
            "code,name\n990102,河西区\n".encode(), **said(county_administrator(area="/9901/990101/").actor)
        )


def test_addresses_lie_in_one_cell_of_each_kind(town):
    entrance = facts.area("990101001001001001001")
    assert facts.cells_of(entrance.path) == {"unit": "990101001001001", "responsibility": "990101001001001"}
    assert facts.cells_of(facts.area("990101100200001").path) == {}
