"""A season's plan from a spreadsheet: each code once, rows that cannot be named with reason and remedy."""

import csv
import json

import pytest
from click.testing import CliRunner
from tests.apps.activities.town import centre

from linli.apps.activities.models import Activity
from linli.site.cli.importing_activities import activities

HEAD = "code,kind,centre,title_zh,first,last,weekdays,starts,ends,places,age_from,age_to,fee\n"
GOOD = "SHU-1,class,PING-1,书法班,2099-07-04,2099-08-29,6,09:00,11:00,20,6,12,12.5\n"
BAD = "SHU-2,class,NOWHERE,绘画班,2099-07-04,,,09:00,08:00,many,,,\n,class,PING-1,无编号,2099-07-04,,,09:00,10:00,5,,,\n"


@pytest.fixture
def bring(city, tmp_path, monkeypatch):
    centre()
    monkeypatch.setattr("linli.site.preparing.prepare_database", lambda: None)

    def run(text, encoding="utf-8"):
        file = tmp_path / "plan.csv"
        file.write_bytes(text.encode(encoding))
        asked = [str(file), "--json", "--rejects", str(tmp_path / "rejects.csv")]
        done = CliRunner().invoke(activities, asked)
        return done.exit_code, json.loads(done.stdout), tmp_path / "rejects.csv"

    return run


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_each_code_is_taken_once_however_the_file_was_saved(bring, encoding):
    code, told, _ = bring(HEAD + GOOD, encoding)
    assert (code, told["imported"], told["rejected"]) == (0, 1, 0)
    row = Activity.objects.get()
    assert (row.title_zh, row.sessions.count(), row.fee_fen, row.state) == ("书法班", 9, 1250, "draft")
    code, told, _ = bring(HEAD + GOOD, encoding)
    assert (code, told["imported"], told["skipped"]) == (0, 0, 1)


def test_rows_that_cannot_be_are_named_and_the_others_taken(bring):
    code, told, rejects = bring(HEAD + GOOD + BAD)
    assert (code, told["read"], told["imported"], told["rejected"]) == (2, 3, 1, 2)
    rows = list(csv.DictReader(rejects.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["line"] for row in rows] == ["3", "4"]
    assert all(row[name] for row in rows for name in ("reason_zh", "reason_en", "remedy_zh", "remedy_en"))


@pytest.mark.parametrize("text", ["", "code,kind\nA,class\n"])
def test_a_file_that_is_no_plan_is_refused_whole(bring, text):
    code, told, _ = bring(text)
    assert (code, bool(told["errors"])) == (1, True)
    assert Activity.objects.count() == 0
