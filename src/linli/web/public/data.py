"""Open data to take away, and how to work out every figure again with it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from linli.apps.insight import facts as insight
from linli.apps.insight.facts import open_data
from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.pages import render
from linli.web.public.asking import tabs

ABOUT, SCRIPT = "about.json", "linli_recompute.py"
CSV = "text/csv; charset=utf-8"


@public_page
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the files and the two commands."""
    months = open_data.months()
    context = {
        "tabs": tabs("data"),
        "months": [(one.name, open_data.file_name(one.name)) for one in reversed(months)],
        "reading": insight.reading(),
        "example": months[-1].name if months else insight.current(request.at).name,  # type: ignore[attr-defined]
        "columns": open_data.HEADER,
    }
    return render(request, "public/data.html", context)


@public_page
@require_safe
def file(_request: HttpRequest, name: str) -> HttpResponseBase:
    """Return one file."""
    if name == ABOUT:
        return HttpResponse(json.dumps(open_data.about(), indent=2), content_type="application/json")
    if name == SCRIPT:
        return _script()
    return _csv(name, _lines(name))


def _lines(name: str) -> Iterator[str]:
    if name == "areas.csv":
        return open_data.areas()
    if name == "bodies.csv":
        return open_data.bodies()
    period = insight.period_named(name.removeprefix("rounds-").removesuffix(".csv"))
    if period is None or name not in {open_data.file_name(one.name) for one in open_data.months()}:
        raise NotVisible
    return open_data.lines(period)


def _csv(name: str, lines: Iterator[str]) -> HttpResponseBase:
    response = StreamingHttpResponse(lines, content_type=CSV)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _script() -> HttpResponse:
    path = settings.ROOT / "tools" / SCRIPT
    if not path.is_file():
        raise NotVisible
    response = HttpResponse(path.read_bytes(), content_type="text/x-python; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{SCRIPT}"'
    return response
