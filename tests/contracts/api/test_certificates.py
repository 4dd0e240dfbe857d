"""Certificates by program: issued, listed, checked; each way in which one does not hold has its own sentence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.city import AT, act_id
from tests.contracts.api.test_bad_input import BODIES, LONG, rows, speaks
from tests.contracts.api.test_operations import fits

from linli.apps.certificates import facts
from linli.apps.certificates.facts import sealing
from linli.apps.certificates.models import Certificate, CheckCount
from linli.apps.certificates.service import decide
from linli.kernel.identity.service import phone_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(api, settings, tmp_path):
    """A certificate of the resident's own case."""
    settings.CERTIFICATE_KEY_FILE = tmp_path / "certificate.key"
    mine = api.as_("resident")
    case = mine.tell()["ref"]
    wish = {"kind": "proof_of_intake", "chosen": ["area"]}
    made = fits(mine.post(f"/cases/{case}/certificates", wish), "/cases/{case}/certificates", "POST", 201)
    (row,) = fits(mine.get("/certificates"), "/certificates")["certificates"]
    assert (row["ref"], row["code"].replace("-", ""), row["state"]) == (made["ref"], made["code"], "valid")
    return api, case, row


def check(api, text):
    return fits(api.post("/certificates/check", {"certificate": text}), "/certificates/check", "POST")


def test_a_good_one_holds_by_code_and_by_file(held):
    api, _, row = held
    for said in (row["code"], row["code"].lower(), row["signed"]):
        told = check(api, said)
        assert (told["holds"], told["fault"], told["fields"]["holder"]) == (True, "", "王秀兰")
    assert CheckCount.objects.get(result="valid").n == 3


def test_each_that_does_not_hold_says_why(held, settings, tmp_path):
    api, _, row = held
    head, payload, signature = row["signed"].split(".")
    changed = f"{head}.{payload[:80]}{'A' if payload[80] != 'A' else 'B'}{payload[81:]}.{signature}"
    faults = [check(api, said)["fault"] for said in (changed, "a.b.c", "0000-0000-0000-0000")]
    assert faults == ["altered", "shape", "not_found"]
    settings.CERTIFICATE_KEY_FILE = tmp_path / "another.key"
    told = check(api, row["signed"])
    assert told["fault"] == "other_issuer"
    assert told["fields"] == {}, "nothing in it is believed"
    settings.CERTIFICATE_KEY_FILE = tmp_path / "certificate.key"
    Certificate.objects.update(revoked_at=AT, revoked_for="mistake")
    told = check(api, row["code"])
    assert (told["holds"], told["fault"], told["revoked_for"]) == (False, "revoked", "mistake")
    late = Certificate.objects.get().valid_until + timedelta(seconds=1)
    assert facts.check_text(row["signed"], late).fault in {"expired", "revoked"}
    assert sealing.trust().keys


def test_an_old_or_foreign_status_list_is_told_apart(held):
    api, _, row = held
    now = datetime.now(UTC)

    def said(status):
        sent = {"certificate": row["signed"], "status": status}
        return fits(api.post("/certificates/check", sent), "/certificates/check", "POST")["fault"]

    assert said(facts.status_list(1, now - timedelta(days=2))) == "status_old"
    assert said(row["signed"]) == "status_other"


def test_others_have_none_and_get_none(held):
    api, case, _ = held
    assert api.get("/certificates").status_code == 401
    for who in ("neighbour", "clerk"):
        other = api.as_(who)
        assert other.get("/certificates").json() == {"certificates": []}
        said = other.post(f"/cases/{case}/certificates", {"kind": "proof_of_intake"})
        assert speaks(said)["status"] in {404, 409}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_what_is_no_question_is_refused(api, body):
    before = rows()
    assert speaks(api.post("/certificates/check", body))["status"] in {400, 413, 422}
    assert rows() == before


def test_a_code_that_cannot_be_one_is_told_so(api):
    for said in ("", "x", LONG[:900]):
        assert speaks(api.post("/certificates/check", {"certificate": said}))["status"] == 422


def test_registers_by_program(api, settings, tmp_path):
    settings.CERTIFICATE_KEY_FILE = tmp_path / "certificate.key"
    number = phone_of(api.city.people["resident"].account)
    said = {"phone": number, "name": "王秀兰", "on": "2026-10-01", "amount": "2.5", "title": "守护路口"}
    made = api.as_("clerk").post("/registers/volunteers/entries", said)
    ref = fits(made, "/registers/{name}/entries", "POST", 201)["ref"]
    for who in ("resident", "officer"):
        assert speaks(api.as_(who).post("/registers/volunteers/entries", said))["status"] == 409
    assert speaks(api.as_("clerk").post("/registers/none/entries", said))["status"] == 404
    mine = api.as_("resident")
    assert fits(mine.get("/registers"), "/registers")["offers"] == []
    decide(ref, confirm=True, actor=api.city.people["supervisor"].actor, act_id=act_id(), at=AT)
    told = fits(mine.get("/registers"), "/registers")
    assert (told["entries"][0]["amount"], told["entries"][0]["unit"]) == (150, "minutes")
    offer = told["offers"][0]
    wish = {"kind": offer["kind"], "source": offer["source"], "chosen": ["what"]}
    fits(mine.post("/certificates", wish), "/certificates", "POST", 201)
    (row,) = mine.get("/certificates").json()["certificates"]
    assert (row["fields"]["hours"], row["case"]) == ("2.5", None)
    assert speaks(api.as_("neighbour").post("/certificates", wish))["status"] == 409
    assert speaks(mine.post("/certificates", {**wish, "chosen": ["income"]}))["status"] == 422
