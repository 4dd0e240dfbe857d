"""The working calendar: which days are worked, by the notices of the State Council, in versions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from linli.core.clock.statutory import statutory_days
from linli.core.shared.outcomes import JsonValue

LAST_DAY = date(2099, 12, 31)
"""The calendar answers up to here; a date beyond is refused, not guessed."""

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Rest:
    """A holiday as a notice announces it: a name and the days from first to last."""

    name: str
    first: date
    last: date

    @property
    def days(self) -> Iterable[date]:
        """Each day of it."""
        return (self.first + timedelta(n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class Notice:
    """What one year's notice says: holidays, and the weekend days that are worked in exchange."""

    year: int
    rests: tuple[Rest, ...]
    working: tuple[date, ...]
    source: str = ""

    def to_json(self) -> dict[str, JsonValue]:
        """Write the notice in the form that ``notice.read_notice`` reads."""
        return {
            "year": self.year,
            "source": self.source,
            "holidays": [
                {"name": rest.name, "from": rest.first.isoformat(), "to": rest.last.isoformat()}
                for rest in self.rests
            ],
            "working": [day.isoformat() for day in self.working],
        }


@dataclass(frozen=True, slots=True)
class DayKind:
    """What a day is: worked or not, certain or provisional, and the holiday that it belongs to."""

    working: bool
    provisional: bool
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """All notices of consecutive years. Years after the last are provisional.

    ``version`` names exactly this content, so a date can say by which calendar it was counted.
    """

    version: str
    first_year: int
    last_year: int
    notices: tuple[Notice, ...] = field(hash=False, compare=False)
    off: Mapping[date, str] = field(hash=False, compare=False, repr=False)
    on: frozenset[date] = field(hash=False, compare=False, repr=False)

    @property
    def last_certain_day(self) -> date:
        """The last day that a notice has decided."""
        return date(self.last_year, 12, 31)

    def is_working(self, day: date) -> bool:
        """Whether people work on a day."""
        if day in self.off:
            return False
        if day in self.on:
            return True
        if day.year > self.last_year and day in statutory_days(day.year):
            return False
        return day.weekday() < SATURDAY

    def kind(self, day: date) -> DayKind:
        """Return all that is known of a day; before the first year only weekends are known."""
        certain = self.first_year <= day.year <= self.last_year or day in self.off or day in self.on
        name = self.off.get(day) or (None if certain else statutory_days(day.year).get(day))
        return DayKind(self.is_working(day), not certain, name)

    def notice(self, year: int) -> Notice | None:
        """Return a year's notice, if it was published."""
        return next((one for one in self.notices if one.year == year), None)

    def to_json(self) -> dict[str, JsonValue]:
        """Write the calendar as its notices; ``notice.read_calendar`` gives it back."""
        return {"version": self.version, "notices": [notice.to_json() for notice in self.notices]}


def calendar_of(notices: Iterable[Notice]) -> Calendar:
    """Make the calendar of these notices; where two speak of a day, the later year's decides."""
    ordered = tuple(sorted(notices, key=lambda notice: notice.year))
    off: dict[date, str] = {}
    on: set[date] = set()
    for notice in ordered:
        rests = {day: rest.name for rest in notice.rests for day in rest.days}
        off = {day: name for day, name in off.items() if day not in notice.working} | rests
        on = (on - rests.keys()) | set(notice.working)
    first, last = ordered[0].year, ordered[-1].year
    return Calendar(_version(ordered), first, last, ordered, off, frozenset(on))


def _version(notices: tuple[Notice, ...]) -> str:
    """Name a calendar after its last year and its days, so that the same notices give the same name."""
    facts = "\n".join(
        f"{notice.year} {sorted((rest.name, str(rest.first), str(rest.last)) for rest in notice.rests)}"
        f" {sorted(str(day) for day in notice.working)}"
        for notice in notices
    )
    return f"cn-{notices[-1].year}-{hashlib.sha256(facts.encode()).hexdigest()[:8]}"
