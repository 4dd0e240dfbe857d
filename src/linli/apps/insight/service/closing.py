"""Closes a month with an entry in the log, and announces what is corrected in one afterwards."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from linli.apps.catalogue import facts as catalogue
from linli.apps.insight import events
from linli.apps.insight.models import Correction, Month, MonthFigures
from linli.apps.insight.policy import figures
from linli.apps.insight.policy.figures import Figures, Group
from linli.apps.insight.policy.periods import Period, read_period
from linli.core.ledger.canonical import canonical
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import system_actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.models import Stream

GRACE = timedelta(days=15)
"""How long a month stays open after its end: the ten days for contesting a result, and five to decide."""

FIGURES = "figures"
ACTOR = system_actor("insight")
Stored = Mapping[Group, Mapping[str, JsonValue]]
NAMESPACE = uuid.UUID("6f0b1a52-8f0e-5d3b-9b1e-2d1c6d0f9a77")


def close_old(at: datetime) -> None:
    """Close every month whose time to change is over."""
    for month in Month.objects.filter(closed_at=None).order_by("name"):
        period = read_period(month.name)
        if isinstance(period, Period) and period.end + GRACE <= at:
            _close(month, at)


def _close(month: Month, at: datetime) -> None:
    public: dict[str, JsonValue] = {
        "month": month.name,
        "figures": digest(_stored(month.name)),
        "log_size": month.log_size,
        "calendar": catalogue.calendar().version,
    }

    def work(acting: Acting) -> JsonValue:
        stream = acting.open_stream(FIGURES, events.MONTH_CLOSED, public)
        Month.objects.filter(pk=month.pk, closed_at=None).update(closed_at=at, stream=stream)
        return public

    act("insight.close_month", work, said=public, actor=ACTOR, act_id=_act_id("close", month.name), at=at)


def correct(
    month: Month,
    new: Mapping[Group, Figures],
    *,
    at: datetime,
    log_size: int,
    write: Callable[[], None],
) -> None:
    """Bring a closed month up to what entries say now, in the open; nothing happens when nothing differs."""
    before = _stored(month.name)
    after = {group: figures.to_json(of_group) for group, of_group in new.items()}
    changed = _changed(before, after)
    if not changed:
        return
    codes: list[JsonValue] = [*sorted(changed)]

    def work(acting: Acting) -> JsonValue:
        public: dict[str, JsonValue] = {
            "month": month.name,
            "figures": digest(after),
            "log_size": log_size,
            "changed": codes,
        }
        acting.enter(Stream.objects.get(pk=month.stream_id or 0), events.MONTH_CORRECTED, public)
        write()
        Correction.objects.bulk_create(_corrections(month.name, before, after, changed, at))
        Month.objects.filter(pk=month.pk).update(as_of=at, log_size=log_size)
        return {"changed": codes}

    said: dict[str, JsonValue] = {"month": month.name, "log_size": log_size}
    act_id = _act_id("correct", f"{month.name}:{log_size}")
    act("insight.correct_month", work, said=said, actor=ACTOR, act_id=act_id, at=at)


def _stored(month: str) -> Stored:
    rows = MonthFigures.objects.filter(month=month).values_list("area", "body", "subject", "figures")
    return {Group(area, body, subject): kept for area, body, subject, kept in rows}


def _changed(before: Stored, after: Stored) -> dict[str, int]:
    """Return in how many groups each figure differs."""
    changed: dict[str, int] = {}
    for group in before.keys() | after.keys():
        old, new = before.get(group, {}), after.get(group, {})
        for code in old.keys() | new.keys():
            if old.get(code) != new.get(code):
                changed[code] = changed.get(code, 0) + 1
    return changed


def _corrections(
    month: str, before: Stored, after: Stored, changed: Mapping[str, int], at: datetime
) -> list[Correction]:
    old, new = before.get(Group(), {}), after.get(Group(), {})
    return [
        Correction(month=month, rate=code, before=old.get(code), after=new.get(code), groups=groups, at=at)
        for code, groups in sorted(changed.items())
    ]


def digest(everything: Stored) -> str:
    """Return the SHA-256 of a month's figures, to compare with what the log says of them."""
    said: list[JsonValue] = [
        [group.area, group.body, group.subject, dict(kept)] for group, kept in sorted(everything.items())
    ]
    written = canonical(said)
    if not isinstance(written, bytes):
        raise TypeError(f"figures cannot be written: {written}")
    return hashlib.sha256(written).hexdigest()


def _act_id(what: str, name: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"{what}:{name}"))
