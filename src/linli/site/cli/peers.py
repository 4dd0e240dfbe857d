"""`linli peers`: which cities cases are exchanged with, and how the messages stand."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Callable
from typing import Any

import click

JSON = click.option("--json", "as_json", is_flag=True, help="print JSON")


def _django() -> Any:
    import django

    django.setup()
    from linli.kernel.access.actors import system_actor

    return system_actor("peers")


@click.group()
def peers() -> None:
    """Other cities: know them by key, see what waits, try again."""


@peers.command("key")
@JSON
def key_command(*, as_json: bool) -> None:
    """Print this city's code and public key, to be given to other cities by a way that is trusted."""
    _django()
    from linli.apps.exchange.facts import our_code, own_key

    told = {"code": our_code() or None, "key": own_key().public}
    click.echo(json.dumps(told) if as_json else f"{told['code'] or '-'} {told['key']}")


@peers.command("add")
@click.argument("code")
@click.option("--url", required=True, help="where it listens, https://...")
@click.option("--key", required=True, help="its public key, as `linli peers key` prints it there")
@click.option("--name", required=True, help="its name in Chinese")
@click.option("--name-en", default="", help="its name in English")
@click.option(
    "--service", "services", multiple=True, required=True, help="a service that both handle for each other"
)
def add_command(code: str, url: str, key: str, name: str, name_en: str, services: tuple[str, ...]) -> None:
    """Know the city CODE from now on. Exit code 2 when something about it is wrong."""
    actor = _django()
    from django.utils import timezone

    from linli.apps.exchange.service import NewPeer, add_peer

    new = NewPeer(code, name, name_en, url.rstrip("/"), key, services)
    _done(lambda: add_peer(new, actor=actor, act_id=str(uuid.uuid4()), at=timezone.now()), code)
    click.echo(code)


@peers.command("close")
@click.argument("code")
def close_command(code: str) -> None:
    """Neither send to the city CODE nor hear of it any more. Exit code 2 when it is not known."""
    actor = _django()
    from django.utils import timezone

    from linli.apps.exchange.service import close_peer

    _done(lambda: close_peer(code, actor=actor, act_id=str(uuid.uuid4()), at=timezone.now()), code)


@peers.command("new-key")
@click.option(
    "--days", type=int, default=None, help="for how many days both keys hold; else as the settings say"
)
@click.option("--lost", is_flag=True, help="the old key is void at once; every city is told by hand")
def new_key_command(days: int | None, *, lost: bool) -> None:
    """Make this city's next key, tell every city of it, and print it. Exit code 2 when that cannot be now."""
    actor = _django()
    from django.utils import timezone

    from linli.apps.exchange.service import NewKey, announce_due, change_key

    now = timezone.now()
    wish = NewKey(days, lost)
    key = _done(lambda: change_key(wish, actor=actor, act_id=str(uuid.uuid4()), at=now), "")
    announce_due(now)
    click.echo(key)


@peers.command("keys")
@JSON
def keys_command(*, as_json: bool) -> None:
    """List our keys (=), which city has the newest (→), and the keys of the other cities (←)."""
    actor = _django()
    from linli.apps.exchange.facts import our_keys, their_keys, told

    for sign, rows in (("=", our_keys(actor)), ("→", told(actor)), ("←", their_keys(actor))):
        for one in rows:
            said = {name: getattr(one, name) for name in one.__slots__}
            words = [str(value) for value in said.values() if value not in (None, "", 0)]
            line = json.dumps({"kind": sign, **said}, ensure_ascii=False, default=str)
            click.echo(line if as_json else " ".join([sign, *words]))


@peers.command("entered")
@click.argument("code")
def entered_command(code: str) -> None:
    """Note that the city CODE entered our newest key by hand. Exit code 2 when it has it, or is not known."""
    actor = _django()
    from django.utils import timezone

    from linli.apps.exchange.service import note_key_entered

    _done(lambda: note_key_entered(code, actor=actor, act_id=str(uuid.uuid4()), at=timezone.now()), code)


@peers.command("distrust")
@click.argument("code")
def distrust_command(code: str) -> None:
    """Believe no key of the city CODE any more, at once: one is lost or stolen. Exit code 2 when it is not known."""
    actor = _django()
    from django.utils import timezone

    from linli.apps.exchange.service import distrust_peer

    _done(lambda: distrust_peer(code, actor=actor, act_id=str(uuid.uuid4()), at=timezone.now()), code)


def _done(do: Callable[[], Any], code: str) -> Any:
    """Do an act; what speaks against it is said, and ends the command."""
    from linli.core.shared.outcomes import Reason
    from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
    from linli.kernel.ui.text import reason

    try:
        return do()
    except Invalid as wrong:
        said = [reason(one, lang="zh") for one in wrong.problems]
    except Refused as no:
        said = [reason(Reason(no.refusal.code, no.refusal.because), lang="zh")]
    except NotVisible:
        said = [code]
    for one in said:
        click.echo(one, err=True)
    sys.exit(2)


@peers.command("list")
@JSON
def list_command(*, as_json: bool) -> None:
    """List the cities with how many messages wait or were refused."""
    _django()
    from linli.apps.exchange.facts import peers as known

    for one in known(counted=True):
        said = {name: getattr(one, name) for name in one.__slots__}
        line = f"{one.code}\t{one.name_zh}\t{one.url}\t{one.matters}\t{one.waiting}\t{one.refused}"
        click.echo(json.dumps(said, ensure_ascii=False) if as_json else line)


@peers.command("messages")
@JSON
def messages_command(*, as_json: bool) -> None:
    """List the latest messages and how each stands; never what they say."""
    actor = _django()
    from linli.apps.exchange.facts import messages

    for one in messages(actor):
        said = {name: str(getattr(one, name)) for name in one.__slots__}
        line = f"{'→' if one.ours else '←'} {one.peer} {one.kind} {one.n} {one.state} {one.code}"
        click.echo(json.dumps(said, ensure_ascii=False) if as_json else line)


@peers.command("files")
@JSON
def files_command(*, as_json: bool) -> None:
    """List the latest files that messages named and how each stands; never what they are called."""
    actor = _django()
    from linli.apps.exchange.facts import files

    for one in files(actor):
        said = {name: str(getattr(one, name)) for name in one.__slots__ if name not in {"ref", "name"}}
        line = f"{'→' if one.ours else '←'} {one.peer} {one.media_type} {one.size} {one.state} {one.code}"
        click.echo(json.dumps(said, ensure_ascii=False) if as_json else line)


@peers.command("retry")
def retry_command() -> None:
    """Try everything that waits now, keys, messages and files: a city that was down is back."""
    _django()
    from django.utils import timezone

    from linli.apps.exchange.service import (
        announce_again,
        announce_due,
        fetch_again,
        fetch_due,
        post_due,
        try_again,
    )

    now = timezone.now()
    waiting = announce_again(now) + try_again(now) + fetch_again(now)
    click.echo(f"{waiting} {announce_due(now) + post_due(now) + fetch_due(now)}")
