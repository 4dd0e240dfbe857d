"""Acts that announce something, and a subscriber that remembers what it heard."""

import pytest
from tests.kernel.audit.conftest import AT, Ledger

from linli.kernel.audit.models import Stream
from linli.kernel.outbox import registry, rounds, worker


class Hearing(Ledger):
    """Acts that announce, subscribers that note down."""

    def __init__(self):
        self.heard = []
        self.declared = []

    def subscribe(self, name, handle=None, event="trial.happened"):
        note = handle or (lambda happening: self.heard.append((name, happening.payload["n"])))
        registry.subscribe(event, name, note)
        self.declared.append((event, name))

    def announce(self, *numbers, stream=None, event="trial.happened"):
        def work(acting):
            touched = stream and Stream.objects.get(id=stream.id)
            if touched:
                acting.enter(touched, "trial.move", {})
            else:
                touched = acting.open_stream("case", "trial.open", {})
            for number in numbers:
                acting.announce(event, {"n": number})
            return touched.id

        return Stream.objects.get(id=self.do(work))

    def work(self, at=AT):
        while worker.fan_out(at):
            pass
        while worker.deliver(at):
            pass
        return self.heard


@pytest.fixture
def outbox(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(rounds, "_jobs", {})
    settings.LOG_KEY_FILE = str(tmp_path / "log.key")
    hearing = Hearing()
    yield hearing
    for event, name in hearing.declared:
        registry.unsubscribe(event, name)
