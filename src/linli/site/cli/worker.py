"""`linli worker`: sequences the log, hands events over, does the jobs that come round again."""

from __future__ import annotations

import json
import logging
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event
from typing import Any

import click

from linli.core.shared.outcomes import Reason
from linli.site.cli.ledger import with_django
from linli.site.rounds import declare

PAUSE = 0.5  # seconds of rest when there is nothing to do
LONG_PAUSE = 5.0  # and when something is wrong

log = logging.getLogger(__name__)


@click.group(invoke_without_command=True)
@click.option("--once", is_flag=True, help="do what waits, then stop")
@click.option("--json", "as_json", is_flag=True, help="print JSON")
@click.pass_context
def worker(context: click.Context, *, once: bool, as_json: bool) -> None:
    """Sequence the log, tell subscribers, do what comes round again; see and retry dead letters."""
    if context.invoked_subcommand is not None:
        return
    import django

    django.setup()
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    done = run(stop, once=once)
    click.echo(json.dumps(done) if as_json else " ".join(f"{name}={count}" for name, count in done.items()))


@worker.command("dead-letters")
@with_django
def dead_letters(lang: str, *, as_json: bool) -> None:
    """List what could not be delivered."""
    from linli.kernel.outbox.worker import dead_letters as find
    from linli.kernel.ui.text import reason

    letters: list[dict[str, Any]] = [
        {
            "id": one.id,
            "subscriber": one.subscriber,
            "event": one.event,
            "fault": one.fault,
            "stream": one.stream,
        }
        for one in find()
    ]
    if as_json:
        click.echo(json.dumps(letters))
    else:
        for letter in letters:
            click.echo(reason(Reason("outbox.dead_letter", letter), lang=lang))
        click.echo(reason(Reason("outbox.dead_letters", {"n": len(letters)}), lang=lang))
    sys.exit(2 if letters else 0)


@worker.command()
@click.argument("numbers", type=int, nargs=-1)
@click.option("--subscriber", default="", help="only those of one subscriber")
@with_django
def retry(numbers: tuple[int, ...], subscriber: str, lang: str, *, as_json: bool) -> None:
    """Send dead letters again: those with these NUMBERS, else all."""
    from linli.kernel.outbox.worker import dead_letters as find
    from linli.kernel.outbox.worker import retry as send
    from linli.kernel.ui.text import reason

    letters = find().filter(id__in=numbers) if numbers else find()
    letters = letters.filter(subscriber=subscriber) if subscriber else letters
    count = send(letters, datetime.now(UTC))
    click.echo(
        json.dumps({"retried": count})
        if as_json
        else reason(Reason("outbox.retried", {"n": count}), lang=lang)
    )


def run(stop: Event, *, once: bool = False) -> dict[str, int]:
    """Work until ``stop`` is set or, once, until nothing waits; returns how much was done of each."""
    declare()
    total = dict.fromkeys(_parts(), 0)
    while not stop.is_set():
        done, broken = work()
        total = {name: total[name] + done.get(name, 0) for name in total}
        if once and (broken or not any(done.values())):
            break
        if broken or not any(done.values()):
            stop.wait(LONG_PAUSE if broken else PAUSE)
    return total


def work() -> tuple[dict[str, int], bool]:
    """Do each part once; one that fails keeps no other from its work, and is said to have failed."""
    _renew_connections()
    done, broken = {}, False
    for name, part in _parts().items():
        try:
            done[name] = part(datetime.now(UTC))
        except Exception:  # a log that must not sign, a database that is away: say so, come back
            log.exception("%s failed", name)
            broken = True
    return done, broken


def _renew_connections() -> None:
    """Drop a connection that broke, as Django does between requests."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def _parts() -> dict[str, Callable[[datetime], int]]:
    from linli.kernel.audit.sequencer import sequence_all
    from linli.kernel.outbox.rounds import go_round
    from linli.kernel.outbox.worker import deliver, fan_out

    return {"sequenced": sequence_all, "fanned_out": fan_out, "delivered": deliver, "rounds": go_round}
