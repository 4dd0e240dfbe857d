"""What the address of a public page asks for: a month, an area, a subject; nonsense is answered like absence."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from linli.apps.grid import facts as grid
from linli.apps.grid.facts import AreaFact
from linli.apps.insight import facts as insight
from linli.apps.insight.facts import Group, MonthState, Period
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import here
from linli.kernel.ui.show import now
from linli.kernel.ui.text import t
from linli.web.public import naming

Tab = tuple[str, str, bool]
TOP_LEVELS = ("city", "district", "subdistrict", "township")


@dataclass(frozen=True, slots=True)
class Asked:
    """A month with its state, the area that a page is about (None: everywhere), the ways to other months."""

    period: Period
    state: MonthState | None
    area: AreaFact | None
    earlier: str | None
    later: str | None
    corrected: int = 0

    @property
    def group(self) -> Group:
        """Whose figures."""
        return Group(self.area.code if self.area else "")

    @property
    def place(self) -> str:
        """The name of the area, or of the city."""
        return naming.name_of(self.area) if self.area else ""


def asked(request: HttpRequest) -> Asked:
    """Read month and area; the latest month with figures is the default. At most two statements."""
    known = insight.months()
    names = [one.name for one in known]
    current = insight.current(now())
    wanted = request.GET.get("month", "") or (names[0] if names else current.name)
    period = insight.period_named(wanted)
    if period is None or len(wanted) != len(current.name):
        raise NotVisible
    return Asked(
        period,
        next((one for one in known if one.name == wanted), None),
        area_of(request.GET.get("area", "")),
        _way(request, max((name for name in names if name < wanted), default=None)),
        _way(request, min((name for name in names if name > wanted), default=None)),
    )


def area_of(code: str) -> AreaFact | None:
    """Return the area with a code, no finer than a community.

    Raises:
        NotVisible: there is none.
    """
    if not code:
        return None
    found = grid.area(code)
    if found is None or len(found.code) > naming.COMMUNITY_DIGITS:
        raise NotVisible
    return found


def below(area: AreaFact | None) -> list[AreaFact]:
    """Return the areas that a table splits an area into; one that stands alone at the top is passed over."""
    found = grid.children(area.path) if area else _at_the_top()
    return [one for one in found if len(one.code) <= naming.COMMUNITY_DIGITS]


def _at_the_top() -> list[AreaFact]:
    """Return the first level of the tree that has more than one area. One statement."""
    levels: dict[int, list[AreaFact]] = {}
    for one in grid.subtree("/", *TOP_LEVELS):
        levels.setdefault(one.path.count("/"), []).append(one)
    found: list[AreaFact] = []
    for _depth, found in sorted(levels.items()):
        if len(found) > 1:
            break
    return found


def crumbs(area: AreaFact | None, base: str) -> list[tuple[str, str]]:
    """Return the way from the whole city to an area: names and addresses."""
    if area is None:
        return []
    above = [one for one in grid.breadcrumbs(area.path) if one.code != area.code][1:]
    return [
        (t("public.everywhere"), base),
        *((naming.name_of(one), f"{base}?area={one.code}") for one in above),
    ]


def tabs(current: str) -> list[Tab]:
    """Return the tabs of the public pages."""
    return [
        (url(f"public:{name}"), t(f"public.tab.{name}"), name == current)
        for name in ("front", "figures", "cases", "map", "neighbourhood", "data", "register")
    ]


def _way(request: HttpRequest, month: str | None) -> str | None:
    return here(request, month=month) if month else None
