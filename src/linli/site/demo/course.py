"""A life under construction: a clock that moves on, steps that follow one another, and where it is to stop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from linli.site.demo import naming
from linli.site.demo.openings import spend
from linli.site.demo.people import numbered, officer
from linli.site.demo.steps import Picture, Step
from linli.site.demo.world import Resident, Spot, World, spread

AT_NIGHT = 0.6  # what cannot wait goes faster than the office's minutes


class HaltedError(Exception):
    """The life has come as far as it is to come."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told: a line of the table of requests, put in its place."""

    subject: str
    condition: str
    limit: str
    kind: str
    group: str
    text: str
    service: str
    spot: Spot
    channel: str
    resident: Resident | None
    name: str
    phone: str
    confidential: bool


@dataclass(slots=True)
class Course:
    """One case from its telling on. ``halt`` is the stage in which it is to stand today, "" for its natural end."""

    world: World
    story: int
    chance: Random
    at: datetime
    telling: Telling
    halt: str = ""
    case: int = 0
    fast: bool = False
    steps: list[Step] = field(default_factory=list)
    marks: dict[str, datetime] = field(default_factory=dict)
    lead: str = ""

    def wait(self, minutes: float) -> None:
        """Let about so much office time go by, or time of the clock where nothing can wait."""
        span = spread(self.chance, minutes) + 1
        if self.fast:
            self.at += timedelta(minutes=span * AT_NIGHT)
        else:
            self.at = self.world.openings.after(self.at, span)

    def spend(self, limit: str, share: float) -> None:
        """Let a share of a limit go by."""
        self.at = max(spend(self.world.openings, self.at, limit, share), self.at + timedelta(minutes=2))

    def do(self, name: str, who: str, **inputs: Any) -> None:
        """Make a move now."""
        self.add("move", who, name, inputs)

    def add(
        self, kind: str, who: str, name: str, inputs: Mapping[str, Any], *, at: datetime | None = None
    ) -> None:
        """Take any step, now or at a moment."""
        key = f"{len(self.steps)}.{name or kind}"
        moment = (at or self.at).replace(microsecond=0)
        self.steps.append(Step(moment, self.story, self.case, key, kind, who, name, dict(inputs)))

    def mark(self, name: str) -> None:
        """Remember when something happened."""
        self.marks[name] = self.at

    def reached(self, stage: str) -> None:
        """Stop here when the life is to stand in this stage today.

        Raises:
            HaltedError: it is.
        """
        if self.halt == stage:
            raise HaltedError

    def may(self, share: float, *towards: str) -> bool:
        """Say whether a turn is taken: by chance, or because it leads to where the life is to stand."""
        if self.halt:
            return self.halt in towards
        return self.chance.random() < share

    def pick(self, options: Any) -> Any:
        """Choose one."""
        return naming.pick(self.chance, options)

    def say(self, *keys: str) -> str:
        """Choose a sentence from the table of sayings."""
        found: Any = naming.table("sayings")
        for key in keys:
            found = found[key]
        return str(self.pick(found))

    def staff(self, role: str) -> str:
        """Return who of a role does this: of the district for those in the field, anyone at the hotline."""
        if self.telling.confidential:
            return "checker-confidential" if role in {"checker", "inspector"} else "desk-confidential"
        if role in {"checker", "inspector"}:
            return numbered(role, self._district())
        return numbered(role, self.chance.randrange(self.world.crew[role]))

    @property
    def officer(self) -> str:
        """The officer of the body that has it."""
        return officer(self.lead)

    @property
    def supervisor(self) -> str:
        """The supervisor of the place's district."""
        return "supervisor" if self.telling.confidential else numbered("supervisor", self._district() + 1)

    @property
    def person(self) -> str:
        """The resident with an account, or "" for who has none."""
        return f"resident:{self.telling.resident.number}" if self.telling.resident else ""

    def picture(self, *, after: bool = True) -> list[Picture]:
        """Return a drawn photo of what it is about."""
        return [Picture(self.telling.group, after)]

    def world_answers(self, group: str) -> Mapping[str, Any]:
        """Return what bodies answer on a group of subjects."""
        found: Mapping[str, Any] = naming.table("answers")[group]
        return found

    def happiness(self) -> float:
        """Return how likely the person is content: less when it took too long."""
        late = self.marks.get("reported", self.at) - self.marks.get("accepted", self.at)
        allowed = spend(self.world.openings, self.marks.get("accepted", self.at), self.telling.limit, 1.0)
        in_time = self.marks.get("accepted", self.at) + late <= allowed + timedelta(hours=6)
        return 0.9 if in_time else 0.62

    def call_back(self, *, happy: bool) -> None:
        """Let the person answer, by themselves or on the telephone."""
        levels = ("satisfied", "satisfied", "satisfied", "mostly") if happy else ("partly", "not_satisfied")
        self.wait(380)
        if self.person and self.chance.random() < (0.55 if happy else 0.2):
            self.do("confirm", self.person, satisfaction=self.pick(levels), note=self.say("confirm_note"))
        elif self.chance.random() < 0.1:  # noqa: PLR2004
            self.do("record_call_back", self.staff("caller"), result="unreachable")
        else:
            note = self.say("call_back_note" if happy else "call_back_bad")
            self.do(
                "record_call_back", self.staff("caller"), result="solved" if happy else "not_solved",
                contacted_in_time=self.chance.random() < 0.9, satisfaction=self.pick(levels), note=note,  # noqa: PLR2004
            )  # fmt: skip

    def told_again(self, case: int, at: datetime, telling: Telling) -> Course:
        """Return the course of a repeat of this story."""
        return replace(self, case=case, at=at, telling=telling, steps=[], marks={}, halt="")

    def _district(self) -> int:
        code = self.telling.spot.leaf.code[:6]
        return next(n for n, one in enumerate(self.world.city.children) if one.code == code)
