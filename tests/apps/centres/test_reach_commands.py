"""`linli import facilities`, `linli import streets`, `linli reach`: as files come, once each, with reasons."""

from __future__ import annotations

import bz2
import json

import pytest
from click.testing import CliRunner
from tests.city import POINT, STEP, WEST

from linli.apps.centres import facts
from linli.site.cli.importing import import_group
from linli.site.cli.importing_reach import reach
from linli.web.importing.streets import read_streets

FROM = ("--source", "测试", "--licence", "ODbL")
GOOD = f"code,kind,name,lon,lat,phone\nWS-1,health_station,平桥卫生站,{POINT[0]},{POINT[1]},0351-1\n"
BAD = "X-1,sauna,桑拿,112.505,37.805,\nX-2,bank,北京的银行,116.4,39.9,\nX-3,bank,写反了,37.805,112.505,\nX-4,bank,没数字,东,37.8,\n"
CSV = (
    "from,to,from_lon,from_lat,to_lon,to_lat,metres,direction\n"
    f"a,b,{WEST},{POINT[1]},{WEST + STEP},{POINT[1]},,both\n"
    f"b,c,{WEST + STEP},{POINT[1]},{WEST + 2 * STEP},{POINT[1]},900,forward\n"
)
OSM = f"""<?xml version="1.0"?><osm version="0.6">
<node id="1" lon="{WEST}" lat="{POINT[1]}"/><node id="2" lon="{WEST + STEP}" lat="{POINT[1]}"/>
<node id="3" lon="{WEST}" lat="{POINT[1]}"/><node id="4"/>
<way id="9"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way>
<way id="10"><nd ref="2"/><nd ref="77"/><tag k="highway" v="path"/></way>
<way id="11"><nd ref="1"/><nd ref="3"/><tag k="highway" v="path"/></way>
<way id="12"><nd ref="1"/><nd ref="2"/><tag k="highway" v="motorway"/></way>
<way id="13" visible="false"><nd ref="1"/><nd ref="2"/></way>
<relation id="5"><tag k="highway" v="path"/></relation></osm>""".encode()


@pytest.fixture
def run(city, monkeypatch, tmp_path):
    monkeypatch.setattr("linli.site.preparing.prepare_database", lambda: 0)
    monkeypatch.chdir(tmp_path)

    def call(what, content, *words, name="file.csv"):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        done = CliRunner().invoke(import_group, [what, str(file), *words, "--json"])
        return done.exit_code, json.loads(done.output.splitlines()[-1])

    return call


def counts(answer):
    return [answer[name] for name in ("read", "imported", "skipped", "rejected")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_facilities_come_once_and_again_when_they_changed(run, encoding):
    assert run("facilities", GOOD.encode(encoding))[1]["imported"] == 1
    code, answer = run("facilities", GOOD.encode(encoding))
    assert (code, counts(answer)) == (0, [1, 0, 1, 0])
    assert counts(run("facilities", GOOD.replace("卫生站", "卫生服务站"))[1]) == [1, 1, 0, 0]
    assert facts.facilities().rows[0].name_zh == "平桥卫生服务站"


def test_rows_that_cannot_be_are_listed_with_line_reason_and_remedy(run, tmp_path):
    code, answer = run("facilities", GOOD + BAD)
    assert (code, counts(answer)) == (2, [5, 1, 0, 4])
    rejects = (tmp_path / answer["rejects"]).read_text(encoding="utf-8-sig")
    for said in ("3,X-1", "sauna", "不在任何登记的地方", "4,X-2", "5,X-3", "6,X-4", "经纬度不是数字"):
        assert said in rejects


def test_a_file_without_its_columns_is_refused_whole(run):
    code, answer = run("facilities", "name,lon\n甲,1\n")
    assert (code, answer["errors"][0]["code"]) == (1, "import.columns_missing")


def test_streets_of_openstreetmap_come_packed_or_not_once(run):
    code, answer = run("streets", bz2.compress(OSM), *FROM, name="part.osm.bz2")
    assert (code, counts(answer)) == (2, [3, 1, 0, 2])  # an end nobody knows, and a stretch without length
    network = facts.in_force()
    assert (network.edges, network.left_out, network.source, network.pieces) == (1, 2, "测试", (2,))
    assert counts(run("streets", bz2.compress(OSM), *FROM, name="part.osm.bz2")[1]) == [3, 0, 1, 2]


def test_streets_of_a_table_say_which_stretch_cannot_be(run, tmp_path):
    bad = "c,d,,,,,100,both\nb,c,,,,,3,both\na,b,,,,,-4,\na,b,,,,,x,\na,b,,,,,9,sideways\n"
    code, answer = run("streets", CSV + bad, *FROM)
    assert (code, counts(answer)) == (2, [7, 2, 0, 5])
    rejects = (tmp_path / answer["rejects"]).read_text(encoding="utf-8-sig")
    for said in ("4,", "“d”不在节点表里", "直线距离", "长度为零", "不是数字", "sideways"):
        assert said in rejects


BOMB = b'<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><osm>&b;</osm>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html><body/></html>", "centres.not_osm"),
        (BOMB, "centres.osm_doctype"),
        (b'<!DOCTYPE osm SYSTEM "file:///etc/passwd"><osm/>', "centres.osm_doctype"),
        (OSM[:400], "centres.osm_broken"),
        (bz2.compress(OSM)[:-20], "centres.osm_unpack"),
        (b"BZhnonsense", "centres.osm_unpack"),
        (b"<osm></osm>", "centres.osm_no_streets"),
        (b"  ", "centres.streets_empty"),
        (b"a,b\n1,2\n", "centres.columns_missing"),
        (CSV.splitlines()[0].encode() + b"\na,b,,,,,3,\n", "centres.streets_none_good"),
    ],
)
def test_a_file_that_is_no_network_is_refused_whole(run, content, code):
    exit_code, answer = run("streets", content, *FROM)
    assert (exit_code, answer["errors"][0]["code"]) == (1, code)
    assert all(answer["errors"][0][lang] for lang in ("zh", "en"))
    assert facts.in_force() is None


def test_what_unpacks_to_more_than_it_may_is_refused_while_it_unpacks(monkeypatch):
    monkeypatch.setattr("linli.web.importing.openstreetmap.UNPACKED_MOST", 3_000_000)
    bomb = bz2.compress(b"<osm>" + b" " * 30_000_000)
    assert len(bomb) < 1_000
    assert read_streets(bomb, "bomb").code == "centres.osm_too_big"


def test_reach_measures_and_says_what_it_rests_on(run):
    run("facilities", GOOD)
    run("streets", CSV, *FROM)
    done = CliRunner().invoke(reach, ["--json"])
    told = json.loads(done.output)
    assert done.exit_code == 0
    assert (told["facilities"], told["source"], told["speeds_cm"]) == (1, "测试", {"adult": 105, "old": 75})
    assert facts.latest().ref == told["ref"]
