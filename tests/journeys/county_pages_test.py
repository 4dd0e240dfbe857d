"""Services, subjects, places, people, the year and the sources: each act on its page, and each refusal told there."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest
from tests import cast
from tests.journeys import county_town as town
from tests.journeys.county_matrix_test import form_of, text

from linli.apps.catalogue import facts
from linli.apps.grid import facts as grid
from linli.core.clock.calendar_cn import SHIPPED
from linli.kernel.access.register import staff_member
from linli.web.county import sources

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
COVER = "30428.2:component:01-02"


@pytest.fixture
def people(db):
    return town.build()


@pytest.fixture
def keeper(people, client):
    client.force_login(people.keeper.account)
    return client


def act(client, path, page=None, /, **said):
    """Send a form of a page with the id it carries, and follow."""
    return client.post(path, {**said, "act_id": form_of(client.get(page or path))}, follow=True)


def file_of(content, name="file.csv"):
    file = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    file.name = name
    return file


# --- subjects ---------------------------------------------------------------------------------------------


def test_a_condition_is_edited_by_a_new_version_and_the_old_one_stays(keeper):
    path = f"/county/subjects/{COVER}/yuncheng-2026/1"
    assert "节选" in text(keeper.get(f"/county/subjects/{COVER}"))
    wrong = act(
        keeper, path, text_zh="缺失、移位、开裂，存在安全隐患", text_en="", amount="0", unit="working_hours"
    )
    assert wrong.status_code == 422
    assert "缺失、移位、开裂，存在安全隐患" in text(wrong)
    done = act(
        keeper,
        path,
        text_zh="缺失、移位、开裂，存在安全隐患",
        text_en="Missing",
        amount="3",
        unit="emergency_hours",
    )
    assert "3 小时（昼夜都算）" in text(done)
    history = text(keeper.get(path))
    assert "第 2 版" in history
    assert "第 1 版" in history
    assert [one.version for one in facts.condition_history(COVER, "yuncheng-2026", 1)] == [2, 1]


def test_plain_words_find_a_class(keeper):
    assert "污水井盖" in text(keeper.get("/county/subjects", {"q": "下水井盖坏了"}))
    assert "没有找到" in text(keeper.get("/county/subjects", {"q": "zzzz"}))
    assert keeper.get("/county/subjects/30428.2:component:nothing").status_code == 404


def test_an_open_class_is_mapped_by_a_person(keeper):
    old = next(one.old for one in facts.mappings(open_only=True))
    before = len(facts.mappings(open_only=True))
    wrong = act(keeper, "/county/mapping", f"/county/mapping?old={old}", old=old, new="47678.5:matter:99999")
    assert wrong.status_code == 422
    kind = old.split(":")[1]
    target = next(one.key for one in facts.snapshot().classes("47678.5") if one.kind == kind)
    assert "对应已定" in text(
        act(keeper, "/county/mapping", f"/county/mapping?old={old}", old=old, new=target)
    )
    assert len(facts.mappings(open_only=True)) == before - 1
    assert keeper.get("/county/mapping", {"old": "nothing"}).status_code == 404


# --- services ---------------------------------------------------------------------------------------------


@pytest.fixture
def folders(tmp_path, settings):
    shutil.copytree(town.ROOT / "packs", tmp_path / "packs")
    settings.PACKS_DIR = tmp_path / "packs"
    return settings.PACKS_DIR


def rewrite(folder: Path, change):
    path = folder / "pack.yaml"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def test_a_new_version_is_proposed_compared_approved_and_retired(keeper, people, folders, client):
    first = act(keeper, "/county/packs/folders", folder="base/request")
    assert "等另一位同事批准" in text(first)
    own = act(
        keeper, "/county/packs/of/request/decide", "/county/packs/of/request", do="approve", sha=sha_of(1)
    )
    assert own.status_code == 409
    assert "提出的人不能自己批准" in text(own)
    client.force_login(people.approver.account)
    assert "已批准" in text(
        act(
            client, "/county/packs/of/request/decide", "/county/packs/of/request", do="approve", sha=sha_of(1)
        )
    )

    rewrite(folders / "base" / "request", lambda said: said.replace("version: 1\n", "version: 2\n", 1))
    sentences = folders / "base" / "request" / "texts.zh.yaml"
    sentences.write_text(
        sentences.read_text(encoding="utf-8").replace("反映一件事", "说一件事"), encoding="utf-8"
    )
    client.force_login(people.keeper.account)
    assert "第 2 版" in text(act(client, "/county/packs/folders", folder="base/request"))
    changes = text(client.get("/county/packs/of/request/changes", {"old": 1, "new": 2}))
    assert "改了说法" in changes
    client.force_login(people.approver.account)
    act(
        client,
        "/county/packs/of/request/decide",
        "/county/packs/of/request?version=2",
        do="approve",
        sha=sha_of(2),
    )
    assert facts.snapshot().current_pack("request") == sha_of(2)
    client.force_login(people.keeper.account)
    retired = act(
        client, "/county/packs/of/request/decide", "/county/packs/of/request", do="retire", sha=sha_of(2)
    )
    assert "已停用" in text(retired)
    assert facts.snapshot().current_pack("request") is None


def test_a_family_is_shown_and_not_offered_for_publishing(keeper, folders):
    page = text(keeper.get("/county/packs/folders"))
    card = page.partition('<span class="number">base/permit</span>')[2].partition("</section>")[0]
    assert "给别的服务沿用的底子" in card
    assert "提出发布" not in card
    assert "提出发布" in page


def test_a_faulty_folder_is_told_and_nothing_is_stored(keeper, folders):
    rewrite(folders / "mediation", lambda said: said + "\nsurprise: yes\n")
    assert "处要改" in text(keeper.get("/county/packs/folders"))
    refused = act(keeper, "/county/packs/folders", folder="mediation")
    assert refused.status_code == 422
    assert "没有通过" in text(refused)
    assert facts.pack_versions("mediation") == ()
    for nowhere in ("../../etc", "", "nothing"):
        assert act(keeper, "/county/packs/folders", folder=nowhere).status_code == 404


def test_a_service_page_tells_course_clocks_questions_and_scenarios(keeper, people, client):
    town.publish_folder(town.ROOT / "packs" / "wage-arrears", **town.said())
    page = text(keeper.get("/county/packs/of/wage-arrears"))
    for part in ("<svg", "60 个工作日", "答应居民的", "检查没有发现问题", "依据"):
        assert part in page
    assert keeper.get("/county/packs/of/wage-arrears?version=9").status_code == 404
    assert keeper.get("/county/packs/of/nothing").status_code == 404


def sha_of(version):
    return next(one.sha256 for one in facts.pack_versions("request") if one.version == version)


# --- places -----------------------------------------------------------------------------------------------


def test_a_file_of_areas_is_taken_whole_or_refused_line_by_line(keeper):
    path = "/county/areas/import"
    bad = "code,name,kind\n990101003,新街道,subdistrict\n12,短,community\n990101003001,,community\n"
    refused = act(keeper, path, what="areas", file=file_of(bad), datum="wgs84")
    assert refused.status_code == 422
    assert "什么都没有存" in text(refused)
    assert grid.area("990101003") is None
    good = act(
        keeper,
        path,
        what="areas",
        file=file_of("code,name,kind\n990101003,新街道,subdistrict\n"),
        datum="wgs84",
    )
    assert "收了 1 条，其中新的 1 条" in text(good)
    assert grid.area("990101003").name_zh == "新街道"
    assert act(keeper, path, what="areas", datum="wgs84").status_code == 422


def test_bodies_and_grids_come_by_file_too(keeper):
    path = "/county/areas/import"
    sheet = "code,kind,name,area,may_lead\nNEW,company,某物业,990101001,yes\n"
    assert "收了 1 条" in text(act(keeper, path, what="bodies", file=file_of(sheet)))
    assert grid.body("NEW").name_zh == "某物业"
    cells = "code,area,addresses\n990101001001001,990101001001,990101001001001\n"
    assert "收了 1 条" in text(act(keeper, path, what="responsibility", file=file_of(cells), datum="wgs84"))
    wrong = act(keeper, path, what="unit", file=file_of("code,area\n12,990101001001\n"), datum="wgs84")
    assert wrong.status_code == 422


def test_the_tree_is_walked_and_searched(keeper):
    assert "河东区" in text(keeper.get("/county/areas"))
    assert "平桥社区" in text(keeper.get("/county/areas/990101001"))
    assert "柳溪苑" in text(keeper.get("/county/areas", {"q": "柳溪苑"}))
    assert "没有叫" in text(keeper.get("/county/areas", {"q": "zz"}))
    assert keeper.get("/county/areas/1").status_code == 404


def test_a_contact_household_serves_by_a_signed_consent_and_stops_at_will(keeper):
    page, path = f"/county/areas/{town.ESTATE}", f"/county/areas/{town.ESTATE}/household"
    unsigned = act(keeper, path, page, do="give", name="张阿姨", phone="13800001111")
    assert unsigned.status_code == 422
    assert "要有本人签过的同意书" in text(unsigned)
    assert 'value="张阿姨"' in text(unsigned)
    given = text(act(keeper, path, page, do="give", name="张阿姨", phone="13800001111", signed="yes"))
    assert "张阿姨" in given
    assert "13800001111" not in given
    (household,) = grid.contact_households(town.CITY, actor=town.MAKER)
    gone = text(act(keeper, path, page, do="withdraw", ref=household.ref))
    assert "张阿姨" not in gone
    assert grid.contact_households(town.CITY, actor=town.MAKER) == []


# --- bodies, duty, accounts -------------------------------------------------------------------------------


def test_posts_are_opened_filled_and_left(keeper, people):
    ref = grid.body("PING").ref
    page, path = f"/county/bodies/{ref}", f"/county/bodies/{ref}/change"
    assert act(keeper, path, page, do="post_opened", code="gw", title_zh="").status_code == 422
    act(keeper, path, page, do="post_opened", code="gw", title_zh="网格员", shown="yes")
    (post,) = grid.posts(ref)
    nobody = act(keeper, path, page, do="appointed", post=post.ref, account="", starts="2026-10-01")
    assert nobody.status_code == 422
    account = str(people.grid_worker.account.ref)
    done = act(keeper, path, page, do="appointed", post=post.ref, account=account, starts="2026-10-01")
    assert "周桂英" in text(done)
    twice = act(keeper, path, page, do="appointed", post=post.ref, account=account, starts="2026-10-02")
    assert twice.status_code == 409
    assert "已经担任这个岗位" in text(twice)
    assert "周桂英" in text(keeper.get("/county/areas/990101001001"))
    (held,) = grid.appointments(ref, town.AT.date(), actor=town.MAKER)
    act(keeper, path, page, do="appointment_ended", appointment=held.ref, ends="2026-11-01")
    assert grid.appointments(ref, town.AT.date(), actor=town.MAKER)[0].ends.isoformat() == "2026-11-01"


def test_turns_are_shared_fairly_and_kept_clear_of_absences(keeper, people):
    ref = grid.body("LIUXI").ref
    page, path = f"/county/bodies/{ref}", f"/county/bodies/{ref}/change"
    act(keeper, path, page, do="duty_opened", duty_code="night", duty_zh="夜间值班")
    (roster,) = grid.rosters(ref)
    here, change = f"/county/rosters/{roster.ref}", f"/county/rosters/{roster.ref}/change"
    assert "先在单位页面任命几个人" in text(keeper.get(here))
    act(keeper, path, page, do="post_opened", code="duty", title_zh="值班员")
    (post,) = grid.posts(ref)
    crew = [str(one.account.ref) for one in (people.officer, people.grid_worker)]
    for account in crew:
        act(keeper, path, page, do="appointed", post=post.ref, account=account, starts="2026-10-01")
    far = {"from": "2099-01-01", "days": "6", "start": "18:00", "hours": "14", "places": "1", "only": "all"}
    wrong = act(keeper, change, here, do="planned", **{**far, "days": "0", "start": "late"})
    assert wrong.status_code == 422
    assert "至少选一个人" in text(wrong)
    act(keeper, change, here, do="absent", account=crew[0], away_from="2099-01-01", away_to="2099-01-02")
    assert "排好了" in text(act(keeper, change, here, do="planned", people=crew, **far))
    start, end = (town.datetime.fromisoformat(f"{day}T00:00+08:00") for day in ("2099-01-01", "2099-01-08"))
    shifts = grid.shifts(roster.ref, start, end, actor=town.MAKER)
    assert [one.account_ref for one in shifts].count(crew[0]) == 3
    assert {one.account_ref for one in shifts[:2]} == {crew[1]}
    assert "取消了" in text(act(keeper, change, here, do="shift_cancelled", shift=shifts[0].ref))


def test_an_account_is_opened_given_a_role_and_closed(keeper, people):
    opened = "/county/accounts/open"
    weak = act(keeper, opened, "/county/accounts", name="新同事", login="new.one", password="short")
    assert weak.status_code == 422
    assert 'value="新同事"' in text(weak)
    assert "short" not in text(weak)
    done = act(keeper, opened, "/county/accounts", name="新同事", login="new.one", password=cast.PASSWORD)
    here = done.redirect_chain[-1][0].partition("?")[0]
    ref = here.rpartition("/")[2]
    bodyless = act(keeper, f"{here}/change", here, do="role_given", role="officer", area="990101")
    assert bodyless.status_code == 422
    assert "请选单位" in text(bodyless)
    act(
        keeper,
        f"{here}/change",
        here,
        do="role_given",
        role="officer",
        area="990101",
        body=grid.body("LIGHTS").ref,
    )
    (held,) = staff_member(ref, actor=town.MAKER).roles
    assert (held.role, held.area_path) == ("officer", town.EAST)
    assert "承办人" in text(keeper.get("/county/accounts", {"q": "新同事"}))
    act(keeper, f"{here}/change", here, do="role_ended", grant=held.id)
    assert "密码已换" in text(
        act(keeper, f"{here}/change", here, do="password_given", password=cast.PASSWORD + "x")
    )
    assert "已停用" in text(act(keeper, f"{here}/change", here, do="account_closed"))
    assert not staff_member(ref, actor=town.MAKER).active
    own = f"/county/accounts/{people.keeper.account.ref}"
    refused = keeper.post(f"{own}/change", {"do": "account_closed"})
    assert refused.status_code == 409


# --- the year ---------------------------------------------------------------------------------------------


def test_the_year_is_shown_as_a_sheet_and_a_notice_is_taken_in(keeper):
    page = text(keeper.get("/county/calendar", {"year": "2026"}))
    assert page.count('class="month"') == 12
    assert "国庆节" in page
    assert "暂定" in text(keeper.get("/county/calendar", {"year": str(SHIPPED.last_year + 1)}))
    assert act(keeper, "/county/calendar", notice="").status_code == 422
    assert act(keeper, "/county/calendar", notice="{: not yaml").status_code == 422
    assert "holidays" in text(act(keeper, "/county/calendar", notice="year: 2027"))
    rests = [
        {"name": "new_year", "from": "2027-01-01", "to": "2027-01-03"},
        {"name": "spring_festival", "from": "2027-02-05", "to": "2027-02-11"},
        {"name": "qingming", "from": "2027-04-05"},
        {"name": "labour_day", "from": "2027-05-01", "to": "2027-05-05"},
        {"name": "dragon_boat", "from": "2027-06-09"},
        {"name": "mid_autumn", "from": "2027-09-15"},
        {"name": "national_day", "from": "2027-10-01", "to": "2027-10-07"},
    ]
    notice = {"year": 2027, "source": "test", "holidays": rests, "working": ["2027-02-14"]}
    done = act(keeper, "/county/calendar", file=file_of(json.dumps(notice), "2027.json"))
    assert "通知已导入" in text(done)
    assert facts.calendar().last_year == 2027


# --- sources ----------------------------------------------------------------------------------------------


def test_every_row_of_the_sources_has_its_state_and_what_is_built_has_its_test(client):
    told = sources.read()
    rows = [row for group in told["groups"] for row in group["rows"]]
    assert len(rows) == 63
    assert sum(row["weight"] for row in rows) == 132
    assert {"built"} <= {row["state"] for row in rows} <= {"built", "partly", "open"}
    for row in rows:
        assert {str(one)[0] for one in row["ids"]} <= {page["page"] for page in told["pages"]}
        assert (row["state"] == "open") == ("page" not in row)
        if "test" in row:
            assert (town.ROOT / row["test"]).exists(), row["test"]
    page = text(client.get("/about/sources"))
    assert "6000余人" in page
    assert "600余人" in page
