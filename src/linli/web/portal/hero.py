"""The largest thing on a case page: the date promised, or what the case waits for, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linli.apps.cases.facts import CaseView, PublicCase
from linli.apps.catalogue import facts as catalogue
from linli.core.clock.running import ClockState
from linli.core.clock.telling import explain
from linli.core.clock.timetable import TIMETABLE
from linli.core.lifecycle.definition import Holder, Stage, StageKind
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import Reason
from linli.kernel.ui import show
from linli.kernel.ui.text import language, t
from linli.web.portal import naming

QUIET = frozenset({"clock.by_calendar", "clock.newer_calendar"})
"""Steps that name a version of the calendar: for those who check, not for the page."""


@dataclass(frozen=True, slots=True)
class Hero:
    """What stands on top; ``reasons`` open beneath it."""

    date: str
    label: str
    by: str
    left: str
    kind: str
    reasons: Sequence[Reason]


PROMISE = "promise"
"""The clock that families call so ends with the result; others promise a step on the way."""

ASKED = frozenset({Holder.RESIDENT, Holder.CALLER})
"""Desks on which a case waits for a word of the resident."""


def hero_of(view: CaseView) -> Hero:
    """Choose what a person looks for first on the own case."""
    case = view.case
    stage = view.definition.lifecycle.stages[case.stage]
    by = _lead(str(case.lead_body.ref) if case.lead_body else None)
    text = view.definition.text(f"stage.{stage.name}", language())
    if stage.holder in ASKED and stage.kind is not StageKind.END:
        return Hero(text, t("portal.hero.you"), by, "", "waiting", ())
    if view.promise is None and view.clocks and stage.kind is StageKind.OPEN:
        read_by = min(clock.told_due for clock in view.clocks)
        by = t("portal.hero.read_by", at=show.near(read_by, language()))
    return _standing(text, stage, view.promise, by, date_label(view.definition, view.promise, "ui.promise"))


def hero_of_public(case: PublicCase) -> Hero:
    """Choose the same for a neighbour who looks on: nothing waits for them, nothing was promised to them."""
    stage = case.definition.lifecycle.stages[case.stage]
    by = _lead(case.lead)
    if stage.holder in ASKED and stage.kind is not StageKind.END:
        return Hero(t("portal.hero.waits_for_them"), t("portal.hero.now"), by, "", "waiting", ())
    text = case.definition.text(f"stage.{stage.name}", language())
    label = date_label(case.definition, case.promise, "portal.hero.promised")
    return _standing(text, stage, case.promise, by, label)


def date_label(definition: ServiceDefinition, promise: ClockState | None, usual: str) -> str:
    """Say what the date is for: a first word on whether it is taken up is not the day when it is done."""
    if promise is None or promise.name == PROMISE:
        return t(usual)
    return definition.text(f"clock.{promise.name}", language())


def _lead(ref: str | None) -> str:
    return ", ".join(naming.name_of(one) for one in naming.bodies({ref}).values()) if ref else ""


def _standing(text: str, stage: Stage, promise: ClockState | None, by: str, label: str) -> Hero:
    if stage.kind is StageKind.END:
        return Hero(text, t("portal.hero.ended"), by, "", "done", ())
    if stage.kind is StageKind.WAITING:
        return Hero(text, t("portal.hero.stands_still"), by, "", "waiting", ())
    if promise is None or not promise.running:
        return Hero(text, t("portal.hero.now"), by, "", "run", ())
    late = promise.told_due < show.now()
    return Hero(
        date=t("portal.hero.by_date", at=show.near(promise.told_due, language())),
        label=t("portal.hero.late") if late else label,
        by=t("portal.hero.by_body", body=by) if by else text,
        left=show.left(promise.told_due, language()),
        kind="late" if late else "run",
        reasons=_reasons(promise),
    )


def _reasons(promise: ClockState) -> Sequence[Reason]:
    told = explain(promise, catalogue.calendar(), TIMETABLE)
    return [one for one in told if one.code not in QUIET]
