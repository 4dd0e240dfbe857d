"""`linli serve`: the database made ready, the web processes and the worker kept running."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from threading import Event

import click

from linli.core.shared.outcomes import Problem, Reason
from linli.site.cli.sentences import LANGUAGES, say
from linli.site.serving.supervisor import Program, Supervisor, Tell, allow_many_files

PREPARE = "import django; django.setup(); from linli.site.preparing import prepare_database as p; print(p())"


@click.command()
@click.option("--address", default="127.0.0.1:8000", help="HOST:PORT; port 0 takes a free one")
@click.option("--processes", type=click.IntRange(1, 64), help="web processes (LINLI_WEB_PROCESSES, else 2)")
@click.option("--json", "as_json", is_flag=True, help="one JSON object a line")
@click.option("--lang", type=click.Choice(LANGUAGES), default="zh", help="language of the lines")
def serve(address: str, processes: int | None, lang: str, *, as_json: bool) -> None:
    """Serve the product: web processes, worker and sequencer, until a signal."""
    tell = _teller(lang, as_json=as_json)
    taken = take(address)
    if isinstance(taken, Problem):
        tell(Reason(taken.code, taken.params))
        sys.exit(2)
    host, port = taken
    if not _prepare(tell):
        sys.exit(1)
    allow_many_files()
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    count = processes or int(os.environ.get("LINLI_WEB_PROCESSES", "2"))
    shown = f"[{host}]" if ":" in host else host
    tell(Reason("serve.serving", {"address": f"http://{shown}:{port}/", "n": count}))
    Supervisor(_programs(host, port, count), tell).run(stop)
    tell(Reason("serve.stopped"))


def take(address: str) -> tuple[str, int] | Problem:
    """Return host and port, or why they cannot be had.

    The web processes share the port, so the system would let a second `linli serve` join in unseen.
    """
    host, _, digits = address.rpartition(":")
    host = host.strip("[]")
    if not (host and digits.isascii() and digits.isdigit() and int(digits) < 2**16):
        return Problem("address", "serve.bad_address", {"address": address})
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(digits)))
            probe.listen(1)
        except OSError as error:
            why = os.strerror(error.errno or 0)
            return Problem("address", "serve.address_taken", {"address": address, "why": why})
        return host, int(probe.getsockname()[1])


def _programs(host: str, port: int, processes: int) -> list[Program]:
    python = (sys.executable, "-m")
    return [
        Program("web", (*python, "linli.site.serving.web", host, str(port), str(processes))),
        Program("worker", (*python, "linli", "worker")),
    ]


def _prepare(tell: Tell) -> bool:
    # In a process of its own, so that the supervisor stays small.
    done = subprocess.run([sys.executable, "-c", PREPARE], stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603
    if done.returncode:
        tell(Reason("serve.not_prepared"))
        return False
    if count := int(done.stdout.strip() or 0):
        tell(Reason("serve.prepared", {"n": count}))
    return True


def _teller(lang: str, *, as_json: bool) -> Tell:
    def tell(said: Reason) -> None:
        line = json.dumps({"event": said.code, **said.params}) if as_json else say(said, lang)
        click.echo(line)
        sys.stdout.flush()

    return tell
