"""What a body does with its own part: answers it, or gives it to one of its people. No stage changes."""

from __future__ import annotations

import uuid
from datetime import datetime

from linli.apps.cases import events
from linli.apps.cases.facts.loading import Loaded
from linli.apps.cases.models import Assignment, Note
from linli.apps.cases.service.beside import NOTE_LIMIT, beside
from linli.apps.cases.service.moving import KEPT
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor
from linli.kernel.access.facts import staff_of
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Item
from linli.kernel.audit.outcomes import Invalid, Refused

BESIDE_LEAD = ("supporting", "on_site")
"""Parts answered beside the course; the lead's and the consulted bodies' are answered by moves."""

PROGRESS = {
    "accepted": Permission.ASSIGNMENT_ACCEPT,
    "reported": Permission.ASSIGNMENT_REPORT,
}


def answer_part(
    ref: str | uuid.UUID, *, part: str, progress: str, word: str, actor: Actor, act_id: str, at: datetime
) -> dict[str, JsonValue]:
    """Say for one's body that it takes on its supporting part, or that its part is done and how."""
    if part not in BESIDE_LEAD or progress not in PROGRESS:
        raise Invalid(Problem("progress", "cases.not_a_choice"))
    words = _words(word, required=progress == "reported")

    def work(acting: Acting, loaded: Loaded) -> None:
        having = loaded.parts.bodies_with(part)
        mine = [body for body in having if actor.may(PROGRESS[progress], body_id=body)]
        if not mine:
            raise Refused(Refusal("cases.no_part"))
        row = Assignment.objects.select_related("body").get(case=loaded.case, body_id=mine[0], part=part)
        public: dict[str, JsonValue] = {
            "role": "officer",
            "body": str(row.body.ref),
            "part": part,
            "progress": progress,
        }
        items = [Item("actor", actor.key, actor.key, "actor")]
        if words:
            items.append(Item("note", words, str(loaded.case.ref), KEPT))
        acting.enter(loaded.case.stream, events.PART_ANSWERED, public, items)
        Assignment.objects.filter(pk=row.pk).update(state=progress, word=words, changed_at=acting.occurred_at)
        acting.announce(events.PART_ANSWERED, {"case": str(loaded.case.ref), "progress": progress})

    said: dict[str, JsonValue] = {"part": part, "progress": progress, "word": words}
    return beside("cases.answer_part", ref, work, said=said, actor=actor, act_id=act_id, at=at)


def pass_on(
    ref: str | uuid.UUID, colleague: str, note: str, *, actor: Actor, act_id: str, at: datetime
) -> dict[str, JsonValue]:
    """Give a case to a colleague of one's own body, with a note; bodies and clocks stay as they are."""
    words = _words(note, required=False)

    def work(acting: Acting, loaded: Loaded) -> None:
        row = _own_part(loaded, actor)
        people = {one.ref: one for one in staff_of(row.body_id, at)}
        if colleague not in people:
            raise Invalid(Problem("colleague", "cases.not_a_colleague"))
        items = [
            Item("actor", actor.key, actor.key, "actor"),
            Item("colleague", colleague, f"account:{colleague}", "actor"),
            *([Item("note", words, str(loaded.case.ref), KEPT)] if words else []),
        ]
        public: dict[str, JsonValue] = {"role": "officer", "body": str(row.body.ref)}
        acting.enter(loaded.case.stream, events.PASSED_ON, public, items)
        Assignment.objects.filter(pk=row.pk).update(person_id=people[colleague].id)
        if words:
            _write_note(acting, loaded, row.body_id, words)
        acting.announce(events.PASSED_ON, {"case": str(loaded.case.ref)})

    said: dict[str, JsonValue] = {"colleague": colleague, "note": words}
    return beside("cases.pass_on", ref, work, said=said, actor=actor, act_id=act_id, at=at)


def _own_part(loaded: Loaded, actor: Actor) -> Assignment:
    mine = [
        body
        for body, _part, state in loaded.parts.rows
        if state not in {"returned", "ended"} and actor.may(Permission.ASSIGNMENT_HAND_OVER, body_id=body)
    ]
    if not mine:
        raise Refused(Refusal("cases.no_part"))
    rows = Assignment.objects.filter(case=loaded.case, body_id__in=mine).select_related("body")
    return min(rows, key=lambda row: row.part != "lead")


def _write_note(acting: Acting, loaded: Loaded, body_id: int, words: str) -> None:
    Note(
        case=loaded.case,
        author_key=acting.actor.key,
        author_role="officer",
        body_id=body_id,
        audience="internal",
        text=words,
        at=acting.occurred_at,
    ).save(force_insert=True)


def _words(text: str, *, required: bool) -> str:
    words = clean_text(text).strip()
    if required and not words:
        raise Invalid(Problem("word", "lifecycle.required"))
    if len(words) > NOTE_LIMIT:
        raise Invalid(Problem("word", "lifecycle.too_long", {"limit": NOTE_LIMIT, "length": len(words)}))
    return words
