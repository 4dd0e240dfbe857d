"""How many children of the demo city come of age, and how many places its schools have; invented, the same every time.

Primary schools run short in one September, when a large cohort comes; the last kindergarten year is of children who
are not born, so nobody knows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from linli.apps.centres import service
from linli.core.schooling.supply import CHILDREN, STAGES, cohort_in, school_year
from linli.kernel.audit.act import Source
from linli.site.demo import naming
from linli.site.demo.ground import Place
from linli.site.demo.hand import Hand
from linli.site.demo.settle import MAKER
from linli.site.demo.stories import HERE

SINCE = timedelta(days=20)
YEARS = 5
LARGE_IN = 2
"""How many years on the large cohort comes into primary school."""
TENTHS = {"kindergarten": 12, "primary": 11, "junior": 10}
"""New places for every ten children of a plain year."""


def count(city: Place, hand: Hand, until: datetime) -> None:
    """Enter the figures of each district, a list of its own."""
    entered = until - SINCE
    as_of = date(school_year(entered.astimezone(HERE).date()), 9, 1)
    about = naming.table("schools")["source"]
    for district in city.children:
        rows = [*_figures(district, as_of.year)]
        for first in range(0, len(rows), service.MOST_FIGURES):
            few = rows[first : first + service.MOST_FIGURES]
            hand.once(
                f"schools/{district.code}/{first}", service.enter_school_figures, few, about, as_of,
                actor=MAKER, at=entered, source=Source.DEMO,
            )  # fmt: skip


def _figures(district: Place, now: int) -> Iterator[service.NewFigure]:
    line = 1
    for unit in district.children:
        for what, year, count_of in _of(unit, now):
            line += 1
            yield service.NewFigure(line, unit.code, what, year, count_of)


def _of(unit: Place, now: int) -> Iterator[tuple[str, int, int]]:
    plain = 150 + int(unit.code[-3:]) * 37 % 160
    plain = plain // 3 if unit.is_rural else plain
    large = cohort_in("primary", now + LARGE_IN)
    for cohort in range(cohort_in("junior", now), now + 1):
        yield CHILDREN, cohort, plain * (13 if cohort == large else 10) // 10 + cohort % 7
    for stage in STAGES:
        for year in range(now, now + YEARS):
            yield stage, year, plain * TENTHS[stage] // 10
