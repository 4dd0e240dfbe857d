"""Places at schools against children: lists taken whole or not, sums that say what they lack, few children not shown."""

from __future__ import annotations

import json
import uuid
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import cast
from tests.apps.centres.fixed import AtStage
from tests.city import AT, MAKER

from linli.apps.centres import facts, service
from linli.apps.centres.models import SchoolFigure
from linli.kernel.audit.models import Entry, PrivateItem
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.site.cli import importing_schools

TOWN, VILLAGE = "990101001", "990101100"
DAY = date(2026, 9, 1)
HEAD = "area,what,year,count\n"


def said(member=MAKER, **more):
    return {"actor": getattr(member, "actor", member), "act_id": str(uuid.uuid4()), "at": AT, **more}


def rows(*figures):
    return [service.NewFigure(n, *one) for n, one in enumerate(figures, start=2)]


def enter(*figures, member=MAKER, source="河东区教育局", **more):
    return service.enter_school_figures(rows(*figures), source, DAY, **said(member, **more))


def year_of(code, year=2027, stage="primary"):
    return next(one for one in facts.school_supply(code, stage, DAY).years if one.year == year)


FULL = (
    (TOWN, "children", 2021, 620), (VILLAGE, "children", 2021, 80), (TOWN, "primary", 2027, 500),
    (VILLAGE, "primary", 2027, 90),
)  # fmt: skip


@pytest.fixture
def keeper(city):
    return cast.county_administrator("/9901/")


@pytest.mark.both_databases
def test_figures_of_units_are_summed_for_what_lies_above(keeper):
    assert enter(*FULL, member=keeper) == 4
    assert [year_of(code).gap for code in ("", "9901", "990101", TOWN, VILLAGE)] == [110, 110, 110, 120, -10]
    found = facts.school_supply("990101", "primary", DAY)
    assert [(one.code, of.gap) for one, of in found.parts] == [(TOWN, 120), (VILLAGE, -10)]
    assert (found.year, found.sources) == (2027, (("河东区教育局", DAY),))
    assert found.years[0].born == (date(2020, 9, 1), date(2021, 8, 31))


@pytest.mark.both_databases
def test_entered_again_a_figure_is_replaced_and_the_record_keeps_both(keeper):
    enter(*FULL[:2], member=keeper)
    enter((TOWN, "children", 2021, 640), member=keeper, source="统计局")
    (row,) = SchoolFigure.objects.filter(area__code=TOWN)
    assert (row.count, row.source) == (640, "统计局")
    entry = Entry.objects.filter(act="centres.school_figures_entered").latest("id")
    assert json.loads(entry.body)["public"] == {"rows": 1, "first": 2021, "last": 2021}
    item = PrivateItem.objects.get(entry=entry, name="figures")
    assert json.loads(item.value) == [[TOWN, "children", 2021, 620, 640]]


def test_what_nobody_sent_is_unknown(keeper):
    enter(*FULL[:1], (VILLAGE, "primary", 2027, 0), member=keeper)
    one = year_of("990101")
    assert (one.children, one.places, one.gap, one.unknown) == (620, 0, None, (TOWN, VILLAGE))
    assert facts.school_supply("990101", "junior", DAY).years == ()


def test_few_children_are_not_shown_nor_those_that_give_them_away(keeper):
    enter((TOWN, "children", 2021, 620), (VILLAGE, "children", 2021, 4), *FULL[2:], member=keeper)
    for code in (TOWN, VILLAGE):
        one = year_of(code)
        assert (one.few, one.children, one.gap) == (True, None, None)
        assert one.places
    assert (year_of("990101").children, year_of("990101").few) == (624, False)
    enter((TOWN, "children", 2021, 0), member=keeper)
    assert year_of("9901").few is year_of("990101").few is True


@pytest.mark.parametrize(
    ("line", "field", "code"),
    [
        (("1", "children", 2021, 1), "rows.3.area", "centres.school_no_area"),
        (("990101", "children", 2021, 1), "rows.3.area", "centres.school_no_unit"),
        ((TOWN, "pupils", 2021, 1), "rows.3.what", "centres.school_no_what"),
        ((TOWN, "children", 1999, 1), "rows.3.year", "centres.school_year"),
        ((TOWN, "children", 2061, 1), "rows.3.year", "centres.school_year"),
        ((TOWN, "children", 2021, -1), "rows.3.count", "centres.school_count"),
        ((TOWN, "children", 2021, 1_000_001), "rows.3.count", "centres.school_count"),
        (FULL[1], "rows.3.area", "centres.school_twice"),
    ],
)
def test_a_line_that_cannot_be_is_named_and_nothing_is_taken(keeper, line, field, code):
    with pytest.raises(Invalid) as caught:
        enter(FULL[1], line, member=keeper)
    assert [(one.field, one.code) for one in caught.value.problems] == [(field, code)]
    assert not SchoolFigure.objects.exists()


