"""Acts beside the course, asked and read like moves: notes, classifying, orders, colleagues, summaries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from linli.apps.cases import service as cases
from linli.apps.cases.facts import CaseView, PartRow
from linli.apps.catalogue import facts as catalogue
from linli.core.clock.limits import Unit
from linli.core.lifecycle.definition import Input, InputKind
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor
from linli.kernel.access.facts import staff_of
from linli.kernel.access.permissions import Permission
from linli.kernel.ui.text import t
from linli.web.desk.asking import Field, Offer

ORDER_REASONS = ("overdue", "returned_twice", "keeps_coming_back", "many_alike", "leader_asked", "danger")
RATES = ("contact", "resolution", "satisfaction", "on_time")
EXCLUSION_REASONS = ("abuse", "unlawful_wish", "beyond_duty", "force_majeure", "lawful_channel", "old_reform")
Said = Mapping[str, JsonValue]
Answer = Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does it, once, when."""

    actor: Actor
    act_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Beside:
    """One act: what it asks, for whom its button shows, what it does."""

    inputs: tuple[Input, ...]
    shown: Callable[[CaseView, Actor], bool]
    run: Callable[[str, Said, Doing], Answer]


def _text(name: str, length: int, *, required: bool = True) -> Input:
    return Input(name, InputKind.TEXT, required=required, max_length=length)


def _choice(name: str, *choices: str) -> Input:
    return Input(name, InputKind.CHOICE, choices=choices)


def _may(view: CaseView, actor: Actor, permission: Permission) -> bool:
    """Say whether the reader may do it here: by the area, or for a body that has a part in the case."""
    takes_part = any(part.mine for part in view.parts)
    own: list[int | None] = [*actor.body_ids] if takes_part and actor.body_ids else [None]
    return any(actor.may(permission, area_path=view.case.area_path, body_id=body) for body in own)


def _note(ref: str, said: Said, doing: Doing) -> Answer:
    return cases.add_note(
        ref,
        str(said.get("text", "")),
        audience=str(said.get("audience", "internal")),
        actor=doing.actor,
        act_id=doing.act_id,
        at=doing.at,
    )


def _classify(ref: str, said: Said, doing: Doing) -> Answer:
    subject, _, condition = str(said.get("subject", "")).partition("|")
    return cases.classify(
        ref,
        subject=subject,
        condition=condition,
        link=str(said.get("link", "")) if catalogue.asked_links(subject) else "",
        actor=doing.actor,
        act_id=doing.act_id,
        at=doing.at,
    )


def _confidential(ref: str, _said: Said, doing: Doing) -> Answer:
    return cases.make_confidential(ref, actor=doing.actor, act_id=doing.act_id, at=doing.at)


def _summary(ref: str, said: Said, doing: Doing) -> Answer:
    text = str(said.get("text", ""))
    return cases.review_summary(ref, text, actor=doing.actor, act_id=doing.act_id, at=doing.at)


def _order(ref: str, said: Said, doing: Doing) -> Answer:
    return cases.issue_order(
        ref,
        reason=str(said.get("reason", "")),
        text=str(said.get("text", "")),
        limit=str(said.get("limit", "")),
        actor=doing.actor,
        act_id=doing.act_id,
        at=doing.at,
    )


def _exclusion(ref: str, said: Said, doing: Doing) -> Answer:
    return cases.ask_exclusion(
        ref,
        rate=str(said.get("rate", "")),
        reason=str(said.get("reason", "")),
        actor=doing.actor,
        act_id=doing.act_id,
        at=doing.at,
    )


def _pass_on(ref: str, said: Said, doing: Doing) -> Answer:
    return cases.pass_on(
        ref,
        str(said.get("colleague", "")),
        str(said.get("note", "")),
        actor=doing.actor,
        act_id=doing.act_id,
        at=doing.at,
    )


def _part(ref: str, said: Said, doing: Doing) -> Answer:
    part, _, progress = str(said.get("progress", "")).partition("|")
    return cases.answer_part(
        ref,
        part=part,
        progress=progress,
        word=str(said.get("word", "")),
        actor=doing.actor,
        act_id=doing.act_id,
        at=doing.at,
    )


def own_beside(view: CaseView) -> list[PartRow]:
    """Return the parts of the reader's bodies that are answered beside the course and still open."""
    return [
        one
        for one in view.parts
        if one.mine and one.part in {"supporting", "on_site"} and one.state in {"offered", "accepted"}
    ]


def _open(view: CaseView) -> bool:
    return view.case.closed_at is None


def _leads(view: CaseView, actor: Actor) -> bool:
    return view.case.lead_body_id in actor.body_ids and actor.may(Permission.ASSIGNMENT_REPORT)


