"""The shapes of what is answered about casual work."""

from __future__ import annotations

from linli.web.api.told import Both, Ref, Told


class JobTrade(Told):
    """A trade."""

    trade: str
    name: Both
    occupation: str
    dangerous: bool


class JobTrades(Told):
    """The trades that are open."""

    trades: list[JobTrade]


class JobEmployer(Told):
    """An employer to its own people and to staff."""

    ref: Ref
    kind: str
    name: str
    state: str
    reason: str
    registered_at: str


class JobEmployers(Told):
    """Those one acts for."""

    employers: list[JobEmployer]


class JobMade(Told):
    """The ref of what was made."""

    ref: Ref


class JobShift(Told):
    """A shift, without any contact; counts of its employer with their wholes."""

    ref: Ref
    state: str
    reason: str
    employer: str
    trade: str
    level: int
    place: str
    lon: float
    lat: float
    starts_at: str
    ends_at: str
    places: int
    left: int
    pay_fen: int
    pay_unit: str
    pay_way: str
    pay_days: int
    sum_fen: int
    words: str


class JobShifts(Told):
    """A page of shifts; ``cursor`` asks for the next."""

    shifts: list[JobShift]
    cursor: str | None


class JobHours(Told):
    """What one side noted."""

    by: str
    starts: str | None
    ends: str | None


class JobEngagement(Told):
    """A worker at a shift as one of its sides sees it."""

    ref: Ref
    shift: Ref
    side: str
    state: str
    worker: str
    agreement: str
    worker_confirmed: bool
    employer_confirmed: bool
    wants_case: bool
    hours: list[JobHours]
    hours_differ: bool
    sum_fen: int
    due_on: str | None
    paid_at: str | None
    case: str


class JobEngagements(Told):
    """A page of one's own."""

    engagements: list[JobEngagement]
    cursor: str | None


class JobReason(Told):
    """Why, in both languages."""

    code: str
    zh: str
    en: str


class JobPair(Told):
    """Who could do what in the sharing-out of a day, and why."""

    shift: Ref
    worker: Ref
    points: int
    reasons: list[JobReason]


class JobDay(Told):
    """The best sharing-out of a day, beside what taking the best pair first comes to. A proposal."""

    day: str
    places: int
    filled: int
    points: int
    greedy_filled: int
    greedy_points: int
    pairs: list[JobPair]


class JobWorkerTrade(Told):
    """A trade with its level, and whether staff saw the certificate for it."""

    trade: str
    level: int
    paper_seen: bool


class JobWorker(Told):
    """An entry: whole to its owner, with a masked name to staff."""

    ref: Ref
    name: str
    area: str
    trades: list[JobWorkerTrade]
    reach: int
    helps: list[str]
    help_asked: bool
    by_phone: bool
    state: str
    entered_at: str


class JobSort(Told):
    """One sort of words that a post may not say."""

    sort: str
    patterns: list[str]
    excuses: list[str]
    basis: Both
    confirmed: bool


class JobWording(Told):
    """An edition of the dictionary; 0 is the one that is shipped."""

    edition: int
    state: str
    sorts: list[JobSort]
    proposed_at: str | None
    decided_at: str | None


class JobWordings(Told):
    """What waits for its second person, and what was decided on, the latest first."""

    proposal: JobWording | None
    editions: list[JobWording]


class JobClaim(Told):
    """For how many years pay can be claimed that falls due on a day or later."""

    since: str
    years: int
    basis: Both
    is_example: bool


class JobWordingNow(Told):
    """The edition in force, and how long agreements stay proof."""

    edition: int
    sorts: list[JobSort]
    claims: list[JobClaim]