def test_a_list_that_cannot_be_is_refused(keeper):
    for figures, more, code in (
        ((), {}, "centres.school_rows_none"),
        (FULL[:1] * 501, {}, "centres.school_rows_many"),
        (FULL, {"source": "  "}, "centres.school_source_missing"),
        (FULL, {"at": AT.replace(year=2025)}, "centres.school_day_ahead"),
    ):
        with pytest.raises(Invalid) as caught:
            enter(*figures, member=keeper, **more)
        assert [one.code for one in caught.value.problems] == [code]
    elsewhere = cast.county_administrator(f"/9901/990101/{VILLAGE}/")
    with pytest.raises(Invalid) as caught:
        enter(*FULL[:2], member=elsewhere)
    assert [one.code for one in caught.value.problems] == ["centres.school_not_yours"]


def test_only_who_keeps_the_register_enters_and_opens_the_desk(city, client):
    for make in cast.EVERYBODY:
        if make is cast.county_administrator:
            continue
        member = make()
        with pytest.raises(NotVisible):
            enter(*FULL, member=member)
        assert facts.school_figures(member.actor).rows == ()
        client.logout()
        if member.account is not None:
            client.force_login(member.account)
        answers = {client.get("/desk/schools").status_code, client.post("/desk/schools", {}).status_code}
        assert answers <= {302, 404}, make
    assert not SchoolFigure.objects.exists()


@pytest.fixture
def at_desk(keeper, client, settings):
    client.force_login(keeper.account)
    return client


def sent(content, **more):
    return {
        "act_id": str(uuid.uuid4()), "source": "河东区教育局", "as_of": "2026-09-01",
        "file": SimpleUploadedFile("list.csv", content.encode()), **more,
    }  # fmt: skip


def csv(*figures):
    return HEAD + "".join(f"{','.join(map(str, one))}\n" for one in figures)


@pytest.mark.one_database
def test_a_list_comes_in_at_the_desk_and_is_paged(at_desk, monkeypatch):
    done = at_desk.post("/desk/schools", sent(csv(*FULL)))
    assert (done.status_code, done["Location"]) == (302, "/desk/schools?done=4")
    page = at_desk.get(done["Location"]).content.decode()
    assert "已经登记 4 个数字" in page
    assert "小学学位" in page
    monkeypatch.setattr("linli.apps.centres.facts.schools.PAGE", 3)
    first = facts.school_figures(MAKER)
    assert (len(first.rows), len(facts.school_figures(MAKER, first.cursor).rows)) == (3, 1)
    assert f"from={first.cursor}" in at_desk.get("/desk/schools").content.decode()


@pytest.mark.one_database
def test_what_is_wrong_is_told_by_line(at_desk):
    bad = csv(FULL[0], (TOWN, "primary", "many", 1), (TOWN, "primary", 2027, -5), ("x", "primary", 2027, 5))
    answer = at_desk.post("/desk/schools", sent(bad))
    text = answer.content.decode()
    assert answer.status_code == 422
    for word in (
        "第 3 行：“many”不是整数",
        "第 4 行：人数",
        "第 5 行：没有代码是“x”",
        "有 3 行要改，一行也没有登记",
    ):
        assert word in text
    assert not SchoolFigure.objects.exists()


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"file": ""}, "请选一个文件"),
        ({"source": ""}, "数字从哪里来"),
        ({"as_of": "soon"}, "soon"),
        ({"as_of": ""}, "请写上日期"),
        ({"as_of": "2099-01-01"}, "不能晚于今天"),
        ({"file": SimpleUploadedFile("x.csv", b"area,what\n1,2\n")}, "year, count"),
        ({"file": SimpleUploadedFile("x.csv", b"\x00\x01")}, ""),
    ],
)
def test_what_no_list_can_be_is_refused_with_a_sentence(at_desk, wrong, says):
    answer = at_desk.post("/desk/schools", sent(csv(*FULL), **wrong))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not SchoolFigure.objects.exists()


@pytest.mark.one_database
def test_a_file_that_is_too_large_is_refused(at_desk, monkeypatch):
    monkeypatch.setattr("linli.web.reach.schools_desk.LARGEST", 10)
    assert at_desk.post("/desk/schools", sent(csv(*FULL))).status_code == 422


