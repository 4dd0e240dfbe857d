"""Real requests from spreadsheets: read as people save them, taken in once, refused with reason and remedy."""

import csv
import io
import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from linli.apps.cases.models import Case, Note
from linli.core.lifecycle.state import replay
from linli.core.shared.outcomes import Problem
from linli.kernel.audit import facts as audit
from linli.kernel.ui.text import has
from linli.site.cli.importing import requests
from linli.site.importing import profiles
from linli.site.importing.records import Reading, Record, Rejected, check_columns, read_moment, read_records
from linli.web.importing.table import Table, clean, read

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
HOW = Reading(
    "test", {"key": "编号", "body": "内容", "at": "时间", "reply": "答复", "replied_at": "答复时间"}
)
HEAD = "编号,内容,时间,答复,答复时间\n"


def table(text, encoding="utf-8"):
    found = read(text.encode(encoding))
    assert isinstance(found, Table), found
    return found


def records(text, how=HOW):
    return list(read_records(table(text), how, NOW))


def codes(found):
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_however_it_was_saved(encoding):
    found = table(HEAD + "1,路灯不亮😀,2026/4/25 9:32,,\n", encoding)
    assert found.rows[0].cells["内容"] == "路灯不亮😀"
    assert found.columns[0] == "编号"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b" \n ", "file_empty"),
        ("编号,内容\n".encode(), "only_header"),
        (b"\xff\xff\xfa", "not_text"),
        (b"a,b\n1,\x00\n", "not_text"),
        (b"PK\x03\x04broken", "not_workbook"),
        (b"a,a\n1,2\n", "column_twice"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, code):
    found = read(content)
    assert isinstance(found, Problem)
    assert found.code == f"import.{code}"
    assert has(f"{found.code}_remedy")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("1,内容,2026/4/25\n", "ragged"),
        ("1,内容,2026/4/25,,,多一格\n", "ragged"),
        ('1,"=HYPERLINK(""http://x"")",2026/4/25,,\n', "formula"),
        ("1,,2026/4/25,,\n", "nothing_told"),
        ("1,内容,,,\n", "no_time"),
        ("1,内容,昨天,,\n", "time_unreadable"),
        ("1,内容,2026/2/30,,\n", "time_unreadable"),
        ("1,内容,1999/2/3,,\n", "too_early"),
        ("1,内容,2027/2/3,,\n", "in_the_future"),
        ("1,内容,2026/4/25,好,2026/4/24\n", "answered_before_told"),
        (f"1,{'长' * 20_001},2026/4/25,,\n", "body_too_long"),
    ],
)
def test_a_bad_row_is_rejected_with_its_line_and_a_remedy(line, code):
    (found,) = records(HEAD + line)
    assert isinstance(found, Rejected)
    assert (found.line, codes(found)) == (2, [f"import.{code}"])
    assert has(f"import.{code}_remedy")


def test_lines_are_counted_as_an_editor_shows_them():
    first, second, third = records(HEAD + '1,"两\n行",2026/4/25,,\n2,好,2026/4/25,,\n2,又,2026/4/25,,\n')
    assert (first.line, second.line, third.line) == (2, 4, 5)
    assert codes(third) == ["import.key_twice"]


def test_control_characters_go_and_line_breaks_stay():
    assert clean("路灯\x07不亮\r\n很久了\u202e ") == "路灯不亮\n很久了\u202e"


def test_equal_rows_without_a_key_are_two_requests():
    how = Reading("test", {"body": "内容", "at": "时间"})
    one, other = records("内容,时间\n路灯,2026/4/25\n路灯,2026/4/25\n", how)
    assert one.key != other.key
    assert [one.key, other.key] == [
        r.key for r in records("内容,时间\n路灯,2026/4/25\n路灯,2026/4/25\n", how)
    ]


def test_columns_that_are_not_there_are_named():
    wrong = Reading("test", {"body": "留言", "at": "时间", "colour": "内容"})
    found = check_columns(table(HEAD + "1,好,2026/4/25,,\n"), wrong)
    assert [one.code for one in found] == ["import.unknown_field", "import.no_column"]
    missing = check_columns(table(HEAD + "1,好,2026/4/25,,\n"), Reading("test", {}))
    assert [one.code for one in missing] == ["import.no_body_mapped", "import.no_time_mapped"]


@given(st.datetimes(datetime(2005, 1, 1), datetime(2026, 1, 1)).map(lambda one: one.replace(microsecond=0)))  # noqa: DTZ001
def test_a_moment_is_read_back_in_every_usual_form(naive):
    wanted = naive.replace(tzinfo=SHANGHAI)
    half = f"{naive:%m/%d/%Y %I:%M:%S %p}"
    chinese = f"{naive.year}年{naive.month}月{naive.day}日 {naive:%H:%M:%S}"
    slashes = f"{naive.year}/{naive.month}/{naive.day} {naive.hour}:{naive:%M:%S}"
    forms = (
        naive.isoformat(),
        naive.isoformat(" "),
        slashes,
        half,
        chinese,
        wanted.isoformat(),
        f"{naive.isoformat()}.000",
    )
    assert {read_moment(form, SHANGHAI) for form in forms} == {wanted}


