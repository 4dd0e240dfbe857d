"""The shapes of what is answered about volunteers, tasks, hours, the time bank and favours."""

from __future__ import annotations

from linli.web.api.told import Both, Told


class VolunteerRef(Told):
    """Something that was made."""

    ref: str


class VolunteerTeam(Told):
    """A team; ``members`` is null where a small number would tell who is in it."""

    ref: str
    kind: str
    name: Both
    area: str
    members: int | None


class VolunteerTeams(Told):
    """A page of teams; ``next`` goes into ``after``."""

    teams: list[VolunteerTeam]
    next: str | None


class VolunteerTotals(Told):
    """What was done together in a year: teams by type, counts, minutes of the time bank; small counts are left out."""

    teams: dict[str, int]
    figures: dict[str, int]
    minutes_earned: int
    minutes_saved: int
    minutes_in_pools: int


class FitsWhy(Told):
    """One reason, as a code and as sentences."""

    code: str
    zh: str
    en: str


class VolunteerTask(Told):
    """A task; nothing personal is in it. ``why`` tells why it fits the asker."""

    ref: str
    kind: str
    state: str
    title: str
    words: str
    place: str
    safety: str
    area: str
    starts_at: str
    ends_at: str
    wanted: int
    taken: int
    skills: list[str]
    care: str
    insured: bool
    why: list[FitsWhy]


class VolunteerTasks(Told):
    """A page of tasks; ``next`` goes into ``after``."""

    tasks: list[VolunteerTask]
    next: str | None


class VolunteerEngagement(Told):
    """What somebody took. ``minutes`` is null until somebody else has confirmed it."""

    ref: str
    task: VolunteerTask
    state: str
    details: str
    started_at: str | None
    finished_at: str | None
    minutes: int | None
    confirmed_by: str
    disputed: bool


class Helping(Told):
    """One's own helping: state, what one took, the sum of confirmed minutes."""

    ref: str | None
    kind: str
    state: str
    area: str
    skills: list[str]
    times: list[str]
    languages: list[str]
    saves_time: bool
    minutes: int
    engagements: list[VolunteerEngagement]


class TimeBooked(Told):
    """One line of a statement."""

    at: str
    kind: str
    minutes: int
    runs_out: str | None
    code: str
    undone: bool


class TimeStatement(Told):
    """What one has saved, in minutes, and how it came about."""

    minutes: int
    pool: int
    lines: list[TimeBooked]


class Favour(Told):
    """What a neighbour asks or offers; never who."""

    ref: str
    side: str
    kind: str
    state: str
    words: str
    area: str
    until: str


class Favours(Told):
    """A page of favours; ``next`` goes into ``after``."""

    favours: list[Favour]
    next: str | None


class MatchLine(Told):
    """A line that one of the two wrote."""

    mine: bool
    text: str
    at: str


class FavourMatch(Told):
    """What goes on between the asker and a neighbour; ``phone`` is there when both agreed."""

    ref: str
    favour: Favour
    asks: bool
    state: str
    phone: str
    minutes: int | None
    their_minutes: int | None
    lines: list[MatchLine]


class TimeUndoable(Told):
    """A gift or a payment for help by its code: when and how much, never whose."""

    ref: str
    code: str
    kind: str
    at: str
    minutes: int
    undone: bool
