"""A county's own list, from CSV or YAML as offices save it, by command and page: whole or not at all."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests import cast
from tests.browser import signed_in
from tests.core.packs.test_listed import INVENTED
from tests.journeys.county_matrix_test import form_of, text
from tests.journeys.test_entitled_pages import fields

from linli.apps.benefits import facts as benefits
from linli.apps.catalogue import facts as catalogue
from linli.kernel.access.actors import system_actor
from linli.packs.benefits import check_benefit_folder, publish_benefit
from linli.packs.folder import SHIPPED
from linli.packs.listing import read_listing, written
from linli.site.cli.rules import rules

NAME = "medical-reimbursement"
FOLDER = SHIPPED / "benefits" / NAME
HERE = f"/county/rules/of/{NAME}"
LIST = written(INVENTED)
SAID = ("--since", "2026-01-01", "--title", "虚构县病种表（示例编码）", "--certainty", "example", "--json")


@pytest.fixture
def published(db):
    publish_benefit(FOLDER, actor=system_actor("test"), act_id=str(uuid4()), at=timezone.now())


@pytest.mark.parametrize(
    "data",
    [
        LIST.encode(),
        LIST.encode("utf-8-sig"),
        LIST.replace("code,zh,en", "编码,名称,英文").encode("gb18030"),
        b"list:\n" + "".join(f"- [{code}, {zh}, {en}]\n" for code, zh, en in INVENTED).encode(),
        "".join(f"- {{code: {code}, zh: {zh}, en: {en}}}\n" for code, zh, en in INVENTED).encode(),
    ],
    ids=["utf-8", "mark", "gb18030", "yaml", "yaml-rows"],
)
def test_the_265_are_read_as_offices_save_them(data):
    found = read_listing(data)
    assert found.wrong == ()
    assert [*found.rows] == [tuple(one) for one in INVENTED]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "packs.list_size", 1),
        (b"code,zh\n", "packs.list_size", 1),
        (b"a,b\n1,2\n", "packs.list_columns", 1),
        ("code,zh\nX1,一\n\nX1,二\n".encode(), "packs.list_twice", 4),
        ("code,zh\nX1,一\n,二\n".encode(), "packs.list_row", 3),
        (b"code,zh\nX1\n", "packs.list_row", 2),
        (b'code,zh\n"X1,1\n', "packs.list_csv", 1),
        (b"\xff\xfe\x81", "packs.list_encoding", 1),
        (b"- [X1, !!python/name:os.system x]\n", "packs.yaml_tag", 1),
        (b"list: none\n", "packs.list_size", 1),
        ("- [X1, 一]\n- [X1, 二]\n".encode(), "packs.list_twice", 2),
    ],
)  # fmt: skip
def test_every_wrong_line_is_told_with_its_number(data, code, line):
    found = read_listing(data)
    assert (code, line) in [(one.problem.code, one.line) for one in found.wrong]


def test_a_folder_names_a_file_and_a_wrong_one_is_found_there(tmp_path):
    import shutil

    folder = tmp_path / NAME
    shutil.copytree(FOLDER, folder)
    (folder / "graded-diseases.csv").write_text("code,zh\nB02.9,带状疱疹\nB02.9,又一次\n", encoding="utf-8")
    found = check_benefit_folder(folder).found
    assert ("graded-diseases.csv", 3) in [(one.file.name, one.finding.line) for one in found]
    (folder / "graded-diseases.csv").unlink()
    assert check_benefit_folder(folder).found


def test_by_command_it_is_in_force_at_once_and_twice_changes_nothing(published, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")

    def run(name="graded_diseases", benefit=NAME):
        done = CliRunner().invoke(rules, ["list", benefit, name, str(file), *SAID])
        return done.exit_code, json.loads(done.output)

    assert run() == (0, {"read": 265, "imported": 265, "skipped": 0, "rejected": [], "version": 2})
    assert run() == (0, {"read": 265, "imported": 0, "skipped": 265, "rejected": [], "version": 2})
    assert benefits.benefit(NAME).text("choice.disease.X200", "zh") == "虚构病种200"
    file.write_text("code,zh\nX1,一\nX1,二\n", encoding="utf-8")
    status, told = run()
    assert (status, told["imported"], told["rejected"][0]["line"]) == (2, 0, 3)
    assert "两次" in told["rejected"][0]["reason"]["zh"]
    assert told["rejected"][0]["remedy"]["en"]
    file.write_text(LIST, encoding="utf-8")
    assert run("reduction")[0] == run(benefit="nothing")[0] == 2
    assert len(catalogue.pack_versions(NAME, kind="rules")) == 2


@pytest.mark.one_database
def test_by_page_it_waits_for_a_second_person_and_residents_look_for_their_illness(published, client):
    keeper = signed_in(cast.county_administrator())
    page = f"{HERE}/propose?parameter=graded_diseases"
    said = {
        "parameter": "graded_diseases", "value": "", "since": "2026-01-01", "title": "虚构县病种表（示例编码）",
        "article": "", "certainty": "example", "change": "", "day": "2026-03-01", "persons": "50", "seed": "7",
    }  # fmt: skip

    def sent(data, do, **more):
        upload = {"listing": SimpleUploadedFile("list.csv", data)} if data else {}
        return keeper.post(
            f"{HERE}/propose",
            {**said, **more, **upload, "do": do, "act_id": form_of(keeper.get(page))},
            follow=True,
        )

    assert "请选名单文件" in text(sent(b"", "try"))
    wrong = sent("code,zh\nX1,一\nX1,二\n".encode(), "try")
    assert (wrong.status_code, "第 3 行：编码“X1”在名单里出现了两次" in text(wrong)) == (422, True)
    tried = text(sent(LIST.encode(), "try"))
    assert "265 种：X001 虚构病种1" in tried
    assert "X265,虚构病种265,Invented disease 265" in tried, "read, and carried on to the proposal"
    assert "等另一位同事批准" in text(sent(b"", "propose", value=LIST))
    sha = catalogue.pack_versions(NAME, kind="rules")[0].sha256
    second = signed_in(cast.second_approver())
    form = {"do": "approve", "sha": sha, "act_id": form_of(second.get(f"{HERE}?version=2"))}
    assert "已批准" in text(second.post(f"{HERE}/decide", form, follow=True))
    _looked_for(client)


def _looked_for(client):
    """Go on to the illness, look for it, and be told what fits, what does not, and what was answered."""
    at = f"/entitled/{NAME}"
    shown = client.get(at)
    before = {"discharged": "2022-06-01", "insured": "residents", "tier": "three", "county": "elsewhere"}
    while (asked := fields(shown)["asked"]) != "disease":
        answer = {f"q.{asked}": before[asked], "go": "next"} if asked in before else {"go": "unknown"}
        shown = client.post(at, {**fields(shown), **answer})
    assert "示例四种；正式表265种，未见公开文本），共 4 种" in text(shown), "by the list of that day"
    none = client.post(at, {**fields(shown), "find": "没有的病", "go": "next"})
    assert "名单上没有找到“没有的病”" in text(none)
    some = text(client.post(at, {**fields(shown), "find": "病种26", "go": "next"}))
    assert "虚构病种26" in some
    assert "虚构病种265" in some
    assert "虚构病种25<" not in some
    many = text(client.post(at, {**fields(shown), "find": "虚构", "go": "next"}))
    assert "这里先列 20 种" in many
    for found in ({"find": " b02.9"}, {"find": "Shingles"}, {"q.disease": "B02.9"}):
        answered = text(client.post(at, {**fields(shown), **found, "go": "next"}))
        assert "带状疱疹" in answered
        assert "别的病，不在名单上" not in answered
