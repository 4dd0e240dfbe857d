"""What forms of the market say, read into what the services take; and the choices that they offer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from linli.apps.jobs import facts, service
from linli.core.clock.instants import BEIJING
from linli.core.forms.amounts import read_money
from linli.core.shared.outcomes import Problem
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.ui.text import language, t
from linli.web.portal import areas

WEEKDAYS = tuple(range(1, 8))
PARTS = {"morning": (360, 720), "midday": (720, 1080), "evening": (1080, 1440), "night": (0, 360)}
REACHES = (2, 5, 10, 30)
LEVELS = tuple(range(1, 9))
NAMED_LEVELS = LEVELS[1:]
"""What a worker may name; who names none is taken at the first, and it is not said of them."""
DAYS_TO_PAY = (0, 1, 3, 7, 15, 30)


class Posted(Protocol):
    """What a form sent."""

    def get(self, name: str, default: str = "") -> Any:
        """Return one value."""

    def getlist(self, name: str) -> list[Any]:
        """Return all values of a name."""


def trade_name(one: facts.TradeFact | facts.PostFact) -> str:
    """Return a trade's name in the language of the page."""
    zh, en = (one.trade_zh, one.trade_en) if isinstance(one, facts.PostFact) else (one.name_zh, one.name_en)
    return zh if language() == "zh" else en


def trade_names() -> dict[str, str]:
    """Return the names of all trades by code."""
    return {one.code: trade_name(one) for one in facts.trades()}


def choices(prefix: str, codes: Any) -> list[tuple[str, str]]:
    """Return codes with their sentences."""
    return [(str(one), t(f"{prefix}{one}")) for one in codes]


def number(said: Any, otherwise: int = 0) -> int:
    """Read a small whole number."""
    text = str(said).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else otherwise  # noqa: PLR2004 - small


def fen(said: Any) -> int:
    """Read a sum in yuan as fen; what is no sum is -1, which no service takes."""
    read = read_money("pay_fen", str(said).strip())
    return read if isinstance(read, int) else -1


def day_of(said: Any) -> date | None:
    """Read a day."""
    try:
        return date.fromisoformat(str(said).strip())
    except ValueError:
        return None


def moment(day: Any, clock: Any) -> datetime | None:
    """Read a day and a time of the local clock."""
    on = day_of(day)
    try:
        return datetime.fromisoformat(f"{on}T{str(clock).strip()}").replace(tzinfo=BEIJING) if on else None
    except ValueError:
        return None


def area_code(said: Any) -> str:
    """Read a place that was typed, as its code."""
    return areas.code_of(str(said)[:120], areas.known())


def area_names() -> list[str]:
    """Return the places that a page offers."""
    names = [*areas.known()]
    return names if len(names) <= areas.MOST_OFFERED else []


def new_post(said: Posted) -> service.NewPost:
    """Read the form of a post.

    Raises:
        Invalid: day or hours cannot be read.
    """
    starts = moment(said.get("day"), said.get("starts"))
    ends = moment(said.get("day"), said.get("ends"))
    wrong = [
        Problem(name, "jobs.page.clock")
        for name, read in (("starts_at", starts), ("ends_at", ends))
        if read is None
    ]
    if wrong or starts is None or ends is None:
        raise Invalid(*wrong)
    if ends <= starts and said.get("next_day") == "yes":
        ends += timedelta(days=1)
    plain = {
        name: str(said.get(name, ""))[:500]
        for name in (
            "trade",
            "place",
            "pay_unit",
            "pay_way",
            "tools",
            "protection",
            "insurance",
            "meals",
            "words",
        )
    }
    return service.NewPost(
        area=area_code(said.get("area", "")), starts_at=starts, ends_at=ends, places=number(said.get("places")),
        pay_fen=fen(said.get("pay_fen", "")), pieces_an_hour=number(said.get("pieces_an_hour", "")),
        pay_days=number(said.get("pay_days", ""), 99), level=number(said.get("level", ""), 1),
        demands=tuple(said.getlist("demands")), **plain,
    )  # fmt: skip


def new_worker(said: Posted, *, phone: str = "", consent: str = "own") -> service.NewWorker:
    """Read what somebody said of themselves, in whatever order the pages asked.

    Raises:
        Invalid: the day of birth cannot be read.
    """
    born = day_of(said.get("born"))
    if born is None:
        raise Invalid(Problem("born", "jobs.page.born"))
    trades = tuple((str(code), number(said.get(f"level_{code}", ""), 1)) for code in said.getlist("trades"))
    return service.NewWorker(
        name=str(said.get("name", ""))[:60], born=born, area=area_code(said.get("area", "")), trades=trades,
        free=free_of(said), reach=number(said.get("reach", ""), 5) * 1000, helps=tuple(said.getlist("helps")),
        key_group=str(said.get("key_group", "")), phone=phone, consent=consent,
    )  # fmt: skip


def free_of(said: Posted) -> tuple[service.Free, ...]:
    """Read days and parts of the day as stretches."""
    days = [number(one) for one in said.getlist("days")]
    parts = [PARTS[one] for one in said.getlist("parts") if one in PARTS]
    return tuple(service.Free(day, *part) for day in days for part in parts)


def worker_fields(known: facts.WorkerFact | None) -> Mapping[str, Any]:
    """Return what an entry says, as the form's fields."""
    if known is None:
        return {}
    parts = [name for name, span in PARTS.items() if any((one.start, one.end) == span for one in known.free)]
    return {
        "trades": [code for code, _ in known.trades],
        **{f"level_{code}": str(level) for code, level in known.trades},
        "days": sorted({str(one.weekday) for one in known.free}),
        "parts": parts,
        "area": areas.name_of_code(known.area_code, areas.known()),
        "reach": str(known.reach // 1000),
        "name": known.name,
        "born": known.born.isoformat() if known.born else "",
        "helps": list(known.helps),
        "key_group": known.key_group,
    }
