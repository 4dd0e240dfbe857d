"""`linli clock due` and `linli calendar show|check`, called as a person calls them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import linli
from linli.core.clock.calendar_cn import SHIPPED
from linli.site.cli import main

EXAMPLE = ("--start", "2026-09-30T16:00+08:00", "--limit", "3 working_days")


def call(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def due_json(*words):
    answer = call("clock", "due", *words, "--json")
    return answer.exit_code, json.loads(answer.stdout)


def test_the_example_of_the_issue():
    code, told = due_json(*EXAMPLE)
    assert code == 0
    assert told["due"] == "2026-10-10T18:00:00+08:00"
    assert told["provisional"] is False
    assert told["calendar"] == SHIPPED.version
    assert [step["en"] for step in told["steps"]][3] == (
        "Thu 1 October 2026 to Wed 7 October 2026 is the National Day holiday: 7 days that do not count."
    )
    assert told["steps"][0]["zh"] == "期限是 3 个工作日。"


def test_people_read_the_steps_in_their_language():
    chinese, english = call("clock", "due", *EXAMPLE), call("clock", "due", *EXAMPLE, "--lang", "en")
    assert chinese.exit_code == english.exit_code == 0
    assert chinese.output.startswith("2026-10-10 18:00+08:00\n  期限是 3 个工作日。")
    assert "It ends when the office closes that day: Sat 10 October 2026, 18:00." in english.output


def test_hours_and_rolling_are_options():
    assert due_json(*EXAMPLE, "--hours", "09:00-12:00,13:00-17:00")[1]["due"] == "2026-10-10T17:00:00+08:00"
    days = ("--start", "2026-09-30T16:00+08:00", "--limit", "3 calendar_days")
    assert due_json(*days)[1]["due"] == "2026-10-09T00:00:00+08:00"
    assert due_json(*days, "--no-roll")[1]["due"] == "2026-10-04T00:00:00+08:00"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--start", "2003-12-31T10:00+08:00", "--limit", "1 working_days"), "clock.before_calendar"),
        (("--start", "soon", "--limit", "1 working_days"), "clock.not_an_instant"),
        (("--start", "2026-09-30T16:00+08:00", "--limit", "0 working_days"), "clock.limit_not_positive"),
        (("--start", "2026-09-30T16:00+08:00", "--limit", "-1 working_days"), "clock.limit_not_positive"),
        ((*EXAMPLE, "--hours", "18:00-08:00"), "clock.not_an_opening"),
        (("--start", "2026-09-30T16:00+08:00"), "clock.batch_or_one"),
        ((), "clock.batch_or_one"),
        ((*EXAMPLE, "--batch", "x.csv"), "clock.batch_or_one"),
        (("--batch", "/no/such/file.csv"), "clock.batch_unreadable"),
    ],
)
def test_what_cannot_be_counted_is_said_in_both_languages(words, code):
    exit_code, told = due_json(*words)
    assert (exit_code, told["error"]["code"]) == (2, code)
    assert told["error"]["zh"]
    assert told["error"]["en"]
    spoken = call("clock", "due", *words)
    assert spoken.exit_code == 2
    assert told["error"]["zh"] in spoken.stderr
    assert told["error"]["en"] in spoken.stderr


def test_after_the_calendar_the_answer_is_provisional():
    code, told = due_json("--start", "2027-03-01T10:00+08:00", "--limit", "3 working_days")
    assert (code, told["provisional"], told["due"]) == (0, True, "2027-03-04T18:00:00+08:00")


def batch(tmp_path, raw):
    path = tmp_path / "rows.csv"
    path.write_bytes(raw)
    answer = call("clock", "due", "--batch", path, "--json")
    return answer.exit_code, [json.loads(line) for line in answer.stdout.splitlines()]


def test_a_batch_answers_in_the_order_of_the_file(tmp_path):
    rows = "start,limit\n2026-09-30T16:00+08:00,3 working_days\n2026-11-18T09:00+08:00,2 working_hours\n"
    code, told = batch(tmp_path, rows.encode())
    assert code == 0
    assert [one["due"] for one in told] == ["2026-10-10T18:00:00+08:00", "2026-11-18T11:00:00+08:00"]
    assert [one["line"] for one in told] == [2, 3]


def test_a_bad_row_is_told_and_the_others_are_answered(tmp_path):
    rows = (
        "Limit , START,note\r\n"
        "3 working_days,2026-09-30T16:00+08:00,路灯\r\n"
        "\r\n"
        "0 working_days,2026-09-30T16:00+08:00,\r\n"
        "3 working_days\r\n"
        '=1+1,"2026-09-30T16:00+08:00",\r\n'
        "1 working_days,2026-09-30T16:00+08:00,\r\n"
    )
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        code, told = batch(tmp_path, rows.encode(encoding))
        assert code == 2
        assert [one.get("error", {}).get("code") for one in told] == [
            None,
            "clock.limit_not_positive",
            "clock.batch_ragged",
            "clock.not_a_limit",
            None,
        ]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "clock.batch_columns"),
        (b"start,other\n1,2\n", "clock.batch_columns"),
        (b"\xff\xff\xff", "clock.batch_encoding"),
        (b"\xff\xfe\x00", "clock.batch_encoding"),
        (b'start,limit\n"' + b"x" * 200_000 + b'",1\n', "clock.batch_encoding"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path, raw, code):
    exit_code, told = batch(tmp_path, raw)
    assert (exit_code, [one["error"]["code"] for one in told]) == (2, [code])


def test_the_command_needs_no_django():
    program = (
        "import sys; from linli.site.cli import main\n"
        "try: main(['clock', 'due', '--start', '2026-09-30T16:00', '--limit', '3 working_days'])\n"
        "finally: print([name for name in ('django', 'numpy') if name in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(Path(linli.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.splitlines()[-1] == "[]"


def test_a_year_is_shown():
    told = json.loads(call("calendar", "show", "2026", "--json").stdout)
    assert (told["working_days"], told["provisional"]) == (248, False)
    assert told["holidays"][-1] == {"name": "national_day", "from": "2026-10-01", "to": "2026-10-07"}
    assert told["working"][-1] == "2026-10-10"
    assert "2026 年" in call("calendar", "show", "2026").output
    assert "provisional" in call("calendar", "show", "2027", "--lang", "en").output
    assert call("calendar", "show", "1999").exit_code == 2
    assert json.loads(call("calendar", "show", "--json").stdout)["working_days"]["2024"] == 251
    assert len(call("calendar", "show").output.splitlines()) == 23


NOTICE = {
    "year": 2027,
    "source": "made up for the test",
    "holidays": [
        {"name": "new_year", "from": "2027-01-01", "to": "2027-01-03"},
        {"name": "labour_day", "from": "2027-05-01", "to": "2027-05-05"},
        {"name": "national_day", "from": "2027-10-01", "to": "2027-10-07"},
    ],
    "working": ["2027-05-08", "2027-10-09"],
}


def test_a_notice_is_checked_from_yaml_and_json(tmp_path):
    for text in (yaml.safe_dump(NOTICE), json.dumps(NOTICE, indent="\t")):
        path = tmp_path / "notice"
        path.write_text(text, encoding="utf-8")
        told = json.loads(call("calendar", "check", path, "--json").stdout)
        assert (told["year"], told["code"]) == (2027, "clock.notice_good")
        assert call("calendar", "check", path).exit_code == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("year: [", "clock.notice_unreadable"),
        ("year: 2027\nholidays: [{name: new_year, from: 2027-02-30}]", "clock.notice_unreadable"),
        ("[" * 5000, "clock.notice_unreadable"),
        (" " * 200_001, "clock.notice_unreadable"),
        ("off: []\nyear: 2027", "clock.notice_unknown_key"),
        ("!!python/object/apply:os.system [true]", "clock.notice_unreadable"),
        (json.dumps(NOTICE | {"working": ["2027-05-10"]}), "clock.notice_works_anyway"),
        (json.dumps(NOTICE | {"working": []}).replace("2027", "2029"), "clock.notice_gap"),
    ],
)
def test_a_bad_notice_says_why(tmp_path, text, code):
    path = tmp_path / "notice.yaml"
    path.write_text(text, encoding="utf-8")
    answer = call("calendar", "check", path, "--json")
    assert answer.exit_code == 2
    assert code in [one["code"] for one in json.loads(answer.stdout)["errors"]]
    spoken = call("calendar", "check", path)
    assert spoken.exit_code == 2
    assert len(spoken.stderr.splitlines()) >= 2


def test_a_missing_notice_is_said(tmp_path):
    assert call("calendar", "check", tmp_path / "none.yaml").exit_code == 2
