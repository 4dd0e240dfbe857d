"""The course as a picture tells what the definition says: every stage, every move, every clock, and no more."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html import unescape

import pytest
from click.testing import CliRunner

from linli.core.packs.definition import LANGUAGES
from linli.kernel.ui import show
from linli.packs.checking import check_folder
from linli.packs.drawing import drawn, pictured
from linli.packs.folder import SHIPPED
from linli.site.cli.pack import pack

ROAD = check_folder(SHIPPED / "services/occupy-road").definition


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_stage_move_and_clock_is_in_the_picture(lang):
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", drawn(ROAD, lang))).split())
    for stage in ROAD.lifecycle.stages:
        assert ROAD.text(f"stage.{stage}", lang)[:12] in words
    for move in ROAD.lifecycle.moves:
        assert ROAD.text(f"move.{move}", lang).replace(" ", "") in words.replace(" ", "")
    assert show.limit("10 working_days", lang) in words


def test_a_way_names_the_number_of_the_stage_it_leads_to():
    stages, _ = pictured(ROAD, "en")
    numbered = {one.key: one.name.partition(".")[0] for one in stages}
    handling = next(one for one in stages if one.key == "handling")
    assert f"→\u00a0{numbered['call_back']}\u00a0 Decide" in handling.notes
    assert "↺\u00a0 Note what was found" in handling.notes
    assert len({*numbered.values()}) == len(stages)


def test_the_numbers_run_from_the_top_down():
    said = [int(one) for one in re.findall(r">(\d+)\.\xa0", drawn(ROAD, "en"))]
    assert said == sorted(said)


def test_a_picture_of_its_own_is_narrow_enough_for_a_phone_and_well_formed():
    done = CliRunner().invoke(pack, ["draw", str(SHIPPED / "base/request"), "--lang", "en"])
    assert done.exit_code == 0
    root = ET.fromstring(done.output)  # noqa: S314 - written by ourselves a moment ago
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert int(root.attrib["width"]) <= 390
    assert root.attrib["aria-label"].startswith("The course of a case")


def test_what_cannot_be_read_is_told_instead_of_drawn():
    done = CliRunner().invoke(pack, ["draw", str(SHIPPED / "demo/failing/unknown-key")])
    assert (done.exit_code, "<svg" in done.output) == (1, False)
