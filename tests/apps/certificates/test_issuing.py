"""A certificate says what its case says, to whom it may, and leaves an entry that holds its hash."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from tests import cast
from tests.city import AT, act_id

from linli.apps.cases import service as cases
from linli.apps.certificates import facts, service
from linli.apps.certificates.models import Certificate
from linli.apps.certificates.policy import kinds as declared
from linli.apps.certificates.policy.kinds import KINDS
from linli.core.packs.certificates import plain
from linli.kernel.access.actors import STRANGER
from linli.kernel.audit.models import Entry, PrivateItem
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.text import t
from linli.packs.deny_list import national


def refusal(caught):
    return caught.value.refusal.code


def problem(caught):
    return caught.value.problems[0].code


def test_a_teller_takes_a_proof_of_intake_with_only_what_was_chosen(story):
    case = story.tell()
    made = story.issue(case, chosen={"area"})
    row = facts.certificate(story.actor("resident"), made["ref"])
    assert row.fields == {
        "holder": "王秀兰",
        "number": row.fields["number"],
        "told_on": "2026-10-09",
        "area": row.fields["area"],
    }
    assert row.fields["area"].endswith("平桥社区")
    assert (row.kind, row.body_zh, row.state(AT), row.case) == (
        "proof_of_intake",
        "汾安市城运中心",
        "valid",
        case,
    )
    assert row.valid_until == AT + timedelta(days=90)


def test_its_entry_holds_the_hash_of_what_was_signed_and_no_word_of_it(story):
    made = story.issue(story.tell())
    entry = Entry.objects.get(act="certificates.issued")
    public = json.loads(entry.body)["public"]
    assert public["digest"] == hashlib.sha256(story.signed(made["ref"]).encode()).hexdigest()
    assert set(public) == {"kind", "body", "digest", "algorithm", "until", "presence", "role"}
    assert "王秀兰" not in entry.body
    assert PrivateItem.objects.filter(entry=entry, name="field.holder").exists()


def test_said_twice_it_is_issued_once(story):
    case, once = story.tell(), act_id()
    wish = service.Wish(case, "proof_of_intake")
    said = {"actor": story.actor("resident"), "act_id": once, "at": AT}
    assert service.issue(wish, **said) == service.issue(wish, **said)
    assert Certificate.objects.count() == 1


def test_a_result_is_certified_by_the_body_that_led_once_there_is_one(story):
    case = story.handling()
    with pytest.raises(Refused) as caught:
        story.issue(case, kind="result_of_matter")
    assert refusal(caught) == "certificates.not_offered"
    done = story.closed()
    row = facts.certificate(
        story.actor("resident"), story.issue(done, kind="result_of_matter", chosen={"body"})["ref"]
    )
    assert row.body_zh == row.fields["body"] == "市政排水所"
    assert row.fields["ended_on"] == "2026-10-09"


def test_what_was_withdrawn_has_no_result(story):
    case = story.tell()
    story.go(case, "withdraw", "resident")
    with pytest.raises(Refused):
        story.issue(case, kind="result_of_matter")


@pytest.mark.parametrize("who", ["neighbour", "joiner"])
def test_others_take_none_of_somebody_else_s_case(story, who):
    case = story.tell()
    cases.join(case, **story.said("joiner"))
    with pytest.raises((NotVisible, Refused)):
        story.issue(case, who)
    assert not Certificate.objects.exists()


def test_the_counter_issues_only_to_somebody_who_is_present(story):
    case = story.tell()
    made = story.issue(case, "clerk", presence="card")
    assert facts.certificate(story.actor("resident"), made["ref"]).presence == "card"
    with pytest.raises(Refused) as caught:
        story.issue(case, "clerk")  # without presence it would be the clerk's own
    assert refusal(caught) == "certificates.not_yours"
    with pytest.raises(Invalid) as caught:
        story.issue(case, "clerk", presence="number_typed")
    assert problem(caught) == "certificates.presence_form"
    for who in ("dispatcher", "supervisor", "resident"):
        with pytest.raises(Refused) as caught:
            story.issue(case, who, presence="card")
        assert refusal(caught) == "certificates.not_allowed"


def test_what_is_asked_wrongly_is_refused_and_nothing_is_stored(story):
    case = story.tell()
    for said, code in (
        ({"kind": "kinship"}, "certificates.no_kind"),
        ({"chosen": {"income"}}, "certificates.no_field"),
    ):
        with pytest.raises(Invalid) as caught:
            story.issue(case, **said)
        assert problem(caught) == code
    with pytest.raises(Refused):
        story.issue(case, kind="volunteer_hours")
    assert not Certificate.objects.exists()


def test_a_person_without_a_name_is_asked_for_it(story):
    story.city.people["nameless"] = cast.resident("")
    case = story.tell("nameless")
    with pytest.raises(Invalid) as caught:
        story.issue(case, "nameless")
    assert problem(caught) == "certificates.no_name"


def test_ten_of_a_case_are_enough(story):
    case = story.tell()
    refs = [story.issue(case)["ref"] for _ in range(10)]
    with pytest.raises(Refused) as caught:
        story.issue(case)
    assert refusal(caught) == "certificates.enough"
    service.revoke(refs[0], "on_request", **story.said("resident"))
    assert story.issue(case)["ref"]


def test_a_confidential_case_shows_neither_in_the_log_nor_to_staff(story):
    made = story.issue(story.tell(confidential=True))
    assert json.loads(Entry.objects.order_by("-id").first().body)["act"] == "sealed"
    for who in ("clerk", "supervisor"):
        with pytest.raises(NotVisible):
            facts.certificate(story.actor(who), made["ref"])


def test_who_sees_one_and_who_revokes_it(story):
    case = story.tell()
    seen, revoked = set(), set()
    everybody = {make.__name__: make().actor for make in cast.EVERYBODY}
    everybody |= {name: member.actor for name, member in story.city.people.items()} | {
        "teller": story.actor("resident")
    }
    everybody["elsewhere"] = cast.clerk("/1401/").actor
    for name, actor in everybody.items():
        ref = story.issue(case)["ref"]
        try:
            facts.certificate(actor, ref)
            seen.add(name)
        except NotVisible:
            pass
        try:
            service.revoke(ref, "on_request", actor=actor, act_id=act_id(), at=AT)
            revoked.add(name)
        except (NotVisible, Refused):
            Certificate.objects.filter(ref=ref).update(revoked_at=AT, revoked_for="mistake")  # make room
        assert ref in [one.ref for one in facts.in_area(actor)] or name not in {"clerk", "supervisor"}
    assert seen == revoked == {"clerk", "supervisor", "resident", "teller"}
    assert list(facts.in_area(STRANGER)) == list(facts.mine(STRANGER)) == []


def test_revoking_says_why_and_happens_once(story):
    ref = story.issue(story.tell())["ref"]
    with pytest.raises(Invalid) as caught:
        service.revoke(ref, "because", **story.said("clerk"))
    assert problem(caught) == "certificates.reason_form"
    with pytest.raises(Invalid):
        service.revoke(ref, "misused", **story.said("resident"))  # a holder gives no reasons about others
    service.revoke(ref, "mistake", **story.said("clerk"))
    with pytest.raises(Stale):
        service.revoke(ref, "on_request", **story.said("resident"))
    for ref in ("x", act_id()):
        with pytest.raises(NotVisible):
            service.revoke(ref, "mistake", **story.said("clerk"))


def test_the_kinds_are_lawful_named_and_the_eight(settings, tmp_path):
    assert set(declared.of_folders()) == KINDS
    for one in national():
        assert plain(one.code) not in {plain(code) for code in KINDS}
        assert one.zh not in {t(f"certificates.kind.{code}", lang="zh") for code in KINDS}
    settings.PACKS_DIR = tmp_path
    one = tmp_path / "certificates" / "proof-of-intake"
    one.mkdir(parents=True)
    good = "certificate: proof-of-intake\nversion: 2\ndays: 9\nalways: [holder]\n"
    for lang in ("zh", "en"):
        (one / f"texts.{lang}.yaml").write_text("summary: x\nnote: y\n", encoding="utf-8")
    for wrong in (
        good.replace("proof-of-intake", "kinship"),
        "- x",
        "{",
        good.replace("9", "0"),
        good.replace("holder", "income"),
    ):
        (one / "certificate.yaml").write_text(wrong, encoding="utf-8")
        declared._read.cache_clear()
        assert set(declared.of_folders()) == KINDS
        assert declared.of_folders()["proof_of_intake"].days == 90, "what is wrong changes nothing"
    (one / "certificate.yaml").write_text(good, encoding="utf-8")
    declared._read.cache_clear()
    assert (declared.of_folders()["proof_of_intake"].days, set(declared.of_folders())) == (9, KINDS)
