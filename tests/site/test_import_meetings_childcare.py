"""Questions to residents and childcare groups from lists: each once, in the encodings of offices, refused in words."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from click.testing import CliRunner
from tests import cast
from tests.apps.activities import town as stage

from linli.apps.activities.models import ChildcareGroup
from linli.apps.council.models import Meeting
from linli.core.clock.instants import BEIJING
from linli.kernel.audit.models import Entry
from linli.site.cli import importing_childcare, importing_meetings

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ASK, GROUPS = importing_meetings.meetings, importing_childcare.childcare
QUESTIONS = "question_zh,body,area,opens_at,ends_at,about_zh,held_at\n"
CARE = "centre,name_zh,months_from,months_to,places,staff,fee,hours\n"
LOT = "空地做什么好？,PING,,,2099/1/8,三处空地,议事厅\n"
BABIES = "PING-1,乳儿班,6,11,6,2,1800.50,7:30-17:30\n"


@pytest.fixture
def clerk(city):
    stage.centre()
    return city.people["clerk"].account.login


@pytest.fixture
def bring(monkeypatch, tmp_path):
    for module in (importing_meetings, importing_childcare):
        monkeypatch.setattr(module, "start", lambda: None)

    def run(command, text, login, encoding="utf-8"):
        file, rejects = tmp_path / "list.csv", tmp_path / "no.csv"
        file.write_bytes(text.encode(encoding))
        done = CliRunner().invoke(
            command, [str(file), "--by", login, "--json", "--rejects", str(rejects)], catch_exceptions=False
        )
        told = json.loads(done.stdout)
        if "errors" in told:
            return done.exit_code, told["errors"][0]["code"]
        counts = tuple(told[name] for name in ("read", "imported", "skipped", "rejected"))
        return done.exit_code, counts, rejects.read_text("utf-8-sig") if told["rejected"] else ""

    return run


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_question_is_put_once_in_the_area_of_its_body_until_its_last_day_is_over(clerk, bring, encoding):
    assert bring(ASK, QUESTIONS + LOT, clerk, encoding) == (0, (1, 1, 0, 0), "")
    (one,) = Meeting.objects.all()
    assert (one.question_zh, one.about_zh, one.held_at) == ("空地做什么好？", "三处空地", "议事厅")
    assert one.ends_at == datetime(2099, 1, 9, tzinfo=BEIJING)
    (entry,) = Entry.objects.filter(stream=one.stream)
    assert json.loads(entry.body)["source"] == "import"
    assert bring(ASK, QUESTIONS + LOT, clerk, encoding) == (0, (1, 0, 1, 0), "")
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (",PING,,,2099/1/8,,", "请写要问大家的问题"),
        ("问什么？,PING,,,,,", "请填什么时候截止"),
        ("问什么？,PING,,,下周五,,", "看不懂时间“下周五”"),
        ("问什么？,PING,,2099/2/1 9:00,2099/1/8,,", "晚于开始"),
        ("问什么？,PING,,,2020/1/8,,", "截止时间要在以后"),
        ("问什么？,NOWHERE,,,2099/1/8,,", "没有这样的会、单位或地方"),
        ("问什么？,PING,月亮,,2099/1/8,,", "没有这样的会、单位或地方"),
        ("问" * 201 + ",PING,,,2099/1/8,,", "最多 200 个字"),
        ("问什么？,PING,,,2099/1/8", "这一行有 5 格，表头有 7 列"),
    ],
)
def test_a_question_that_cannot_be_put_is_listed_with_why(clerk, bring, line, words):
    code, counts, reasons = bring(ASK, QUESTIONS + line + "\n", clerk)
    assert (code, counts, Meeting.objects.count()) == (2, (1, 0, 0, 1), 0)
    assert words in reasons


def test_what_was_asked_is_not_put_in_other_words(clerk, bring):
    bring(ASK, QUESTIONS + LOT, clerk)
    code, counts, reasons = bring(ASK, QUESTIONS + LOT.replace("三处", "两处"), clerk)
    assert (code, counts) == (2, (1, 0, 0, 1))
    assert "已经问出去的话不能改" in reasons
    assert Meeting.objects.get().about_zh == "三处空地"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_group_is_opened_once(clerk, bring, encoding):
    assert bring(GROUPS, CARE + BABIES, clerk, encoding) == (0, (1, 1, 0, 0), "")
    (one,) = ChildcareGroup.objects.all()
    assert (one.name_zh, one.months_from, one.months_to, one.places, one.staff) == ("乳儿班", 6, 11, 6, 2)
    assert (one.fee_fen, one.hours) == (180_050, "7:30-17:30")
    assert bring(GROUPS, CARE + BABIES, clerk, encoding) == (0, (1, 0, 1, 0), "")
    code, counts, reasons = bring(GROUPS, CARE + BABIES.replace("6,2", "5,2"), clerk, encoding)
    assert (code, counts) == (2, (1, 0, 0, 1))
    assert "请在这个托班的页面上改" in reasons
    assert ChildcareGroup.objects.get().places == 6


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("PING-1,,6,11,6,2,,", "请写托班的名称"),
        ("NOWHERE,乳儿班,6,11,6,2,,", "没有找到这个中心"),
        ("PING-1,乳儿班,半岁,11,6,2,,", "0 到 37 之间的整数"),
        ("PING-1,乳儿班,11,6,6,2,,", "最大年龄不能小于"),
        ("PING-1,乳儿班,6,11,60,2,,", "2 位保育人员最多照看"),
        ("PING-1,乳儿班,6,11,6,2,贵,", "请填多少元"),
        ("=SUM(A1),乳儿班,6,11,6,2,,", "公式"),
    ],
)
def test_a_group_that_cannot_be_is_listed_with_why(clerk, bring, line, words):
    code, counts, reasons = bring(GROUPS, CARE + line + "\n", clerk)
    assert (code, counts, ChildcareGroup.objects.count()) == (2, (1, 0, 0, 1), 0)
    assert words in reasons


@pytest.mark.parametrize("command", [ASK, GROUPS])
def test_a_file_without_its_columns_or_by_nobody_is_not_taken(city, clerk, bring, command):
    good = (QUESTIONS + LOT) if command is ASK else (CARE + BABIES)
    assert bring(command, "a,b\n1,2\n", clerk) == (1, "import.columns_missing")
    assert bring(command, "", clerk) == (1, "import.file_empty")
    for login in ("nobody", city.people["officer"].account.login):
        assert bring(command, good, login) == (1, "import.no_such_staff")


@pytest.mark.parametrize(("command", "words"), [(ASK, "您不能替这个单位"), (GROUPS, "您不管这个中心的托位")])
def test_nobody_enters_for_a_place_that_others_keep(city, clerk, bring, command, words):
    from_the_next_town = cast.clerk("/9901/990101/990101100/").account.login
    good = (QUESTIONS + LOT) if command is ASK else (CARE + BABIES)
    code, counts, reasons = bring(command, good, from_the_next_town)
    assert (code, counts) == (2, (1, 0, 0, 1))
    assert words in reasons
