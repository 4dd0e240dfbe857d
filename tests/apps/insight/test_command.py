"""The command line: figures as JSON, an export that a stranger can check, clear refusals."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner
from tests.apps.insight.test_rates import SCRIPT

from linli.site.cli.indicators import indicators, open_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr("linli.site.preparing.prepare_database", lambda: 0)

    def call(command, *words):
        return CliRunner().invoke(command, list(words))

    return call


def test_export_and_recompute_give_what_the_command_gives(run, teller, tmp_path):
    teller.closed("10-09 09:00", "10-10 10:00", satisfaction="mostly")
    teller.closed("10-09 09:00", "10-09 17:00", result="unreachable")
    teller.dispatched("10-10 09:00", lead="LIGHTS")
    done = run(open_data, "export", str(tmp_path), "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["rounds"] == 3
    ours = run(indicators, "--period", "2026-10", "--area", "990101", "--stored", "--json")
    words = [sys.executable, str(SCRIPT), str(tmp_path), "--period", "2026-10", "--area", "990101"]
    theirs = subprocess.run(words, capture_output=True, check=True, text=True)
    assert json.loads(ours.output) == json.loads(theirs.stdout)
    satisfaction = {one["code"]: one for one in json.loads(ours.output)["indicators"]}["satisfaction"]
    assert satisfaction["numerator"] == 0.9
    assert satisfaction["denominator"] == 1
    assert satisfaction["excluded"] == {"unreachable": 1}


def test_open_data_holds_no_word_that_was_said(run, teller, tmp_path):
    teller.closed("10-09 09:00", "10-10 10:00", body="王秀兰家门口的井盖", place="柳溪南巷")
    run(open_data, "export", str(tmp_path))
    written = "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("rounds-*.csv"))
    assert "990101001001" in written
    assert "王秀兰" not in written
    assert "柳溪" not in written


def test_figures_for_people(run, teller):
    teller.closed("10-09 09:00", "10-10 10:00")
    said = run(indicators, "--period", "2026-10").output
    assert "100.0%  1/1" in said
    assert "解决率" in said


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--period", "oktober"], "insight.not_a_period"),
        (["--period", "2026-10", "--area", "7"], "insight.no_such_area"),
        (["--period", "2026-10", "--body", "NOBODY"], "insight.no_such_body"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_both_languages(run, words, code):
    refused = run(indicators, *words, "--json")
    (problem,) = json.loads(refused.output)["problems"]
    assert refused.exit_code == 2
    assert problem["code"] == code
    assert problem["zh"] != problem["en"]


def test_refresh_says_what_it_did(run, teller):
    teller.tell("10-09 09:00")
    assert json.loads(run(indicators, "--refresh", "--json").output)["cases"] == 1
