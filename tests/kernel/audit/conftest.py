"""A small ledger to try things on: a stream kind, an actor, and a log key of its own."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from linli.kernel.audit import sequencer, vocabulary
from linli.kernel.audit.act import Item, act
from linli.kernel.audit.models import Stream

AT = datetime(2026, 10, 1, 8, tzinfo=UTC)
vocabulary.register("trial.open", {"stage"})
vocabulary.register("trial.move", {"stage", "body"})


@dataclass(frozen=True)
class Someone:
    key: str = "account:7"


class Ledger:
    """Does acts on streams, and sequences them."""

    at = AT

    def do(self, work, *, name="trial", said=None, act_id=None, actor=None, **more):
        act_id = act_id or str(uuid4())
        return act(name, work, said=said, actor=actor or Someone(), act_id=act_id, at=AT, **more)

    def open(self, *, subject="person:1", **more):
        def work(acting):
            items = [Item("phone", "13912345678", subject, "case"), Item("text", "路灯坏了", subject, "case")]
            return acting.open_stream("case", "trial.open", {"stage": "submitted"}, items, **more).sid

        return Stream.objects.get(sid=self.do(work))

    def move(self, stream, stage="accepted", **more):
        def work(acting):
            fresh = Stream.objects.get(id=stream.id)
            return {"seq": acting.enter(fresh, "trial.move", {"stage": stage}).seq}

        return self.do(work, **more)

    def fill(self, streams=3, moves=2):
        opened = [self.open(sealed=number % 3 == 2) for number in range(streams)]
        for stream in opened:
            for number in range(moves):
                self.move(stream, f"stage_{number}")
        return opened

    def sequence(self):
        return sequencer.sequence_all(AT)


@pytest.fixture
def ledger(settings, tmp_path):
    settings.LOG_KEY_FILE = str(tmp_path / "log.key")
    settings.LOG_ORIGIN = "test.example/log"
    return Ledger()
