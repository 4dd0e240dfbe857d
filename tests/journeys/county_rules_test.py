"""Rules of entitlements in the county: a figure is changed on a page, tried on people, approved by a second person."""

from __future__ import annotations

import shutil

import pytest
from tests import cast
from tests.journeys import county_town as town
from tests.journeys.county_matrix_test import text
from tests.journeys.county_pages_test import act, file_of
from tests.journeys.test_entitled_pages import fields

from linli.apps.benefits import facts as benefits
from linli.apps.catalogue import facts
from linli.packs.benefits import publish_benefit
from linli.packs.folder import SHIPPED

pytestmark = pytest.mark.django_db
NAME = "childcare-allowance"
HERE = f"/county/rules/of/{NAME}"
MORE = {
    "parameter": "a_year", "value": "4,800", "since": "2026-07-01", "title": "育儿补贴调整方案（虚构）",
    "article": "第二条", "certainty": "known", "change": "", "day": "2026-03-01", "persons": "400", "seed": "7",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _published(db):
    publish_benefit(SHIPPED / "benefits" / NAME, **town.said())


@pytest.fixture
def keeper(client):
    client.force_login(cast.county_administrator().account)
    return client


def propose(client, **other):
    return act(client, f"{HERE}/propose", f"{HERE}/propose?parameter=a_year", **{**MORE, **other})


def test_a_version_tells_its_figures_days_sources_and_scenarios(keeper):
    assert "育儿补贴" in text(keeper.get("/county/rules"))
    page = text(keeper.get(HERE))
    for part in (
        "每年 3,600 元",
        "2025 年 1 月 1 日",
        "育儿补贴制度实施方案",
        "on &lt; last_day",
        "4 个例子都和写的一样",
    ):
        assert part in page
    assert keeper.get(f"{HERE}?version=9").status_code == 404
    assert keeper.get("/county/rules/of/nothing").status_code == 404


def test_a_figure_is_tried_proposed_and_approved_by_somebody_else(keeper, client):
    tried = text(propose(keeper, do="try"))
    assert "每年 4,800 元" in tried
    assert "400 人的结果" in tried
    assert "这些人是编造的" in tried
    assert len(facts.pack_versions(NAME, kind="rules")) == 1
    done = propose(keeper, do="propose")
    assert "等另一位同事批准" in text(done)
    assert benefits.benefit(NAME).version == 1
    sha = facts.pack_versions(NAME, kind="rules")[0].sha256
    own = act(keeper, f"{HERE}/decide", HERE, do="approve", sha=sha)
    assert (own.status_code, "提出的人不能自己批准" in text(own)) == (409, True)
    begun = fields(client.get(f"/entitled/{NAME}"))["state"]
    client.force_login(cast.second_approver().account)
    assert "已批准" in text(act(client, f"{HERE}/decide", f"{HERE}?version=2", do="approve", sha=sha))
    now = benefits.benefit(NAME)
    assert (now.version, now.rules.parameters["a_year"].values[-1].value) == (2, 480_000)
    # who began before goes on by the version they began with
    went_on = client.post(f"/entitled/{NAME}", {"state": begun, "go": "unknown:birth"})
    assert (
        fields(went_on)["state"].split(":")[0]
        != fields(client.get(f"/entitled/{NAME}"))["state"].split(":")[0]
    )
    changes = text(client.get(f"{HERE}/changes", {"old": 1, "new": 2}))
    assert "每年 3,600 元" in changes
    assert "每年 4,800 元" in changes


def test_who_began_by_a_retired_version_begins_again(keeper):
    begun = fields(keeper.get(f"/entitled/{NAME}"))["state"]
    sha = facts.pack_versions(NAME, kind="rules")[0].sha256
    assert "已停用" in text(act(keeper, f"{HERE}/decide", HERE, do="retire", sha=sha))
    assert keeper.post(f"/entitled/{NAME}", {"state": begun, "go": "next"}).status_code == 404
    assert keeper.get(f"{HERE}/propose").status_code == 404
    assert keeper.get(HERE).status_code == 200


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"parameter": "nothing"}, "请选一个数字"),
        ({"value": "many"}, "读不懂"),
        ({"value": "1.234"}, "读不懂"),
        ({"since": "2026-02-30"}, "请填一个日子"),
        ({"title": " "}, "请写依据的文件"),
        ({"certainty": "perhaps"}, "请说有多确定"),
        ({"persons": "0"}, "1 到 100000"),
        ({"since": "2025-02-01", "value": "1200"}, "和写的不一样"),
    ],
)
def test_bad_input_is_told_and_nothing_is_proposed(keeper, other, sentence):
    wrong = propose(keeper, **{"do": "try" if "persons" in other else "propose", **other})
    assert sentence in text(wrong)
    assert len(facts.pack_versions(NAME, kind="rules")) == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ('rules: {young: {2026-07-01: "a_year / months > 1"}}', "可能是零"),
        ("parameters: {a_yea: {2026-07-01: 1}}", "a_year"),
        ("sources: {plan: {title: x, certainty: seen}}", "已经有名为“plan”的依据"),
        ("x: !!python/name:os.system", "标记"),
        ("[1]", ""),
    ],
)
def test_a_written_change_is_checked_like_a_pack(keeper, change, sentence):
    wrong = act(keeper, f"{HERE}/propose", **{**MORE, "change": change, "do": "propose"})
    assert wrong.status_code == 422
    assert sentence in text(wrong)
    assert len(facts.pack_versions(NAME, kind="rules")) == 1


def test_a_formula_is_changed_by_a_written_change(keeper):
    change = 'rules: {young: {2026-07-01: "on <= last_day"}}'
    done = act(keeper, f"{HERE}/propose", **{**MORE, "change": change, "do": "propose"})
    assert "等另一位同事批准" in text(done)
    assert "on &lt;= last_day" in text(keeper.get(f"{HERE}/changes", {"old": 1, "new": 2}))


def test_people_from_a_file_are_decided_and_rows_left_out_are_told(keeper):
    propose(keeper, do="propose")
    said = {"old": "1", "new": "2", "day": "2026-08-01"}
    people = "birth,citizen\n2026-01-15,true\n2020-01-15,true\n2026-01-15\n"
    found = act(keeper, f"{HERE}/changes", f"{HERE}/changes?old=1&new=2", people=file_of(people), **said)
    page = text(found)
    assert "2 人的结果" in page
    assert "从 10,800 元 到 14,400 元" in page
    assert "第 4 行有 1 列" in page
    wrong = act(keeper, f"{HERE}/changes", f"{HERE}/changes?old=1&new=2", people=file_of("shoe\n1\n"), **said)
    assert "shoe" in text(wrong)


def test_a_folder_is_proposed_and_a_faulty_one_told(keeper, tmp_path, settings):
    shutil.copytree(SHIPPED / "benefits" / NAME, tmp_path / NAME)
    settings.PACKS_DIR = tmp_path
    path = tmp_path / NAME / "rules.yaml"
    whole = path.read_text(encoding="utf-8").replace("version: 1\n", "version: 2\n")
    path.write_text(whole.replace("360000", "370000"), encoding="utf-8")
    assert "没有通过" in text(
        act(keeper, "/county/rules/folders", folder=NAME)
    )  # the scenarios say another sum
    path.write_text(whole.replace("plan: {", "plan: {url: 'https://example.org', "), encoding="utf-8")
    assert "等另一位同事批准" in text(act(keeper, "/county/rules/folders", folder=NAME))
    assert keeper.post("/county/rules/folders", {"folder": "../../etc"}).status_code == 404
