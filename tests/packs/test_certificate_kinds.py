"""Kinds of certificates as folders: the shipped eight, what a county changes, and what the law does not let it add."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from linli.core.packs.certificate_kind import KINDS
from linli.kernel.ui.text import has
from linli.packs.certificate_kinds import check_kind_folder, check_kinds
from linli.packs.deny_list import national
from linli.packs.folder import SHIPPED
from linli.site.cli.pack import pack


def folder(tmp_path, name, main, zh="summary: 用处\nnote: 说明\n"):
    one = tmp_path / "certificates" / name
    one.mkdir(parents=True)
    (one / "certificate.yaml").write_text(main, encoding="utf-8")
    (one / "texts.zh.yaml").write_text(zh, encoding="utf-8")
    (one / "texts.en.yaml").write_text("summary: use\nnote: words\n", encoding="utf-8")
    return one


def codes(path):
    return {located.finding.code for located in check_kind_folder(path).found}


def test_the_shipped_ones_are_the_eight_and_sound():
    checked = check_kinds(SHIPPED)
    assert {one.kind.name for one in checked} == {*KINDS, "certificate"}
    assert [one.found for one in checked if one.found] == []


def test_every_denied_certificate_names_who_issues_it():
    for one in national():
        assert has(one.instead), one.code


@pytest.mark.parametrize("one", national(), ids=lambda one: one.code)
def test_none_of_the_twenty_can_be_declared(tmp_path, one):
    main = (
        f"extends: base/certificate\ncertificate: {one.code}\nversion: 1\nrests_on: case\nalways: [number]\n"
    )
    assert "packs.certificate_denied" in codes(folder(tmp_path, one.code, main))


def test_what_is_wrong_is_told_with_file_and_line(tmp_path):
    good = "extends: base/certificate\ncertificate: proof-of-intake\nversion: 2\ndays: 30\nalways: [number]\n"
    assert codes(folder(tmp_path, "proof-of-intake", good)) == set()
    assert codes(folder(tmp_path, "other", good)) == {"packs.folder_name"}
    assert codes(folder(tmp_path, "a", good.replace("30", "400"))) >= {"packs.certificate_days"}
    assert codes(folder(tmp_path, "b", good.replace("base/certificate", "base/permit"))) == {
        "packs.no_family"
    }
    assert codes(folder(tmp_path, "c", good + "program: rm\n")) == {"packs.unknown_key"}
    done = CliRunner().invoke(pack, ["check", str(tmp_path / "certificates" / "a"), "--json"])
    assert done.exit_code == 1
    told = json.loads(done.output)["findings"]
    assert all(one["file"].endswith(".yaml") and one["line"] for one in told)


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_can_be_begun_and_passes_its_check(tmp_path, name):
    words = ["new", name, "--family", "base/certificate", "--in", str(tmp_path)]
    assert CliRunner().invoke(pack, words).exit_code == 0
    made = check_kind_folder(tmp_path / name)
    assert (made.found, made.kind.name, made.kind.offered) == ((), name, False)
    assert CliRunner().invoke(pack, ["check", str(tmp_path / name)]).exit_code == 0
    assert CliRunner().invoke(pack, words).exit_code == 2


@pytest.mark.parametrize(
    ("name", "word"), [("one-of-ours", "volunteer-hours"), (national()[0].code, national()[0].zh)]
)
def test_nothing_else_can_be_begun(tmp_path, name, word):
    done = CliRunner().invoke(pack, ["new", name, "--family", "base/certificate", "--in", str(tmp_path)])
    assert (done.exit_code, word in done.output) == (2, True)
    assert not [*tmp_path.iterdir()]


@pytest.mark.django_db
@pytest.mark.one_database
def test_a_kind_for_one_service_is_noted_and_told_in_the_difference(tmp_path):
    shipped = SHIPPED / "certificates/result-of-matter"
    main = (shipped / "certificate.yaml").read_text(encoding="utf-8")
    own = folder(tmp_path, "result-of-matter", main + "service: dog\n")
    done = CliRunner().invoke(pack, ["check", str(own), "--json"])
    told = json.loads(done.output)
    (note,) = told["notes"]
    assert (done.exit_code, note["code"], note["path"]) == (0, "packs.kind_only_service", "service")
    assert "别的事情都不再开" in note["sentence"]["zh"]
    assert note["remedy"]["en"].startswith("There is one folder of a kind")
    changed = CliRunner().invoke(pack, ["diff", str(shipped), str(own), "--lang", "zh"])
    assert "从此只给“dog”这一项服务开" in changed.output
    same = CliRunner().invoke(pack, ["diff", str(shipped), str(shipped), "--lang", "en"])
    assert (same.exit_code, same.output) == (0, "Nothing changes for residents.\n")
    broken = folder(tmp_path / "x", "result-of-matter", "days: none\n")
    assert CliRunner().invoke(pack, ["diff", str(shipped), str(broken)]).exit_code == 1


@pytest.mark.django_db
@pytest.mark.one_database
def test_a_shipped_kind_that_is_for_one_service_is_nothing_to_note():
    done = CliRunner().invoke(pack, ["check", str(SHIPPED / "certificates"), "--json"])
    assert json.loads(done.output)["notes"] == []
