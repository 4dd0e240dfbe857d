"""What was sent with a form, for keeping: on a page that prints well, and as PDF."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.cases.facts import CaseView
from linli.core.forms.questions import QuestionType
from linli.core.shared.outcomes import JsonValue
from linli.kernel import documents
from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import NotVisible, Refused
from linli.kernel.ui import show
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language, reason, t
from linli.web.portal.doing import must_see
from linli.web.portal.paper import full_day
from linli.web.portal.written import Written, written

OWNERS = frozenset({"reporter", "agent"})


@public_page
@never_cache
@require_safe
def sent(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show what one sent, or hand it out as PDF."""
    view = must_see(request, ref)
    if view.relation not in OWNERS:
        raise NotVisible
    if "pdf" not in request.GET:
        return render(
            request, "portal/sent.html", {"view": view, "title": _title(view), "written": lines(view)}
        )
    try:
        made = documents.pdf(documents.RECORD, _record(view), show.local(view.case.opened_at).date())
    except Refused as no:
        context = {"view": view, "title": _title(view), "written": lines(view), "refused": reason(no.refusal)}
        return render(request, "portal/sent.html", context, status=409)
    return documents.download(made, f"linli-{view.case.number[:3]}")


def _title(view: CaseView) -> str:
    return view.definition.text("title", language())


def lines(view: CaseView) -> list[Written]:
    """Return everything that was told, with what a case keeps in places of its own."""
    form, values = view.definition.form, dict(view.answers)
    told: dict[QuestionType, JsonValue] = {
        QuestionType.PLACE: view.place or None,
        QuestionType.FILES: [str(one.ref) for one in view.files] or None,
    }
    for kind, value in told.items():
        first = next((one.name for one in form.questions if one.type is kind), "")
        if first and value and first not in values:
            values[first] = value
    if view.body and any(one.name == "what" for one in form.questions):
        values.setdefault("what", view.body)
    found = written(view.definition, values)
    named = {one.name for one in found}
    return (
        found
        if "what" in named or not view.body
        else [*found, Written("words", t("services.words"), view.body)]
    )


def _record(view: CaseView) -> dict[str, JsonValue]:
    """Return it as the sheet sets it: a section for each question with parts, one for all others."""
    plain: list[JsonValue] = [[one.label, one.text] for one in lines(view) if not one.rows]
    sections: list[JsonValue] = [{"title": "", "rows": plain}] if plain else []
    for one in lines(view):
        for number, row in enumerate(one.rows, 1):
            title = f"{one.label} {number}" if len(one.rows) > 1 else one.label
            sections.append({"title": title, "rows": cast("JsonValue", [list(pair) for pair in row])})
    number = show.number(view.case.number, language())
    return {
        "lang": language(),
        "over": f"{t('portal.number')} {number}",
        "title": _title(view),
        "under": t("services.sent_on", day=full_day(show.local(view.case.opened_at).date())),
        "sections": sections,
        "notes": [t("services.sent_note")],
        "foot": number,
    }
