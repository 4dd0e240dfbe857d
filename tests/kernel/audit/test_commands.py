"""`linli ledger` and `linli worker`: JSON for programs, sentences in both languages, exit codes."""

import json
import signal
from datetime import timedelta
from threading import Event

import pytest
from click.testing import CliRunner
from tools import linli_verify

from linli.core.ledger import notes
from linli.kernel.audit import keys, log
from linli.kernel.audit.models import Entry, PrivateItem, Tile
from linli.kernel.audit.sequencer import publish
from linli.kernel.outbox import registry
from linli.kernel.outbox.models import Delivery
from linli.site.cli import main
from linli.site.cli import worker as command

pytestmark = pytest.mark.django_db


def run(*arguments, code=0):
    result = CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def test_verify_says_what_was_checked(ledger):
    ledger.fill()
    ledger.sequence()
    said = json.loads(run("ledger", "verify", "--json"))
    assert (said["ok"], said["streams"], said["entries"], said["log_size"]) == (True, 3, 9, 9)
    assert "Everything fits." in run("ledger", "verify", "--lang", "en")
    assert "全部相符" in run("ledger", "verify")


def test_verify_names_what_does_not_fit(ledger):
    ledger.fill(1, 1)
    ledger.sequence()
    Entry.objects.filter(seq=2).update(leaf_hash="0" * 64)
    said = json.loads(run("ledger", "verify", "--json", code=1))
    assert said["findings"][0]["code"] == "audit.leaf_hash_differs"
    assert "第 2 条" in said["findings"][0]["zh"]
    assert "1 thing does not fit." in run("ledger", "verify", "--lang", "en", code=1)


def test_sequence_checkpoint_and_key(ledger):
    ledger.fill(1)
    assert json.loads(run("ledger", "sequence", "--json")) == {"added": 3, "size": 3}
    assert "0 entries were added" in run("ledger", "sequence", "--lang", "en")
    assert run("ledger", "checkpoint") == log.checkpoint().note
    assert json.loads(run("ledger", "checkpoint", "--json"))["size"] == 3
    assert notes.read_key(run("ledger", "key").strip()) == keys.log_signer().key
    assert json.loads(run("ledger", "key", "--json"))["key"] == keys.log_signer().key.text


def test_a_receipt_goes_through_the_one_file_verifier(ledger, tmp_path):
    stream = ledger.open()
    ledger.sequence()
    path = tmp_path / "receipt.json"
    path.write_text(run("ledger", "receipt", stream.sid, 1, "--item", "phone"))
    assert linli_verify.main(["receipt", str(path), "--key", keys.log_signer().key.text]) == 0
    assert "audit.no_such_entry" in run("ledger", "receipt", stream.sid, 2, "--json", code=2)
    run("ledger", "receipt", stream.sid, 2, code=2)


def test_a_sealed_receipt_too(ledger, tmp_path):
    stream = ledger.open(sealed=True)
    ledger.sequence()
    path = tmp_path / "receipt.json"
    path.write_text(run("ledger", "receipt", stream.sid, 1, "--item", "outcome"))
    assert linli_verify.main(["receipt", str(path)]) == 0


def test_the_exported_log_goes_through_the_one_file_verifier(ledger, tmp_path):
    ledger.fill()
    ledger.sequence()
    folder = tmp_path / "log"
    older = tmp_path / "older"
    older.write_text(log.checkpoint().note)
    assert json.loads(run("ledger", "export", folder, "--json"))["size"] == 9
    ledger.fill()
    ledger.sequence()
    assert "18" in run("ledger", "export", folder)
    assert linli_verify.main(["log", str(folder), "--older", str(older)]) == 0
    assert (folder / "tile" / "0" / "000.p" / "18").read_bytes() == bytes(Tile.objects.get().hashes)


def test_a_long_log_is_exported_in_its_tiles(ledger, tmp_path):
    stream = ledger.open()
    for _ in range(270):
        ledger.move(stream)
    ledger.sequence()
    run("ledger", "export", tmp_path / "log")
    assert (tmp_path / "log" / "tile" / "entries" / "000").exists()
    assert (tmp_path / "log" / "tile" / "1" / "000.p" / "1").exists()
    assert linli_verify.main(["log", str(tmp_path / "log")]) == 0


def test_witnesses_are_taken_in(ledger, settings, tmp_path):
    ledger.fill(1)
    ledger.sequence()
    witness = keys._signer("witness.example", tmp_path / "witness.key")
    key = notes.Key(witness.key.name, witness.key.public, notes.COSIGNATURE)
    settings.LOG_WITNESSES = [key.text]
    path = tmp_path / "cosigned"
    path.write_text(notes.cosign(notes.read_note(log.checkpoint().note), key, 1, witness.sign).written())
    assert json.loads(run("ledger", "cosign", path, "--json")) == {"added": 1}
    path.write_text("nonsense")
    assert "ledger.no_note" in run("ledger", "cosign", path, "--json", code=2)


def test_erase(ledger):
    ledger.open()
    rule = ("--rule", "pipl.47", "--authority", "body:archive")
    said = json.loads(run("ledger", "erase", "--subject", "person:1", *rule, "--json"))
    assert said == {"erased": 2, "streams": 1, "left": 0}
    assert PrivateItem.objects.filter(value__isnull=False).count() == 0
    assert "audit.nothing_to_erase" in run(
        "ledger", "erase", "--subject", "person:1", *rule, "--json", code=2
    )
    assert "audit.act_id_form" in run(
        "ledger", "erase", "--item", 1, *rule, "--act-id", "x", "--json", code=2
    )


def test_the_worker_does_all_its_parts(ledger, monkeypatch):
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    ledger.fill(1)
    done = json.loads(run("worker", "--once", "--json"))
    assert done["sequenced"] == 3
    assert "sequenced=0" in run("worker", "--once")
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_a_part_that_fails_keeps_no_other_from_its_work(ledger):
    ledger.fill(1)
    ledger.sequence()
    Tile.objects.all().delete()
    ledger.fill(1)
    done, broken = command.work()
    assert broken
    assert done["rounds"] >= 0
    assert "sequenced" not in done
    assert command.run(Event(), once=True)["sequenced"] == 0


def test_the_worker_rests_until_it_is_stopped(ledger, monkeypatch):
    stop = Event()
    monkeypatch.setattr(stop, "wait", lambda _seconds: stop.set())
    publish(ledger.at)
    assert command.run(stop)["sequenced"] == 0


def test_dead_letters_are_seen_and_sent_again(ledger):
    def work(acting):
        stream = acting.open_stream("case", "trial.open", {})
        acting.announce("trial.lost", {})
        return stream.sid

    registry.subscribe("trial.lost", "nobody", print)
    ledger.do(work)
    command.run(Event(), once=True)
    registry.unsubscribe("trial.lost", "nobody")
    assert json.loads(run("worker", "dead-letters", "--json")) == []
    Delivery.objects.update(done_at=None, dead_at=ledger.at + timedelta(days=1), fault="OSError")
    assert json.loads(run("worker", "dead-letters", "--json", code=2))[0]["fault"] == "OSError"
    assert "1 dead letter." in run("worker", "dead-letters", "--lang", "en", code=2)
    assert json.loads(run("worker", "retry", 0, "--json")) == {"retried": 0}
    assert json.loads(run("worker", "retry", "--subscriber", "nobody", "--json")) == {"retried": 1}
    assert "0" in run("worker", "retry")
