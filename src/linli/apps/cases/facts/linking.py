"""What apps above cases need to hang rows of their own on a case."""

from __future__ import annotations

import uuid

from django.db.models import Q

from linli.apps.cases.facts.rows import CaseView
from linli.apps.cases.models import Assignment, Case
from linli.apps.cases.policy import OPEN_TO_BODY
from linli.core.lifecycle.definition import Holder, StageKind
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Scope, scope_of
from linli.kernel.access.queries import NOTHING


def key_of(ref: str | uuid.UUID) -> int:
    """Return the internal key of a case, for a foreign key; it never leaves the server."""
    key: int = Case.objects.values_list("pk", flat=True).get(ref=ref)
    return key


def waits_for_person(view: CaseView) -> bool:
    """Say whether a case waits for a word of the person it is about."""
    stage = view.definition.lifecycle.stages[view.case.stage]
    return stage.kind is StageKind.WAITING and stage.holder is Holder.RESIDENT


def of_body(actor: Actor) -> Q:
    """Return the predicate, over rows with a ``case``, of the cases in which a body of the actor has a part."""
    bodies = [
        one.body_id for one in actor.grants if one.body_id is not None and scope_of(one.role) is Scope.BODY
    ]
    if not bodies:
        return NOTHING
    return Q(case_id__in=Assignment.objects.filter(OPEN_TO_BODY, body_id__in=bodies).values("case_id"))
