"""A feed for each area: every public case that was opened there, as newspapers and neighbours can follow it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import CaseRow, Wanted
from linli.kernel.access.pages import public_page
from linli.kernel.ui.jinja import city, url
from linli.kernel.ui.show import now
from linli.kernel.ui.text import language, t
from linli.web.public import naming
from linli.web.public.asking import area_of

ALL = "all"


@public_page
@require_safe
def feed(request: HttpRequest, code: str) -> HttpResponse:
    """Return the newest public cases of an area as Atom."""
    area = None if code == ALL else area_of(code)
    place = naming.name_of(area) if area else city()
    rows = cases.public_list(Wanted(area_path=area.path if area else ""), at=now()).rows
    places = naming.places(row.area_path for row in rows)
    written = Atom1Feed(
        title=t("public.feed_title", place=place),
        link=request.build_absolute_uri(url("public:cases")),
        feed_url=request.build_absolute_uri(),
        description="",
        language="zh-Hans" if language() == "zh" else "en",
    )
    subjects = naming.subjects(row.subject for row in rows)
    for row in rows:
        _add(written, request, row, (subjects[row.subject], places[row.area_path]))
    return HttpResponse(written.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _add(written: Atom1Feed, request: HttpRequest, row: CaseRow, names: tuple[str, str]) -> None:
    definition = cases.definition(row.pack)
    subject, place = names
    title = subject if row.subject else definition.text("title", language())
    written.add_item(
        title=t("public.feed_item", title=title, place=place, stage=naming.stage(row.stage, definition)),
        link=request.build_absolute_uri(url("public:case", ref=row.ref)),
        description=row.title,
        unique_id=f"urn:uuid:{row.ref}",
        pubdate=row.opened_at,
        updateddate=row.closed_at or row.opened_at,
    )
