"""The one-file tool gives every certificate its own sentence, without a network and without us."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from tests.city import AT

from linli.apps.certificates import facts, service
from linli.apps.certificates.facts import sealing
from linli.core.credentials.signed import PublicKey, write

TOOL = Path(__file__).resolve().parents[3] / "tools/linli_verify.py"


@pytest.fixture
def verify(story, tmp_path):
    """Runs the tool on a text; ``keys`` and ``status`` as they were downloaded."""
    (tmp_path / "keys.json").write_text(json.dumps(facts.keys()), encoding="utf-8")

    def run(text, *, at=AT, status=None):
        file = tmp_path / "file.jwt"
        file.write_text(text, encoding="utf-8")
        more = []
        if status is not None:
            (tmp_path / "status.jwt").write_text(status, encoding="utf-8")
            more = ["--status", tmp_path / "status.jwt"]
        command = [
            sys.executable,
            "-I",
            TOOL,
            "certificate",
            file,
            "--keys",
            tmp_path / "keys.json",
            *more,
            "--at",
            at.isoformat(),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        said = json.loads(done.stdout)
        assert done.returncode == (0 if said["ok"] else 2 if said["fault"] == "shape" else 1)
        assert done.stderr.strip()
        return said.get("fault", "ok"), said

    return run


def test_what_holds_is_shown_and_says_whether_revoking_is_known(story, verify):
    text = story.signed(story.issue(story.tell())["ref"])
    word, said = verify(text)
    assert (word, said["revoked"], said["certificate"]["holder"]) == ("ok", None, "王秀兰")
    word, said = verify(text, status=facts.status_list(1, AT))
    assert (word, said["revoked"]) == ("ok", False)


def test_each_fault_has_its_own_word(story, verify):
    made = story.issue(story.tell())
    text, later = story.signed(made["ref"]), AT + timedelta(days=2)
    before = facts.status_list(1, AT)
    service.revoke(made["ref"], "misused", **story.said("clerk", AT + timedelta(hours=1)))
    held = sealing.seal()
    stranger = PublicKey("https://else.example#1", "EdDSA", held.key.public)
    middle = f"{text[:400]}{'B' if text[400] == 'A' else 'A'}{text[401:]}"
    said = {
        "ok": verify(text, status=before)[0],  # a list of before still hides it, for a day at most
        "revoked": verify(text, at=later, status=facts.status_list(1, later))[0],
        "status_old": verify(text, at=later, status=before)[0],
        "status_other": verify(text, status=text)[0],
        "expired": verify(text, at=AT + timedelta(days=90))[0],
        "not_yet": verify(text, at=AT - timedelta(minutes=1))[0],
        "altered": verify(middle)[0],
        "other_issuer": verify(write({}, stranger, held.sign))[0],
        "algorithm": verify(write({}, PublicKey(held.key.name, "none", b""), held.sign))[0],
        "shape": verify("a.b")[0],
    }
    assert {wanted: found for wanted, found in said.items() if wanted != found} == {}
