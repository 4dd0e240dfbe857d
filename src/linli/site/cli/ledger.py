"""`linli ledger`: verify what is stored, publish the log, hand out receipts, erase lawfully."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from linli.core.shared.outcomes import Problem, Reason, Refusal
from linli.site.cli.sentences import LANGUAGES

Said = Reason | Problem | Refusal


def with_django(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--json` and `--lang`, and Django before its first line."""

    @click.option("--json", "as_json", is_flag=True, help="print JSON")
    @click.option("--lang", type=click.Choice(LANGUAGES), default="zh", help="language of the answer")
    @wraps(command)
    def ready(*args: Any, **kwargs: Any) -> None:
        import django

        django.setup()
        command(*args, **kwargs)

    return ready


@click.group()
def ledger() -> None:
    """The public log: verify it, publish it, hand out receipts, erase lawfully."""


@ledger.command()
@with_django
def verify(lang: str, *, as_json: bool) -> None:
    """Check every stored row against every other; name what was changed, lost or moved."""
    from linli.kernel.audit.verification import verify_all

    report = verify_all()
    whole = not report.findings
    findings = [
        {
            "code": one.code,
            **{name: _sentence(_of(one), name) for name in LANGUAGES},
            "where": dict(one.where),
        }
        for one in report.findings
    ]
    if as_json:
        click.echo(json.dumps({"ok": whole} | asdict(report) | {"findings": findings}, ensure_ascii=False))
    else:
        counts = {name: value for name, value in asdict(report).items() if name != "findings"}
        click.echo(_sentence(Reason("audit.report", counts), lang))
        for one in report.findings:
            click.echo(f"  {_sentence(_of(one), lang)}")
        said = Reason("audit.whole") if whole else Reason("audit.not_whole", {"n": len(findings)})
        click.echo(_sentence(said, lang))
    sys.exit(0 if whole else 1)


@ledger.command()
@with_django
def sequence(lang: str, *, as_json: bool) -> None:
    """Give waiting entries their place in the log and publish a checkpoint (the worker does it too)."""
    from linli.kernel.audit import log, sequencer

    added = sequencer.sequence_all(datetime.now(UTC))
    size = log.size()
    _tell(
        Reason("audit.sequenced", {"n": added, "size": size}),
        {"added": added, "size": size},
        lang,
        as_json=as_json,
    )


@ledger.command()
@with_django
def checkpoint(lang: str, *, as_json: bool) -> None:  # noqa: ARG001 - a note has no language
    """Print the latest signed checkpoint, as it goes to witnesses and notice boards."""
    from linli.kernel.audit import log

    published = log.checkpoint()
    said = {"size": published.size, "root": published.root.hex(), "note": published.note}
    click.echo(json.dumps(said, ensure_ascii=False) if as_json else published.note, nl=as_json)


@ledger.command()
@with_django
def key(lang: str, *, as_json: bool) -> None:  # noqa: ARG001 - a key has no language
    """Print the public key that everybody checks the log with."""
    from linli.kernel.audit.keys import log_signer

    text = log_signer().key.text
    click.echo(json.dumps({"key": text}) if as_json else text)


@ledger.command()
@click.argument("stream")
@click.argument("seq", type=int)
@click.option("--item", "items", multiple=True, help="a private item to hand over, by name")
@with_django
def receipt(stream: str, seq: int, items: tuple[str, ...], lang: str, *, as_json: bool) -> None:
    """Print the receipt of entry SEQ of STREAM, as a file for the one-file verifier."""
    from linli.kernel.audit import facts
    from linli.kernel.audit.models import Entry

    entry = Entry.objects.filter(stream__sid=stream, seq=seq).first()
    if entry is None:
        _refuse(Problem("stream", "audit.no_such_entry", {"seq": seq}), lang, as_json=as_json)
    click.echo(
        json.dumps(facts.receipt(entry, items=items), ensure_ascii=False, indent=None if as_json else 1)
    )


@ledger.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@with_django
def export(folder: Path, lang: str, *, as_json: bool) -> None:
    """Write the public log to FOLDER, for a mirror or for tools/linli_verify.py."""
    from linli.kernel.audit.export import export as write

    size = write(folder)
    _tell(Reason("audit.exported", {"n": size}), {"size": size, "folder": str(folder)}, lang, as_json=as_json)


@ledger.command()
@click.argument("file", type=click.File(encoding="utf-8"))
@with_django
def cosign(file: Any, lang: str, *, as_json: bool) -> None:
    """Take in a checkpoint that witnesses signed."""
    from linli.kernel.audit.sequencer import add_cosignatures

    added = add_cosignatures(file.read())
    if isinstance(added, Problem):
        _refuse(added, lang, as_json=as_json)
    _tell(Reason("audit.cosigned", {"n": added}), {"added": added}, lang, as_json=as_json)


@ledger.command()
@click.option("--subject", default="", help="everything about this subject, such as person:REF")
@click.option("--item", "items", type=int, multiple=True, help="a single item by its number")
@click.option("--rule", required=True, help="the rule that asks for it, such as pipl.47")
@click.option("--authority", required=True, help="who decided, such as body:REF")
@click.option("--act-id", default="", help="give it to be able to repeat the command safely")
@with_django
def erase(
    subject: str, items: tuple[int, ...], rule: str, authority: str, act_id: str, lang: str, *, as_json: bool
) -> None:
    """Erase private items for good; the log keeps a notice, and every check still holds."""
    from linli.kernel.access.actors import system_actor
    from linli.kernel.audit.erasure import erase as forget
    from linli.kernel.audit.outcomes import Invalid, Refused

    try:
        done = forget(
            subject=subject,
            items=items,
            rule=rule,
            authority=authority,
            actor=system_actor("ledger"),
            act_id=act_id or str(uuid.uuid4()),
            at=datetime.now(UTC),
        )
    except Invalid as error:
        _refuse(error.problems[0], lang, as_json=as_json)
    except Refused as error:
        _refuse(error.refusal, lang, as_json=as_json)
    params = {"n": done["erased"], "left": done["left"]}
    _tell(Reason("audit.erased", params), done, lang, as_json=as_json)


def _of(finding: Any) -> Reason:
    return Reason(finding.code, finding.where)


def _sentence(said: Said, lang: str) -> str:
    from linli.kernel.ui.text import reason

    return reason(said, lang=lang)


def _tell(said: Said, answer: dict[str, Any], lang: str, *, as_json: bool) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False) if as_json else _sentence(said, lang))


def _refuse(said: Said, lang: str, *, as_json: bool) -> NoReturn:
    both = {"code": said.code, **{name: _sentence(said, name) for name in LANGUAGES}}
    click.echo(
        json.dumps({"ok": False, "refused": both}, ensure_ascii=False) if as_json else both[lang],
        err=not as_json,
    )
    sys.exit(2)
