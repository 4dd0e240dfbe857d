"""How the pages of care read what was typed, and answer what was refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, QueryDict

from linli.core.shared.outcomes import Problem
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.text import language, reason
from linli.web.portal.visitor import act_id_of, actor_of, at_of

LONGEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a form: where to go, or what to say on the same page."""

    done: str = ""
    problems: tuple[Problem, ...] = ()
    refused: str = ""

    @property
    def status(self) -> int:
        """Return the status of the page that says so."""
        return 422 if self.problems else 409 if self.refused else 200


NOTHING = Outcome()


def carry_out(request: HttpRequest, acts: dict[str, Callable[[], object]]) -> Outcome:
    """Do what the pressed button names; an unknown one is a page that does not exist."""
    what = request.POST.get("do", "")
    if what not in acts:
        raise NotVisible
    try:
        acts[what]()
    except Invalid as wrong:
        return Outcome(problems=tuple(wrong.problems))
    except (Refused, Stale) as no:
        return Outcome(refused=reason(no.refusal))
    return Outcome(done=what)


def hand(request: HttpRequest) -> dict[str, object]:
    """Return who acts, by which act, when."""
    return {"actor": actor_of(request), "act_id": act_id_of(request), "at": at_of(request)}


def typed(request: HttpRequest, outcome: Outcome, what: str) -> QueryDict:
    """Return what was typed into the form of an act that was not taken; nothing for all other forms of the page."""
    refused = outcome.problems or outcome.refused
    return request.POST if refused and request.POST.get("do") == what else QueryDict()


def number(said: str) -> int | None:
    """Read a whole number; None where there is none."""
    said = said.strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) <= LONGEST_NUMBER else None


def whole(request: HttpRequest, name: str) -> int:
    """Read a number that a service checks; what is none becomes one it refuses."""
    found = number(request.POST.get(name, ""))
    return -1 if found is None else found


def degrees(said: str) -> float | None:
    """Read degrees; None where nothing was typed, or what cannot be degrees."""
    try:
        return float(said) if said.strip() else None
    except ValueError:
        return 999.0


def day(said: str) -> date | None:
    """Read a day; None where there is none."""
    try:
        return date.fromisoformat(said.strip()[:10])
    except ValueError:
        return None


def minute(said: str) -> int:
    """Read a time of day as minutes; what is none becomes one that a service refuses."""
    hours, _, minutes = said.strip().partition(":")
    found = number(hours), number(minutes[:2])
    return found[0] * 60 + found[1] if found[0] is not None and found[1] is not None else -1


def many(request: HttpRequest, name: str) -> tuple[str, ...]:
    """Read what was ticked."""
    return tuple(one[:60] for one in request.POST.getlist(name))


def numbers(request: HttpRequest, name: str) -> tuple[int, ...]:
    """Read the numbers that were ticked."""
    found = (number(one) for one in request.POST.getlist(name))
    return tuple(one for one in found if one is not None)


def named(zh: str, en: str) -> str:
    """Return a name in the reader's language."""
    return zh if language() == "zh" else en or zh
