"""The one way a case changes its stage: access, facts, ask the core, store, record."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from linli.apps.cases import events
from linli.apps.cases.facts import definitions, guards
from linli.apps.cases.facts.loading import Loaded, also_as_person, load, stored_state
from linli.apps.cases.facts.notices import load_as_anybody
from linli.apps.cases.facts.ratings import carries_rating
from linli.apps.cases.models import Assignment, Case
from linli.apps.cases.service import files, rating, reading
from linli.apps.cases.service.draft import Draft, PartChange, Scene
from linli.apps.cases.service.effects import carry_out
from linli.core.lifecycle.advance import Moved, advance
from linli.core.lifecycle.definition import Input, Move, StageKind
from linli.core.lifecycle.state import difference, taken_up
from linli.core.packs.reminding import next_reminder
from linli.core.packs.ways import ANYBODY
from linli.core.shared.outcomes import JsonValue, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, Item, Source, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.audit.prepared import Insert, Update

KEPT = "case"
"""Retention class of what is said about a case (docs/operations.md)."""

WISH = "_requested"
"""Flags that end like this are wishes of a body that somebody has to decide: more time, parking."""

_update_case = Update(Case, "id")
_write_parts = Insert(Assignment, unique=("case", "body", "part"), change=("state", "word", "changed_at"))


def move(  # noqa: PLR0913 - an act names everything it rests on
    ref: str | uuid.UUID,
    name: str,
    inputs: Mapping[str, JsonValue],
    *,
    actor: Actor,
    act_id: str,
    at: datetime,
    version: int | None = None,
    source: Source = Source.LIVE,
    occurred_at: datetime | None = None,
) -> dict[str, JsonValue]:
    """Make one move; returns ``{"ref", "number", "stage", "version"}``.

    ``version`` is what the person's form showed: when the case has moved since, nothing happens.

    Raises:
        NotVisible: absent, or hidden from this actor.
        Stale: somebody moved the case since the form was made.
        Refused: the rules say no.
        Invalid: an input is missing or wrong.
    """
    cleaned = {key: clean_text(value) if isinstance(value, str) else value for key, value in inputs.items()}
    said: JsonValue = {"case": str(ref), "move": name, "inputs": cleaned, "version": version}
    answer = act(
        "cases.move",
        lambda acting: _move(acting, ref, name, cleaned, actor, version),
        said=said,
        actor=actor,
        act_id=act_id,
        at=at,
        source=source,
        occurred_at=occurred_at,
    )
    return dict(answer) if isinstance(answer, Mapping) else {}


def _move(
    acting: Acting,
    ref: str | uuid.UUID,
    name: str,
    said: Mapping[str, JsonValue],
    actor: Actor,
    version: int | None,
) -> JsonValue:
    loaded = _loaded(actor, ref, name)
    refuse_stale(loaded.case, version)
    definition = definitions.definition(loaded.case.pack)
    declared = definition.lifecycle.moves.get(name)
    if declared and not loaded.roles & declared.roles:
        loaded = also_as_person(loaded, actor)
    decided = advance(
        definition.lifecycle,
        loaded.state,
        name,
        roles=loaded.roles,
        inputs=said,
        facts=guards.guard_facts(loaded, actor, acting.occurred_at),
        at=acting.at,
    )
    if isinstance(decided, Refusal):
        raise Refused(decided)
    if not isinstance(decided, Moved):
        raise Invalid(*decided)
    scene = reading.scene(acting, loaded, definition, name, said, actor)
    draft = decide(scene, loaded, decided)
    store(acting, scene, loaded, draft, definition.lifecycle.moves[name])
    return answer_of(loaded.case, draft.state.stage, draft.state.version)


def _loaded(actor: Actor, ref: str | uuid.UUID, name: str) -> Loaded:
    """Return the case as the actor has it; what is published may be spoken to by anybody."""
    try:
        loaded = load(actor, ref)
    except NotVisible:
        return load_as_anybody(ref, name)
    return replace(loaded, roles=loaded.roles | {ANYBODY})


def refuse_stale(case: Case, version: int | None) -> None:
    """Raise Stale when the form was made for another version of the case."""
    if version is not None and version != case.version:
        raise Stale("cases.stale", {"stage": case.stage, "version": case.version})


def decide(scene: Scene, loaded: Loaded, moved: Moved) -> Draft:
    """Gather the whole change; everything that can refuse refuses here."""
    draft = Draft(state=loaded.state)
    state = replace(loaded.state, stage=moved.target, version=loaded.state.version + 1)
    draft.state = taken_up(scene.definition.lifecycle, state)
    if draft.state.holder != loaded.state.holder:
        draft.columns["holder_body_id"] = scene.case.lead_body_id
    carry_out(scene, draft, moved.effects)
    if draft.awaits_another:
        draft.set_state(stage=moved.source)
    _settle(scene, draft)
    return draft


def _settle(scene: Scene, draft: Draft) -> None:
    stage = scene.definition.lifecycle.stages[draft.state.stage]
    draft.columns |= {
        "stage": stage.name,
        "desk": stage.holder.value,
        "version": draft.state.version,
        "state": stored_state(draft.state),
    }
    reminder = next_reminder(scene.definition.lifecycle, draft.state, scene.happened_at)
    draft.columns["remind_at"] = reminder[0] if reminder else None
    if stage.name != scene.case.stage:
        draft.columns["stage_since"] = scene.happened_at
    if stage.kind is not StageKind.END:
        draft.columns["closed_at"] = None
    wishes = sorted(flag for flag in draft.state.flags if flag.endswith(WISH))
    draft.columns["wish"] = wishes[0] if wishes else ""


def store(acting: Acting, scene: Scene, loaded: Loaded, draft: Draft, move: Move) -> None:
    """Write the entry first (it takes the stream), then the row and what hangs on it."""
    public: dict[str, JsonValue] = {
        "move": move.name,
        "role": min(loaded.roles & move.roles),
        "inputs": {one.name: scene.inputs[one.name] for one in move.inputs if _shown(one, scene)},
        "state": difference(loaded.state, draft.state),
        **draft.public,
    }
    sent = files.sent_with(acting, move.inputs, scene.inputs)
    acting.enter(
        scene.case.stream, events.CASE_MOVED, public, _items(scene, move, draft, files.committed(sent))
    )
    _update_case(scene.case.pk, **draft.columns)
    write_parts(scene.case, draft.parts, acting.occurred_at)
    files.hand_over(acting, scene.case, sent)
    if carries_rating(move):
        rating.write_rating(acting, scene, loaded)
    for row in draft.rows:
        row(acting, scene.case)
    acting.announce(
        events.CASE_MOVED,
        {
            "case": str(scene.case.ref),
            "move": move.name,
            "stage": draft.state.stage,
            "told": list(draft.told),
        },
    )


def _shown(one: Input, scene: Scene) -> bool:
    return not one.private and scene.inputs.get(one.name) not in (None, "", [])


def _items(scene: Scene, move: Move, draft: Draft, attached: Mapping[str, JsonValue]) -> list[Item]:
    said = [
        Item(f"input.{one.name}", attached.get(one.name, scene.inputs[one.name]), str(scene.case.ref), KEPT)
        for one in move.inputs
        if one.private and scene.inputs.get(one.name) not in (None, "", [])
    ]
    return [Item("actor", scene.actor.key, scene.actor.key, "actor"), *said, *draft.items]


def write_parts(case: Case, changes: list[PartChange], at: datetime) -> None:
    """Store the parts of bodies; a body that gets the same part again keeps one row."""
    if not changes:
        return
    last = {(change.body_id, change.part): change for change in changes}
    _write_parts.many(
        [
            Assignment(
                case=case,
                body_id=change.body_id,
                part=change.part,
                state=change.state,
                word=change.word,
                offered_at=at,
                changed_at=at,
            )
            for change in last.values()
        ]
    )


def answer_of(case: Case, stage: str, version: int) -> dict[str, JsonValue]:
    """Return what every act on a case answers."""
    return {"ref": str(case.ref), "number": case.number, "stage": stage, "version": version}


__all__ = ["answer_of", "decide", "move", "refuse_stale", "store", "write_parts"]
