"""The assessor's sheet: item by item, signed; and the third look at what two differ in."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.care import facts, service
from linli.apps.people.facts import ResidentFact
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import t
from linli.web.care import reading
from linli.web.care.desk import HERE
from linli.web.care.reading import NOTHING, carry_out, hand
from linli.web.desk import seat
from linli.web.portal.visitor import new_act_id


@requires(Permission.CARE_ASSESS)
@never_cache
@require_http_methods(["GET", "POST"])
def page(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Show the sheet, or what is in question; take the signature."""
    outcome = NOTHING
    found = facts.open_assessment(request.actor, ref)
    shown: list[ResidentFact] = []
    if request.method == "POST":
        sheet = _sheet(request, found)
        outcome = carry_out(
            request,
            {
                "sign": lambda: service.sign_look(ref, sheet, **hand(request)),  # type: ignore[arg-type]
                "settle": lambda: service.settle(ref, sheet, **hand(request)),  # type: ignore[arg-type]
                "unmask": lambda: shown.append(_contact(request, found)),
            },
        )
        if outcome.done and not shown:
            return HttpResponseRedirect(f"{url('desk-care')}?done={outcome.done}")
    context = seat.frame(
        request,
        here=HERE,
        found=found,
        parts_of_sheet=_groups(found),
        given={name: request.POST.get(name, "") for name in request.POST},
        outcome=outcome,
        contact=shown[0] if shown else None,
        new_act_id=new_act_id,
        act_id=new_act_id(),
        certainty=facts.standard(found.standard).certainty,
    )
    return render(request, "care/assess.html", context, status=outcome.status)


def _contact(request: ActorRequest, found: facts.OpenAssessment) -> ResidentFact:
    """Return where to go; the asking is written down."""
    return service.unmask(found.file, "assessment", **hand(request))  # type: ignore[arg-type]


def _sheet(request: ActorRequest, found: facts.OpenAssessment) -> service.Sheet:
    """Read the sheet: what was not chosen is missing, and the service says so by item."""
    asked = {name for name, _, _ in found.question} if found.mine == "settle" else None
    names = [one.name for one in facts.standard(found.standard).items if asked is None or one.name in asked]
    items = {name: reading.number(request.POST.get(name, "")) for name in names}
    post = request.POST
    return service.Sheet(items, coma=post.get("coma") == "yes", disorder=post.get("disorder") == "yes")


def _groups(found: facts.OpenAssessment) -> list[tuple[str, list[dict[str, object]]]]:
    """Return the items by group with their choices, the most first; of a third look only those in question."""
    differ = {name: (first, second) for name, first, second in found.question}
    groups = []
    for group in facts.standard(found.standard).groups:
        items: list[dict[str, object]] = [
            {
                "name": one.name,
                "label": t(f"assessment.item.{one.name}"),
                "options": [
                    (str(n), f"{n} · {t(f'assessment.scale.{one.scale}.{n}')}")
                    for n in range(one.most, -1, -1)
                ],
                "differ": differ.get(one.name),
            }
            for one in group.items
            if found.mine != "settle" or one.name in differ
        ]
        if items:
            groups.append((t(f"assessment.group.{group.name}"), items))
    return groups
