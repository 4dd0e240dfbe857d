"""What an act refuses as a mistake of the program, and what it does when the database is slow or torn."""

import threading
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError, connection

from linli.core.shared.outcomes import Problem
from linli.kernel.audit import act as acts
from linli.kernel.audit import rows, vocabulary
from linli.kernel.audit.act import Item, batch
from linli.kernel.audit.models import Entry, Stream
from linli.kernel.audit.outcomes import Busy, Invalid, NotVisible, Outcome, Throttled
from linli.kernel.audit.verification import verify_all
from linli.kernel.audit.vocabulary import VocabularyError


@pytest.mark.django_db
def test_moments_have_a_zone(ledger):
    with pytest.raises(ValueError, match="time zone"):
        ledger.do(print, occurred_at=datetime(2026, 10, 1))  # noqa: DTZ001


@pytest.mark.django_db
@pytest.mark.parametrize("item", [Item("lon", 112.5, "person:1", "case"), Item("outcome", "x", "", "log")])
def test_items_that_cannot_be_committed(ledger, item):
    with pytest.raises((TypeError, RuntimeError)):
        ledger.do(lambda acting: acting.open_stream("case", "trial.open", {}, [item]).sid)
    assert Stream.objects.count() == 0


@pytest.mark.django_db
def test_an_entry_that_is_too_long_is_a_mistake(ledger):
    public = {"stage": ["a" * 100] * 700}
    with pytest.raises(VocabularyError, match="entry_too_long"):
        ledger.do(lambda acting: acting.open_stream("case", "trial.open", public).sid)


@pytest.mark.django_db
def test_a_clash_that_is_no_repetition_is_a_mistake(ledger):
    act_id = str(uuid4())

    def work(acting):
        rows.insert_act("account:7", act_id, "trial", "", "", acting.recorded_at, "")
        return acting.open_stream("case", "trial.open", {}).sid

    with pytest.raises(IntegrityError):
        ledger.do(work, act_id=act_id)
    assert Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_batch_has_an_end_and_no_inside(ledger, monkeypatch):
    monkeypatch.setattr(acts, "BATCH_LIMIT", 2)
    with batch():
        ledger.open()
        ledger.open()
        with pytest.raises(RuntimeError, match="at most 2"):
            ledger.open()
        with pytest.raises(RuntimeError, match="inside a batch"), batch():
            pass
    assert Stream.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_database_that_does_not_let_us_in_is_busy(ledger, monkeypatch):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL lets writers in side by side")
    connection.ensure_connection()
    monkeypatch.setattr(connection._fair_lock, "_timeout", 0.1)
    inside, done = threading.Event(), threading.Event()

    def hold():
        with batch():
            inside.set()
            done.wait(5)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(5)
    with pytest.raises(Busy):
        ledger.open()
    done.set()
    holder.join()
    ledger.open()


@pytest.mark.django_db(transaction=True)
def test_two_acts_that_wait_for_each_other_both_happen(ledger):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one act write at a time")
    streams = [ledger.open(), ledger.open()]
    met = threading.Barrier(2, timeout=5)

    def crosswise(first, second):
        tries = []

        def work(acting):
            acting.enter(Stream.objects.get(id=first.id), "trial.move", {})
            if not tries:
                tries.append(1)
                met.wait()
            return acting.enter(Stream.objects.get(id=second.id), "trial.move", {}).seq

        def run():
            try:
                ledger.do(work)
            finally:
                connection.close()

        return threading.Thread(target=run)

    threads = [crosswise(*streams), crosswise(*reversed(streams))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Stream.objects.values_list("seq", flat=True)) == [3, 3]
    assert verify_all().findings == []


@pytest.mark.django_db
def test_another_failure_of_the_database_is_no_answer(ledger):
    def work(_acting):
        raise OperationalError("disk I/O error")

    with pytest.raises(OperationalError, match="disk"):
        ledger.do(work)


@pytest.mark.parametrize(
    ("state", "busy", "again"),
    [("55P03", True, False), ("57014", True, False), ("40P01", False, True), (None, False, False)],
)
def test_what_postgresql_says(state, busy, again):
    error = OperationalError("no")
    error.__cause__ = type("Cause", (Exception,), {"sqlstate": state})()
    assert (acts._is_busy(error), acts._is_deadlock(error)) == (busy, again)


@pytest.mark.parametrize("name", ["sealed", "Case.open", "", "case open"])
def test_names_of_acts(name):
    with pytest.raises(VocabularyError):
        vocabulary.register(name)


def test_an_act_is_declared_one_way():
    assert vocabulary.register("trial.open", {"stage"}) == "trial.open"
    with pytest.raises(VocabularyError, match="twice"):
        vocabulary.register("trial.open", {"other"})
    assert vocabulary.registered()["trial.open"] == {"stage"}


@pytest.mark.parametrize(
    "text", ["3 working_days", "2026-10-01T01:02:03.000004Z", "$subdistrict", "/1401/140105/", "a" * 64]
)
def test_words_that_may_be_shown(text):
    vocabulary.check("trial.open", {"stage": {"of": [text, 5, True, None]}})


@pytest.mark.parametrize(
    ("outcome", "status"),
    [(Invalid(Problem("a", "b")), 422), (NotVisible(), 404), (Throttled(30), 429), (Busy(), 503)],
)
def test_outcomes_carry_their_status(outcome, status):
    assert isinstance(outcome, Outcome)
    assert outcome.status == status


def test_a_wait_is_told():
    assert Throttled(30).retry_after == 30
