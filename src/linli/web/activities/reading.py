"""Reads what was typed into a plan or a sign-up; what cannot be read becomes nothing, and the service says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from django.http import QueryDict

from linli.apps.activities.service import NewActivity, NewGroup, Wish
from linli.core.clock.instants import BEIJING
from linli.core.forms.amounts import read_money
from linli.core.shared.outcomes import Problem
from linli.kernel.ui.text import language

_LINES = ("title_zh", "title_en", "about_zh", "about_en", "bring_zh", "bring_en", "room", "link", "code")
LONGEST = 6_000


def plan_of(post: QueryDict | Mapping[str, str]) -> NewActivity:
    """Read a plan."""
    days = post.getlist("weekdays") if isinstance(post, QueryDict) else str(post.get("weekdays", "")).split()
    weekdays = tuple(sorted({int(one) for one in days if one in {*"1234567"}}))
    fee = read_money("fee", post.get("fee", "") or "0")
    return NewActivity(
        kind=post.get("kind", "")[:20], centre=post.get("centre", "")[:40], first=day(post.get("first", "")),
        last=day(post.get("last", "")), weekdays=weekdays, starts=clock(post.get("starts", "")),
        ends=clock(post.get("ends", "")), places=number(post.get("places", "")),
        age_from=number(post.get("age_from", "")), age_to=number(post.get("age_to", "")),
        opens_at=moment(post.get("opens_at", "")), closes_at=moment(post.get("closes_at", "")),
        fee_fen=fee if isinstance(fee, int) else None, answer_hours=number(post.get("answer_hours", "") or "24"),
        skip_holidays=post.get("skip_holidays", "") == "yes",
        **{name: post.get(name, "")[:LONGEST] for name in _LINES},
    )  # fmt: skip


def wish_of(post: QueryDict, *, counter: bool = False) -> Wish:
    """Read who wants to come; ``self`` means the reader, whatever else was typed."""
    own = post.get("who") == "self" and not counter
    return Wish(
        name="" if own else post.get("name", "")[:60],
        born=day(post.get("born", "")),
        mode=post.get("mode", "room")[:6] or "room",
        agrees=post.get("agrees") == "yes",
        phone=post.get("phone", "")[:40] if counter else "",
        consent_by=post.get("consent_by", "")[:40] if counter else "",
        person="" if counter else post.get("person", "")[:40],
    )


def group_of(said: QueryDict | Mapping[str, str]) -> NewGroup:
    """Read a childcare group."""
    fee = read_money("fee_fen", said.get("fee", "") or "0")
    numbers = {name: number(said.get(name, "")) for name in ("months_from", "months_to", "places", "staff")}
    lines = {name: said.get(name, "").strip()[:100] for name in ("name_zh", "name_en", "hours")}
    return NewGroup(
        centre=said.get("centre", "").strip()[:40], fee_fen=fee if isinstance(fee, int) else None, **lines, **numbers,
    )  # fmt: skip


def number(said: str) -> int | None:
    """Read a whole number as people type it; -1 for what is none, so that it is refused and not left out."""
    text = said.strip()
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else -1  # noqa: PLR2004 - digits


def day(said: str) -> date | None:
    """Read a day."""
    try:
        return date.fromisoformat(said.strip()[:10])
    except ValueError:
        return None


def clock(said: str) -> time | None:
    """Read a time of day."""
    try:
        return time.fromisoformat(said.strip()[:5])
    except ValueError:
        return None


def moment(said: str) -> datetime | None:
    """Read a day with a time, in Beijing's time; a day alone is its beginning."""
    try:
        read = datetime.fromisoformat(said.strip()[:25])
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=BEIJING)


def named(row: Any, field: str) -> str:
    """Return a text in the reader's language, the other one where there is none."""
    zh, en = getattr(row, f"{field}_zh"), getattr(row, f"{field}_en")
    return str(zh or en) if language() == "zh" else str(en or zh)


def as_typed(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Name the fields of problems as pages do: a fee is typed in yuan, and kept in fen."""
    return tuple(replace(one, field="fee") if one.field == "fee_fen" else one for one in problems)
