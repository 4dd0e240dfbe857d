"""Tells the other city what happened to our side of a matter, and which files came with it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import uuid5

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import CaseView, Step
from linli.apps.exchange.facts.keys import our_code
from linli.apps.exchange.models import Exchange, Message
from linli.apps.exchange.service.enclosing import is_for_other_side, let_go_of, to_name
from linli.apps.exchange.service.ending import end_matter
from linli.apps.exchange.service.writing import ACTOR, write
from linli.core.exchange.message import Kind
from linli.core.exchange.protocol import Side
from linli.core.lifecycle.definition import InputKind
from linli.core.shared.outcomes import JsonValue

GRANTED = frozenset({"granted", "solved", "explained"})
LONGEST = 2_000


def tell_of(case: str, move: str, *, act_id: str, at: datetime) -> None:
    """Say what a move on an exchanged case means for the other side; of other cases nothing is said."""
    row = Exchange.objects.filter(case__ref=case, over=False).first()
    if row is None:
        return
    act_id = _of_ours(row, act_id)
    view = cases.case_view(ACTOR, case, at=at)
    if row.side == Side.HANDLING.value:
        write(row, Kind.NEWS, news_of(view), act_id=act_id, at=at, files=to_name(row, view))
        if _said_that_it_ended(act_id):
            end_matter(row, at)
        return
    kind = {"answer": Kind.ANSWERED, "withdraw": Kind.WITHDRAWN}.get(move)
    if kind is None:
        return
    words = _told(view, next((one for one in reversed(view.steps) if one.move == move), None))
    files = to_name(row, view) if kind is Kind.ANSWERED else []
    write(row, kind, {"words": words or "—"}, act_id=act_id, at=at, files=files)
    if kind is Kind.WITHDRAWN:
        end_matter(row, at)
        let_go_of([row], "exchange.file_not_needed", at=at)


def _of_ours(row: Exchange, key: str) -> str:
    """Return the id of a message: a key of our outbox counts acts, and so may the other city's."""
    return str(uuid5(row.ref, f"{our_code()}/{key}"))


def _said_that_it_ended(act_id: str) -> bool:
    """Say whether the news of an act, as it was written, were the last: told again later, the case may have ended."""
    text = Message.objects.filter(ref=act_id).values_list("body", flat=True).first()
    return bool(text and json.loads(text)["body"]["ended"])


def tell_of_note(case: str, note: str, *, act_id: str, at: datetime) -> None:
    """Pass on a remark (by the id of its act) that was meant for the other side, with its files.

    What the person adds without being asked goes to where it is handled; what staff write to the person comes
    back. What the other city's own files left here as a remark does not.
    """
    row = Exchange.objects.filter(case__ref=case, over=False).first()
    if row is None:
        return
    view = cases.case_view(ACTOR, case, at=at)
    said = next((one for one in cases.attached(view) if one.act_id == note and one.is_note), None)
    if said is None or not is_for_other_side(row.side, said):
        return
    files = to_name(row, view)
    if not said.words and not files:
        return
    act_id = _of_ours(row, act_id)
    words = said.words[:LONGEST]
    if row.side == Side.HANDLING.value:
        write(row, Kind.NEWS, {**news_of(view), "told": words}, act_id=act_id, at=at, files=files)
    else:
        write(row, Kind.ANSWERED, {"words": words}, act_id=act_id, at=at, files=files)


def news_of(view: CaseView) -> dict[str, JsonValue]:
    """Return how a case of ours stands, in words for the person: number, stage, date; nothing that is internal."""
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
    texts = [one for one in move.inputs if one.told and one.kind is not InputKind.FILES]
    words = [str(said[one.name]) for one in texts if said.get(one.name)]
    return "\n".join(words)[:LONGEST]
