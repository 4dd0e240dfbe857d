"""What was said can be taken away for good, and every proof still holds."""

from types import SimpleNamespace
from uuid import uuid4

import pytest

from linli.kernel.audit import erasure, facts
from linli.kernel.audit.act import Item
from linli.kernel.audit.erasure import erase
from linli.kernel.audit.models import ActRecord, Entry, PrivateItem, Stream
from linli.kernel.audit.outcomes import Refused
from linli.kernel.audit.verification import verify_all

OFFICER = SimpleNamespace(key="account:9")


def erased(ledger, act_id=None, **what):
    return erase(
        **what,
        rule="pipl.47",
        authority="body:archive",
        actor=OFFICER,
        act_id=act_id or str(uuid4()),
        at=ledger.at,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("sealed", [False, True])
def test_a_person_is_forgotten_and_everything_still_holds(ledger, sealed):
    stream = ledger.open(sealed=sealed)
    ledger.open(subject="person:2")
    ledger.sequence()
    before = facts.replay_parts(stream)
    assert erased(ledger, subject="person:1") == {"erased": 2, "streams": 1, "left": 0}
    ledger.sequence()
    assert PrivateItem.objects.filter(subject="person:1").values_list("value", "salt").distinct().get() == (
        None,
        None,
    )
    assert facts.private_items([Entry.objects.get(stream=stream, seq=1).id]) == {}
    assert PrivateItem.objects.filter(subject="person:2", value__isnull=False).count() == 2
    report = verify_all()
    assert report.findings == []
    assert report.erased == 2
    assert facts.replay_parts(stream)[: len(before)] == before
    notice = facts.history(Stream.objects.get(id=stream.id))[-1]
    assert (notice.act, notice.public["rule"], notice.public["authority"]) == (
        "audit.erase",
        "pipl.47",
        "body:archive",
    )
    assert len(notice.public["commitments"]) == 2


@pytest.mark.django_db
def test_single_items_can_go(ledger):
    stream = ledger.open()
    phone = PrivateItem.objects.get(entry__stream=stream, name="phone")
    assert erased(ledger, items=[phone.id])["erased"] == 1
    assert PrivateItem.objects.get(entry__stream=stream, name="text").value == '"路灯坏了"'
    assert verify_all().findings == []


@pytest.mark.django_db
def test_the_hash_of_what_was_said_goes_too(ledger):
    ledger.open()
    erased(ledger, subject="person:1")
    assert ActRecord.objects.get(name="trial").input_hash == ""


@pytest.mark.django_db
def test_erased_twice_is_done_once(ledger):
    ledger.open()
    act_id = str(uuid4())
    first = erased(ledger, act_id, subject="person:1")
    assert erased(ledger, act_id, subject="person:1") == first
    with pytest.raises(Refused) as refused:
        erased(ledger, subject="person:1")
    assert refused.value.refusal.code == "audit.nothing_to_erase"


@pytest.mark.django_db
def test_what_a_sealed_entry_stands_for_stays(ledger):
    stream = ledger.open(sealed=True)
    outcome = PrivateItem.objects.get(entry__stream=stream, name="outcome")
    with pytest.raises(Refused):
        erased(ledger, items=[outcome.id])
    with pytest.raises(Refused):
        erased(ledger, subject="")


@pytest.mark.django_db
def test_a_great_many_go_in_steps(ledger, monkeypatch):
    monkeypatch.setattr(erasure, "MOST", 2)
    ledger.fill(2, 0)
    assert erased(ledger, subject="person:1") == {"erased": 2, "streams": 1, "left": 2}
    assert erased(ledger, subject="person:1") == {"erased": 2, "streams": 1, "left": 0}


@pytest.mark.django_db
def test_the_notice_of_the_most_fits_into_an_entry(ledger):
    def work(acting):
        items = [Item(f"item_{number}", number, "person:1", "case") for number in range(erasure.MOST)]
        return acting.open_stream("case", "trial.open", {}, items).sid

    ledger.do(work)
    assert erased(ledger, subject="person:1")["erased"] == erasure.MOST
    assert verify_all().findings == []


@pytest.mark.django_db
def test_others_hear_of_it(ledger):
    ledger.open()
    erased(ledger, subject="person:1")
    assert '"audit.erased"' in ActRecord.objects.get(name="audit.erase").events
