"""An act is done once, whole or not at all, and its entries chain."""

import json
from types import SimpleNamespace
from uuid import uuid4

import pytest

from linli.core.ledger.entry import check_link, read_entry
from linli.kernel.audit.act import batch
from linli.kernel.audit.acting import LostRaceError
from linli.kernel.audit.models import ActRecord, Entry, PrivateItem, Stream
from linli.kernel.audit.outcomes import Busy, Invalid, Refused, Stale
from linli.kernel.audit.vocabulary import VocabularyError


@pytest.mark.django_db
def test_entries_chain_and_say_only_what_is_public(ledger):
    stream = ledger.open()
    ledger.move(stream)
    first, second = Entry.objects.filter(stream=stream).order_by("seq")
    read = read_entry(second.body.encode())
    assert check_link(first.body.encode(), read) is None
    assert (read.public, read.source, read.occurred_at) == (
        {"stage": "accepted"},
        "live",
        "2026-10-01T08:00:00.000000Z",
    )
    assert "13912345678" not in first.body
    assert "路灯" not in first.body
    assert len(read_entry(first.body.encode()).commitments) == 2
    stream.refresh_from_db()
    assert (stream.seq, stream.head) == (2, second.leaf_hash)


@pytest.mark.django_db
def test_a_sealed_stream_shows_nothing_but_that_something_happened(ledger):
    stream = ledger.open(sealed=True)
    ledger.move(stream)
    shown = json.loads(Entry.objects.get(stream=stream, seq=2).body)
    assert shown.keys() == {"v", "stream", "seq", "prev", "act", "commitments"}
    assert shown["act"] == "sealed"
    outcome = json.loads(PrivateItem.objects.get(entry__stream=stream, entry__seq=2, name="outcome").value)
    assert outcome["public"] == {"stage": "accepted"}


@pytest.mark.django_db
def test_said_twice_is_done_once(ledger):
    stream, act_id = ledger.open(), str(uuid4())
    assert ledger.move(stream, act_id=act_id) == {"seq": 2}
    assert ledger.move(stream, act_id=act_id) == {"seq": 2}
    assert Entry.objects.filter(stream=stream).count() == 2


@pytest.mark.django_db
def test_one_id_for_two_wishes_is_refused(ledger):
    stream, act_id = ledger.open(), str(uuid4())
    ledger.move(stream, act_id=act_id, said={"a": 1})
    with pytest.raises(Refused) as refused:
        ledger.move(stream, act_id=act_id, said={"a": 2})
    assert refused.value.refusal.code == "audit.act_id_reused"


@pytest.mark.django_db
def test_ids_belong_to_their_actor(ledger):
    stream, act_id = ledger.open(), str(uuid4())
    ledger.move(stream, act_id=act_id)
    assert ledger.move(stream, act_id=act_id, actor=SimpleNamespace(key="account:8")) == {"seq": 3}


@pytest.mark.django_db
def test_a_lost_race_starts_again_from_the_facts(ledger):
    stream, tries = ledger.open(), []

    def work(acting):
        fresh = Stream.objects.get(id=stream.id)
        if not tries:
            Stream.objects.filter(id=stream.id).update(seq=2)
        tries.append(fresh.seq)
        return acting.enter(fresh, "trial.move", {}).seq

    assert ledger.do(work) == 2  # the rival's write was rolled back with ours
    assert tries == [1, 1]


@pytest.mark.django_db
def test_losing_every_race_is_busy(ledger):
    stream = ledger.open()

    def work(acting):
        raise LostRaceError(stream.id)

    with pytest.raises(Busy):
        ledger.do(work)


@pytest.mark.django_db
def test_what_fails_leaves_nothing(ledger):
    stream = ledger.open()

    def work(acting):
        acting.enter(stream, "trial.move", {})
        raise Stale("trial.too_late", {"who": "dispatcher"})

    with pytest.raises(Stale):
        ledger.do(work)
    stream.refresh_from_db()
    assert (stream.seq, Entry.objects.count(), ActRecord.objects.count()) == (1, 1, 1)


@pytest.mark.django_db
def test_an_act_must_write_an_entry(ledger):
    with pytest.raises(RuntimeError, match="must write"):
        ledger.do(lambda _: None)


@pytest.mark.django_db
def test_an_act_in_an_act_is_a_mistake(ledger):
    with pytest.raises(RuntimeError, match="inside an act"):
        ledger.do(lambda _: ledger.open().sid)


@pytest.mark.django_db
def test_one_entry_a_stream(ledger):
    def work(acting):
        stream = acting.open_stream("case", "trial.open", {})
        acting.enter(stream, "trial.move", {})

    with pytest.raises(RuntimeError, match="one entry"):
        ledger.do(work)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said", ["free text", "路灯", "13912345678", "11010519491231002X", 13912345678, ["a b"], {"b c": 1}]
)
def test_free_text_stays_out(ledger, said):
    with pytest.raises(VocabularyError):
        ledger.do(lambda acting: acting.open_stream("case", "trial.open", {"stage": said}).sid)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "public"), [("trial.unknown", {}), ("trial.open", {"note": "x"}), ("trial.open", {"stage": 0.5})]
)
def test_undeclared_things_stay_out(ledger, name, public):
    with pytest.raises(VocabularyError):
        ledger.do(lambda acting: acting.open_stream("case", name, public).sid)


@pytest.mark.django_db
def test_an_act_id_is_a_uuid(ledger):
    with pytest.raises(Invalid) as invalid:
        ledger.do(lambda _: None, act_id="call me on 139")
    assert invalid.value.problems[0].code == "audit.act_id_form"


@pytest.mark.django_db(transaction=True)
def test_a_batch_shares_a_commit_and_a_refused_act_undoes_only_itself(ledger):
    with batch():
        stream = ledger.open()
        with pytest.raises(RuntimeError):
            ledger.do(lambda _: None)
        ledger.move(stream)
    assert Entry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_broken_batch_leaves_nothing(ledger):
    with pytest.raises(Stale), batch():  # noqa: PT012
        ledger.open()
        raise Stale
    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_the_ledger_needs_few_statements(ledger, django_assert_num_queries):
    stream = ledger.open()
    with django_assert_num_queries(7) as seen:
        ledger.move(stream)
    assert sum("SAVEPOINT" not in query["sql"] for query in seen.captured_queries) == 5
