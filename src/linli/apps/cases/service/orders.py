"""Supervision orders with a clock of their own, and exclusions from a rate, made in the open."""

from __future__ import annotations

import uuid
from datetime import datetime

from linli.apps.cases import events
from linli.apps.cases.facts.loading import Loaded
from linli.apps.cases.models import Exclusion, SupervisionOrder
from linli.apps.cases.service.beside import beside
from linli.apps.cases.service.moving import KEPT
from linli.apps.catalogue import facts as catalogue
from linli.core.clock import running
from linli.core.clock.limits import read_limit
from linli.core.clock.running import ClockState
from linli.core.clock.timetable import TIMETABLE
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Item, Source
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused

REASONS = ("overdue", "returned_twice", "keeps_coming_back", "many_alike", "leader_asked", "danger")
RATES = ("contact", "resolution", "satisfaction", "on_time")
EXCLUSION_REASONS = ("abuse", "unlawful_wish", "beyond_duty", "force_majeure", "lawful_channel", "old_reform")


def issue_order(
    ref: str | uuid.UUID,
    *,
    reason: str,
    text: str,
    limit: str,
    actor: Actor,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
) -> dict[str, JsonValue]:
    """Order the lead body to answer for a case within a limit that runs beside its other clocks."""
    if reason not in REASONS:
        raise Invalid(Problem("reason", "cases.not_a_choice"))
    allowed = read_limit(limit)
    if isinstance(allowed, Problem):
        raise Invalid(Problem("limit", allowed.code, allowed.params))

    def work(acting: Acting, loaded: Loaded) -> dict[str, JsonValue]:
        body = _supervised(loaded, actor)
        clock = running.start_clock(
            "supervision",
            "holder",
            str(body.ref),
            allowed,
            acting.occurred_at,
            catalogue.calendar(),
            TIMETABLE,
        )
        if isinstance(clock, Refusal):
            raise Refused(clock)
        order = SupervisionOrder(
            ref=uuid.uuid4(),
            case=loaded.case,
            body=body,
            reason=reason,
            text=clean_text(text),
            clock=clock.to_json(),
            due_at=clock.told_due,
            issued_at=acting.occurred_at,
        )
        public: dict[str, JsonValue] = {
            "role": "supervisor",
            "reason": reason,
            "body": str(body.ref),
            "clock": clock.to_json(),
        }
        items = [Item("actor", actor.key, actor.key, "actor"), Item("order", order.text, str(ref), KEPT)]
        acting.enter(loaded.case.stream, events.ORDER_ISSUED, public, items)
        order.save(force_insert=True)
        acting.announce(events.ORDER_ISSUED, {"case": str(ref), "order": str(order.ref)})
        return {"order": str(order.ref)}

    said: dict[str, JsonValue] = {"reason": reason, "text": text, "limit": limit}
    return beside("cases.issue_order", ref, work, said=said, actor=actor, act_id=act_id, at=at, source=source)


def _supervised(loaded: Loaded, actor: Actor):  # type: ignore[no-untyped-def]  # noqa: ANN202 - grid.Body
    if not actor.may(Permission.CASE_SUPERVISE, area_path=loaded.case.area_path):
        raise Refused(Refusal("cases.not_allowed"))
    if loaded.case.lead_body is None:
        raise Refused(Refusal("cases.nobody_to_order"))
    return loaded.case.lead_body


