"""One city of its own: a process with its own database and keys that serves HTTP and does what its stdin says.

Run as a program: ``instance.py FOLDER CODE OFFICE``. It prints its port and public key, then answers one JSON line
for each line that it reads.
"""

from __future__ import annotations

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
from django.utils import timezone  # noqa: E402
from tests import cast  # noqa: E402
from tests.city import MAKER, act_id, frozen, publish  # noqa: E402

from linli.apps.cases import facts as cases  # noqa: E402
from linli.apps.cases import service as acting  # noqa: E402
from linli.apps.cases.models import Case  # noqa: E402
from linli.apps.catalogue import service as catalogue  # noqa: E402
from linli.apps.exchange import facts, service  # noqa: E402
from linli.apps.exchange.models import Exchange, Message  # noqa: E402
from linli.apps.grid import facts as grid  # noqa: E402
from linli.apps.grid import service as places  # noqa: E402
from linli.kernel.outbox import worker  # noqa: E402
from linli.site.wsgi import application  # noqa: E402

SERVICE = "birth-registration"
BODIES = """code,kind,name,name_en,area,parent,office,may_lead,phone
POLICE,city_department,公安局,Police,9901,,police,yes,0351-1
"""


class Quiet(WSGIRequestHandler):
    """Says nothing."""

    def log_message(self, *_args: object) -> None:
        """Keep quiet."""


class Instance:
    """What the test may ask of a city."""

    def __init__(self) -> None:
        call_command("migrate", run_syncdb=True, verbosity=0)
        said = {"actor": MAKER, "act_id": act_id(), "at": timezone.now()}
        places.import_areas("code,name,name_en,kind\n9901,城,City,city\n".encode(), **said)
        places.import_bodies(BODIES.encode(), **{**said, "act_id": act_id()})
        publish("cross-city")
        name, definition = json.loads(frozen(f"parts/{SERVICE}"))
        rows = [{"from": "2026-01-01", "lead": "POLICE"}]
        catalogue.publish_pack(name, {**definition, "routing": rows}, **{**said, "act_id": act_id()})
        self.resident = cast.resident("陈静").actor
        body = grid.body("POLICE")
        self.officer = cast.officer(cast.Body(body.id, body.ref), "/9901/").actor
        self.listen(0)

    def listen(self, port: int) -> None:
        """Answer other cities."""
        self.server = make_server("127.0.0.1", port, application, handler_class=Quiet)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def peer(self, code: str, url: str, key: str) -> None:
        new = service.NewPeer(code, f"{code}市", code.title(), url, key, (SERVICE,))
        service.add_peer(new, actor=MAKER, act_id=act_id(), at=timezone.now())

    def hand(self, peer: str, answers: dict[str, object]) -> dict[str, str]:
        wish = service.Handing(peer, SERVICE, answers, acting.Contact("陈静", "13800001111"))
        return service.hand_over(wish, actor=self.resident, act_id=act_id(), at=timezone.now())

    def work(self) -> None:
        for _ in range(3):
            worker.fan_out(timezone.now())
            worker.deliver(timezone.now())

    def retry(self) -> None:
        service.try_again(timezone.now())
        service.post_due(timezone.now())
        self.work()

    def move(self, who: str, service_name: str, name: str, inputs: dict[str, str]) -> str:
        actor = {"officer": self.officer, "resident": self.resident}[who]
        case = Case.objects.get(service=service_name)
        done = acting.move(case.ref, name, inputs, actor=actor, act_id=act_id(), at=timezone.now())
        self.work()
        return str(done["stage"])

    def state(self) -> dict[str, object]:
        return {
            "cases": {one.service: one.stage for one in Case.objects.all()},
            "numbers": {one.service: one.number for one in Case.objects.all()},
            "due": {one.service: str(one.promise_due) for one in Case.objects.all()},
            "matters": [
                [one.side, one.said, one.heard, one.over, one.their_number, one.their_due]
                for one in Exchange.objects.order_by("id")
            ],
            "messages": [
                [one.ours, one.n, one.kind, one.state, one.code] for one in Message.objects.order_by("id")
            ],
        }  # fmt: skip

    def sent(self, n: int) -> list[str]:
        """The bytes of our n-th message with the signature that goes along."""
        body = Message.objects.get(ours=True, n=n).body
        return [body, facts.own_key().sign(b"linli/exchange/1\n" + body.encode()).hex()]

    def signed(self, body: str) -> str:
        return facts.own_key().sign(b"linli/exchange/1\n" + body.encode()).hex()

    def stop(self) -> None:
        """Answer nobody any more, as a city that is down."""
        self.server.shutdown()
        self.server.server_close()

    def told(self, service_name: str) -> list[str]:
        case = Case.objects.get(service=service_name)
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
