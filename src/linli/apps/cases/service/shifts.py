"""The note that the next on the same desk finds when the shift changes."""

from __future__ import annotations

import uuid
from datetime import datetime

from linli.apps.cases import events
from linli.apps.cases.models import ShiftNote
from linli.apps.grid import facts as grid
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, Item, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused

LIMIT = 2_000
KEPT = "shift"
"""Retention class: a note serves the next shift, not the file of a case (docs/operations.md)."""


def write_shift_note(
    body: str, desk: str, text: str, *, actor: Actor, act_id: str, at: datetime
) -> dict[str, JsonValue]:
    """Leave a note for whoever sits at the same desk of one's body next."""
    words = clean_text(text).strip()
    if not words:
        raise Invalid(Problem("text", "lifecycle.required"))
    if len(words) > LIMIT:
        raise Invalid(Problem("text", "lifecycle.too_long", {"limit": LIMIT, "length": len(words)}))

    def work(acting: Acting) -> JsonValue:
        found = grid.body(body)
        if found is None or not _sits_at(actor, found.id, desk):
            raise NotVisible
        row = ShiftNote(ref=uuid.uuid4(), body_id=found.id, desk=desk, author_id=actor.account_id)
        row.text, row.at = words, acting.occurred_at
        row.stream = acting.open_stream(
            "shift_note",
            events.SHIFT_NOTED,
            {"role": desk, "body": found.ref, "desk": desk},
            [Item("actor", actor.key, actor.key, "actor"), Item("note", words, str(row.ref), KEPT)],
        )
        row.save(force_insert=True)
        acting.announce(events.SHIFT_NOTED, {"body": found.ref, "desk": desk})
        return {"ref": str(row.ref)}

    said: JsonValue = {"body": body, "desk": desk, "text": words}
    answer = act("cases.write_shift_note", work, said=said, actor=actor, act_id=act_id, at=at)
    return dict(answer) if isinstance(answer, dict) else {}


def take_shift_note(ref: str, *, actor: Actor, act_id: str, at: datetime) -> dict[str, JsonValue]:
    """Say that one has read the note and sees to it; the desk then no longer shows it."""

    def work(acting: Acting) -> JsonValue:
        row = ShiftNote.objects.select_related("stream", "body").filter(ref=ref).first()
        if row is None or not _sits_at(actor, row.body_id, row.desk):
            raise NotVisible
        if row.taken_at is not None:
            raise Refused(Refusal("cases.shift_note_taken"))
        public: dict[str, JsonValue] = {"role": row.desk, "body": str(row.body.ref), "desk": row.desk}
        items = [Item("actor", actor.key, actor.key, "actor")]
        acting.enter(row.stream, events.SHIFT_NOTE_TAKEN, public, items)
        ShiftNote.objects.filter(pk=row.pk).update(taken_at=acting.occurred_at, taken_by=actor.account_id)
        return {"ref": str(row.ref)}

    answer = act("cases.take_shift_note", work, said={"note": ref}, actor=actor, act_id=act_id, at=at)
    return dict(answer) if isinstance(answer, dict) else {}


def _sits_at(actor: Actor, body_id: int, desk: str) -> bool:
    return any(grant.body_id == body_id and grant.role == desk for grant in actor.grants)
