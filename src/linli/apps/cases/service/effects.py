"""One handler for each kind of effect; a handler only adds to the draft, and refuses by raising."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from linli.apps.cases.service import clocks, relations
from linli.apps.cases.service.draft import Draft, PartChange, Scene
from linli.core.lifecycle.definition import Effect, EffectKind
from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.audit.outcomes import Invalid, Refused

ASKED_PARTS = frozenset({"consulted", "on_site"})
"""Parts of bodies that are asked or called, without becoming handlers."""

Handler = Callable[[Scene, Draft, Mapping[str, str]], None]


def carry_out(scene: Scene, draft: Draft, effects: tuple[Effect, ...]) -> None:
    """Carry the effects out in their declared order."""
    for effect in effects:
        if draft.awaits_another and effect.kind is not EffectKind.EXTEND_CLOCK:
            continue  # an extension that needs a second level: the wish stays open until it has it
        HANDLERS[effect.kind](scene, draft, effect.options)


def _assign(scene: Scene, draft: Draft, options: Mapping[str, str]) -> None:
    for part in ASKED_PARTS & options.keys():
        for ref in _bodies(scene, options[part]):
            draft.parts.append(PartChange(scene.bodies[ref].id, part, "offered"))
    if options.keys() <= ASKED_PARTS:
        return
    lead = _lead(scene, options) if "lead" in options else draft.state.lead
    named = _bodies(scene, options["supporting"]) if "supporting" in options else ()
    supporting = tuple(dict.fromkeys((*draft.state.supporting, *named)))
    if "lead" in options and lead:
        _put_in_charge(scene, draft, lead)
        supporting = tuple(ref for ref in named if ref != lead) or draft.state.supporting
    for ref in supporting:
        if ref not in draft.state.supporting and ref != lead:
            draft.parts.append(PartChange(scene.bodies[ref].id, "supporting", "offered"))
    draft.set_state(supporting=tuple(ref for ref in supporting if ref != lead))


def _put_in_charge(scene: Scene, draft: Draft, lead: str) -> None:
    relations.refuse_bad_lead(scene, lead)
    given_back = scene.case.holder_body_id is None  # then its part stays "returned"
    if draft.state.lead and draft.state.lead != lead and not given_back:
        _end_part(scene, draft, draft.state.lead, "lead")
    relations.settle_consultation(scene, draft)
    draft.set_state(lead=lead, holder=lead)
    draft.columns["lead_body_id"] = draft.columns["holder_body_id"] = scene.bodies[lead].id
    draft.parts.append(PartChange(scene.bodies[lead].id, "lead", "offered"))


def _lead(scene: Scene, options: Mapping[str, str]) -> str:
    (lead,) = _bodies(scene, options["lead"]) or (None,)
    if lead is None:
        raise Invalid(Problem(options["lead"], "lifecycle.required"))
    return lead


def _bodies(scene: Scene, field: str) -> tuple[str, ...]:
    value = scene.inputs.get(field)
    refs = [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []
    if any(ref not in scene.bodies for ref in refs):
        raise Invalid(Problem(field, "cases.no_such_body"))
    return tuple(refs)


def _part(scene: Scene, draft: Draft, options: Mapping[str, str]) -> None:
    part = options.get("of", "lead")
    word = str(scene.inputs.get(options.get("word", ""), ""))
    for body_id in relations.own_parts(scene, part):
        draft.parts.append(PartChange(body_id, part, options["state"], word))


def _return(scene: Scene, draft: Draft, _options: Mapping[str, str]) -> None:
    if draft.state.holder:
        _end_part(
            scene,
            draft,
            draft.state.holder,
            "lead",
            state="returned",
            word=str(scene.inputs.get("reason", "")),
        )
    draft.set_state(holder=None)
    draft.columns["holder_body_id"] = None


def _end_part(
    scene: Scene, draft: Draft, ref: str, part: str, *, state: str = "ended", word: str = ""
) -> None:
    body_id = scene.case.lead_body_id if ref == draft.state.lead else scene.bodies[ref].id
    if body_id is not None:
        draft.parts.append(PartChange(body_id, part, state, word))


def _evidence(scene: Scene, _draft: Draft, options: Mapping[str, str]) -> None:
    outcome = str(scene.inputs.get(options.get("outcome", "outcome"), ""))
    needed = int(scene.definition.evidence.get(outcome, 0))
    given = scene.inputs.get(options.get("input", "evidence"))
    if len(given if isinstance(given, list) else []) < needed:
        raise Invalid(Problem(options.get("input", "evidence"), "cases.evidence_needed", {"n": needed}))


def _notify(_scene: Scene, draft: Draft, options: Mapping[str, str]) -> None:
    draft.told.append({"to": options.get("to", "reporter"), "text": options.get("text", "")})


def _flag(_scene: Scene, draft: Draft, options: Mapping[str, str]) -> None:
    name = options["flag"]
    draft.set_state(flags=draft.state.flags | {name})
    if name == "urgent":
        draft.columns["urgent"] = True


def _unflag(_scene: Scene, draft: Draft, options: Mapping[str, str]) -> None:
    draft.set_state(flags=draft.state.flags - {options["flag"]})


COUNTED_COLUMNS = {"returns": "returns", "reopened": "reopenings"}
"""Counters that lists filter by have a column of their own."""


def _count(_scene: Scene, draft: Draft, options: Mapping[str, str]) -> None:
    name = options["counter"]
    value = draft.state.counters.get(name, 0) + 1
    draft.set_state(counters={**draft.state.counters, name: value})
    if name in COUNTED_COLUMNS:
        draft.columns[COUNTED_COLUMNS[name]] = value


def _outcome(scene: Scene, draft: Draft, options: Mapping[str, str]) -> None:
    value = options.get("code") or str(scene.inputs.get(options.get("input", "outcome"), ""))
    draft.set_state(outcome=value or None)
    draft.columns["outcome"] = value


def _end(scene: Scene, draft: Draft, _options: Mapping[str, str]) -> None:
    clocks.stop_all(scene, draft)
    draft.set_state(holder=None)
    draft.columns |= {"closed_at": scene.happened_at, "holder_body_id": None}


def _extend(scene: Scene, draft: Draft, options: Mapping[str, str]) -> None:
    rule = scene.definition.lifecycle.clocks[options["clock"]]
    relations.refuse_second_yes(scene)
    name = f"approvals_{options['clock']}"
    approvals = draft.state.counters.get(name, 0) + 1
    draft.set_state(counters={**draft.state.counters, name: approvals % rule.approvals})
    if approvals < rule.approvals:
        draft.awaits_another = True
        return
    clocks.extend(scene, draft, options["clock"], str(scene.inputs.get(options.get("by", "limit"), "")))


def _issue(_scene: Scene, draft: Draft, options: Mapping[str, str]) -> None:
    draft.public["issued"] = options.get("document", "receipt")


def _spawn(_scene: Scene, draft: Draft, options: Mapping[str, str]) -> None:
    draft.told.append({"spawn": options["pack"]})
    draft.public["spawned"] = options["pack"]


def _clock(
    act: Callable[[Scene, Draft, str], None], scene: Scene, draft: Draft, options: Mapping[str, str]
) -> None:
    if options["clock"] not in scene.definition.lifecycle.clocks:
        raise Refused(Refusal("cases.no_such_clock", {"clock": options["clock"]}))
    act(scene, draft, options["clock"])


HANDLERS: dict[EffectKind, Handler] = {
    EffectKind.ASSIGN: _assign,
    EffectKind.PART: _part,
    EffectKind.RETURN: _return,
    EffectKind.START_CLOCK: clocks.start,
    EffectKind.STOP_CLOCK: partial(_clock, clocks.stop),
    EffectKind.PAUSE_CLOCK: partial(_clock, clocks.pause),
    EffectKind.RESUME_CLOCK: partial(_clock, clocks.resume),
    EffectKind.EXTEND_CLOCK: _extend,
    EffectKind.REQUIRE_EVIDENCE: _evidence,
    EffectKind.NOTIFY: _notify,
    EffectKind.ISSUE: _issue,
    EffectKind.SPAWN: _spawn,
    EffectKind.LINK: relations.link,
    EffectKind.FLAG: _flag,
    EffectKind.UNFLAG: _unflag,
    EffectKind.COUNT: _count,
    EffectKind.OUTCOME: _outcome,
    EffectKind.RULING: relations.rule,
    EffectKind.END: _end,
}
