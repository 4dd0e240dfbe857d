"""`linli token`: keys for programs, made, listed and revoked; each is an act in the log."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NoReturn

import click

from linli.core.shared.outcomes import Problem, Reason, Refusal
from linli.site.cli.ledger import with_django

if TYPE_CHECKING:
    from linli.kernel.access.actors import Actor, Grant
    from linli.kernel.access.tokens import TokenCard

REFUSED = 2
EVERYWHERE = "/"


@click.group()
def token() -> None:
    """Keys for programs that use /api/v1 and /open311/v2."""


@token.command()
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, help="read, open, move, note; several times")
@click.option("--role", default="", help="role it works in: officer, dispatcher ...; none: like a resident")
@click.option("--body", default="", help="code of the body it works for")
@click.option("--area", default="", help="code of the area it works in (default: the whole city)")
@click.option("--days", type=click.IntRange(1, 3650), help="days it is good for (default: until revoked)")
@with_django
def new(
    name: str,
    scopes: tuple[str, ...],
    role: str,
    body: str,
    area: str,
    days: int | None,
    lang: str,
    *,
    as_json: bool,
) -> None:
    """Make a key called NAME and print it; it is shown only now."""
    from linli.kernel.access.tokens import Wanted, new_token
    from linli.kernel.audit.outcomes import Invalid

    at = datetime.now(UTC)
    grants = (_grant(role, body, area, at, lang),) if role else ()
    wanted = Wanted(name, scopes, grants, at + timedelta(days=days) if days else None)
    try:
        ref, secret = new_token(wanted, actor=_operator(), act_id=str(uuid.uuid4()), at=at)
    except Invalid as wrong:
        _refuse(wrong.problems, lang, as_json=as_json)
    else:
        click.echo(json.dumps({"ref": ref, "token": secret}) if as_json else secret)


@token.command("list")
@with_django
def list_(lang: str, *, as_json: bool) -> None:
    """List all keys with what they are good for and when they were last used."""
    from linli.kernel.access.tokens import tokens
    from linli.kernel.ui.text import reason

    found = [_told(card) for card in tokens(actor=_operator())]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        click.echo(reason(Reason("access.token_line", one), lang=lang))
    click.echo(reason(Reason("access.token_count", {"n": len(found)}), lang=lang))


@token.command()
@click.argument("ref")
@with_django
def revoke(ref: str, lang: str, *, as_json: bool) -> None:
    """End the key with this REF at once."""
    from linli.kernel.access.tokens import revoke_token
    from linli.kernel.audit.outcomes import NotVisible, Refused
    from linli.kernel.ui.text import reason

    try:
        revoke_token(ref, actor=_operator(), act_id=str(uuid.uuid4()), at=datetime.now(UTC))
    except NotVisible:
        _refuse([Problem("ref", "access.no_such_token")], lang, as_json=as_json)
    except Refused as refused:
        _refuse([refused.refusal], lang, as_json=as_json)
    said = Reason("access.token_revoked", {"ref": ref})
    click.echo(json.dumps({"ref": ref, "revoked": True}) if as_json else reason(said, lang=lang))


def _operator() -> Actor:
    from linli.kernel.access.actors import system_actor

    return system_actor("command-line")


def _grant(role: str, body: str, area: str, at: datetime, lang: str) -> Grant:
    from linli.apps.grid import facts as grid
    from linli.kernel.access.actors import Grant

    found_body = grid.body(body) if body else None
    found_area = grid.area(area) if area else None
    if body and found_body is None:
        _refuse([Problem("body", "cases.no_such_body")], lang)
    if area and found_area is None:
        _refuse([Problem("area", "cases.no_such_area")], lang)
    return Grant(
        role=role,
        body_id=found_body.id if found_body else None,
        body_ref=found_body.ref if found_body else None,
        area_path=found_area.path if found_area else EVERYWHERE,
        valid_from=at,
    )


def _told(card: TokenCard) -> dict[str, Any]:
    return {
        "ref": card.ref,
        "name": card.name,
        "scopes": " ".join(card.scopes),
        "roles": ", ".join(card.roles),
        "created": card.created_at.isoformat(),
        "expires": card.expires_at.isoformat() if card.expires_at else None,
        "revoked": card.revoked_at.isoformat() if card.revoked_at else None,
        "used": card.used_at.isoformat() if card.used_at else None,
    }


def _refuse(said: Sequence[Problem | Refusal], lang: str, *, as_json: bool = False) -> NoReturn:
    from linli.kernel.ui.text import LANGUAGES, reason

    found = [{"code": one.code, **{name: reason(one, lang=name) for name in LANGUAGES}} for one in said]
    if as_json:
        click.echo(json.dumps({"problems": found}, ensure_ascii=False))
    for one in found:
        click.echo(one[lang], err=True)
    sys.exit(REFUSED)