@given(st.lists(st.lists(st.text(max_size=30), min_size=2, max_size=4), min_size=1, max_size=6))
def test_whatever_a_file_holds_each_row_is_a_record_or_a_rejection(rows):
    out = io.StringIO()
    csv.writer(out).writerows([["内容", "时间"], *rows])
    try:
        content = out.getvalue().encode()
    except UnicodeEncodeError:
        return
    found = read(content)
    if isinstance(found, Table):
        read_ones = (
            list(read_records(found, Reading("t", {"body": "内容", "at": "时间"}), NOW))
            if "内容" in found.columns and "时间" in found.columns
            else []
        )
        assert all(isinstance(one, Record | Rejected) for one in read_ones)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content):
    assert isinstance(read(content), Table | Problem)


def test_the_profiles_that_ship_can_be_read():
    assert profiles.names() == ("messages_hot", "messages_replied", "nyc311")
    assert profiles.profile("nyc311").timezone == "America/New_York"


def run(tmp_path, text, *options):
    file = tmp_path / "requests.csv"
    file.write_text(text, encoding="gb18030")
    rejects = tmp_path / "rejects.csv"
    arguments = [str(file), "--json", "--rejects", str(rejects), *options]
    done = CliRunner().invoke(requests, arguments, catch_exceptions=False)
    return done.exit_code, json.loads(done.stdout), rejects


MAPS = [
    "--map",
    "key=编号",
    "--map",
    "body=内容",
    "--map",
    "at=时间",
    "--map",
    "reply=答复",
    "--map",
    "replied_at=答复时间",
]


@pytest.mark.django_db
def test_a_file_is_taken_in_once_with_its_real_course(tmp_path):
    text = (
        HEAD
        + "1,路灯不亮,2026/4/25 9:32,已更换灯泡,2026/5/10 14:56\n2,<b>井盖</b>;DROP TABLE,2026/4/26,,\n3,,2026/4/26,,\n"
    )
    code, told, rejects = run(tmp_path, text, *MAPS)
    assert code == 2
    assert (told["read"], told["imported"], told["skipped"], told["rejected"]) == (3, 2, 0, 1)
    listed = rejects.read_text(encoding="utf-8-sig").splitlines()
    assert listed[0].startswith("line,key,reason_zh,reason_en,remedy_zh,remedy_en")
    assert listed[1].startswith("4,3,")
    answered, open_one = Case.objects.order_by("opened_at")
    assert (answered.stage, open_one.stage, open_one.subject) == ("closed", "submitted", "")
    assert answered.opened_at == datetime(2026, 4, 25, 1, 32, tzinfo=UTC)
    assert answered.closed_at == datetime(2026, 5, 10, 6, 56, tzinfo=UTC)
    assert answered.source == "import"
    past = audit.history(answered.stream)
    assert {one.occurred_at for one in past} == {answered.opened_at, answered.closed_at}
    assert replay(audit.replay_parts(answered.stream)).stage == "closed"
    code, told, _ = run(tmp_path, text, *MAPS)
    assert (told["imported"], told["skipped"], told["rejected"]) == (0, 2, 1)
    assert Case.objects.count() == 2


@pytest.mark.django_db
def test_what_others_thought_of_it_is_kept_as_a_remark(tmp_path):
    maps = ["body=内容", "at=时间", "likes=点赞数", "dislikes=反对数"]
    text = "内容,时间,点赞数,反对数\n路灯,2026/4/25,12,0\n井盖,2026/4/25,0,0\n"
    code, told, _ = run(tmp_path, text, *(part for one in maps for part in ("--map", one)))
    assert (code, told["imported"]) == (0, 2)
    (note,) = Note.objects.all()
    assert "12" in note.text


@pytest.mark.django_db
def test_a_place_outside_the_map_stays_as_words(city, tmp_path):
    text = (
        "内容,时间,经度,纬度,地点\n路灯,2026/4/25,-73.9,40.6,Emmons Avenue\n井盖,2026/4/25,112.505,37.805,\n"
    )
    maps = ["body=内容", "at=时间", "lon=经度", "lat=纬度", "place=地点"]
    code, told, _ = run(tmp_path, text, *(part for one in maps for part in ("--map", one)))
    assert (code, told["imported"]) == (0, 2)
    far, near = Case.objects.select_related("text").order_by("id")
    assert (far.area_path, far.text.place) == ("/9901/", "Emmons Avenue (40.60000, -73.90000)")
    assert near.area_path.startswith("/9901/990101/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], "import.how_missing"),
        (["--map", "body"], "import.bad_map"),
        (["--map", "body=没有", "--map", "at=时间"], "import.no_column"),
        ([*MAPS, "--timezone", "Mars/Olympus"], "import.bad_timezone"),
    ],
)
def test_a_call_that_cannot_work_imports_nothing_and_says_so_twice(options, code, tmp_path):
    exit_code, told, _ = run(tmp_path, HEAD + "1,好,2026/4/25,,\n", *options)
    assert exit_code == 1
    assert told["errors"][0]["code"] == code
    assert told["errors"][0]["zh"] != told["errors"][0]["en"]
    assert not Case.objects.exists()
