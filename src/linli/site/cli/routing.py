"""`linli routing explain`: who answers for a subject at a place on a day, and why."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn
from zoneinfo import ZoneInfo

import click

if TYPE_CHECKING:
    from linli.apps.catalogue.facts import ConditionFact, Snapshot
    from linli.apps.grid.facts import Located
    from linli.core.routing.rows import Routed
    from linli.core.shared.outcomes import Reason, Refusal

Json = dict[str, object]
LANGUAGES = ("zh", "en")
REFUSED = 2


@click.group()
def routing() -> None:
    """Ask the responsibility matrix."""


@routing.command()
@click.option(
    "--subject", required=True, help="Key of the subject: 30428.2:component:01-37, or 01-37 alone if clear."
)
@click.option("--lat", type=float, required=True, help="Latitude, WGS84.")
@click.option("--lon", type=float, required=True, help="Longitude, WGS84.")
@click.option(
    "--at", "moment", default=None, help="Moment, ISO 8601; without a zone it is Asia/Shanghai. Default: now."
)
@click.option(
    "--link", default="", help="Link of a chain: storage, transport, use ... Default: the only one there is."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def explain(subject: str, lat: float, lon: float, moment: str | None, link: str, *, as_json: bool) -> None:
    """Tell who answers for a subject at a place, by which row, and within what limits.

    Exit code 0: answered; 2: refused (unknown subject, point outside, nobody or several answer).
    """
    import django

    django.setup()
    from linli.apps.catalogue import facts as catalogue
    from linli.apps.grid import facts as grid
    from linli.core.shared.outcomes import Refusal

    at = _read_moment(moment)
    now = _snapshot()
    key = _subject_key(subject, now)
    if isinstance(key, Refusal):
        _refuse(key, {}, as_json=as_json)
    located = grid.locate(lon, lat)
    if isinstance(located, Refusal):
        _refuse(located, {"subject": key}, as_json=as_json)
    unknown = catalogue.link_problem(key, link)
    if unknown:
        _refuse(Refusal(unknown.code, unknown.params), {"subject": key}, as_json=as_json)
    on = at.astimezone(ZoneInfo("Asia/Shanghai")).date()
    answer = catalogue.responsible(key, located.area_path, on, link=link)
    told = {
        **_question(key, link, at, now),
        "area": _area(located),
        "limits": [_limit(one) for one in now.conditions_of(key)],
    }
    if isinstance(answer, Refusal):
        _refuse(answer, told, as_json=as_json)
    told |= _answered(answer)
    click.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_json else _plain(told))


def _snapshot() -> Snapshot:
    from django.db import DatabaseError

    from linli.apps.catalogue import facts as catalogue

    try:
        return catalogue.snapshot()
    except DatabaseError as error:
        raise click.ClickException(f"the database cannot be read: {error}") from error


def _read_moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            "not an ISO 8601 moment, such as 2026-10-01T09:00+08:00", param_hint="--at"
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def _subject_key(said: str, now: Snapshot) -> str | Refusal:
    from linli.core.shared.outcomes import Refusal

    if now.subject(said):
        return said
    ending = [key for key in now.links if key.endswith(f":{said}")]
    if len(ending) == 1:
        return ending[0]
    if ending:
        return Refusal("catalogue.subject_ambiguous", {"subject": said, "keys": ", ".join(ending)})
    return Refusal("catalogue.no_subject", {"subject": said})


def _question(key: str, link: str, at: datetime, now: Snapshot) -> Json:
    from linli.apps.catalogue import facts as catalogue

    subject = now.subjects[key]
    return {
        "subject": {"key": key, "name": {"zh": subject.name_zh, "en": subject.name_en}},
        "link": catalogue.the_link(key, link),
        "at": at.isoformat(),
    }


def _area(located: Located) -> Json:
    from linli.apps.grid import facts as grid

    crumbs = grid.breadcrumbs(located.area_path)
    names = {
        "zh": "".join(one.name_zh for one in crumbs),
        "en": ", ".join(one.name_en or one.name_zh for one in reversed(crumbs)),
    }
    return {"path": located.area_path, "name": names, "cells": dict(located.cells)}


def _answered(answer: Routed) -> Json:
    return {
        "lead": _body(answer.lead),
        "supporting": [_body(ref) for ref in answer.supporting],
        "row": answer.row.id,
        "reasons": [_sentence(one) for one in answer.why],
    }


def _body(ref: str) -> Json:
    from linli.apps.grid import facts as grid

    body = grid.body(ref)
    if body is None:
        return {"ref": ref}
    return {
        "ref": body.ref,
        "code": body.code,
        "name": {"zh": body.name_zh, "en": body.name_en or body.name_zh},
    }


def _limit(one: ConditionFact) -> Json:
    return {
        "condition": one.key,
        "text": one.text_zh,
        "limit": one.limit,
        "abridged": one.abridged,
        "example": one.example,
    }


def _sentence(said: Reason | Refusal) -> Json:
    from linli.apps.catalogue import facts as catalogue
    from linli.kernel.ui.text import reason

    return {
        "code": said.code,
        **{lang: reason(catalogue.readable(said, lang=lang), lang=lang) for lang in LANGUAGES},
    }


def _refuse(refusal: Refusal, told: Json, *, as_json: bool) -> NoReturn:
    sentence = _sentence(refusal)
    if as_json:
        click.echo(json.dumps({**told, "refused": sentence}, ensure_ascii=False, indent=2))
    else:
        click.echo(f"{sentence['zh']}\n{sentence['en']}", err=True)
    raise SystemExit(REFUSED)


def _plain(told: Json) -> str:
    lead, area = told["lead"], told["area"]
    lines = [f"{area['name']['zh']}  {area['path']}", f"→ {lead['name']['zh']} / {lead['name']['en']}"]  # type: ignore[index]
    lines += [f"  + {one['name']['zh']} / {one['name']['en']}" for one in told["supporting"]]  # type: ignore[attr-defined]
    for lang in LANGUAGES:
        lines += [one[lang] for one in told["reasons"]]  # type: ignore[attr-defined]
    lines += [f"{one['text']}: {one['limit']}" for one in told["limits"]]  # type: ignore[attr-defined]
    return "\n".join(lines)