def answer_order(
    order: str | uuid.UUID,
    text: str,
    *,
    actor: Actor,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
) -> dict[str, JsonValue]:
    """Answer a supervision order; its clock stops."""
    row = SupervisionOrder.objects.select_related("case").filter(ref=order).first()
    if row is None:
        raise NotVisible
    words = clean_text(text).strip()
    if not words:
        raise Invalid(Problem("text", "lifecycle.required"))

    def work(acting: Acting, loaded: Loaded) -> None:
        if row.body_id not in actor.body_ids:
            raise Refused(Refusal("cases.not_allowed"))
        if row.answered_at is not None:
            raise Refused(Refusal("cases.order_answered"))
        clock = running.stop(ClockState.from_json(row.clock), acting.occurred_at)
        if isinstance(clock, Refusal):
            raise Refused(clock)
        items = [Item("actor", actor.key, actor.key, "actor"), Item("answer", words, str(row.case.ref), KEPT)]
        public: dict[str, JsonValue] = {"role": "officer", "clock": clock.to_json()}
        acting.enter(loaded.case.stream, events.ORDER_ANSWERED, public, items)
        SupervisionOrder.objects.filter(pk=row.pk).update(
            answer=words, answered_at=acting.occurred_at, clock=clock.to_json()
        )
        acting.announce(events.ORDER_ANSWERED, {"case": str(row.case.ref), "order": str(row.ref)})

    return beside(
        "cases.answer_order",
        row.case.ref,
        work,
        said={"order": str(order), "text": words},
        actor=actor,
        act_id=act_id,
        at=at,
        source=source,
    )


def ask_exclusion(
    ref: str | uuid.UUID,
    *,
    rate: str,
    reason: str,
    actor: Actor,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
) -> dict[str, JsonValue]:
    """Ask, in public, that a case be left out of a rate of one's body."""
    _check_exclusion(rate, reason)

    def work(acting: Acting, loaded: Loaded) -> None:
        if loaded.case.lead_body is None or loaded.case.lead_body_id not in actor.body_ids:
            raise Refused(Refusal("cases.not_allowed"))
        if Exclusion.objects.filter(case=loaded.case, rate=rate).exists():
            raise Refused(Refusal("cases.exclusion_once"))
        public: dict[str, JsonValue] = {
            "role": "officer",
            "rate": rate,
            "reason": reason,
            "body": str(loaded.case.lead_body.ref),
        }
        acting.enter(
            loaded.case.stream, events.EXCLUSION_ASKED, public, [Item("actor", actor.key, actor.key, "actor")]
        )
        Exclusion(
            case=loaded.case, rate=rate, reason=reason, asked_by=loaded.case.lead_body, at=acting.occurred_at
        ).save(force_insert=True)

    said: dict[str, JsonValue] = {"rate": rate, "reason": reason}
    return beside(
        "cases.ask_exclusion", ref, work, said=said, actor=actor, act_id=act_id, at=at, source=source
    )


def decide_exclusion(
    ref: str | uuid.UUID,
    *,
    rate: str,
    granted: bool,
    actor: Actor,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
) -> dict[str, JsonValue]:
    """Grant or refuse a wish for exclusion; the share of granted ones is itself a published figure."""

    def work(acting: Acting, loaded: Loaded) -> None:
        wish = Exclusion.objects.filter(case=loaded.case, rate=rate, state="asked").first()
        if wish is None or not actor.may(Permission.CASE_SUPERVISE, area_path=loaded.case.area_path):
            raise Refused(Refusal("cases.not_allowed"))
        public: dict[str, JsonValue] = {"role": "supervisor", "rate": rate, "granted": granted}
        acting.enter(
            loaded.case.stream,
            events.EXCLUSION_DECIDED,
            public,
            [Item("actor", actor.key, actor.key, "actor")],
        )
        Exclusion.objects.filter(pk=wish.pk).update(
            state="granted" if granted else "refused", decided_at=acting.occurred_at
        )

    said: dict[str, JsonValue] = {"rate": rate, "granted": granted}
    return beside(
        "cases.decide_exclusion", ref, work, said=said, actor=actor, act_id=act_id, at=at, source=source
    )


def _check_exclusion(rate: str, reason: str) -> None:
    if rate not in RATES:
        raise Invalid(Problem("rate", "cases.not_a_choice"))
    if reason not in EXCLUSION_REASONS:
        raise Invalid(Problem("reason", "cases.not_a_choice"))
