"""What is published for objections (公示): read by everybody, spoken to by anybody, with or without a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.cases import facts as cases
from linli.apps.cases import service
from linli.apps.cases.facts import Notice, NoticeRow
from linli.core.shared.outcomes import Problem
from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import Invalid, Refused, Stale
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language
from linli.web.portal import naming
from linli.web.portal.move_forms import fields_of
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of, new_act_id


@public_page
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """List what is published now."""
    return render(request, "portal/notices.html", {"rows": [_line(one) for one in cases.notices()]})


@public_page
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show one notice, and take an objection to it."""
    found = cases.notice(ref)
    if request.method == "GET":
        return _show(request, found, {})
    allow_writing(request, "object", 10)
    move = found.moves[0]
    said = {one.name: request.POST.get(one.name, "")[:20_000] for one in move.inputs}
    act_id, at = act_id_of(request), at_of(request)
    try:
        service.move(ref, move.name, said, actor=actor_of(request), act_id=act_id, at=at)
    except Invalid as wrong:
        return _show(request, found, said, wrong.problems)
    except (Refused, Stale) as no:
        problem = Problem("", no.refusal.code, no.refusal.because)
        return _show(request, found, said, [problem], status=409)
    return HttpResponseRedirect(reverse("portal-notice", args=[ref]) + "?done=1")


def _show(
    request: HttpRequest,
    found: Notice,
    said: dict[str, str],
    problems: Sequence[Problem] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    move, definition = found.moves[0], found.row.definition
    context: dict[str, Any] = {
        **_line(found.row),
        "words": found.words,
        "label": definition.text(f"move.{move.name}", language()),
        "fields": fields_of(move, definition, said),
        "act_id": act_id_of(request) if problems else new_act_id(),
        "problems": tuple(problems),
        "heard": request.GET.get("done") == "1",
    }
    wrong = status if status != 200 or not problems else 422  # noqa: PLR2004 - the plain status
    return render(request, "portal/notice.html", context, status=wrong)


def _line(row: NoticeRow) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "number": row.number,
        "title": row.definition.text("title", language()),
        "where": naming.trail(row.area_path, finest=naming.COMMUNITY_DIGITS),
        "since": row.since,
        "until": row.until,
    }
