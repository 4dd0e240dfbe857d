"""`linli certificate`: what the pages do, where there is no page; it issues to nobody whose card was not compared."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from linli.apps.certificates import facts
from linli.apps.certificates.models import Certificate
from linli.site.cli.certificate import certificate


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr("linli.site.preparing.prepare_database", lambda: 0)
    return lambda *words: CliRunner().invoke(certificate, [*words])


def test_issued_checked_listed_revoked(story, run, tmp_path):
    case = story.tell()
    assert run("issue", case, "proof_of_intake").exit_code == 2, "nobody looked at a card"
    made = run("issue", case, "proof_of_intake", "--with", "area", "--card-compared", "--json")
    assert made.exit_code == 0, made.output
    told = json.loads(made.output)
    row = Certificate.objects.get()
    assert (str(row.ref), row.presence, row.holder.name) == (told["ref"], "card", "王秀兰")
    file = tmp_path / "c.jwt"
    file.write_text(row.signed)
    for said in (told["code"], str(file)):
        checked = run("check", said)
        assert checked.exit_code == 0
        assert "王秀兰" in checked.output
    old = tmp_path / "status.jwt"
    old.write_text(facts.status_list(1, datetime.now(UTC) - timedelta(days=2)))
    stale = run("check", str(file), "--status", str(old))
    assert (stale.exit_code, "太旧" in stale.output) == (1, True)
    assert json.loads(run("list", "--json").output)[0]["state"] == "valid"
    assert run("revoke", told["ref"], "mistake").exit_code == 0
    assert "已经撤销" in run("check", told["code"]).output
    assert run("check", told["code"]).exit_code == 1
    assert "王秀兰" not in run("list").output


def test_each_refusal_has_its_sentence(story, run, tmp_path):
    case = story.tell()
    none = "00000000-0000-4000-8000-000000000000"
    for words, code, says in (
        (("issue", none, "proof_of_intake", "--card-compared"), 2, "没有这件事项"),
        (("issue", case, "kinship", "--card-compared"), 2, "没有这种证明"),
        (("issue", case, "result_of_matter", "--card-compared"), 2, "开不了"),
        (("revoke", none, "mistake"), 2, "没有这件事项"),
        (("check", "abc"), 2, "16位"),
        (("check", "0" * 16), 1, "没有这个编码"),
        (("check", "a.b.c"), 1, "不是一份证明"),
    ):
        done = run(*words)
        assert (done.exit_code, says in done.output) == (code, True), (words, done.output)
    assert not Certificate.objects.exists()
