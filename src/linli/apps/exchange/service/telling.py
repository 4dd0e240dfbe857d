"""Tells the other city what happened to our side of a matter."""

from __future__ import annotations

from datetime import UTC, datetime

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import CaseView, Step
from linli.apps.exchange.models import Exchange
from linli.apps.exchange.service.writing import ACTOR, write
from linli.core.exchange.message import Kind
from linli.core.exchange.protocol import Side
from linli.core.shared.outcomes import JsonValue

GRANTED = frozenset({"granted", "solved", "explained"})
LONGEST = 2_000


def tell_of(case: str, move: str, *, act_id: str, at: datetime) -> None:
    """Say what a move on an exchanged case means for the other side; of other cases nothing is said."""
    row = Exchange.objects.filter(case__ref=case, over=False).first()
    if row is None:
        return
    if row.side == Side.HANDLING.value:
        said = news_of(case, at)
        write(row, Kind.NEWS, said, act_id=act_id, at=at)
        Exchange.objects.filter(pk=row.pk).update(over=bool(said["ended"]))
        return
    kind = {"answer": Kind.ANSWERED, "withdraw": Kind.WITHDRAWN}.get(move)
    if kind is not None:
        view = cases.case_view(ACTOR, case, at=at)
        words = _told(view, next((one for one in reversed(view.steps) if one.move == move), None))
        write(row, kind, {"words": words or "—"}, act_id=act_id, at=at)
        Exchange.objects.filter(pk=row.pk).update(over=kind is Kind.WITHDRAWN)


def news_of(case: str, at: datetime) -> dict[str, JsonValue]:
    """Return how a case of ours stands, in words for the person: number, stage, date; nothing that is internal."""
    view = cases.case_view(ACTOR, case, at=at)
    row, definition = view.case, view.definition
    ended = row.closed_at is not None
    result = "withdrawn" if row.stage == "withdrawn" else "granted" if row.outcome in GRANTED else "refused"
    due = row.promise_due.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if row.promise_due else ""
    return {
        "number": row.number,
        "stage_zh": definition.text(f"stage.{row.stage}", "zh"),
        "stage_en": definition.text(f"stage.{row.stage}", "en"),
        "told": _told(view, view.steps[-1] if view.steps else None),
        "waits": cases.waits_for_person(view),
        "ended": ended,
        "result": result if ended else "",
        "due": "" if ended else due,
    }


def _told(view: CaseView, step: Step | None) -> str:
    """Return the words of a step that are meant for the person."""
    move = view.definition.lifecycle.moves.get(step.move or "") if step else None
    if step is None or move is None:
        return ""
    said = {**step.inputs, **step.texts}
    words = [str(said[one.name]) for one in move.inputs if one.told and said.get(one.name)]
    return "\n".join(words)[:LONGEST]
