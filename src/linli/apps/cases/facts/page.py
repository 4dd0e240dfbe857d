"""One case as one actor may see it: its course, its clocks, its words, and what can be done now."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from linli.apps.cases.facts import definitions, guards
from linli.apps.cases.facts.loading import Loaded, also_as_person, load
from linli.apps.cases.facts.ratings import carries_rating
from linli.apps.cases.facts.rows import AlikeRow, CaseView, PartRow, RulingRow, Step
from linli.apps.cases.models import Assignment, Case, Participant, Ruling
from linli.core.clock.running import ClockState
from linli.core.lifecycle.advance import open_moves
from linli.core.lifecycle.definition import ClockKind, Move
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor
from linli.kernel.audit import facts as audit
from linli.kernel.files.facts import files_of

STAFF_ONLY = frozenset({"actor", "contact.name", "contact.phone", "point"})


def case_view(actor: Actor, ref: str | uuid.UUID, *, at: datetime) -> CaseView:
    """Return a case for a page; NotVisible when this actor may not see it. At most eight statements."""
    loaded = also_as_person(load(actor, ref, whole=True), actor)
    case = loaded.case
    definition = definitions.definition(case.pack)
    staff = bool(loaded.roles - {"resident", "joined", "agent"}) or actor.is_system
    clocks = [ClockState.from_json(stored) for stored in loaded.state.clocks.values()]
    reporter = Participant.objects.filter(case=case, relation="reporter").order_by("id").first()
    return CaseView(
        case=case,
        definition=definition,
        roles=loaded.roles,
        relation=loaded.parts.relation,
        staff=staff,
        title=case.text.title,
        body=case.text.body,
        place=case.text.place,
        point=(case.text.lon, case.text.lat)
        if case.text.lon is not None and case.text.lat is not None
        else None,
        answers=case.text.answers,
        promise=promise_of(clocks),
        clocks=[clock for clock in clocks if clock.kind == ClockKind.HOLDER.value and clock.stopped is None],
        moves=_moves(loaded, actor, definition, at),
        steps=steps(case, definition, staff=staff, handler=_is_handler_only(loaded)),
        parts=_parts(case, actor) if staff else (),
        files=files_of(f"case:{case.ref}"),
        reporter=reporter.name if reporter and staff else "",
        reporter_phone=reporter.phone_shown if reporter and staff else "",
    )


def promise_of(clocks: Sequence[ClockState]) -> ClockState | None:
    """Return the date that the resident looks at: of the promises the one not stopped, else the last one."""
    promises = [clock for clock in clocks if clock.kind == ClockKind.PROMISE.value]
    return max(promises, key=lambda clock: (clock.stopped is None, clock.started), default=None)


def _moves(loaded: Loaded, actor: Actor, definition: ServiceDefinition, at: datetime) -> tuple[Move, ...]:
    facts = guards.guard_facts(loaded, actor, at)
    return open_moves(definition.lifecycle, loaded.state, roles=loaded.roles, facts=facts)


def steps(
    case: Case, definition: ServiceDefinition, *, staff: bool, words: bool = True, handler: bool = False
) -> Sequence[Step]:
    """Return the entries of a case, oldest first, each with the words this viewer may read.

    A handler learns neither who rated or objected nor in what words (practice.md 11).
    """
    past = audit.history(case.stream)
    items = audit.private_items(one.id for one in past) if words else {}
    found = [_step(one, _words(items.get(one.id, {}), one.public, definition, staff=staff)) for one in past]
    return [_anonymous(step, definition) for step in found] if handler else found


def _is_handler_only(loaded: Loaded) -> bool:
    of_bodies = {"officer", "mediator", "lead_officer", "lead_mediator"}
    return bool(loaded.roles & of_bodies) and loaded.roles <= of_bodies


def _anonymous(step: Step, definition: ServiceDefinition) -> Step:
    move = definition.lifecycle.moves.get(step.move or "")
    if move is None or not carries_rating(move):
        return step
    return replace(step, role="", texts={})


def _step(past: audit.Past, texts: Mapping[str, JsonValue]) -> Step:
    state = past.public.get("state")
    changed = state if isinstance(state, Mapping) else {}
    inputs = past.public.get("inputs")
    return Step(
        seq=past.seq,
        act=past.act,
        at=past.occurred_at,
        role=str(past.public.get("role", "")),
        move=_text(past.public.get("move")),
        stage=_text(changed.get("stage")),
        body=_text(changed.get("lead")),
        inputs=inputs if isinstance(inputs, Mapping) else {},
        texts=texts,
        leaf_index=past.leaf_index,
    )


def _words(
    items: Mapping[str, JsonValue],
    public: Mapping[str, JsonValue],
    definition: ServiceDefinition,
    *,
    staff: bool,
) -> dict[str, JsonValue]:
    move = definition.lifecycle.moves.get(str(public.get("move", "")))
    told = {f"input.{one.name}" for one in move.inputs if one.told} if move else set()
    if public.get("audience") == "resident":
        told.add("note")
    return {
        name.removeprefix("input."): value
        for name, value in items.items()
        if name in told
        or (staff and name not in STAFF_ONLY and (name.startswith("input.") or name in {"note", "order"}))
    }


def _text(value: JsonValue | None) -> str | None:
    return value if isinstance(value, str) else None


def _parts(case: Case, actor: Actor) -> list[PartRow]:
    columns = ("body__ref", "part", "state", "changed_at", "offered_at", "word", "person__name", "body_id")
    rows = Assignment.objects.filter(case=case).order_by("id").values_list(*columns)
    return [
        PartRow(str(body), part, state, since, offered, word, name or "", body_id in actor.body_ids)
        for body, part, state, since, offered, word, name, body_id in rows
    ]


def precedents(case: Case, limit: int = 3) -> list[RulingRow]:
    """Return the latest rulings on the same subject and link, the nearest place first: who took it last time."""
    if not case.subject:
        return []
    rows = (
        Ruling.objects.filter(subject=case.subject, case__link=case.link)
        .exclude(case=case)
        .order_by("-at")
        .values_list("number", "competent__ref", "returned_by__ref", "upheld", "reason", "at", "area_path")[
            :20
        ]
    )
    near = sorted(rows, key=lambda row: -_shared_prefix(row[6], case.area_path))
    return [
        RulingRow(n, str(c), str(r) if r else None, u, why, at) for n, c, r, u, why, at, _path in near[:limit]
    ]


def alike(case: Case, *, days: int = 7, limit: int = 8) -> list[AlikeRow]:
    """Return open cases on the same subject in the same cell or community, opened within ``days``."""
    if not case.subject:
        return []
    near = Case.objects.filter(closed_at=None, subject=case.subject, sensitivity="normal").exclude(pk=case.pk)
    near = near.filter(unit_cell=case.unit_cell) if case.unit_cell else near.filter(area_path=case.area_path)
    since = case.opened_at - timedelta(days=days)
    rows = near.filter(opened_at__gte=since).order_by("opened_at")
    return [
        AlikeRow(str(ref), *rest)
        for ref, *rest in rows.values_list("ref", "number", "text__title", "joined", "opened_at")[:limit]
    ]


def _shared_prefix(one: str, other: str) -> int:
    pairs = zip(one.split("/"), other.split("/"), strict=False)
    count = 0
    for left, right in pairs:
        if left != right:
            break
        count += 1
    return count
