"""`linli import visits`: home visits from a list, once each, with a reason for every line that is not taken."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from tests.apps.care.conftest import house, in_care  # noqa: F401

from linli.apps.care.models import Requirement
from linli.site.cli import importing_visits

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
HEAD = "person,key,service,minutes,opens,closes,days,second_service,gap_least,gap_most\n"


@pytest.fixture
def bring(monkeypatch, tmp_path):
    monkeypatch.setattr(importing_visits, "start", lambda: None)

    def run(lines, encoding="utf-8"):
        file = tmp_path / "visits.csv"
        file.write_bytes((HEAD + "\n".join(lines)).encode(encoding))
        rejects = tmp_path / "rejects.csv"
        asked = [str(file), "--body", "PING", "--json", "--rejects", str(rejects)]
        done = CliRunner().invoke(importing_visits.visits, asked)
        told = json.loads(done.output)
        return done.exit_code, told, rejects.read_text("utf-8-sig") if rejects.exists() else ""

    return run


def test_a_list_is_taken_once_and_a_changed_line_written_anew(in_care, bring):  # noqa: F811
    lines = [
        "13911112222,早浴,bathing,30,09:00,10:00,1-5,,,",
        f"{in_care.file},翻身,turning,20,11:00,12:00,,turning,0,10",
    ]
    code, told, _ = bring(lines, "utf-8-sig")
    assert (code, told["imported"], told["skipped"], told["rejected"]) == (0, 2, 0, 0)
    bath, turn = Requirement.objects.order_by("pk")
    assert (bath.days, bath.opens, bath.parts) == ([0, 1, 2, 3, 4], 540, [["bathing", 30]])
    assert (turn.days, turn.gap, len(turn.parts)) == ([0, 1, 2, 3, 4, 5, 6], [0, 10], 2)
    assert bring(lines, "gb18030")[1]["skipped"] == 2
    code, told, _ = bring([lines[0].replace("30", "40")])
    assert (code, told["imported"]) == (0, 1)
    assert Requirement.objects.count() == 2


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("13900000000,x,bathing,30,09:00,10:00,,,,", "没有照护档案"),
        ("13911112222,x,sauna,30,09:00,10:00,,,,", "没有“sauna”"),
        ("13911112222,x,bathing,half,09:00,10:00,,,,", "“minutes”这一栏读不懂"),
        ("13911112222,x,bathing,30,nine,10:00,,,,", "“opens”这一栏读不懂"),
        ("13911112222,x,bathing,30,09:00,10:00,0-9,,,", "“days”这一栏读不懂"),
        ("13911112222,x,bathing,30,11:00,10:00,,,,", "时间段不对"),
    ],
)
def test_a_line_that_cannot_be_is_listed_with_its_reason(in_care, bring, line, why):  # noqa: F811
    code, told, rejects = bring([line])
    assert (code, told["imported"], told["rejected"]) == (2, 0, 1)
    assert why in rejects
    assert Requirement.objects.count() == 0


def test_a_file_without_its_columns_or_that_is_not_there_imports_nothing(bring, tmp_path, monkeypatch):
    file = tmp_path / "wrong.csv"
    file.write_text("a,b\n1,2\n")
    done = CliRunner().invoke(importing_visits.visits, [str(file), "--body", "PING", "--json"])
    assert (done.exit_code, "person" in done.output) == (1, True)
    done = CliRunner().invoke(
        importing_visits.visits, [str(tmp_path / "none.csv"), "--body", "PING", "--json"]
    )
    assert done.exit_code == 1
