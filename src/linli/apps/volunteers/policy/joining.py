"""How an application is read: what one can do, when, where; who is too young and who needs a guardian's word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from linli.apps.volunteers.policy.terms import terms
from linli.apps.volunteers.policy.wording import reaches_somebody
from linli.core.shared.outcomes import Problem
from linli.core.shared.text import clean_text
from linli.kernel.identity import personal

SKILLS = (
    "carry", "chat", "clean", "computer", "cook", "drive", "first_aid", "law", "mediate", "music",
    "pets", "read", "repair", "sign", "snow", "sport", "teach", "tree",
)  # fmt: skip
LANGUAGES = ("mandarin", "local", "english", "sign")
DAYS = range(1, 8)
PARTS = ("am", "pm", "eve")
TIMES = tuple(f"{day}{part}" for day in DAYS for part in PARTS)
RADII = (500, 1000, 2000, 5000)
LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class Application:
    """What somebody says when joining; ``born`` is asked, and kept only as the day of coming of age of minors."""

    name: str
    area: str
    born: str = ""
    radius: int = 2000
    skills: Sequence[str] = ()
    times: Sequence[str] = ()
    languages: Sequence[str] = ()
    guardian_phone: str = ""
    code: str = ""
    banks: bool = False
    agrees: bool = False
    platform: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """An application that can be taken: clean, with the day of coming of age where it lies ahead."""

    name: str
    adult_on: date | None
    guardian: str


def read_application(said: Application, today: date, own_phone: str) -> Read | list[Problem]:
    """Return what was read, or everything that is wrong."""
    born = _born(said.born, today)
    problems = [*_wrong(said), *([born] if isinstance(born, Problem) else [])]
    adult_on = None if isinstance(born, Problem) else comes_of_age(born, today)
    guardian: str | Problem = ""
    if adult_on is not None:
        guardian = _guardian(said.guardian_phone, own_phone)
        problems += [guardian] if isinstance(guardian, Problem) else []
    if problems or isinstance(guardian, Problem):
        return problems
    return Read(clean_text(said.name).strip(), adult_on, guardian)


def comes_of_age(born: date, today: date) -> date | None:
    """Return the day of coming of age where it lies ahead; of adults nothing is kept."""
    on = years_after(born, terms().adult_age)
    return on if on > today else None


def years_after(born: date, years: int) -> date:
    """Return a birthday; of the 29th of February, the 1st of March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def wrong_choices(said: Application) -> Iterator[Problem]:
    """Yield what is wrong with skills, times, languages and radius."""
    for name, given, known in (
        ("skills", said.skills, SKILLS), ("times", said.times, TIMES), ("languages", said.languages, LANGUAGES),
    ):  # fmt: skip
        if {*given} - {*known}:
            yield Problem(name, "volunteers.unknown_choice")
    if not terms().radius_least <= said.radius <= terms().radius_most:
        yield Problem(
            "radius", "volunteers.radius", {"least": terms().radius_least, "most": terms().radius_most}
        )


def _wrong(said: Application) -> Iterator[Problem]:
    name = clean_text(said.name).strip()
    if not name:
        yield Problem("name", "volunteers.name_missing")
    elif len(name) > LONGEST_NAME or reaches_somebody(name):
        yield Problem("name", "volunteers.name_form", {"n": LONGEST_NAME})
    if not said.agrees:
        yield Problem("agrees", "volunteers.agree_first")
    if len(said.platform) > LONGEST_NAME or reaches_somebody(said.platform):
        yield Problem("platform", "volunteers.name_form", {"n": LONGEST_NAME})
    yield from wrong_choices(said)


def _born(said: str, today: date) -> date | Problem:
    try:
        born = date.fromisoformat(said)
    except ValueError:
        return Problem("born", "volunteers.born_missing")
    if born > today or today.year - born.year > 120:  # noqa: PLR2004 - nobody is older
        return Problem("born", "volunteers.born_missing")
    if years_after(born, terms().least_age) > today:
        return Problem("born", "volunteers.too_young", {"age": terms().least_age})
    return born


def _guardian(said: str, own: str) -> str | Problem:
    phone = personal.read_phone(said)
    if isinstance(phone, Problem):
        return Problem("guardian_phone", "volunteers.guardian_missing")
    return Problem("guardian_phone", "volunteers.guardian_oneself") if phone == own else phone
