"""Looks for visits that nobody began: first the coordinator's page says so, then each becomes a case by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid5

from linli.apps.care import events
from linli.apps.care.models import MISSED, PLANNED, VisitPart
from linli.apps.care.service.writing import who
from linli.apps.cases import service as cases
from linli.apps.cases.facts import case_view
from linli.apps.grid import facts as grid
from linli.core.clock.instants import local
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Outcome, Stale
from linli.kernel.ui.text import t

ALERT, CASE = timedelta(minutes=30), timedelta(hours=2)
SERVICE = "request"
AT_A_TIME = 200


def look_for_missed(at: datetime) -> int:
    """Mark what should have begun half an hour ago, open a case where two hours went by; returns how many."""
    actor, done = system_actor("care"), 0
    released = VisitPart.objects.filter(plan__released_at__isnull=False, is_off=False)
    late = released.filter(state=PLANNED, starts_at__lte=at - ALERT).order_by("id")
    for ref in list(late.values_list("ref", flat=True)[:AT_A_TIME]):
        done += _try(ref, MISSED, actor, at)
    lost = released.filter(state=MISSED, case=None, starts_at__lte=at - CASE).order_by("id")
    for ref in list(lost.values_list("ref", flat=True)[:AT_A_TIME]):
        done += _try(ref, "case", actor, at)
    return done


def _try(ref: object, what: str, actor: Actor, at: datetime) -> int:
    try:
        _note(ref, what, actor, at)
    except Outcome:  # somebody began it in between, or no service is offered: the next round looks again
        return 0
    return 1


def _note(ref: object, what: str, actor: Actor, at: datetime) -> None:
    def work(acting: Acting) -> JsonValue:
        rows = VisitPart.objects.select_related(
            "plan", "requirement__file__stream", "requirement__file__resident"
        )
        row = rows.get(ref=ref)
        if row.state != (PLANNED if what == MISSED else MISSED) or row.case_id is not None:
            raise Stale("care.visit_begun")
        file, office = row.requirement.file, grid.bodies_by_id([row.plan.body_id])[row.plan.body_id]
        opened = cases.open_within(acting, _told(row, office), actor) if what == "case" else None
        public: dict[str, JsonValue] = {
            "body": office.ref, "day": local(row.starts_at).date().isoformat(), "state": what,
        }  # fmt: skip
        acting.enter(file.stream, events.VISIT_MISSED, public, [who(actor)])
        if opened is not None:
            row.case_id = case_view(actor, str(opened["ref"]), at=at).case.pk
        VisitPart.objects.filter(pk=row.pk).update(state=MISSED, case_id=row.case_id)
        return opened

    act("care.missed", work, said=[str(ref), what], actor=actor, act_id=str(uuid5(ref, what)), at=at)  # type: ignore[arg-type]


def _told(row: VisitPart, office: grid.BodyFact) -> cases.Told:
    """Say in the case what is needed to act, and nobody's name: the coordinator's page has it."""
    at = local(row.starts_at)
    words = t("care.case_words", lang="zh", body=office.name_zh, day=at.date(), clock=f"{at:%H:%M}")
    return cases.Told(
        body=words, service=SERVICE, kind="help", area=office.area_path.rstrip("/").rpartition("/")[2], answers={"what": words},
        confidential=True, language="zh",
    )  # fmt: skip
