"""An act is done once, whole or not at all, and its entries chain."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from linli.core.ledger.entry import check_link, read_entry
from linli.kernel.audit import vocabulary
from linli.kernel.audit.act import Item, act, batch
from linli.kernel.audit.acting import LostRaceError
from linli.kernel.audit.models import ActRecord, Entry, PrivateItem, Stream
from linli.kernel.audit.outcomes import Busy, Invalid, Refused, Stale
from linli.kernel.audit.vocabulary import VocabularyError

AT = datetime(2026, 10, 1, 8, tzinfo=UTC)
vocabulary.register("trial.open", {"stage"})
vocabulary.register("trial.move", {"stage", "body"})


@dataclass(frozen=True)
class Someone:
    key: str = "account:7"


def do(work, *, name="trial", said=None, act_id=None, actor=None, **more):
    return act(name, work, said=said, actor=actor or Someone(), act_id=act_id or str(uuid4()), at=AT, **more)


def opened(**more):
    def work(acting):
        items = [
            Item("phone", "13912345678", "person:1", "case"),
            Item("text", "路灯坏了", "person:1", "case"),
        ]
        return {"sid": acting.open_stream("case", "trial.open", {"stage": "submitted"}, items, **more).sid}

    return Stream.objects.get(sid=do(work)["sid"])


def moved(stream, stage="accepted", **more):
    return do(lambda acting: {"seq": acting.enter(stream, "trial.move", {"stage": stage}).seq}, **more)


@pytest.mark.django_db
def test_entries_chain_and_say_only_what_is_public():
    stream = opened()
    moved(stream)
    first, second = Entry.objects.filter(stream=stream).order_by("seq")
    read = read_entry(second.body.encode())
    assert check_link(first.body.encode(), read) is None
    assert (read.public, read.source, read.occurred_at) == (
        {"stage": "accepted"},
        "live",
        "2026-10-01T08:00:00.000000Z",
    )
    assert "139" not in first.body
    assert "路灯" not in first.body
    assert len(read_entry(first.body.encode()).commitments) == 2
    stream.refresh_from_db()
    assert (stream.seq, stream.head) == (2, second.leaf_hash)


@pytest.mark.django_db
def test_a_sealed_stream_shows_nothing_but_that_something_happened():
    stream = opened(sealed=True)
    moved(stream)
    shown = json.loads(Entry.objects.get(stream=stream, seq=2).body)
    assert shown.keys() == {"v", "stream", "seq", "prev", "act", "commitments"}
    assert shown["act"] == "sealed"
    outcome = json.loads(PrivateItem.objects.get(entry__stream=stream, entry__seq=2, name="outcome").value)
    assert outcome["public"] == {"stage": "accepted"}


@pytest.mark.django_db
def test_said_twice_is_done_once():
    stream, act_id = opened(), str(uuid4())
    assert moved(stream, act_id=act_id) == {"seq": 2}
    assert moved(stream, act_id=act_id) == {"seq": 2}
    assert Entry.objects.filter(stream=stream).count() == 2


@pytest.mark.django_db
def test_one_id_for_two_wishes_is_refused():
    stream, act_id = opened(), str(uuid4())
    moved(stream, act_id=act_id, said={"a": 1})
    with pytest.raises(Refused) as refused:
        moved(stream, act_id=act_id, said={"a": 2})
    assert refused.value.refusal.code == "audit.act_id_reused"


@pytest.mark.django_db
def test_ids_belong_to_their_actor():
    stream, act_id = opened(), str(uuid4())
    moved(stream, act_id=act_id)
    assert moved(stream, act_id=act_id, actor=Someone("account:8")) == {"seq": 3}


@pytest.mark.django_db
def test_a_lost_race_starts_again_from_the_facts():
    stream, tries = opened(), []

    def work(acting):
        fresh = Stream.objects.get(id=stream.id)
        if not tries:
            Stream.objects.filter(id=stream.id).update(seq=2)
        tries.append(fresh.seq)
        return acting.enter(fresh, "trial.move", {}).seq

    assert do(work) == 2  # the rival's write was rolled back with ours
    assert tries == [1, 1]


@pytest.mark.django_db
def test_losing_every_race_is_busy():
    stream = opened()

    def work(acting):
        raise LostRaceError(stream.sid)

    with pytest.raises(Busy):
        do(work)


@pytest.mark.django_db
def test_what_fails_leaves_nothing():
    stream = opened()

    def work(acting):
        acting.enter(stream, "trial.move", {})
        raise Stale("trial.too_late", {"who": "dispatcher"})

    with pytest.raises(Stale):
        do(work)
    stream.refresh_from_db()
    assert (stream.seq, Entry.objects.count(), ActRecord.objects.count()) == (1, 1, 1)


@pytest.mark.django_db
def test_an_act_must_write_an_entry():
    with pytest.raises(RuntimeError, match="must write"):
        do(lambda _: None)


@pytest.mark.django_db
def test_an_act_in_an_act_is_a_mistake():
    with pytest.raises(RuntimeError, match="inside an act"):
        do(lambda _: opened().sid)


@pytest.mark.django_db
def test_one_entry_a_stream():
    def work(acting):
        stream = acting.open_stream("case", "trial.open", {})
        acting.enter(stream, "trial.move", {})

    with pytest.raises(RuntimeError, match="one entry"):
        do(work)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said", ["free text", "路灯", "13912345678", "11010519491231002X", 13912345678, ["a b"], {"b c": 1}]
)
def test_free_text_stays_out(said):
    with pytest.raises(VocabularyError):
        do(lambda acting: acting.open_stream("case", "trial.open", {"stage": said}).sid)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "public"), [("trial.unknown", {}), ("trial.open", {"note": "x"}), ("trial.open", {"stage": 0.5})]
)
def test_undeclared_things_stay_out(name, public):
    with pytest.raises(VocabularyError):
        do(lambda acting: acting.open_stream("case", name, public).sid)


@pytest.mark.django_db
def test_an_act_id_is_a_uuid():
    with pytest.raises(Invalid) as invalid:
        do(lambda _: None, act_id="call me on 139")
    assert invalid.value.problems[0].code == "audit.act_id_form"


@pytest.mark.django_db(transaction=True)
def test_a_batch_shares_a_commit_and_a_refused_act_undoes_only_itself():
    with batch():
        stream = opened()
        with pytest.raises(RuntimeError):
            do(lambda _: None)
        moved(stream)
    assert Entry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_broken_batch_leaves_nothing():
    with pytest.raises(Stale), batch():  # noqa: PT012
        opened()
        raise Stale
    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_the_ledger_needs_few_statements(django_assert_num_queries):
    stream = opened()
    with django_assert_num_queries(6) as seen:
        moved(stream)
    assert sum("SAVEPOINT" not in query["sql"] for query in seen.captured_queries) == 4
