"""Recipients are told what holds, in its own words; the one-file tool says the same without us."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from tests.city import AT

from linli.apps.certificates import facts, service
from linli.apps.certificates.facts import sealing
from linli.apps.certificates.models import Certificate, CheckCount
from linli.core.credentials.signed import PublicKey, write
from linli.kernel.audit.outcomes import Invalid, NotVisible


def changed(text, position):
    """Another sign at one place."""
    return f"{text[:position]}{'B' if text[position] == 'A' else 'A'}{text[position + 1 :]}"


def test_a_code_shows_what_was_signed_however_it_is_typed(story):
    made = story.issue(story.tell())
    code = made["code"]
    for typed in (
        code,
        code.lower(),
        "-".join(code[at : at + 4] for at in range(0, 16, 4)),
        f" {code} ".replace("0", "o"),
    ):
        found = facts.check_code(typed, AT)
        assert (found.fault, found.kind, found.fields["holder"]) == ("", "proof_of_intake", "王秀兰")
    assert facts.check_code("0" * 16, AT).fault == "not_found"
    with pytest.raises(Invalid):
        facts.check_code("12345", AT)


def test_each_fault_is_told_apart(story, settings, tmp_path):
    made = story.issue(story.tell())
    text = story.signed(made["ref"])
    assert facts.check_text(text, AT).fault == ""
    assert {facts.check_text(changed(text, at), AT).fault for at in range(300, 900, 50)} == {"altered"}
    assert facts.check_text("hello", AT).fault == "shape"
    assert facts.check_text(text, AT - timedelta(days=1)).fault == "not_yet"
    assert facts.check_text(text, AT + timedelta(days=90)).fault == "expired"
    service.revoke(made["ref"], "mistake", **story.said("clerk"))
    found = facts.check_text(text, AT + timedelta(minutes=1))
    assert (found.fault, found.revoked_for, found.revoked_at) == ("revoked", "mistake", AT)
    settings.CERTIFICATE_KEY_FILE = tmp_path / "another.key"
    assert facts.check_text(text, AT).fault == "other_issuer"


def test_what_was_changed_in_our_own_table_does_not_pass_as_signed(story):
    made = story.issue(story.tell())
    Certificate.objects.update(signed=changed(story.signed(made["ref"]), 300))
    assert facts.check_code(made["code"], AT).fault == "altered"


def test_a_seal_of_another_algorithm_is_not_verified_as_ours(story):
    made = story.issue(story.tell())
    held = sealing.seal()
    key = PublicKey(held.key.name, "SM2", held.key.public)
    assert facts.check_text(write({}, key, held.sign), AT).fault == "algorithm"
    assert not sealing.verify("SM2", held.key.public, b"", b"")
    assert made["code"]


def test_checks_are_counted_without_a_trace_of_who(story):
    made = story.issue(story.tell())
    for _ in range(3):
        service.count_check(facts.check_code(made["code"], AT), AT)
    service.count_check(facts.check_text("x", AT), AT)
    assert facts.checked(AT.date()) == [("", "shape", 1), ("proof_of_intake", "valid", 3)]
    assert {field.name for field in CheckCount._meta.get_fields()} == {
        "id",
        "day",
        "kind",
        "result",
        "way",
        "n",
    }


def test_a_check_elsewhere_is_counted_apart_by_day_and_only_what_there_is(story):
    made = story.issue(story.tell())
    service.count_check(facts.check_code(made["code"], AT), AT)
    for _ in range(2):
        service.count_told("proof_of_intake", "revoked", AT)
    for kind, result in (("kinship", "valid"), ("proof_of_intake", "fine"), ("王秀兰", "王秀兰")):
        with pytest.raises(Invalid):
            service.count_told(kind, result, AT)
    day = AT.date()
    assert facts.checked_by_day(day) == [
        (day, "proof_of_intake", "alone", 2),
        (day, "proof_of_intake", "here", 1),
    ]
    whole = {one.code: one for one in facts.figures(AT - timedelta(days=1), AT + timedelta(days=1), "/")}
    assert (whole["certificates.checked"].numerator, whole["certificates.checked"].denominator) == (1, 3)
    assert whole["certificates.checked_alone"].numerator == 2
    assert whole["certificates.issued"].is_small
    (here,) = facts.figures(AT - timedelta(days=1), AT + timedelta(days=1), "/9901/")
    assert (here.code, here.numerator) == ("certificates.issued", 1)


def test_the_status_list_is_published_signed_and_only_where_there_is_one(story):
    made = story.issue(story.tell())
    assert facts.status_list(1, AT).count(".") == 2
    for number in (0, 2):
        with pytest.raises(NotVisible):
            facts.status_list(number, AT)
    assert made["ref"]


def test_a_forgotten_holder_s_certificate_says_nothing_any_more(story):
    made = story.issue(story.tell())
    account = str(story.city.people["resident"].account.ref)
    for _ in range(2):
        service.forget_person(account, "request", "pipl_47", key=made["ref"], at=AT)
    service.forget_person("", "request", "pipl_47", key=made["ref"], at=AT)
    row = Certificate.objects.get()
    assert (row.fields, row.signed, row.holder) == ({}, "", None)
    assert facts.check_code(made["code"], AT).fault == "forgotten"
    assert "王秀兰" not in json.dumps(facts.keys())
