"""Whose board it is: the areas and bodies that the reader oversees, and the one that the address asks for."""

from __future__ import annotations

from dataclasses import dataclass

from linli.apps.cases.facts import Watch
from linli.apps.grid import facts as grid
from linli.apps.grid.facts import AreaFact, BodyFact
from linli.apps.insight.facts import Group
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission, Scope, scope_of
from linli.kernel.access.queries import EVERYWHERE, outermost
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.jinja import url
from linli.web.public import naming
from linli.web.public.asking import below

Link = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """What one board is about. Who oversees by body alone sees their body everywhere it leads."""

    roots: tuple[str, ...]
    area: AreaFact | None
    body: BodyFact | None

    @property
    def group(self) -> Group:
        """Whose figures."""
        return Group(self.area.code if self.area else "", self.body.ref if self.body else "")

    @property
    def watch(self) -> Watch:
        """Which cases."""
        return Watch(area_path=self.area.path if self.area else "")

    @property
    def place(self) -> str:
        """The name of the area, "" for everywhere."""
        return naming.name_of(self.area) if self.area else ""

    @property
    def below(self) -> list[AreaFact]:
        """The areas that the table splits it into."""
        return below(self.area)

    @property
    def crumbs(self) -> list[Link]:
        """The way down to the area, beginning where the reader's own part begins."""
        if self.area is None:
            return []
        way = [one for one in grid.breadcrumbs(self.area.path) if _reaches(self.roots, one.path)]
        return [
            (naming.name_of(one), f"{url('board:board')}?area={one.code}", one.code == self.area.code)
            for one in way
        ]


def asked(actor: Actor, code: str) -> Asked:
    """Read which area the address asks for.

    Raises:
        NotVisible: there is none, or the reader does not oversee it.
    """
    grants = actor.grants_for(Permission.BOARD_READ)
    roots = outermost(grant.area_path for grant in grants if scope_of(grant.role) is Scope.AREA)
    body = None if roots else _body(actor)
    roots = roots or (EVERYWHERE,)
    area = grid.area(code) if code else _first(roots)
    if code and (area is None or not _reaches(roots, area.path) or _too_fine(area)):
        raise NotVisible
    return Asked(roots, area, body)


def others(asked_for: Asked) -> list[Link]:
    """Return the other parts of the city that the reader oversees, for those who have several."""
    if len(asked_for.roots) == 1:
        return []
    found = [grid.area_at(root) for root in asked_for.roots]
    here = asked_for.area.path if asked_for.area else ""
    return [
        (f"{url('board:board')}?area={one.code}", naming.name_of(one), here.startswith(one.path))
        for one in found
        if one is not None
    ]


def _first(roots: tuple[str, ...]) -> AreaFact | None:
    if roots[0] == EVERYWHERE:
        return None
    found = grid.area_at(roots[0])
    if found is None:  # a grant for a place that the county no longer has
        raise NotVisible
    return found


def _body(actor: Actor) -> BodyFact | None:
    ids = {grant.body_id for grant in actor.grants_for(Permission.BOARD_READ) if grant.body_id}
    found = grid.bodies_by_id(ids)
    return next((found[one] for one in sorted(found)), None)


def _reaches(roots: tuple[str, ...], path: str) -> bool:
    return any(path.startswith(root) for root in roots)


def _too_fine(area: AreaFact) -> bool:
    return len(area.code) > naming.COMMUNITY_DIGITS
