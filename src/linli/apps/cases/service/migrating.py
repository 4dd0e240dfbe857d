"""Carries an approved migration out: each running case of the old version moves by its own act, or stays and says why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5

from linli.apps.cases import events
from linli.apps.cases.facts import definitions
from linli.apps.cases.facts.loading import Loaded, load, stored_state
from linli.apps.cases.facts.ratings import OBJECTED
from linli.apps.cases.models import Case, CaseMigration
from linli.apps.cases.policy import Parts
from linli.apps.cases.service.moving import answer_of
from linli.apps.catalogue import facts as catalogue
from linli.core.lifecycle.migrate import migrate
from linli.core.lifecycle.state import CaseState, difference
from linli.core.shared.outcomes import JsonValue, Refusal
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Item, act
from linli.kernel.audit.outcomes import NotVisible, Refused, Stale

AT_ONCE = 200
OPEN_PARTS = frozenset({"offered", "accepted"})


def carry_out(ref: str, *, actor: Actor, at: datetime, again: bool = False) -> int:
    """Lead up to 200 cases over and return how many were looked at; 0 when none is left.

    Begun anew after an interruption it goes on with those not looked at yet; ``again`` looks at those that
    had to stay, which may have gone on since.

    Raises:
        NotVisible: no such migration, or not for this actor.
        Refused: no second person has approved it.
    """
    plan = catalogue.migration_by_ref(ref)
    if plan is None or not _may(actor):
        raise NotVisible
    if not plan.approved:
        raise Refused(Refusal("cases.migration_not_approved"))
    waiting = Case.objects.filter(pack=plan.old, closed_at=None)
    seen = CaseMigration.objects.filter(migration=plan.ref, reason__gt="").values("case_id")
    waiting = waiting.filter(id__in=seen) if again else waiting.exclude(id__in=seen)
    rows = list(waiting.order_by("id").values_list("ref", "version")[:AT_ONCE])
    for case, version in rows:
        _one(plan, case, version, actor, at)
    return len(rows)


def _may(actor: Actor) -> bool:
    return actor.is_system or any(
        actor.may(one) for one in (Permission.CASE_MIGRATE, Permission.CASE_MIGRATE_APPROVE)
    )


def _one(plan: catalogue.Migration, ref: UUID, version: int, actor: Actor, at: datetime) -> None:
    """Lead one case over; its act is named after the migration, the case and its version, so it is done once."""
    name = str(uuid5(UUID(plan.ref), f"{ref}/{version}"))
    said: JsonValue = {"migration": plan.ref, "case": str(ref), "version": version}
    try:
        act(
            "cases.migrate",
            lambda acting: _move(acting, plan, ref, version),
            said=said,
            actor=actor,
            act_id=name,
            at=at,
        )
    except Refused as stays:
        _note(plan, ref, at, stays.refusal)
    except Stale:
        return  # somebody moved it just now; the next round looks at it again


def _move(acting: Acting, plan: catalogue.Migration, ref: UUID, version: int) -> JsonValue:
    loaded = _loaded(ref)
    if loaded.case.version != version or loaded.case.pack != plan.old or loaded.case.closed_at is not None:
        raise Stale("cases.stale", {"stage": loaded.case.stage, "version": loaded.case.version})
    after = outcome(plan, loaded.state, loaded.parts)
    if isinstance(after, Refusal):
        raise Refused(after)
    public: dict[str, JsonValue] = {
        "role": "system",
        "old": plan.old,
        "pack": plan.new,
        "state": difference(loaded.state, after),
    }
    acting.enter(
        loaded.case.stream,
        events.CASE_MIGRATED,
        public,
        [Item("actor", acting.actor.key, acting.actor.key, "actor")],
    )
    Case.objects.filter(pk=loaded.case.pk).update(**_columns(plan, loaded, after))
    CaseMigration.objects.update_or_create(
        migration=plan.ref, case=loaded.case, defaults={"reason": "", "because": {}, "at": acting.at}
    )
    acting.announce(events.CASE_MIGRATED, {"case": str(ref), "stage": after.stage})
    return answer_of(loaded.case, after.stage, after.version)


def _loaded(ref: UUID) -> Loaded:
    return load(system_actor("migration"), ref)


def outcome(plan: catalogue.Migration, state: CaseState, parts: Parts) -> CaseState | Refusal:
    """Return where a case would stand in the new version, or why it stays."""
    old, new = (definitions.definition(sha).lifecycle for sha in (plan.old, plan.new))
    if state.stage == OBJECTED and plan.stages.get(OBJECTED) != OBJECTED:
        return Refusal(
            "lifecycle.stage_stays", {"stage": state.stage}
        )  # who handled it knows it by this name
    still = frozenset(part for _body, part, progress in parts.rows if progress in OPEN_PARTS)
    return migrate(state, old, new, plan.stages, parts=still)


def _columns(plan: catalogue.Migration, loaded: Loaded, after: CaseState) -> Mapping[str, object]:
    """Return what changes of the row; a case that was not listed never becomes public by a migration."""
    new = definitions.definition(plan.new)
    stage = new.lifecycle.stages[after.stage]
    return {
        "pack": plan.new,
        "stage": after.stage,
        "desk": stage.holder.value,
        "version": after.version,
        "state": stored_state(after),
        "listed": loaded.case.listed and new.public.listed,
        "holder_body_id": loaded.case.holder_body_id
        if after.holder == loaded.state.holder
        else loaded.case.lead_body_id,
    }


def _note(plan: catalogue.Migration, ref: UUID, at: datetime, why: Refusal) -> None:
    case = Case.objects.filter(ref=ref).first()
    if case is not None:
        because = {name: str(value) for name, value in why.because.items()}
        CaseMigration.objects.update_or_create(
            migration=plan.ref, case=case, defaults={"reason": why.code, "because": because, "at": at}
        )


__all__ = ["AT_ONCE", "carry_out", "outcome"]
