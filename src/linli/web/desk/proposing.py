"""What the desk proposes before anybody decides: who answers by the matrix, who took it last time, what was wished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import CaseView, RulingRow
from linli.apps.catalogue import facts as catalogue
from linli.core.lifecycle.definition import InputKind, Move
from linli.core.routing.rows import Routed
from linli.core.shared.outcomes import JsonValue, Reason, Refusal
from linli.kernel.ui.show import local
from linli.kernel.ui.text import language, reason

WISHES = {
    "approve_extension": "request_extension",
    "refuse_extension": "request_extension",
    "park": "request_parking",
    "refuse_parking": "request_parking",
}
"""Which wish a decision answers; its words stand beside the form and fill it in."""

HANDED = frozenset({"hand_over", "rule"})
"""Moves that send a case to another body than the one that has or had it."""

SENDING = frozenset({"rule", "consult"})
"""Moves for which it matters who is competent, although they send nothing themselves."""

FILLED = frozenset({"limit", "ground", "until"})
"""What a decision takes over from the wish; reasons are the decider's own."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The bodies that the matrix names with the sentences of its row; or why it names none."""

    lead: str = ""
    supporting: Sequence[str] = ()
    why: Sequence[str] = ()
    none_because: str = ""


def asks_lead(move: Move) -> bool:
    """Say whether a move asks which body leads from now on."""
    return any(one.name == "lead" and one.kind is InputKind.BODY for one in move.inputs)


def sends(view: CaseView) -> bool:
    """Say whether something is open for which it matters who is competent."""
    return any(move.name in SENDING or (asks_lead(move) and move.name not in HANDED) for move in view.moves)


def suggestion(view: CaseView, at: datetime) -> Suggestion | None:
    """Return who answers for the subject at the place today; None while nobody said what it is about."""
    subject = view.case.subject
    if not subject and not view.definition.routing:
        return None
    found = responsible(view, at)
    if isinstance(found, Refusal):
        return Suggestion(none_because=_sentence(found))
    return Suggestion(found.lead, found.supporting, [_sentence(one) for one in found.why])


def responsible(view: CaseView, at: datetime) -> Routed | Refusal:
    """Ask the rows of the service first, then the city's matrix."""
    subject, path, on = view.case.subject, view.case.area_path, local(at).date()
    return cases.responsible(view.definition, subject, path, on, link=view.case.link)


def _sentence(said: Reason | Refusal) -> str:
    return reason(catalogue.readable(said, lang=language()))


def precedents(view: CaseView) -> list[RulingRow]:
    """Return the latest rulings on the same subject, the nearest place first."""
    return cases.precedents(view.case)


def wish_of(view: CaseView, move: str) -> Mapping[str, JsonValue]:
    """Return the words of the wish that a move decides on; empty where there is none."""
    asked = WISHES.get(move)
    steps = [step for step in view.steps if step.move == asked] if asked else []
    return {**steps[-1].inputs, **steps[-1].texts} if steps else {}


def filled(
    view: CaseView, move: Move, bodies: Mapping[str, str], proposed: Suggestion | None
) -> dict[str, JsonValue]:
    """Return what a form starts with: the wish it decides on, the bodies the matrix names."""
    values: dict[str, JsonValue] = {
        name: value for name, value in wish_of(view, move.name).items() if name in FILLED
    }
    kinds = {one.name: one.kind for one in move.inputs}
    if proposed and proposed.lead and kinds.get("lead") is InputKind.BODY and _fits(view, move, proposed):
        values["lead"] = bodies.get(proposed.lead, "")
        values["supporting"] = [*proposed.supporting]
    return values


def _fits(view: CaseView, move: Move, proposed: Suggestion) -> bool:
    """Say whether the matrix helps: not to hand a case over to, or rule for, the body that has or had it."""
    lead = view.case.lead_body
    return move.name not in HANDED or lead is None or str(lead.ref) != proposed.lead
