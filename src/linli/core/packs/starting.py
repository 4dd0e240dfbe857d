"""When a clock starts that counts from a day somebody names: an agreement's first day, not the day it was written down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from linli.core.clock.instants import BEIJING, local
from linli.core.shared.outcomes import JsonValue, Problem

FROM = "from"


def start_at(options: Mapping[str, str], inputs: Mapping[str, JsonValue], at: datetime) -> datetime | Problem:
    """Return the instant a clock starts: the beginning of the day named, which cannot lie ahead, else ``at``."""
    name = options.get(FROM)
    if name is None:
        return at
    try:
        day = date.fromisoformat(str(inputs.get(name)))
    except ValueError:
        return Problem(name, "lifecycle.no_such_date", {"value": str(inputs.get(name))[:20]})
    if day > local(at).date():
        return Problem(name, "packs.day_ahead", {"day": day.isoformat()})
    return datetime.combine(day, time(), BEIJING)
