"""Two at once: one chain without gaps, one effect of one act, nobody shut out."""

import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from linli.kernel.audit import sequencer
from linli.kernel.audit.models import ActRecord, Entry, Stream
from linli.kernel.audit.verification import verify_all

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

ANOTHER_PROCESS = """
import json, sys
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from linli.kernel.audit import vocabulary
from linli.kernel.audit.act import act
from linli.kernel.audit.models import Stream
vocabulary.register("trial.move", {"stage", "body"})

def work(acting):
    return acting.enter(Stream.objects.get(sid=sys.argv[2]), "trial.move", {}).seq

actor = SimpleNamespace(key=sys.argv[3])
print(json.dumps([
    act("trial", work, said=None, actor=actor, act_id=str(uuid4()), at=datetime.now(UTC)) for _ in range(25)
]))
"""


def at_once(jobs):
    """Start all jobs together, each with a connection of its own, and return what they gave."""
    ready = threading.Barrier(len(jobs))

    def run(job):
        try:
            ready.wait()
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result() for future in [pool.submit(run, job) for job in jobs]]


def test_two_threads_on_one_stream(ledger):
    stream = ledger.open()
    at_once([lambda: [ledger.move(stream) for _ in range(15)]] * 2)
    seqs = Entry.objects.filter(stream=stream).order_by("seq").values_list("seq", flat=True)
    assert list(seqs) == [*range(1, 32)]
    assert verify_all().findings == []


def test_one_act_sent_four_times_at_once(ledger):
    stream, act_id = ledger.open(), str(uuid4())
    answers = at_once([lambda: ledger.move(stream, act_id=act_id)] * 4)
    assert answers == [{"seq": 2}] * 4
    assert Stream.objects.get(id=stream.id).seq == 2


def test_one_opening_sent_four_times_at_once(ledger):
    act_id = str(uuid4())

    def send():
        return ledger.do(lambda acting: acting.open_stream("case", "trial.open", {}).sid, act_id=act_id)

    answers = at_once([send] * 4)
    assert len(set(answers)) == 1
    assert (Stream.objects.count(), Entry.objects.count(), ActRecord.objects.count()) == (1, 1, 1)


def test_two_sequencers_and_a_writer(ledger):
    stream = ledger.open()
    at_once([lambda: [ledger.move(stream) for _ in range(20)], ledger.sequence, ledger.sequence])
    ledger.sequence()
    assert verify_all().findings == []
    assert sorted(Entry.objects.values_list("leaf_index", flat=True)) == [*range(21)]


def test_two_processes_on_one_stream(ledger):
    stream = ledger.open()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "linli.site.settings", "PYTHONPATH": "src"}
    processes = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                ANOTHER_PROCESS,
                connection.settings_dict["NAME"],
                stream.sid,
                f"account:{number}",
            ],
            stdout=subprocess.PIPE,
            env=environment,
        )
        for number in range(2)
    ]
    given = [seq for process in processes for seq in json.loads(process.communicate(timeout=60)[0])]
    assert sorted(given) == [*range(2, 52)]
    ledger.sequence()
    assert verify_all().findings == []


def test_a_writer_meets_the_verification(ledger):
    stream = ledger.open()
    found = at_once([lambda: [ledger.move(stream) for _ in range(20)], verify_all, verify_all])
    assert [one.findings for one in found[1:]] == [[], []]


def test_a_step_that_dies_leaves_nothing(ledger, monkeypatch):
    ledger.fill(1)

    def die(_places):
        raise KeyboardInterrupt

    monkeypatch.setattr(sequencer, "_place", die)
    with pytest.raises(KeyboardInterrupt):
        sequencer.sequence_some()
    monkeypatch.undo()
    assert ledger.sequence() == 3
    assert verify_all().findings == []
