"""A draw checked from outside: the command and the one-file script agree with us, and find every change."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests import cast
from tests.apps.centres import stage
from tests.apps.centres.stage import AT, said
from tests.city import MAKER

from linli.apps.centres import facts, service
from linli.apps.centres.models import Centre
from linli.kernel.audit import sequencer
from linli.site.cli import main

ROOT = Path(__file__).resolve().parents[3]
UNTIL = AT + timedelta(days=1)
pytestmark = pytest.mark.one_database


def linli(*words):
    return CliRunner().invoke(main, [str(one) for one in words])


def script(file):
    command = [sys.executable, "-I", str(ROOT / "tools/linli_draw.py"), str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def draw(centre):
    choices = (service.NewChoice("tue", "周二班", 2), service.NewChoice("thu", "周四班", 1))
    ref = service.open_draw(service.NewDraw(centre, "dance", "舞蹈班", UNTIL, choices), **said(MAKER))
    for n in range(6):
        service.apply(ref, ("tue", "thu")[: 1 + n % 2], **said(cast.resident()))
    service.close_draw(ref, **said(MAKER, UNTIL))
    return ref


def test_the_command_and_the_script_draw_again(draw, centre, tmp_path):
    assert linli("draw", "run", draw, "--json").exit_code == 2
    file = tmp_path / "draw.json"
    file.write_text(linli("draw", "show", draw, "--json").output, encoding="utf-8")
    assert (linli("draw", "verify", file).exit_code, script(file).returncode) == (0, 0)
    for n in range(9):
        stage.room(centre, code=f"R{n}")
    told = json.loads(linli("draw", "run", draw, "--json").output)
    assert told["given"] == 3
    file.write_text(linli("draw", "show", draw, "--json").output, encoding="utf-8")
    whole = json.loads(file.read_text(encoding="utf-8"))
    assert whole == json.loads(json.dumps(facts.draw_file(draw)))
    assert linli("draw", "verify", file).exit_code == 0
    said_by_script = script(file)
    assert said_by_script.returncode == 0
    lines = [f"{one['place']:>4} {one['number']} {one['given'] or '-'}" for one in whole["results"]]
    assert said_by_script.stdout.splitlines()[:-1] == lines
    for change in (
        lambda: {**whole, "list": whole["list"].replace('"tickets":1', '"tickets":2', 1)},
        lambda: {**whole, "results": whole["results"][::-1]},
        lambda: {**whole, "index": whole["index"] + 1},
        lambda: {**whole, "seed": {**whole["seed"], "root": "0" * 64}},
        lambda: {**whole, "seed": {**whole["seed"], "inclusion": []}},
        lambda: {**whole, "seed": {**whole["seed"], "size": whole["seed"]["size"] + 1}},
    ):
        file.write_text(json.dumps(change()), encoding="utf-8")
        assert (linli("draw", "verify", file).exit_code, script(file).returncode) == (1, 1)
    file.write_text("{}", encoding="utf-8")
    assert (linli("draw", "verify", file).exit_code, script(file).returncode) == (1, 2)
    file.write_text("no", encoding="utf-8")
    assert (linli("draw", "verify", file).exit_code, script(file).returncode) == (2, 2)


def test_the_published_log_grows_on_and_the_file_still_holds(draw, centre, tmp_path):
    for n in range(9):
        stage.room(centre, code=f"R{n}")
    sequencer.sequence_all(UNTIL)
    service.run_draw(draw, **said(MAKER, UNTIL + timedelta(hours=1)))
    stage.room(centre, code="LATER")
    sequencer.sequence_all(UNTIL)
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(facts.draw_file(draw)), encoding="utf-8")
    assert script(file).returncode == 0
    assert linli("draw", "verify", file, "--json").exit_code == 0


SHEET = """code,name,body,area,floor_area,floor_area_before,functions,hours
C-1,甲中心,PING,990101001001,900,60,services elderly,"1-5 08:30-12:00,14:00-18:00"
C-2,乙中心,PING,990101001001,,,,
C-3,丙中心,NOBODY,990101001001,,,sauna,9 to 5
C-4,丁中心,PING,990101001001,large,,,
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_sheet_of_centres_is_taken_once(city, tmp_path, encoding):
    file, rejects = tmp_path / "centres.csv", tmp_path / "rejects.csv"
    file.write_bytes(SHEET.encode(encoding))
    told = linli("import", "centres", file, "--json", "--rejects", rejects)
    assert told.exit_code == 2, told.output
    assert {key: json.loads(told.output)[key] for key in ("read", "imported", "skipped", "rejected")} == {
        "read": 4, "imported": 2, "skipped": 0, "rejected": 2,
    }  # fmt: skip
    assert "sauna" in rejects.read_text(encoding="utf-8-sig")
    again = json.loads(linli("import", "centres", file, "--json", "--rejects", rejects).output)
    assert (again["imported"], again["skipped"]) == (0, 2)
    file.write_bytes(SHEET.replace("甲中心,PING", "甲中心改,PING").encode(encoding))
    assert (
        json.loads(linli("import", "centres", file, "--json", "--rejects", rejects).output)["imported"] == 1
    )
    assert Centre.objects.get(code="C-1").name_zh == "甲中心改"
    assert facts.timetable(Centre.objects.get(code="C-1").pk) == "1-5 08:30-12:00,14:00-18:00"