BESIDES: dict[str, Beside] = {
    "note": Beside(
        (_choice("audience", "internal", "resident"), _text("text", 5_000)),
        lambda view, actor: _may(view, actor, Permission.CASE_COMMENT),
        _note,
    ),
    "classify": Beside(
        (Input("subject", InputKind.TEXT, max_length=200), _text("link", 30, required=False)),
        lambda view, actor: _open(view) and _may(view, actor, Permission.CASE_CLASSIFY),
        _classify,
    ),
    "part": Beside(
        (_text("progress", 40), _text("word", 5_000, required=False)),
        lambda view, _actor: _open(view) and bool(own_beside(view)),
        _part,
    ),
    "pass_on": Beside(
        (_text("colleague", 40), _text("note", 5_000, required=False)),
        lambda view, actor: (
            _open(view)
            and any(one.mine and one.state in {"offered", "accepted"} for one in view.parts)
            and actor.may(Permission.ASSIGNMENT_HAND_OVER)
        ),
        _pass_on,
    ),
    "order": Beside(
        (_choice("reason", *ORDER_REASONS), Input("limit", InputKind.LIMIT), _text("text", 2_000)),
        lambda view, actor: (
            _open(view)
            and view.case.lead_body_id is not None
            and _may(view, actor, Permission.CASE_SUPERVISE)
        ),
        _order,
    ),
    "exclusion": Beside(
        (_choice("rate", *RATES), _choice("reason", *EXCLUSION_REASONS)),
        _leads,
        _exclusion,
    ),
    "summary": Beside(
        (_text("text", 400, required=False),),
        lambda view, actor: (
            view.case.may_publish
            and view.case.sensitivity == "normal"
            and _may(view, actor, Permission.CASE_PUBLISH)
        ),
        _summary,
    ),
    "confidential": Beside(
        (),
        lambda view, actor: view.case.sensitivity == "normal" and _may(view, actor, Permission.CASE_SEAL),
        _confidential,
    ),
}

KEYS = {"note": "w", "classify": "g"}


def shown(view: CaseView, actor: Actor) -> list[str]:
    """Return the acts whose buttons the reader sees here."""
    return [name for name, one in BESIDES.items() if one.shown(view, actor)]


def fields_of(name: str, view: CaseView, actor: Actor, offer: Offer, at: datetime) -> list[Field]:
    """Return the fields of an act, in the same form as a move's."""
    return [_field(name, one, view, actor, offer, at) for one in BESIDES[name].inputs]


def _field(act: str, one: Input, view: CaseView, actor: Actor, offer: Offer, at: datetime) -> Field:
    options = _options(act, one, view, actor, at)
    picked = bool(options) and one.kind is InputKind.TEXT
    return Field(
        name=one.name,
        kind="choice" if picked else one.kind.value,
        label=t(f"desk.act.{act}.{one.name}"),
        required=one.required,
        value=offer.proposed.get(one.name, _start(act, one, view)),
        hint=t(f"desk.act.{act}.{one.name}.hint") if (act, one.name) in HINTED else "",
        options=options,
        max_length=one.max_length,
    )


HINTED = {("note", "audience"), ("summary", "text"), ("exclusion", "rate"), ("order", "text")}


def _start(act: str, one: Input, view: CaseView) -> JsonValue:
    if (act, one.name) == ("summary", "text"):
        return view.case.public_summary
    if (act, one.name) == ("classify", "link"):
        return view.case.link
    return {"audience": "internal", "limit": "1 working_days"}.get(one.name, "")


def _options(act: str, one: Input, view: CaseView, actor: Actor, at: datetime) -> list[tuple[str, str]]:
    if act == "pass_on" and one.name == "colleague":
        return colleagues(actor, at)
    if act == "part" and one.name == "progress":
        return _progress(view)
    if one.kind is InputKind.LIMIT:
        return [(unit.value, t(f"desk.unit.{unit.value}")) for unit in Unit]
    return [(value, t(f"desk.act.{act}.{one.name}.{value}")) for value in one.choices]


def colleagues(actor: Actor, at: datetime) -> list[tuple[str, str]]:
    """Return the other people of the reader's bodies who handle cases."""
    own = {grant.body_id for grant in actor.grants_for(Permission.ASSIGNMENT_HAND_OVER) if grant.body_id}
    found = {one.ref: one.name for body in sorted(own) for one in staff_of(body, at)}
    return [(ref, name) for ref, name in found.items() if ref != actor.account_ref]


def _progress(view: CaseView) -> list[tuple[str, str]]:
    found = []
    for one in own_beside(view):
        if one.state == "offered":
            found.append((f"{one.part}|accepted", t(f"desk.part_do.{one.part}.accepted")))
        found.append((f"{one.part}|reported", t(f"desk.part_do.{one.part}.reported")))
    return found


def subject_of(key: str) -> str:
    """Return a subject's standard and code as staff quote it."""
    one = catalogue.snapshot().subject(key)
    return one.code if one else key
