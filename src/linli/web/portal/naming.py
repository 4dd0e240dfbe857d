"""Names of places, bodies and subjects in the reader's language, for pages about cases."""

from __future__ import annotations

from linli.apps.cases import facts as cases
from linli.apps.catalogue import facts as catalogue
from linli.apps.grid import facts as grid
from linli.apps.grid.facts import AreaFact, BodyFact
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import Refusal
from linli.kernel.ui.text import language

ESTATE_DIGITS = 15
"""From here on codes are local; a community is where the lists of the portal end."""
COMMUNITY_DIGITS = 12
TITLE = 80
"""So much of a service's title a case keeps, where nobody wrote one."""


def name_of(named: AreaFact | BodyFact) -> str:
    """Return a name in the reader's language."""
    return named.name_zh if language() == "zh" else named.name_en or named.name_zh


def subject(key: str) -> str:
    """Return the name of a subject, or nothing."""
    found = catalogue.snapshot().subject(key) if key else None
    if found is None:
        return ""
    return found.name_zh if language() == "zh" else found.name_en or found.name_zh


def title_of_pack(sha: str) -> str:
    """Return what a service is called."""
    return cases.definition(sha).text("title", language())


def title_of(title: str, definition: ServiceDefinition) -> str:
    """Return how a matter is called: in the words of who told it, or as its service is called in the reader's language."""
    named = definition.text("title", "zh")[:TITLE]
    return definition.text("title", language()) if title in {"", named} else title


def trail(code_or_path: str, *, finest: int = ESTATE_DIGITS) -> str:
    """Return the names from the district down, no finer than asked."""
    path = code_or_path
    if "/" not in path:
        found = grid.area(path)
        path = found.path if found else "/"
    names = [name_of(one) for one in grid.breadcrumbs(path)[1:] if len(one.code) <= finest]
    return (" " if language() == "zh" else ", ").join(names if language() == "zh" else reversed(names))


def around(point: tuple[float, float] | None) -> str:
    """Return the names around a point, or nothing when it is outside."""
    if point is None:
        return ""
    located = grid.locate(*point)
    return "" if isinstance(located, Refusal) else trail(located.area_path)


def bodies(refs: set[str]) -> dict[str, BodyFact]:
    """Return bodies by ref."""
    return grid.bodies_by_ref(refs) if refs else {}
