"""Places at schools against the children who come of age: by school year, and one step down for one of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from linli.apps.centres import facts
from linli.apps.centres.facts import SchoolYear, SupplyFact
from linli.apps.grid.facts import AreaFact
from linli.core.schooling.supply import STAGES
from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.show import local, now
from linli.kernel.ui.text import t
from linli.web.public.naming import name_of

FIRST, BUNDLE = "primary", "school-start"
YEAR_DIGITS = 4


@public_page
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show an area and a stage by school year. Two statements."""
    said = request.GET
    stage = said.get("stage", "") or FIRST
    try:
        found = facts.school_supply(
            said.get("area", "")[:40], stage, local(now()).date(), _year(said.get("year", ""))
        )
    except NotVisible:
        if said:  # what was asked for is not there; where nothing was, there is no city yet
            raise
        return render(request, "reach/schools.html", {"found": None, "bundle": BUNDLE})
    names = {one.code: name_of(one) for one in found.areas}
    context = {
        "found": found, "stage": stage, "stages": [(one, t(f"schools.stage.{one}")) for one in STAGES],
        "areas": _areas(found, names), "names": names, "place": name_of(found.area), "said": _said,
        "above": _above(found), "href": lambda code, year: _href(code, stage, year), "bundle": BUNDLE,
    }  # fmt: skip
    return render(request, "reach/schools.html", context)


def _year(text: str) -> int | None:
    """Read the year that the parts are asked of; what is no year is not there."""
    if not text:
        return None
    if len(text) != YEAR_DIGITS or not text.isascii() or not text.isdigit():
        raise NotVisible
    return int(text)


def _said(one: SchoolYear, area: AreaFact) -> str:
    """Say in words how places stand to children."""
    if one.few:
        return t("schools.gap_few")
    if one.gap is None:
        own = one.unknown == (area.code,)
        return t("schools.gap_unknown") if own else t("schools.gap_missing", n=len(one.unknown))
    if one.gap > 0:
        return t("schools.gap_short", n=f"{one.gap:,}")
    return t("schools.gap_spare", n=f"{-one.gap:,}") if one.gap else t("schools.gap_even")


def _areas(found: SupplyFact, names: dict[str, str]) -> list[tuple[str, str]]:
    """Return what can be chosen; a sub-district goes by the name of its district too."""
    return [(one.code, " ".join(names[code] for code in _shown(one) if code in names)) for one in found.areas]


def _shown(one: AreaFact) -> list[str]:
    """Return the codes that name an area in a list: its own, and that of what it lies in, the city aside."""
    codes = [code for code in one.path.split("/") if code]
    return codes[1:] or codes


def _above(found: SupplyFact) -> str:
    """Return the address of the area above, or nothing for the city."""
    codes = [code for code in found.area.path.split("/") if code]
    return _href(codes[-2], found.stage, found.year) if len(codes) > 1 else ""


def _href(code: str, stage: str, year: int) -> str:
    return f"{url('reach:schools')}?area={code}&stage={stage}&year={year}"
