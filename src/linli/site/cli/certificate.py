"""`linli certificate`: issue, check, revoke and list certificates where there is no page at hand."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from linli.core.shared.outcomes import Problem, Reason, Refusal
from linli.site.cli.ledger import with_django

if TYPE_CHECKING:
    from linli.apps.certificates.facts import Verdict
    from linli.kernel.access.actors import Actor

DOES_NOT_HOLD, REFUSED = 1, 2
LARGEST = 100_000


@click.group()
def certificate() -> None:
    """Certificates of cases: issue, check, revoke, list."""


@certificate.command()
@click.argument("case")
@click.argument("kind")
@click.option("--with", "chosen", multiple=True, help="a field that it shall hold besides; several times")
@click.option("--card-compared", is_flag=True, help="you compared the identity card with the person")
@with_django
def issue(
    case: str, kind: str, chosen: tuple[str, ...], lang: str, *, card_compared: bool, as_json: bool
) -> None:
    """Issue a certificate of KIND for the CASE with this ref to the person in front of you."""
    from linli.apps.certificates import service

    wish = service.Wish(case, kind, frozenset(chosen), service.CARD if card_compared else "")
    made = _try(
        lambda: service.issue(wish, actor=_operator(), act_id=str(uuid.uuid4()), at=datetime.now(UTC)),
        lang,
        as_json=as_json,
    )
    _tell(Reason("certificates.cli_issued", made), made, lang, as_json=as_json)


@certificate.command()
@click.argument("said")
@click.option("--status", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="a status list")
@with_django
def check(said: str, status: Path | None, lang: str, *, as_json: bool) -> None:
    """Check a certificate by its code, or the FILE.jwt, with a status list if there is one. Exit: 0 holds, 1 does not, 2 cannot be read."""
    from linli.apps.certificates import facts, service
    from linli.kernel.ui.text import t

    at, file = datetime.now(UTC), Path(said)
    is_file = len(said) < 255 and file.is_file()  # noqa: PLR2004 - the longest name that a file can have
    text = file.read_bytes()[:LARGEST].decode("utf-8", errors="replace") if is_file else said
    listed = status.read_bytes()[:LARGEST].decode("utf-8", errors="replace") if status else ""

    def work() -> Verdict:
        return facts.check_text(text, at, listed) if "." in text else facts.check_code(text, at)

    verdict: Verdict = _try(work, lang, as_json=as_json)
    service.count_check(verdict, at)
    key = f"certificates.fault.{verdict.fault}" if verdict.fault else "certificates.result.valid"
    told = {
        "holds": not verdict.fault,
        "fault": verdict.fault,
        "kind": verdict.kind,
        "body": verdict.body,
        "fields": dict(verdict.fields or {}),
        "valid_until": verdict.valid_until,
        "seal": {"by": seal.by, "number": seal.number, "fits": seal.fits} if (seal := verdict.seal) else None,
    }
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else t(key, lang=lang))
    if not as_json:
        for name, value in (verdict.fields or {}).items():
            click.echo(f"  {t(f'certificates.field.{name}', lang=lang)}: {value}")
        if verdict.seal:
            said = {"by": verdict.seal.by, "number": verdict.seal.number}
            click.echo(f"  {t(f'certificates.cli_seal_{verdict.seal.fits}', lang=lang, **said)}")
    sys.exit(DOES_NOT_HOLD if verdict.fault else 0)


@certificate.command()
@click.argument("ref")
@click.argument("why")
@with_django
def revoke(ref: str, why: str, lang: str, *, as_json: bool) -> None:
    """Revoke the certificate with this REF; WHY is mistake, changed, on_request or misused."""
    from linli.apps.certificates import service

    _try(
        lambda: service.revoke(ref, why, actor=_operator(), act_id=str(uuid.uuid4()), at=datetime.now(UTC)),
        lang,
        as_json=as_json,
    )
    _tell(
        Reason("certificates.cli_revoked", {"ref": ref}), {"ref": ref, "revoked": True}, lang, as_json=as_json
    )


@certificate.command("list")
@with_django
def list_(lang: str, *, as_json: bool) -> None:
    """List the latest certificates, without the names of their holders."""
    from linli.apps.certificates import facts
    from linli.kernel.ui.text import reason, t

    at = datetime.now(UTC)
    rows = [
        {
            "ref": row.ref,
            "kind": row.kind,
            "state": row.state(at),
            "presence": row.presence,
            "from": row.valid_from.isoformat(),
            "until": row.valid_until.isoformat(),
            "revoked_for": row.revoked_for,
        }
        for row in facts.in_area(_operator())
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        kind = t(f"certificates.kind.{row['kind']}", lang=lang)
        state = t(f"certificates.state.{row['state']}", lang=lang)
        click.echo(f"{row['ref']} {kind} {state} {row['until'][:10]}")
    click.echo(reason(Reason("certificates.cli_count", {"n": len(rows)}), lang=lang))


def _operator() -> Actor:
    from linli.kernel.access.actors import system_actor

    return system_actor("command-line")


def _try(work: Callable[[], Any], lang: str, *, as_json: bool) -> Any:
    from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

    try:
        return work()
    except NotVisible:
        _refuse([Problem("ref", "certificates.cli_none")], lang, as_json=as_json)
    except Invalid as wrong:
        _refuse(wrong.problems, lang, as_json=as_json)
    except (Refused, Stale) as refused:
        _refuse([refused.refusal], lang, as_json=as_json)


def _tell(said: Reason, answer: dict[str, Any], lang: str, *, as_json: bool) -> None:
    from linli.kernel.ui.text import reason

    click.echo(json.dumps(answer, ensure_ascii=False) if as_json else reason(said, lang=lang))


def _refuse(said: Sequence[Problem | Refusal], lang: str, *, as_json: bool) -> NoReturn:
    from linli.kernel.ui.text import LANGUAGES, reason

    found = [{"code": one.code, **{name: reason(one, lang=name) for name in LANGUAGES}} for one in said]
    if as_json:
        click.echo(json.dumps({"problems": found}, ensure_ascii=False))
    for one in found:
        click.echo(one[lang], err=True)
    sys.exit(REFUSED)
