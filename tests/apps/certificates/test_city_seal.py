"""The city's own seal: put on by its keeper, kept beside the certificate, told to who checks; without it nothing is issued."""

from __future__ import annotations

import base64
import json
import shlex
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from tests.browser import signed_in
from tests.city import AT, act_id

from linli.apps.certificates import facts, service
from linli.apps.certificates.facts import city_seals
from linli.apps.certificates.models import Certificate
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import Refused
from linli.kernel.ui.text import reason, t
from linli.site import environment

TRIAL = Path(__file__).parents[3] / "tools" / "trial_seal.py"
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PUBLIC = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()


class Keeper:
    """A keeper within the test: counts how often it is asked, answers as the test says."""

    asked: list = []
    answer = None

    def seal(self, asked):
        """Sign, or say what the test wants said."""
        self.asked.append(asked)
        if isinstance(self.answer, Exception):
            raise self.answer
        told = self.answer or {"by": "汾安市电子印章", "number": "FA-1", "algorithm": "Ed25519"}
        value = base64.b64encode(KEY.sign(asked["message"].encode())).decode()
        return json.dumps({"value": value, **told}).encode() if isinstance(told, dict) else told


@pytest.fixture
def keeper(settings, monkeypatch):
    settings.CITY_SEAL, settings.CITY_SEAL_KEY = f"{__name__}.Keeper", PUBLIC
    monkeypatch.setattr(Keeper, "asked", [])
    monkeypatch.setattr(Keeper, "answer", None)
    return Keeper


def refused(story, case):
    before = Entry.objects.count()
    with pytest.raises(Refused) as caught:
        story.issue(case)
    assert not Certificate.objects.exists()
    assert Entry.objects.count() == before, "nothing is half done"
    return caught.value.refusal


def test_a_keeper_learns_the_hash_alone_and_what_comes_back_stays_beside_the_certificate(story, keeper):
    row = facts.certificate(story.actor("resident"), story.issue(story.tell())["ref"])
    assert row.city_seal == {**row.city_seal, "by": "汾安市电子印章", "number": "FA-1"}
    (asked,) = keeper.asked
    digest = facts.digest_of(row.signed)
    assert asked == {
        "form": "linli/seal/v1", "message": f"linli/seal/v1 {digest}", "digest": digest,
        "kind": "proof_of_intake", "body": "汾安市城运中心",
    }  # fmt: skip
    assert "王秀兰" not in json.dumps(asked, ensure_ascii=False)
    for verdict in (facts.check_text(row.signed, AT), facts.check_code(row.code, AT)):
        assert (verdict.fault, verdict.seal.fits, verdict.seal.number) == ("", "yes", "FA-1")


def test_said_twice_the_keeper_is_asked_once_also_when_it_is_silent_by_then(story, keeper):
    wish, said = service.Wish(story.tell(), "proof_of_intake"), story.said("resident")
    first = service.issue(wish, **said)
    keeper.answer = city_seals.SealError(city_seals.SILENT)
    assert service.issue(wish, **said) == first
    assert (len(keeper.asked), Certificate.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        ({"refused": "印章已过期"}, "seal_refused", "印章已过期"),
        (city_seals.SealError(city_seals.SILENT), "seal_silent", "没有回应"),
        (b"<html>", "seal_odd", "回答不对"),
        ({"by": "x", "number": "", "algorithm": "Ed25519"}, "seal_odd", "回答不对"),
        ({"by": "x", "number": "1", "algorithm": "Ed25519", "value": "!"}, "seal_odd", "回答不对"),
        ({"by": "x" * 81, "number": "1", "algorithm": "SM2"}, "seal_odd", "回答不对"),
        ({"by": "x", "number": "1", "algorithm": "Ed25519", "value": "AAAA"}, "seal_odd", "回答不对"),
    ],
)
def test_without_the_seal_nothing_is_issued_and_the_sentence_says_why(story, keeper, answer, code, words):
    keeper.answer = answer
    refusal = refused(story, story.tell())
    assert refusal.code == f"certificates.{code}"
    assert words in reason(refusal, lang="zh")
    assert reason(refusal, lang="en") != reason(refusal, lang="zh")


def test_a_seal_that_only_its_keeper_can_check_says_so_and_one_of_another_key_does_not_fit(
    story, keeper, settings
):
    keeper.answer = {"by": "汾安市电子印章", "number": "FA-2", "algorithm": "SM2"}
    code = facts.certificate(story.actor("resident"), story.issue(story.tell())["ref"]).code
    assert facts.check_code(code, AT).seal.fits == "keeper"
    keeper.answer = None
    code = facts.certificate(story.actor("resident"), story.issue(story.tell())["ref"]).code
    settings.CITY_SEAL_KEY = base64.b64encode(bytes(32)).decode()
    assert facts.check_code(code, AT).seal.fits == "no"
    settings.CITY_SEAL_KEY = ""
    assert facts.check_code(code, AT).seal.fits == "keeper"


def test_register_certificates_are_sealed_too_and_forgetting_wipes_the_seal(story, keeper):
    ref = story.issue(story.tell())["ref"]
    holder = story.city.people["resident"].account
    service.forget_person(str(holder.ref), "people.forgotten", "x", key=act_id(), at=AT)
    assert Certificate.objects.get(ref=ref).city_seal == {}


