"""Many rows at once: from a spreadsheet, and from rulings that agree."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET, require_http_methods

from linli.apps.cases import facts as cases
from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue import service
from linli.core.routing.rows import HANDLE
from linli.core.shared.outcomes import Problem
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.ui.text import reason, t
from linli.web.county import choosing, words
from linli.web.county.frame import asked, attempt, done, page, said, today
from linli.web.county.matrix import rows_of

LARGEST = 5_000_000
EXAMPLES = ("matrix_vegetable_oil_fuel",)


@requires(Permission.MATRIX_PROPOSE)
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest) -> HttpResponse:
    """Propose the rows of a CSV file; every line that is not taken says why and how to mend it."""
    report, wrong = None, None
    if request.method == "POST":
        report, wrong = attempt(lambda: _import(request))
    context = {
        "areas": choosing.areas(asked(request).actor, Permission.MATRIX_PROPOSE, kinds=choosing.PILOTS),
        "pilot": request.POST.get("pilot", ""),
        "report": _told(report, request) if report else None,
        "example": EXAMPLES[0],
    }
    return page(request, "sheet", context, wrong=wrong)


@requires(Permission.MATRIX_READ)
@require_GET
def example(_request: HttpRequest, sheet_name: str) -> HttpResponse:
    """Hand out an example file."""
    known = sheet_name if sheet_name in EXAMPLES else EXAMPLES[0]
    response = HttpResponse("\ufeff" + catalogue.example_sheet(known), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{known}.csv"'
    return response


@requires(Permission.MATRIX_PROPOSE)
@require_http_methods(["GET", "POST"])
def rulings(request: HttpRequest) -> HttpResponseBase:
    """Show where rulings agree, and propose the row they point to."""
    actor, wrong = asked(request).actor, None
    found = cases.agreements(actor=actor)
    if request.method == "POST":
        answer, wrong = attempt(lambda: _propose(request, found))
        if wrong is None:
            return done("proposed", "row", ref=answer["ref"])
    names = words.names([one.area_path for one in found], [one.rulings[-1]["body"] for one in found])
    proposed = {(one.subject, one.link, one.area_path) for one in catalogue.matrix_lines(actor=actor)}
    rows = [
        {
            "key": _key(one),
            "subject": " · ".join(filter(None, (words.subject(one.subject), words.link_said(one.link)))),
            "area": names.area(one.area_path),
            "body": names.body(one.rulings[-1]["body"]),
            "n": len(one.rulings),
            "cases": [ruling["case"] for ruling in one.rulings[-3:]],
            "proposed": (one.subject, one.link or HANDLE, one.area_path) in proposed,
        }
        for one in found
    ]
    return page(request, "rulings", {"rows": rows}, wrong=wrong)


def _import(request: HttpRequest) -> service.SheetReport:
    upload = request.FILES.get("sheet")
    if upload is None:
        raise Invalid(Problem("sheet", "county.choose_file"))
    if (upload.size or 0) > LARGEST:
        raise Invalid(Problem("sheet", "catalogue.sheet_too_big", {"limit": LARGEST // 1_000_000}))
    return service.import_rows(upload.read(), pilot=request.POST.get("pilot", "")[:21], **said(request))


def _told(report: service.SheetReport, request: HttpRequest) -> dict[str, Any]:
    lines = catalogue.matrix_lines(actor=asked(request).actor, state="proposed")
    taken = [one for one in reversed(lines) if one.number in report.proposed]
    return {
        "read": report.read,
        "rows": rows_of(taken, today(request)),
        "rejected": [
            (
                one.line,
                " ".join(_sentence(each) for each in one.problems),
                t(service.remedy(one.problems[0].code)),
            )
            for one in report.rejected
        ],
    }


def _sentence(problem: Problem) -> str:
    return words.names_in([problem]).told(problem) if problem.code.startswith("routing.") else reason(problem)


def _key(one: cases.Agreement) -> str:
    return f"{one.subject} {one.link or '-'} {one.area_path}"


def _propose(request: HttpRequest, found: tuple[cases.Agreement, ...]) -> dict[str, Any]:
    wanted = request.POST.get("key", "")
    one = next((each for each in found if _key(each) == wanted), None)
    if one is None:
        raise Invalid(Problem("", "county.rulings_changed"))
    way = one.link or catalogue.the_link(one.subject)
    if way is None:
        raise Invalid(Problem("", "county.rulings_without_link"))
    answer = service.propose_from_rulings(one.subject, one.area_path, one.rulings, link=way, **said(request))
    if answer is None:
        raise Invalid(Problem("", "county.rulings_proposed"))
    return answer
