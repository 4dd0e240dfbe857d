"""The shapes of what is answered about care."""

from __future__ import annotations

from linli.web.api.told import Both, Told


class CareRoom(Told):
    """A day room: how many places, how many free, how many people wait."""

    ref: str
    centre: str
    name: Both
    places: int
    free: int
    waiting: int


class CareRooms(Told):
    """All day rooms."""

    rooms: list[CareRoom]


class OwnCare(Told):
    """A care file of the asker, or of somebody who lets them see; ``relation`` "" is oneself."""

    ref: str
    name: str
    relation: str


class OwnCares(Told):
    """All that the asker may open."""

    files: list[OwnCare]


class CareDay(Told):
    """One day in the day room."""

    day: str
    state: str
    meal: str
    arrived_at: str | None
    left_at: str | None
    fetched_by: str
    note: str


class CareVisit(Told):
    """A home visit; ``note`` only where the family may read it."""

    ref: str
    service: str
    name: Both
    carer: str
    starts_at: str
    ends_at: str
    state: str
    note: str


class CareStep(Told):
    """One step of why a level is what it is."""

    code: str
    zh: str
    en: str


class CareResult(Told):
    """What an assessment came to, once it was told."""

    ref: str
    level: int
    level_name: Both
    points: int
    assessed_at: str
    contested: bool
    why: list[CareStep]


class CarePlace(Told):
    """A place in a day room, or in its line (``state`` waiting), with what must not be given there."""

    enrolment: str
    centre: Both
    state: str
    asked_at: str | None
    meal: str
    needs: str


class CareDaily(Told):
    """What the person and the family see; ``seat`` is self or family."""

    ref: str
    seat: str
    name: str
    next_assessment: str | None
    days: list[CareDay]
    places: list[CarePlace]
    visits: list[CareVisit]
    results: list[CareResult]


class CareMade(Told):
    """What was made, by its ref."""

    ref: str


class CareDone(Told):
    """What was done, and how it stands."""

    state: str


class CareFileRow(Told):
    """A file as a list shows it, the name masked."""

    ref: str
    name: str
    level: int | None
    next_assessment: str | None


class CareFiles(Told):
    """A page of them; ``cursor`` asks for the next."""

    files: list[CareFileRow]
    cursor: str | None


class CareCall(Told):
    """A visit as its carer needs it, on its day."""

    ref: str
    name: str
    phone: str
    address: str
    service: str
    starts_at: str
    ends_at: str
    state: str


class CareRound(Told):
    """The asker's own visits of today."""

    visits: list[CareCall]


class CarePart(Told):
    """One carer at one visit, the person's name masked."""

    ref: str
    requirement: str
    name: str
    service: str
    carer: str
    carer_name: str
    starts_at: str
    ends_at: str
    late_minutes: int
    state: str


class CareLeftOut(Told):
    """A visit that nobody can keep, and which requirement fails."""

    requirement: str
    name: str
    why: list[CareStep]


class CarePlanned(Told):
    """The plan of a day; ``ref`` null while nothing is planned."""

    ref: str | None
    day: str
    released_at: str | None
    visits: list[CarePart]
    left_out: list[CareLeftOut]
    way_minutes: int
    late_minutes: int
    streets: str
    straight_ways: int | None


class CareGuest(Told):
    """Somebody on a day's list of a room."""

    enrolment: str
    file: str
    name: str
    state: str
    meal: str
    needs: str


class CareMeal(Told):
    """How many of a meal."""

    meal: str
    n: int


class CareInLine(Told):
    """Somebody who waits for a place, the first first."""

    enrolment: str
    file: str
    name: str
    asked_at: str | None


class CareOrdered(Told):
    """For how many a meal was ordered."""

    n: int


class CareRoomDay(Told):
    """A day of a room, with the line and the meals counted."""

    room: str
    day: str
    guests: list[CareGuest]
    line: list[CareInLine]
    meals: list[CareMeal]


class CareOpenAssessment(Told):
    """An assessment that runs; ``mine`` is look, settle, wait or "". ``question``: items in which the two differ."""

    ref: str
    name: str
    reason: str
    state: str
    mine: str
    question: list[str]


class CareOpenAssessments(Told):
    """What the asker has to look at, to settle or to follow."""

    assessments: list[CareOpenAssessment]


class CareLine(Told):
    """A service of a plan."""

    service: str
    times: int
    by: str


class CarePlanTold(Told):
    """The plan that holds, in the words of the person."""

    version: int
    needs: str
    goals: str
    family_part: str
    lines: list[CareLine]
    agreed_how: str
    agreed_at: str | None
    review_on: str


class CarePlanMade(Told):
    """The version of a plan."""

    version: int


class CareNeed(Told):
    """A visit that comes round: parts of service and minutes, minutes of the day, days of the week from Monday (0)."""

    ref: str
    key: str
    parts: list[tuple[str, int]]
    opens: int
    closes: int
    latest: int
    days: list[int]
    gap: list[int]


class CareCarer(Told):
    """A carer as colleagues see one."""

    ref: str
    name: str
    skills: list[str]
    traits: list[str]
    days: list[int]
    begins: int
    ends: int
    is_active: bool


class CareColleague(Told):
    """Somebody of a body who may be entered as a carer."""

    account: str
    name: str


class CareCarers(Told):
    """The carers of a body, and who could be entered as one."""

    carers: list[CareCarer]
    colleagues: list[CareColleague]


class CareNeeds(Told):
    """What somebody requires."""

    requirements: list[CareNeed]


class CareFileResult(Told):
    """What an assessment came to, as the coordinator follows it."""

    ref: str
    reason: str
    level: int
    points: int
    assessed_at: str
    told_at: str | None
    contested_at: str | None


class CareAssessments(Told):
    """The results of somebody, the newest first, and the colleagues who may look."""

    results: list[CareFileResult]
    assessors: list[CareColleague]


class CareSheetItem(Told):
    """One thing that is looked at; ``most`` is for who needs nobody."""

    item: str
    group: str
    name: Both
    most: int


class CareQuestion(Told):
    """An item in which the two differ, with both points."""

    item: str
    first: int
    second: int


class CareSheet(Told):
    """What an assessor has to look at; ``mine`` says look, settle, wait, or nothing."""

    ref: str
    file: str
    name: str
    reason: str
    state: str
    mine: str
    signed: int
    standard: str
    items: list[CareSheetItem]
    question: list[CareQuestion]
    facts_differ: bool