def test_the_trial_program_seals_and_a_slow_or_missing_one_is_silent(tmp_path, settings):
    key = tmp_path / "seal.pem"
    settings.CITY_SEAL = shlex.join([sys.executable, str(TRIAL), str(key)])
    settings.CITY_SEAL_SECONDS = 10
    seal = city_seals.sealed("a" * 64, "proof_of_intake", "x")
    assert "示例" in seal.by
    assert city_seals.fits(seal, "a" * 64) is None, "no key, so only the keeper can say"
    for program in (f"{sys.executable} -c 'import time; time.sleep(9)'", "/nowhere/seal", "/bin/false"):
        settings.CITY_SEAL, settings.CITY_SEAL_SECONDS = program, 0.2
        with pytest.raises(city_seals.SealError) as caught:
            city_seals.sealed("a" * 64, "proof_of_intake", "x")
        assert caught.value.code == city_seals.SILENT


class Authority(BaseHTTPRequestHandler):
    """A service that does what its path says."""

    def do_POST(self):
        """Answer."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        value = base64.b64encode(KEY.sign(asked["message"].encode())).decode()
        good = {"by": "汾安市电子印章", "number": "S-1", "algorithm": "Ed25519", "value": value}
        way = self.path.strip("/")
        if way == "drip":
            self.send_response(200)
            self.end_headers()
            for _ in range(20):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.05)
            return
        status = {"refuse": 403, "fault": 500, "led": 302, "token": 200}.get(way, 200)
        if way == "token" and self.headers["Authorization"] != "Bearer secret":
            status = 401
        self.send_response(status)
        self.send_header("Location", "/good")
        self.end_headers()
        told = {"refuse": {"refused": "这种证明不在用印范围"}, "fault": {}, "long": {"x": "y" * 30_000}}.get(
            way, good
        )
        self.wfile.write(json.dumps(told).encode())

    def log_message(self, *_said):
        """Say nothing."""


@pytest.fixture(scope="module")
def authority():
    server = HTTPServer(("127.0.0.1", 0), Authority)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("way", "code"),
    [
        ("good", ""), ("token", ""), ("refuse", city_seals.REFUSED), ("fault", city_seals.SILENT),
        ("led", city_seals.SILENT), ("long", city_seals.ODD), ("drip", city_seals.SILENT),
    ],
)  # fmt: skip
def test_a_service_is_asked_over_the_network(authority, settings, way, code):
    settings.CITY_SEAL, settings.CITY_SEAL_KEY = f"{authority}/{way}", PUBLIC
    settings.CITY_SEAL_TOKEN, settings.CITY_SEAL_SECONDS = "secret", 0.3
    if not code:
        seal = city_seals.sealed("b" * 64, "proof_of_intake", "x")
        assert city_seals.fits(seal, "b" * 64) is True
        assert city_seals.fits(seal, "c" * 64) is False
        return
    with pytest.raises(city_seals.SealError) as caught:
        city_seals.sealed("b" * 64, "proof_of_intake", "x")
    assert caught.value.code == code
    if way == "refuse":
        assert caught.value.params == {"reason": "这种证明不在用印范围"}


def test_settings_that_cannot_be_right_are_refused_at_the_start(monkeypatch):
    monkeypatch.setenv("SEAL", "http://seal.example/sign")
    with pytest.raises(ValueError, match="use https"):
        environment.keeper("SEAL")
    monkeypatch.setenv("SEAL", "https://seal.example/sign")
    assert environment.keeper("SEAL") == "https://seal.example/sign"
    monkeypatch.setenv("SEAL_KEY", "short")
    with pytest.raises(ValueError, match="32 bytes"):
        environment.public_key("SEAL_KEY")
    monkeypatch.setenv("SEAL_KEY", PUBLIC)
    assert environment.public_key("SEAL_KEY") == PUBLIC
    assert environment.public_key("SEAL_NONE") == ""


def test_the_county_reads_how_the_seal_is_put_on(settings):
    for named, word in (
        ("", ""), ("/bin/x", "program"), ("https://x.example", "service"), ("a.b.C", "adapter"),
    ):  # fmt: skip
        settings.CITY_SEAL = named
        assert facts.city_seal_way() == word


@pytest.mark.one_database
def test_holder_and_recipient_read_of_the_seal(story, keeper, settings):
    settings.CITY_SEAL_CHECK = "https://seal.example/check"
    mine, case = signed_in(story.city.people["resident"]), story.tell()
    keeper.answer = {"refused": "印章已过期"}
    said = {"kind": "proof_of_intake", "act_id": act_id()}
    page = mine.post(f"/c/{case}/certificate", said)
    assert (page.status_code, "印章已过期" in page.content.decode()) == (409, True)
    keeper.answer = None
    taken = mine.post(f"/c/{case}/certificate", said, follow=True)
    row = facts.mine(story.actor("resident"))[0]
    assert "印章编号 FA-1" in taken.content.decode()
    assert t("portal.certificate.not_official") not in taken.content.decode()
    told = mine.get(f"/certificates/{row.ref}/seal").json()
    assert (told["number"], told["digest"]) == ("FA-1", facts.digest_of(row.signed))
    checked = Client().get(f"/check/{row.code}").content.decode()
    assert "城市电子印章对得上" in checked
    assert 'href="https://seal.example/check"' in checked
    assert mine.get(f"/certificates/{row.ref}/pdf").content[:5] == b"%PDF-"
    settings.CITY_SEAL = ""
    plain = mine.post(f"/c/{case}/certificate", {**said, "act_id": act_id()}, follow=True)
    assert t("portal.certificate.not_official") in plain.content.decode()
    ref = facts.mine(story.actor("resident"))[0].ref
    assert mine.get(f"/certificates/{ref}/seal").status_code == 404
