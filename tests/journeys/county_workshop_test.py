"""The workshop from end to end: from a family to a service in force, and each refusal where the person is."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.journeys import county_town as town
from tests.journeys.county_matrix_test import form_of, text

from linli.apps.catalogue import facts
from linli.packs.archive import packed, unpacked
from linli.packs.skeletons import drafted

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SHOP, MEAL = "/county/workshop", "/county/workshop/elder-meal"


@pytest.fixture
def people(db):
    return town.build()


@pytest.fixture
def keeper(people, client):
    client.force_login(people.keeper.account)
    return client


def act(client, path, page=None, /, **said):
    return client.post(path, {**said, "act_id": form_of(client.get(page or path))}, follow=True)


def begun(client):
    return act(client, SHOP, do="new", name="elder-meal", family="base/registration")


def file(client, path):
    page = text(client.get(f"{MEAL}/file?path={path}"))
    return unescape(re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)[1])


def save(client, path, body, edition, do="save"):
    return act(
        client, f"{MEAL}/file", f"{MEAL}/file?path={path}", path=path, text=body, edition=edition, do=do
    )


WORDS = (
    ("zh", "老人用餐", "六十岁以上，每天中午一顿热饭。"),
    ("en", "Meals for the old", "A hot lunch a day from sixty on."),
)


def test_from_a_family_to_a_service_in_force(keeper, people, client):
    page = begun(keeper)
    assert page.status_code == 200
    for part in ("检查没有发现问题", "<svg", "新的登记", "这是第一版"):
        assert part in text(page)
    broken = save(keeper, "pack.yaml", file(keeper, "pack.yaml").replace("type: date", "type: dat"), 1)
    assert re.search(r"第 \d+ 行</span>[^<]*dat", text(broken))
    assert "还有问题没改" in text(keeper.get(MEAL))
    refused = act(keeper, f"{MEAL}/do", MEAL, do="submit", edition=2)
    assert refused.status_code == 422
    assert facts.pack_versions("elder-meal") == ()
    assert act(keeper, f"{MEAL}/do", MEAL, do="restore", number=1, edition=2).status_code == 200
    assert "从哪天起" in text(keeper.get(f"{MEAL}/form"))
    unwritten = act(keeper, f"{MEAL}/do", MEAL, do="submit", edition=3)
    assert unwritten.status_code == 422
    assert "还是起草时的话" in text(unwritten)
    for edition, (lang, title, summary) in enumerate(WORDS, 3):
        texts = file(keeper, f"texts.{lang}.yaml").splitlines()[2:]
        written = "\n".join([f"title: {title}", f"summary: {summary}", *texts])
        assert save(keeper, f"texts.{lang}.yaml", written, edition).status_code == 200
    handed_in = act(keeper, f"{MEAL}/do", MEAL, do="submit", edition=5)
    assert "等另一位同事批准" in text(handed_in)
    (waiting,) = facts.pack_versions("elder-meal")
    assert waiting.status == "proposed"
    assert "已经提交" in text(keeper.get(MEAL))
    client.force_login(people.approver.account)
    decide = "/county/packs/of/elder-meal"
    assert act(client, f"{decide}/decide", decide, sha=waiting.sha256, do="approve").status_code == 200
    assert facts.snapshot().current_pack("elder-meal") == waiting.sha256
    assert "老人用餐" in text(client.get("/services"))


def test_two_at_one_file_lose_nothing(keeper):
    begun(keeper)
    save(keeper, "texts.zh.yaml", "title: 甲写的\n", 1)
    late = save(keeper, "texts.zh.yaml", "title: 乙写的\n", 1)
    assert late.status_code == 409
    assert "甲写的" in text(late)
    assert "乙写的" in text(late)
    assert 'name="edition" value="2"' in text(late)
    assert save(keeper, "texts.zh.yaml", "title: 乙写的\n", 2).status_code == 200
    assert file(keeper, "texts.zh.yaml").strip() == "title: 乙写的"


def test_a_scenario_is_added_and_taken_away(keeper):
    begun(keeper)
    extra = "kind: branch\nat: 2026-03-04T09:00+08:00\nsteps:\n  - {at: 2026-03-04T09:30+08:00, by: clerk, move: fly}\n"
    page = save(keeper, "scenarios/extra.yaml", extra, 1)
    assert "fly" in text(page)
    assert "1 处要改" in text(keeper.get(MEAL))
    assert save(keeper, "scenarios/extra.yaml", "", 2, do="remove").status_code == 200
    assert "检查没有发现问题" in text(keeper.get(MEAL))
    odd = save(keeper, "run.py", "print()", 3)
    assert odd.status_code == 422
    assert "不属于一项服务" in text(odd)


def test_zip_files_go_out_and_come_in(keeper):
    begun(keeper)
    content = keeper.get(f"{MEAL}.zip").content
    assert unpacked(content) == ("elder-meal", drafted("elder-meal", "base/registration"))
    upload = SimpleUploadedFile("x.zip", packed("lunch", drafted("lunch", "base/permit")), "application/zip")
    assert "lunch" in text(act(keeper, SHOP, do="zip", name="", archive=upload))
    evil = SimpleUploadedFile("x.zip", packed("..", {"../../x.yaml": "x"}), "application/zip")
    refused = act(keeper, SHOP, do="zip", name="evil", archive=evil)
    assert refused.status_code == 422
    assert "什么都没有解开" in text(refused)
    assert act(keeper, SHOP, do="zip", name="none").status_code == 422
    other = SimpleUploadedFile("x.zip", packed("x", drafted("elder-meal", "base/report")), "application/zip")
    swapped = act(keeper, f"{MEAL}/do", MEAL, do="zip", edition=1, archive=other)
    assert "新的反映事项" in text(swapped)


def test_a_service_in_force_is_changed_from_its_folder(keeper):
    town.publish_folder(town.ROOT / "packs" / "services" / "dog", **town.said())
    assert "犬只登记（dog）" in text(keeper.get(SHOP))
    assert act(keeper, SHOP, do="new", name="dog", family="base/permit").status_code == 409
    page = text(act(keeper, SHOP, do="folder", name="dog"))
    assert "对居民没有变化" in page or "和现行第 1 版相比" in page
    assert act(keeper, SHOP, do="folder", name="nothing").status_code == 409
    assert (
        act(keeper, "/county/workshop/dog/do", "/county/workshop/dog", do="discard", edition=1).status_code
        == 200
    )
    assert keeper.get("/county/workshop/dog").status_code == 404


def test_bad_names_and_bad_forms_are_told(keeper):
    for name in ("Elder Meal", "", "../x"):
        assert act(keeper, SHOP, do="new", name=name, family="base/permit").status_code == 422
    assert act(keeper, SHOP, do="new", name="x", family="base/none").status_code == 422
    assert act(keeper, SHOP, do="dance", name="x").status_code == 404
    begun(keeper)
    assert begun(keeper).status_code == 409
    assert act(keeper, f"{MEAL}/do", MEAL, do="restore", number="x", edition=1).status_code == 404
    assert act(keeper, f"{MEAL}/do", MEAL, do="discard", edition="one").status_code == 409


def test_a_draft_that_cannot_be_read_still_has_its_pages(keeper):
    begun(keeper)
    save(keeper, "pack.yaml", "pack: [elder\n", 1)
    for page in (MEAL, f"{MEAL}/form", f"{MEAL}/file?path=pack.yaml", f"{MEAL}/file"):
        assert keeper.get(page).status_code == 200
    assert io.BytesIO(keeper.get(f"{MEAL}.zip").content).read(2) == b"PK"
