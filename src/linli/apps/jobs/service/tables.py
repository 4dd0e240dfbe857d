"""Keeps the two tables of the market: trades, and minimum wages with their dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from linli.apps.grid import facts as grid
from linli.apps.jobs import events
from linli.apps.jobs.models import MinimumWageRow, Trade
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible

_CODE = re.compile(r"[a-z][a-z0-9_]{1,29}")
_OCCUPATION = re.compile(r"(\d-\d{2}-\d{2}-\d{2})?")
MOST_HOURLY = 50_000


@dataclass(frozen=True, slots=True)
class TradeIn:
    """A trade as staff enter or change it."""

    code: str
    name_zh: str
    name_en: str
    occupation: str = ""
    dangerous: bool = False
    open: bool = True


def keep_trade(new: TradeIn, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Enter a trade, or change the one of this code; returns the code.

    Raises:
        NotVisible: the actor keeps no tables.
        Invalid: a code, a name or a number of an occupation that cannot be.
    """
    if not actor.may(Permission.JOB_TABLES):
        raise NotVisible
    problems = [
        Problem(name, code)
        for name, code, wrong in (
            ("code", "jobs.code_shape", not _CODE.fullmatch(new.code)),
            ("name_zh", "jobs.name_missing", not new.name_zh.strip()),
            ("name_en", "jobs.name_missing", not new.name_en.strip()),
            ("occupation", "jobs.occupation_shape", not _OCCUPATION.fullmatch(new.occupation)),
        )
        if wrong
    ]
    if problems:
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        row = Trade.objects.select_related("stream").filter(code=new.code).first() or Trade(code=new.code)
        public: dict[str, JsonValue] = {"trade": new.code, "dangerous": new.dangerous, "open": new.open}
        if row.pk is None:
            row.stream = acting.open_stream("trade", events.TRADE_KEPT, public)
        else:
            acting.enter(row.stream, events.TRADE_KEPT, public)
        row.name_zh, row.name_en = new.name_zh.strip()[:40], new.name_en.strip()[:60]
        row.occupation, row.dangerous, row.open = new.occupation, new.dangerous, new.open
        row.save()
        return new.code

    said: JsonValue = [new.code, new.name_zh, new.name_en, new.occupation, new.dangerous, new.open]
    return str(act("jobs.keep_trade", work, said=said, actor=actor, act_id=act_id, at=at))


@dataclass(frozen=True, slots=True)
class WageIn:
    """A minimum wage as it is entered: code of an area, the day it begins, fen by the hour, where it is written."""

    area: str
    since: date
    hourly: int
    source: str
    is_example: bool = False


def keep_wage(new: WageIn, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Enter a minimum wage, or correct the one of this area and day; returns its ref.

    Raises:
        NotVisible: the actor keeps no tables there.
        Invalid: no such area, no possible sum, or no source.
    """
    area = grid.area(new.area)
    if not actor.may(Permission.JOB_TABLES, area_path=area.path if area else None):
        raise NotVisible
    problems = []
    if area is None:
        problems.append(Problem("area", "jobs.no_such_area"))
    if not 0 < new.hourly <= MOST_HOURLY:
        problems.append(Problem("hourly", "jobs.no_such_wage"))
    if not new.source.strip():
        problems.append(Problem("source", "jobs.source_missing"))
    if problems or area is None:
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        rows = MinimumWageRow.objects.select_related("stream")
        row = rows.filter(area_path=area.path, since=new.since).first()
        row = row or MinimumWageRow(area_path=area.path, area_code=area.code, since=new.since)
        public: dict[str, JsonValue] = {
            "area": area.code, "since": new.since.isoformat(), "hourly": new.hourly,
        }  # fmt: skip
        if row.pk is None:
            row.stream = acting.open_stream("wage", events.WAGE_KEPT, public)
        else:
            acting.enter(row.stream, events.WAGE_KEPT, public)
        row.hourly, row.source, row.is_example = new.hourly, new.source.strip()[:200], new.is_example
        row.save()
        return str(row.ref)

    said: JsonValue = [new.area, new.since.isoformat(), new.hourly, new.source, new.is_example]
    return str(act("jobs.keep_wage", work, said=said, actor=actor, act_id=act_id, at=at))
