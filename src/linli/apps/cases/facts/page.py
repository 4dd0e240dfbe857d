"""One case as one actor may see it: its course, its clocks, its words, and what can be done now."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime, timedelta
from itertools import accumulate

from linli.apps.cases.facts import definitions, guards, ratings
from linli.apps.cases.facts.loading import Loaded, also_as_person, load
from linli.apps.cases.facts.rows import AlikeRow, CaseView, PartRow, RulingRow, Step
from linli.apps.cases.models import Assignment, Case, Participant, Ruling
from linli.core.clock.running import ClockState
from linli.core.lifecycle.advance import open_moves
from linli.core.lifecycle.definition import ClockKind, Move
from linli.core.packs.advice import advised
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor
from linli.kernel.audit import facts as audit
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.files.facts import FileCard, files_of

STAFF_ONLY = frozenset({"actor", "contact.name", "contact.phone", "point"})


def case_view(actor: Actor, ref: str | uuid.UUID, *, at: datetime) -> CaseView:
    """Return a case for a page; NotVisible when this actor may not see it. At most eight statements."""
    loaded = also_as_person(load(actor, ref, whole=True), actor)
    case = loaded.case
    definition = definitions.definition(case.pack)
    veiled = ratings.is_veiled(loaded, actor)
    staff = bool(loaded.roles - {"resident", "joined", "agent"}) or actor.is_system
    clocks = [ClockState.from_json(stored) for stored in loaded.state.clocks.values()]
    reporter = Participant.objects.filter(case=case, relation="reporter").order_by("id").first()
    past = steps(case, definition, staff=staff)
    shown = ratings.veiled(past, definition) if veiled else past
    files = files_of(f"case:{case.ref}")
    return CaseView(
        case=_veiled(case) if veiled else case,
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
        clocks=_running(clocks, ratings.clocks_of(definition.lifecycle) if veiled else frozenset()),
        moves=_moves(loaded, actor, definition, at),
        steps=shown,
        parts=_parts(case, actor) if staff else (),
        files=_without(files, ratings.files_with(past, definition)) if veiled else files,
        reporter=reporter.name if reporter and staff else "",
        reporter_phone=reporter.phone_shown if reporter and staff else "",
        veiled=veiled,
    )


def _veiled(case: Case) -> Case:
    """Return a copy of the row, never to be saved, that stands where a handler may see it stand."""
    shown = copy(case)
    shown.stage = ratings.stage_shown(case.stage)
    return shown


def _running(clocks: Sequence[ClockState], hidden: frozenset[str]) -> list[ClockState]:
    others = (one for one in clocks if one.kind != ClockKind.PROMISE.value and one.stopped is None)
    return [clock for clock in others if clock.name not in hidden]


def _without(files: Sequence[FileCard], hidden: frozenset[str]) -> list[FileCard]:
    return [one for one in files if one.ref not in hidden]


def may_open_file(actor: Actor, ref: str, file: str, _at: datetime) -> bool:
    """Say whether the actor may open a file of the case: who sees it sees all, but for those of an answer."""
    try:
        loaded = also_as_person(load(actor, ref), actor)
    except NotVisible:
        return False
    if not ratings.is_veiled(loaded, actor):
        return True
    definition = definitions.definition(loaded.case.pack)
    return file not in ratings.files_with(steps(loaded.case, definition, staff=True), definition)


def promise_of(clocks: Sequence[ClockState]) -> ClockState | None:
    """Return the date that the resident looks at: of the promises the one not stopped, else the last one."""
    promises = [clock for clock in clocks if clock.kind == ClockKind.PROMISE.value]
    return max(promises, key=lambda clock: (clock.stopped is None, clock.started), default=None)


def _moves(loaded: Loaded, actor: Actor, definition: ServiceDefinition, at: datetime) -> tuple[Move, ...]:
    facts = guards.guard_facts(loaded, actor, at)
    return open_moves(definition.lifecycle, loaded.state, roles=loaded.roles, facts=facts)


def steps(case: Case, definition: ServiceDefinition, *, staff: bool, words: bool = True) -> Sequence[Step]:
    """Return the entries of a case, oldest first, each with the words this viewer may read.

    For those who handled it, and for everybody, they still have to go through ``ratings.veiled``.
    """
    past = audit.history(case.stream)
    items = audit.private_items(one.id for one in past) if words else {}
    found: list[Step] = []
    for one, pack in zip(past, _packs(past), strict=True):
        declared = definitions.of_step(pack, definition)
        texts = _words(items.get(one.id, {}), one.public, declared, staff=staff)
        found.append(_step(one, texts, pack))
    return found


def _packs(past: Sequence[audit.Past]) -> list[str]:
    """Return the version each entry was made under; "" throughout for a case that never left its own."""
    named = [_text(one.public.get("pack")) or "" for one in past]
    if not any(named[1:]):
        return [""] * len(past)
    return [*accumulate(named, lambda before, now: now or before)]


def _step(past: audit.Past, texts: Mapping[str, JsonValue], pack: str) -> Step:
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
        pack=pack,
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


def advice_on(case: Case, definition: ServiceDefinition) -> tuple[str, ...]:
    """Return which limits of the law the case was told to be beyond; ``advice.<name>`` says which road remains."""
    flags = case.state.get("flags", ())
    return tuple(name for name in advised(definition) if name in flags)


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
