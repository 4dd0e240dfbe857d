"""Letting go of a case that one joined or followed; the first reporter withdraws instead."""

from __future__ import annotations

import uuid
from datetime import datetime

from linli.apps.cases import events, policy
from linli.apps.cases.facts.loading import Loaded
from linli.apps.cases.models import Case
from linli.apps.cases.service.beside import beside
from linli.core.shared.outcomes import JsonValue, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, Item
from linli.kernel.audit.outcomes import Refused


def leave(ref: str | uuid.UUID, *, actor: Actor, act_id: str, at: datetime) -> dict[str, JsonValue]:
    """Stop following a case; nothing more is told of it."""

    def work(acting: Acting, loaded: Loaded) -> dict[str, JsonValue]:
        case, relation = loaded.case, loaded.parts.relation
        if relation not in {"joined", "agent"}:
            raise Refused(Refusal("cases.reporter_cannot_leave"))
        joined = case.joined - (relation == "joined")
        public: dict[str, JsonValue] = {"joined": joined, "role": policy.RELATIONS[relation]}
        acting.enter(case.stream, events.CASE_LEFT, public, [Item("actor", actor.key, actor.key, "actor")])
        policy.taking_part(actor).filter(case=case).delete()
        Case.objects.filter(pk=case.pk).update(joined=joined)
        return {"joined": joined}

    return beside("cases.leave", ref, work, said={}, actor=actor, act_id=act_id, at=at)
