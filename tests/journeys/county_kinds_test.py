"""A kind of certificate written in the browser: begun, mended, looked at, handed in, approved, and then issued so."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.apps.cases.conftest import Story
from tests.browser import signed_in
from tests.city import act_id
from tests.journeys.county_matrix_test import form_of, text

from linli.apps.catalogue import facts as catalogue
from linli.apps.certificates import facts
from linli.apps.certificates.models import Certificate
from linli.packs.archive import packed, unpacked
from linli.packs.drafting import OF_KIND, shipped_kind
from linli.packs.skeletons import certificate
from linli.web.county import kind_ground

SHOP, DRAFT, KINDS = (
    "/county/workshop",
    "/county/workshop/certificate-proof-of-intake",
    "/county/certificates/kinds",
)
WRITTEN = """extends: base/certificate
certificate: proof-of-intake
version: 2
rests_on: case
days: 30
always: [number, service, area]
chosen: [told_on]
"""


@pytest.fixture
def story(city, settings, tmp_path):
    settings.CERTIFICATE_KEY_FILE = tmp_path / "certificate.key"
    settings.LOG_KEY_FILE = str(tmp_path / "log.key")
    return Story(city)


@pytest.fixture
def keeper(story):
    return signed_in(cast.county_administrator())


def act(client, path, page=None, /, **said):
    return client.post(path, {**said, "act_id": form_of(client.get(page or path))}, follow=True)


def save(client, path, body, edition, do="save"):
    page = f"{DRAFT}/file?path={path}"
    return act(client, f"{DRAFT}/file", page, path=path, text=body, edition=edition, do=do)


def in_force(keeper, story, body=WRITTEN):
    """Write a version of the kind in the workshop and have the second person approve it."""
    act(keeper, SHOP, do="kind", name="proof-of-intake", **{"from": "folder"})
    save(keeper, "certificate.yaml", body, 1)
    act(keeper, f"{DRAFT}/do", DRAFT, do="submit", edition=2)
    (waiting,) = catalogue.pack_versions(kind="certificate")
    second = signed_in(cast.second_approver())
    assert act(second, f"{KINDS}/decide", KINDS, sha=waiting.sha256, do="approve").status_code == 200
    return waiting.sha256


def test_from_an_empty_kind_to_a_certificate_that_is_checked(story, keeper):
    assert "写一种证明" in text(keeper.get(SHOP))
    page = text(act(keeper, SHOP, do="kind", name="proof-of-intake", **{"from": "family"}))
    for part in ("检查通过", "现在不开", "把它改成 true", "和现行的样子相比"):
        assert part in page
    assert "王秀兰" in text(keeper.get(f"{DRAFT}/form")), "invented entries"
    broken = text(save(keeper, "certificate.yaml", WRITTEN.replace("service,", "servis,"), 1))
    assert "第 6 行" in broken
    assert "service" in broken, "what was probably meant"
    refused = act(keeper, f"{DRAFT}/do", DRAFT, do="submit", edition=2)
    assert refused.status_code == 422
    save(keeper, "certificate.yaml", WRITTEN, 2)
    unwritten = act(keeper, f"{DRAFT}/do", DRAFT, do="submit", edition=3)
    assert "还是起草时的话" in text(unwritten)
    save(keeper, "texts.zh.yaml", "summary: 要证明已经反映过这件事的时候用。\n", 3)
    save(keeper, "texts.en.yaml", "summary: To show that a matter was told.\n", 4)
    draft = text(keeper.get(DRAFT))
    for change in ("有效期从 90 天变成 30 天", "每一份上都写：办理事项", "每一份上都写：所在社区（村）"):
        assert change in draft
    assert "等另一位同事批准" in text(act(keeper, f"{DRAFT}/do", DRAFT, do="submit", edition=5))
    (waiting,) = catalogue.pack_versions(kind="certificate")
    own = act(keeper, f"{KINDS}/decide", SHOP, sha=waiting.sha256, do="approve")
    assert own.status_code == 409, "nobody approves what they proposed"
    assert facts.kinds()["proof_of_intake"].days == 90
    second = signed_in(cast.second_approver())
    approved = act(second, f"{KINDS}/decide", KINDS, sha=waiting.sha256, do="approve")
    assert "从现在起照这样开" in text(approved)
    _issued_and_checked(story)


def _issued_and_checked(story):
    mine, case = signed_in(story.city.people["resident"]), story.tell()
    assert "要证明已经反映过这件事的时候用" in text(mine.get(f"/c/{case}/certificate"))
    taken = mine.post(f"/c/{case}/certificate", {"kind": "proof_of_intake", "act_id": act_id()})
    assert taken.status_code == 302
    row = Certificate.objects.get()
    assert set(row.fields) == {"holder", "number", "service", "area"}
    assert (row.valid_until - row.valid_from).days == 30
    assert "这份证明是真的" in text(Client().get(f"/check/{row.code}"))


def test_withdrawn_it_is_issued_as_the_folder_says_and_none_at_all_if_the_new_one_says_so(story, keeper):
    sha = in_force(keeper, story, f"{WRITTEN}offered: false\n")
    mine, case = signed_in(story.city.people["resident"]), story.tell()
    assert "事项受理情况证明" not in text(mine.get(f"/c/{case}/certificate"))
    assert "现在不开" in text(keeper.get(KINDS))
    assert "回到文件夹里的样子" in text(act(keeper, f"{KINDS}/decide", KINDS, sha=sha, do="retire"))
    assert facts.kinds()["proof_of_intake"].days == 90
    assert "事项受理情况证明" in text(mine.get(f"/c/{case}/certificate"))


@pytest.mark.one_database
def test_what_it_rests_on_is_chosen_in_words_and_the_rest_of_the_file_stays(story, keeper):
    act(keeper, SHOP, do="kind", name="proof-of-intake", **{"from": "folder"})
    save(keeper, "certificate.yaml", f"# ours\n{WRITTEN}", 1)
    page = text(keeper.get(DRAFT))
    assert "随便哪项服务" in page
    assert "只有结果是“" in page
    title = next(iter(kind_ground.services().values())).text("title", "zh")
    name = next(iter(kind_ground.services()))
    assert title in page
    for wrong, sentence in (
        ({"service": "nothing", "result": "intake"}, "没有发布这项服务"),
        ({"service": name, "result": "never"}, "没有这种结果"),
    ):
        refused = act(keeper, f"{DRAFT}/do", DRAFT, do="rest", edition=2, **wrong)
        assert (refused.status_code, sentence in text(refused)) == (422, True)
    assert "已改好" in text(
        act(keeper, f"{DRAFT}/do", DRAFT, do="rest", edition=2, service=name, result="solved")
    )
    written = catalogue.draft("certificate-proof-of-intake", actor=cast.county_administrator().actor).files
    lines = written["certificate.yaml"].splitlines()
    assert lines == ["# ours", *WRITTEN.splitlines()[:4], f"service: {name}", "ended: true", "outcome: solved",
                     *WRITTEN.splitlines()[4:]]  # fmt: skip
    told = text(keeper.get(DRAFT))
    assert f"只限服务“{title}”" in told
    assert f"从此只给“{title}”这一项服务开；别的事情都不再开这类证明。" in told
    assert "结果须是“解决了”" in told
    back = act(keeper, f"{DRAFT}/do", DRAFT, do="rest", edition=3, service="*", result="intake")
    assert "受理了就能开" in text(back)


@pytest.mark.one_database
def test_only_the_eight_are_begun_and_nothing_twice(keeper):
    for name in ("kinship", "family-relation", "x y", ""):
        refused = act(keeper, SHOP, do="new", name=name, family="base/certificate")
        assert refused.status_code == 422, name
    assert act(keeper, SHOP, do="kind", name="nothing", **{"from": "folder"}).status_code == 409
    begun = act(keeper, SHOP, do="new", name="volunteer-hours", family="base/certificate")
    assert "志愿服务时长证明" in text(begun)
    assert act(keeper, SHOP, do="kind", name="volunteer-hours", **{"from": "folder"}).status_code == 409


@pytest.mark.one_database
def test_a_zip_file_carries_a_kind_and_no_draft_is_both(keeper):
    files = certificate("training-hours")
    upload = SimpleUploadedFile("x.zip", packed("training-hours", files), "application/zip")
    assert "培训学时证明" in text(act(keeper, SHOP, do="zip", name="", archive=upload))
    assert unpacked(keeper.get(f"{SHOP}/certificate-training-hours.zip").content) == ("training-hours", files)
    both = SimpleUploadedFile(
        "x.zip", packed("mixed", {**files, "pack.yaml": "pack: mixed\n"}), "application/zip"
    )
    refused = act(keeper, SHOP, do="zip", name="mixed", archive=both)
    assert refused.status_code == 422
    assert "不是一项服务，就是一种证明" in text(refused)


@pytest.mark.one_database
def test_the_main_file_stays_and_an_unreadable_one_shows_no_picture(keeper):
    act(keeper, SHOP, do="kind", name="proof-of-intake", **{"from": "folder"})
    assert save(keeper, "certificate.yaml", "", 1, do="remove").status_code == 422
    save(keeper, "certificate.yaml", "certificate: [\n", 1)
    assert "定义还读不通" in text(keeper.get(f"{DRAFT}/form"))
    assert keeper.get(DRAFT).status_code == 200


def test_the_api_tells_how_each_kind_is_issued_here(story, keeper):
    in_force(keeper, story)
    told = {one["kind"]: one for one in Client().get("/api/v1/certificates/kinds").json()["kinds"]}
    assert len(told) == 8
    assert (told["proof_of_intake"]["days"], told["proof_of_intake"]["chosen"]) == (30, ["told_on"])
    assert told["proof_of_intake"]["always"] == ["holder", "number", "service", "area"]


def test_every_shipped_kind_has_files_to_copy():
    assert shipped_kind("certificate") is None
    assert f"{OF_KIND}proof-of-intake" == DRAFT.rpartition("/")[2]
    assert "certificate.yaml" in shipped_kind("proof-of-intake")