@pytest.mark.one_database
def test_everybody_reads_whether_there_is_room(keeper, client, settings, django_assert_max_num_queries):
    settings.MIDDLEWARE = ["tests.apps.centres.fixed.AtStage", *settings.MIDDLEWARE]
    assert AtStage.moment == AT
    assert "这里还没有数字" in client.get("/near/schools").content.decode()
    enter(*FULL, (TOWN, "children", 2022, 620), member=keeper)
    with django_assert_max_num_queries(3):
        text = client.get("/near/schools?area=990101").content.decode()
    for word in (
        "还差 110 个",
        "还差 120 个",
        "多 10 个",
        "2027 年",
        "河东区教育局",
        "/together/school-start",
        "/near/reach",
    ):
        assert word in text
    assert "还不知道：2 处没有数字" in client.get("/near/schools?area=990101&year=2028").content.decode()
    text = client.get(
        f"/near/schools?area={TOWN}&stage=primary", headers={"Accept-Language": "en"}
    ).content.decode()
    assert "120" in text
    for wrong in ("area=1", "area=990101001001", "stage=college", "year=1999", "year=x", "year=2031"):
        assert client.get(f"/near/schools?{wrong}").status_code == 404, wrong


@pytest.mark.one_database
@pytest.mark.django_db
def test_where_there_is_no_city_the_page_says_so(client):
    assert "这里还没有数字" in client.get("/near/schools").content.decode()
    assert client.get("/near/schools?area=9901").status_code == 404


@pytest.mark.one_database
def test_programs_enter_and_read(at_desk):
    body = {
        "source": "河东区教育局", "as_of": "2026-09-01",
        "rows": [dict(zip(("area", "what", "year", "count"), one, strict=True)) for one in FULL],
    }  # fmt: skip

    def post(**more):
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        return at_desk.post("/api/v1/school-supply", {**body, **more}, "application/json", headers=headers)

    made = post()
    assert (made.status_code, made.json()) == (201, {"taken": 4})
    told = at_desk.get("/api/v1/school-supply?area=990101&stage=primary&year=2027").json()
    assert [(one["area"], one["supply"]["gap"]) for one in told["parts"]] == [(TOWN, 120), (VILLAGE, -10)]
    assert told["sources"] == [{"source": "河东区教育局", "as_of": "2026-09-01"}]
    assert post(as_of="2026-02-30").status_code == 422
    wrong = post(rows=[body["rows"][0], {**body["rows"][1], "count": -1}])
    assert wrong.status_code == 422
    assert "rows.2.count" in wrong.content.decode()


@pytest.fixture
def bring(city, monkeypatch, tmp_path):
    monkeypatch.setattr(importing_schools, "start", lambda: None)
    monkeypatch.chdir(tmp_path)

    def call(content, source="区教育局", as_of="2026-09-01"):
        Path("list.csv").write_bytes(content)
        words = ["list.csv", "--source", source, "--as-of", as_of, "--json"]
        done = CliRunner().invoke(importing_schools.schools, words)
        told = json.loads(done.stdout)
        if "errors" in told:
            return done.exit_code, told["errors"][0]["code"]
        return done.exit_code, *(told[name] for name in ("read", "imported", "skipped", "rejected"))

    return call


@pytest.mark.one_database
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_comes_once_and_again_what_changed(bring, encoding):
    content = csv(*FULL).encode(encoding)
    assert bring(content) == (0, 4, 4, 0, 0)
    assert bring(content) == (0, 4, 0, 4, 0)
    assert bring(content.replace(b"620", b"621")) == (0, 4, 1, 3, 0)
    assert bring(content) == (0, 4, 1, 3, 0)  # back again is a change too
    assert bring(content, source="统计局") == (0, 4, 4, 0, 0)


@pytest.mark.one_database
def test_a_command_lists_the_lines_it_leaves_out(bring):
    bad = csv(*FULL, FULL[0], (TOWN, "primary", "x", 1), ("1", "primary", 2027, 1), (TOWN, "primary", 2027))
    assert bring(bad.encode()) == (2, 8, 4, 0, 4)
    listed = Path("list.rejects.csv").read_text(encoding="utf-8-sig")
    for word in ("\n6,", "\n7,", "\n8,", "\n9,", "是同一个数字", "不是整数"):
        assert word in listed
    assert bring(b"area,what\n1,2\n") == (1, "centres.columns_missing")
    assert bring(csv(*FULL).encode(), as_of="soon") == (1, "centres.day_unreadable")
    assert bring(csv(*FULL).encode(), source=" ") == (1, "centres.school_source_missing")
