"""What GeoReport calls service requests: public cases, found, written and told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from linli.apps.cases import facts
from linli.apps.cases.facts import CaseRow, Step, Wanted
from linli.apps.grid import facts as grid
from linli.apps.grid.facts import AreaFact
from linli.core.shared.numbers import read_case_number
from linli.core.shared.outcomes import Problem
from linli.kernel.audit.outcomes import NotVisible
from linli.web.api.answers import instant
from linli.web.api.cases_told import community

AT_MOST = 1_000
SPAN = timedelta(days=90)
OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True, slots=True)
class Asked:
    """What `GET requests` is narrowed by."""

    numbers: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()
    status: frozenset[str] = frozenset()
    start: datetime | None = None
    end: datetime | None = None


def found(asked: Asked, at: datetime) -> list[CaseRow]:
    """Return the public cases that are wanted, the newest first; by default those of the last 90 days."""
    if asked.numbers:
        return [row for number in asked.numbers[:AT_MOST] if (row := _by_number(number, at)) is not None]
    start = asked.start or ((asked.end or at) - SPAN)
    rows: list[CaseRow] = []
    for row in _newest_first(at):
        if row.opened_at < start or len(rows) == AT_MOST:
            break
        if _wanted(row, asked):
            rows.append(row)
    return rows


def _wanted(row: CaseRow, asked: Asked) -> bool:
    in_time = asked.end is None or row.opened_at <= asked.end
    about = not asked.codes or bool({row.subject, row.service} & asked.codes)
    return in_time and about and (not asked.status or status_of(row) in asked.status)


def _newest_first(at: datetime) -> Iterator[CaseRow]:
    cursor: str | None = ""
    for _ in range(10 * AT_MOST // facts.PAGE):
        page = facts.public_list(Wanted(cursor=cursor or ""), at=at)
        yield from page.rows
        cursor = page.cursor
        if cursor is None:
            return


def one(number: str, at: datetime) -> CaseRow:
    """Return the public case with a number.

    Raises:
        NotVisible: none, or not public.
    """
    row = _by_number(number, at)
    if row is None:
        raise NotVisible
    return row


def _by_number(text: str, at: datetime) -> CaseRow | None:
    number = read_case_number(text)
    if isinstance(number, Problem):
        return None
    rows = facts.public_list(Wanted(words=number), at=at).rows
    return next((row for row in rows if row.number == number), None)


def status_of(row: CaseRow) -> str:
    """Return GeoReport's two states."""
    return CLOSED if row.closed_at else OPEN


def told(rows: list[CaseRow], lang: str, *, extended: bool = False) -> list[dict[str, Any]]:
    """Write cases as GeoReport requests; the place is the middle of the community, never a point told to us."""
    codes = {community(row.area_path) for row in rows} - {""}
    areas = {one.code: one for one in grid.areas(sorted(codes))}
    leads = grid.bodies_by_ref({row.lead for row in rows if row.lead})
    names = {ref: body.name_zh if lang == "zh" else body.name_en for ref, body in leads.items()}
    return [
        _told(row, areas.get(community(row.area_path)), names.get(row.lead or "", ""), lang)
        | (_extended(row.ref) if extended else {})
        for row in rows
    ]


def _told(row: CaseRow, area: AreaFact | None, lead: str, lang: str) -> dict[str, Any]:
    definition = facts.definition(row.pack)
    return {
        "service_request_id": row.number,
        "status": status_of(row),
        "status_notes": definition.text(f"stage.{row.stage}", lang),
        "service_name": definition.text("title", lang),
        "service_code": row.subject or row.service,
        "description": row.title,
        "agency_responsible": lead,
        "service_notice": "",
        "requested_datetime": instant(row.opened_at),
        "updated_datetime": instant(row.closed_at or row.opened_at),
        "expected_datetime": instant(row.promise),
        "address": (area.name_zh if lang == "zh" else area.name_en) if area else "",
        "address_id": area.code if area else "",
        "zipcode": "",
        "lat": area.lat if area else None,
        "long": area.lon if area else None,
        "media_url": "",
    }


def _extended(ref: str) -> dict[str, Any]:
    """Our extension: what happened, entry by entry, with the places in the public log that prove it."""
    seen = facts.public_case(ref)
    return {
        "extended_attributes": {
            "case": seen.ref,
            "stage": seen.stage,
            "joined": seen.joined,
            "history": [_entry(step) for step in seen.steps],
            "comments": [],
        }
    }


def _entry(step: Step) -> Mapping[str, Any]:
    proof = None if step.leaf_index is None else f"/log/entry/{step.leaf_index}"
    return {
        "seq": step.seq,
        "datetime": instant(step.at),
        "act": step.act,
        "move": step.move,
        "role": step.role,
        "stage": step.stage,
        "proof": proof,
    }
