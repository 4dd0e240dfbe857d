"""Rounds between their two forms: the value that the core of figures reads, and the row that is stored."""

from __future__ import annotations

from linli.apps.insight.models import RoundRow
from linli.apps.insight.policy.rounds import Round

ASKED_FOR = ("contact", "resolution", "satisfaction", "on_time")
PLAIN = tuple(name for name in Round.__dataclass_fields__ if name not in {"stream", "left_out"})
COLUMNS = ("sid", *PLAIN, *(f"left_{rate}" for rate in ASKED_FOR))


def row_of(one: Round, stream_id: int) -> RoundRow:
    """Write a round as a row."""
    plain = {name: getattr(one, name) for name in PLAIN}
    left_out = {f"left_{rate}": one.left_out.get(rate, "") for rate in ASKED_FOR}
    return RoundRow(stream_id=stream_id, sid=one.stream, **plain, **left_out)


def round_of(row: RoundRow) -> Round:
    """Read a row back."""
    plain = {name: getattr(row, name) for name in PLAIN}
    reasons = {rate: getattr(row, f"left_{rate}") for rate in ASKED_FOR}
    return Round(stream=row.sid, **plain, left_out={rate: why for rate, why in reasons.items() if why})
