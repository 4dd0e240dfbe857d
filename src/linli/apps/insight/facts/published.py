"""Figures as anybody may see them: about fewer than five people never, nor what a subtraction would tell of them.

An area is looked at in the tables of all areas above it, whichever the address names: what one page leaves
blank no other page shows. Where bodies are split, each body is looked at beside the neighbouring areas too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from linli.apps.insight.models import MonthFigures
from linli.apps.insight.policy.figures import AREA_DIGITS, Figures, from_json
from linli.apps.insight.policy.periods import Period, months_until
from linli.apps.insight.policy.suppression import screened, small

EMPTY = Figures()


def trend(area: str, last: Period, many: int = 13) -> list[tuple[Period, Figures]]:
    """Return the figures of an area ("": everywhere) over ``many`` months up to ``last``. One statement."""
    wanted = months_until(last, many)
    rows = _plain().filter(_beside(area), month__in=[one.name for one in wanted])
    tables: dict[str, dict[str, Figures]] = defaultdict(dict)
    for month, code, kept in rows.values_list("month", "area", "figures"):
        tables[month][code] = from_json(kept)
    return [(one, _seen(area, tables.get(one.name, {}))) for one in wanted]


def by_area(month: str, areas: Sequence[str], above: Figures) -> dict[str, Figures]:
    """Return the areas that an area is split into. One statement."""
    rows = _plain().filter(month=month, area__in=areas).values_list("area", "figures")
    return screened({area: from_json(kept) for area, kept in rows}, above)


def by_body(month: str, area: str, above: Figures) -> dict[str, Figures]:
    """Return the bodies that led cases in an area. One statement."""
    every = MonthFigures.objects.annotate(digits=Length("area"))
    rows = every.filter(_beside(area), month=month).exclude(body="")
    beside: dict[str, dict[str, Figures]] = defaultdict(dict)
    for code, body, kept in rows.values_list("area", "body", "figures"):
        beside[body][code] = from_json(kept)
    own = {body: cells[area] for body, cells in beside.items() if area in cells}
    across = {body: _seen(area, beside[body]).withheld for body in own}
    return {body: one.without(across[body]) for body, one in screened(own, above).items()}


def by_subject(month: str, area: str, above: Figures) -> dict[str, Figures]:
    """Return the subjects of an area. One statement."""
    rows = MonthFigures.objects.filter(month=month, area=area).exclude(subject="")
    return screened({one: from_json(kept) for one, kept in rows.values_list("subject", "figures")}, above)


def _plain() -> QuerySet[MonthFigures]:
    return MonthFigures.objects.filter(body="", subject="").annotate(digits=Length("area"))


def _chain(area: str) -> Iterator[tuple[str, str]]:
    """Yield the areas from the city down to this one, each with the area that it is a part of."""
    above = ""
    for digits in AREA_DIGITS:
        if digits <= len(area):
            yield above, area[:digits]
            above = area[:digits]


def _beside(area: str) -> Q:
    """Return the predicate of an area, all above it, and the neighbours of each."""
    found = Q(area="")
    for above, code in _chain(area):
        found |= Q(area__startswith=above, digits=len(code))
    return found


def _seen(area: str, table: Mapping[str, Figures]) -> Figures:
    """Return an area's figures without what its own page or a table above it has to leave blank."""
    everything = table.get("", EMPTY)
    now = everything.without(small(everything))
    for above, code in _chain(area):
        beside = {key: one for key, one in table.items() if len(key) == len(code) and key.startswith(above)}
        now = screened(beside, now).get(code, EMPTY)
    return now
