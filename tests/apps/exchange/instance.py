"""One city of its own: a process with its own database and keys that serves HTTP and does what its stdin says.

Run as a program: ``instance.py FOLDER CODE OFFICE``. It prints its port and public key, then answers one JSON line
for each line that it reads.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
from pathlib import Path

FOLDER, CODE = sys.argv[1:3]
os.environ |= {
    "LINLI_VAR": FOLDER, "LINLI_EXCHANGE_CODE": CODE, "LINLI_DATABASE": "sqlite:///",
    "DJANGO_SETTINGS_MODULE": "linli.site.settings", "LINLI_LOG_LEVEL": "CRITICAL",
}  # fmt: skip
ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

import django  # noqa: E402
from django.conf import settings  # noqa: E402

settings.MIGRATION_MODULES = {name.rpartition(".")[2]: None for name in settings.INSTALLED_APPS}
django.setup()

from wsgiref.simple_server import WSGIRequestHandler, make_server  # noqa: E402

from django.core.management import call_command  # noqa: E402
from django.http import FileResponse  # noqa: E402
from django.urls import get_resolver  # noqa: E402
from django.utils import timezone  # noqa: E402
from tests import cast  # noqa: E402
from tests.city import MAKER, act_id, frozen, publish  # noqa: E402
from tests.kernel.files import samples  # noqa: E402

from linli.apps.cases import facts as cases  # noqa: E402
from linli.apps.cases import service as acting  # noqa: E402
from linli.apps.cases.models import Case  # noqa: E402
from linli.apps.catalogue import service as catalogue  # noqa: E402
from linli.apps.exchange import facts, service  # noqa: E402
from linli.apps.exchange.models import Enclosure, Exchange, Message, PeerKey  # noqa: E402
from linli.apps.exchange.service import line, posting  # noqa: E402
from linli.apps.grid import facts as grid  # noqa: E402
from linli.apps.grid import service as places  # noqa: E402
from linli.kernel.files import service as kept  # noqa: E402
from linli.kernel.files.facts import files_of, open_for  # noqa: E402
from linli.kernel.outbox import worker  # noqa: E402
from linli.site.wsgi import application  # noqa: E402
from linli.web.exchange import views  # noqa: E402

SERVICE, RECORD = "birth-registration", "household-record"
BODIES = """code,kind,name,name_en,area,parent,office,may_lead,phone
POLICE,city_department,公安局,Police,9901,,police,yes,0351-1
"""


class Quiet(WSGIRequestHandler):
    """Says nothing."""

    def log_message(self, *_args: object) -> None:
        """Keep quiet."""


class Cut:
    """A file whose reading ends early, though it says how long it is."""

    def __init__(self, file: object, left: int) -> None:
        self.file, self.left = file, left
        self.seek, self.tell, self.close = file.seek, file.tell, file.close

    def read(self, most: int) -> bytes:
        data = self.file.read(min(most, self.left))
        self.left -= len(data)
        return data


class Instance:
    """What the test may ask of a city."""

    def __init__(self) -> None:
        call_command("migrate", run_syncdb=True, verbosity=0)
        said = {"actor": MAKER, "act_id": act_id(), "at": timezone.now()}
        places.import_areas("code,name,name_en,kind\n9901,城,City,city\n".encode(), **said)
        places.import_bodies(BODIES.encode(), **{**said, "act_id": act_id()})
        publish("cross-city")
        rows = [{"from": "2026-01-01", "lead": "POLICE"}]
        for pack in (f"parts/{SERVICE}", f"services/{RECORD}"):
            name, definition = json.loads(frozen(pack))
            catalogue.publish_pack(name, {**definition, "routing": rows}, **{**said, "act_id": act_id()})
        self.resident = cast.resident("陈静").actor
        body = grid.body("POLICE")
        self.officer = cast.officer(cast.Body(body.id, body.ref), "/9901/").actor
        line.TIMEOUT = posting.SECONDS = 120  # a busy machine is not a city that is down
        get_resolver().resolve("/exchange/v1/messages")  # every address is read before the first one is asked
        self.listen(0)

    def listen(self, port: int) -> None:
        """Answer other cities."""
        self.server = make_server("127.0.0.1", port, application, handler_class=Quiet)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def peer(self, code: str, url: str, key: str) -> None:
        new = service.NewPeer(code, f"{code}市", code.title(), url, key, (SERVICE, RECORD))
        service.add_peer(new, actor=MAKER, act_id=act_id(), at=timezone.now())

    def hand_record(self, peer: str) -> list[str]:
        """Ask there for a paper and send a photo along; returns what we vouch for."""
        form = act_id()
        (ref,) = self.uploads(form, "a.jpg", samples.photo_with_position())
        answers = {
            "applicant": {"name": "陈静"}, "what_for": "changed", "about": "陈静", "record_at": "x", "use": "x",
            "card": [ref],
        }  # fmt: skip
        wish = service.Handing(peer, RECORD, answers, acting.Contact("陈静", "13800001111"), files=(ref,))
        service.hand_over(wish, actor=self.resident, act_id=form, at=timezone.now())
        return [one.sha256 for one in self.latest(Enclosure)]

    def uploads(self, form: str, name: str, data: bytes) -> list[str]:
        sent = samples.upload(name, data)
        return [kept.store(sent, owner_key=acting.form_key(form), purpose="case", at=timezone.now()).ref]

    def move_with_paper(self, who: str, name: str, field: str, inputs: dict[str, str]) -> str:
        """Make a move that brings a PDF along."""
        form = act_id()
        refs = self.uploads(form, "paper.pdf", samples.pdf())
        actor = {"officer": self.officer, "resident": self.resident}[who]
        case = self.case()
        said = {**inputs, field: refs}
        done = acting.move(case.ref, name, said, actor=actor, act_id=form, at=timezone.now())
        self.work()
        return str(done["stage"])

    def files(self) -> dict[str, object]:
        """How the files stand, and what lies in the case as its reader finds it."""
        case = self.case()
        reader = self.officer if case.service == RECORD else self.resident
        lying = files_of(f"case:{case.ref}")
        found = []
        for one in lying:
            with open_for(reader, one.ref, timezone.now()).file as file:
                found.append(hashlib.sha256(file.read()).hexdigest())
        return {
            "stand": [[one.ours, one.state, one.code] for one in self.latest(Enclosure)],
            "lying": found,
            "named": [one.name for one in lying],
        }  # fmt: skip

    def hand(self, peer: str, answers: dict[str, object]) -> dict[str, str]:
        wish = service.Handing(peer, SERVICE, answers, acting.Contact("陈静", "13800001111"))
        return service.hand_over(wish, actor=self.resident, act_id=act_id(), at=timezone.now())

    def work(self) -> None:
        """Until nothing is left to do: what one stream tells one subscriber is handed over one by one."""
        for _ in range(20):
            if not worker.fan_out(timezone.now()) + worker.deliver(timezone.now()):
                return

    def change_key(self) -> str:
        """Change our key; the other city is told when there is work done."""
        return service.change_key(service.NewKey(), actor=MAKER, act_id=act_id(), at=timezone.now())

    def their_keys(self) -> list[list[object]]:
        """The keys of the other city, the newest first, and whether each has an end."""
        return [[one.key, one.until is not None] for one in facts.their_keys(MAKER)]

    def days_pass(self) -> None:
        """As if the overlap were over: what was to end later has ended now."""
        PeerKey.objects.exclude(until=None).update(until=timezone.now())

    def breaks_after(self, n: int) -> None:
        """Hand out at most so many bytes of a file at once, as a line that breaks does."""
        views.FileResponse = lambda file, **more: FileResponse(Cut(file, n), **more)

    def retry(self) -> None:
        service.announce_again(timezone.now())
        service.announce_due(timezone.now())
        service.try_again(timezone.now())
        service.post_due(timezone.now())
        self.work()
        service.fetch_again(timezone.now())
        service.fetch_due(timezone.now())

    def move(self, who: str, name: str, inputs: dict[str, str]) -> str:
        actor = {"officer": self.officer, "resident": self.resident}[who]
        case = self.case()
        done = acting.move(case.ref, name, inputs, actor=actor, act_id=act_id(), at=timezone.now())
        self.work()
        return str(done["stage"])

    def latest(self, kind: type) -> list[object]:
        """The rows of the latest matter."""
        return list(kind.objects.filter(exchange=Exchange.objects.order_by("-id").first()).order_by("id"))

    def case(self) -> Case:
        """The case of the latest matter."""
        return Exchange.objects.select_related("case").order_by("-id")[0].case

    def state(self) -> dict[str, object]:
        """How the latest matter stands here."""
        row = Exchange.objects.select_related("case").order_by("-id").first()
        case = row and row.case
        return {
            "case": [case.service, case.stage, case.number, str(case.promise_due)] if case else None,
            "matter": [row.side, row.said, row.heard, row.over, row.their_number, row.their_due] if row else None,
            "messages": [[one.ours, one.n, one.kind, one.state, one.code] for one in self.latest(Message)],
        }  # fmt: skip

    def sent(self, n: int) -> list[str]:
        """The bytes of our n-th message with the signature that goes along."""
        body = next(one.body for one in self.latest(Message) if one.ours and one.n == n)
        return [body, facts.own_key().sign(b"linli/exchange/1\n" + body.encode()).hex()]

    def signed(self, body: str) -> str:
        return facts.own_key().sign(b"linli/exchange/1\n" + body.encode()).hex()

    def stop(self) -> None:
        """Answer nobody any more, as a city that is down."""
        self.server.shutdown()
        self.server.server_close()

    def told(self) -> list[str]:
        case = self.case()
        view = cases.case_view(self.resident, case.ref, at=timezone.now())
        return [str(text) for step in view.steps for text in step.texts.values()]


if __name__ == "__main__":
    here = Instance()
    sys.stdout.write(json.dumps([here.server.server_port, facts.own_key().public]) + "\n")
    sys.stdout.flush()
    for line in sys.stdin:
        name, *args = json.loads(line)
        sys.stdout.write(json.dumps(getattr(here, name)(*args), ensure_ascii=False) + "\n")
        sys.stdout.flush()
