"""The care plan as a PDF, for the person, for family whom they let, and for the coordinator who wrote it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.care import facts
from linli.core.shared.outcomes import JsonValue
from linli.kernel import documents
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires, signed_in
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui import show
from linli.kernel.ui.text import language, t
from linli.web.care.front import local_day
from linli.web.portal.visitor import actor_of, at_of


@signed_in
@never_cache
@require_safe
def own(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Hand the plan to the person, or to family while the person lets them."""
    found = facts.daily(actor_of(request), ref, at_of(request))
    if found.plan is None:
        raise NotVisible
    return _paper(request, found.plan, found.name, ref)


@requires(Permission.CARE_READ)
@never_cache
@require_safe
def desk(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Hand the plan to the coordinator; the name stays masked."""
    row, part = facts.seat_at(request.actor, ref)
    plan = facts.plan(row) if part == "coordinator" else None
    if plan is None:
        raise NotVisible
    return _paper(request, plan, row.resident.name_masked, ref)


def _paper(request: HttpRequest, plan: facts.PlanFact, name: str, ref: UUID) -> HttpResponse:
    made = documents.pdf(documents.RECORD, sheet(plan, name), local_day(request))
    return documents.download(made, f"care-plan-{ref}-{plan.version}", shown=True)


def sheet(plan: facts.PlanFact, name: str) -> dict[str, JsonValue]:
    """Return what stands on the paper, in the reader's language."""
    lines: list[JsonValue] = [
        [
            t(f"care.service.{one['service']}"),
            t("carepage.times_by", n=one["times"], by=t(f"care.by.{one['by']}")),
        ]
        for one in plan.lines
    ]
    words: list[JsonValue] = [[t("carepage.goals"), plan.goals], [t("caredesk.needs"), plan.needs]]
    if plan.family_part:
        words.append([t("carepage.family_part"), plan.family_part])
    spoken = language()
    agreed = t(
        "carepage.plan_version", n=plan.version, day=plan.agreed_at, how=t(f"care.agreed.{plan.agreed_how}"),
        review=plan.review_on,
    )  # fmt: skip
    return {
        "lang": spoken, "title": t("carepage.plan"), "over": t("ui.name"), "under": name,
        "sections": [
            {"title": t("carepage.plan_words"), "rows": words}, {"title": t("carepage.plan_services"), "rows": lines},
        ],
        "notes": [agreed], "foot": f"{t('carepage.plan')} · {show.day(plan.review_on, spoken)}",
    }  # fmt: skip
