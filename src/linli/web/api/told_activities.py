"""The shapes of what is answered about activities, circuits, childcare places and meetings."""

from __future__ import annotations

from linli.web.api.told import Both, Instant, Ref, Told


class Made(Told):
    """The ref of what was made."""

    ref: Ref


class ActivitySession(Told):
    """One date of an activity."""

    session: int
    starts: Instant
    ends: Instant
    closed: bool


class ActivityLine(Told):
    """An activity in a list; ``free`` places nobody holds or waits for. Ages in years, the fee in fen."""

    ref: Ref
    code: str
    kind: str
    state: str
    title: Both
    about: Both
    bring: Both
    centre: Both
    room: str
    starts: Instant
    ends: Instant
    opens_at: Instant
    closes_at: Instant
    age_from: int | None
    age_to: int | None
    fee_fen: int
    places: int
    held: int
    waits: int
    free: int
    from_home: bool
    replay: str


class Activities(Told):
    """A portion of the calendar; ``cursor`` asks for the next, empty at the end."""

    activities: list[ActivityLine]
    cursor: str


class AnsweredQuestion(Told):
    """A question and its answer; never who asked."""

    text: str
    answer: str


class ActivityWhole(ActivityLine):
    """An activity with its sessions and what was asked and answered."""

    sessions: list[ActivitySession]
    questions: list[AnsweredQuestion]


class SignUpTold(Told):
    """One of the asker's sign-ups, with the code to show at each session."""

    ref: Ref
    activity: Ref
    title: Both
    name: str
    mode: str
    standing: str
    consent: str
    offered_until: Instant | None
    codes: dict[str, str]


class SignUps(Told):
    """All of the asker's."""

    sign_ups: list[SignUpTold]


class OnListTold(Told):
    """Somebody on the list of who holds the activity."""

    sign_up: Ref
    name: str
    age: int | None
    consent: str
    mode: str
    standing: str
    came_at: Instant | None


class ActivityList(Told):
    """The list of one session."""

    people: list[OnListTold]


class Greeted(Told):
    """Whose code it was, masked; empty where the list was ticked."""

    name: str


class ListClosed(Told):
    """How many came."""

    came: int


class StopTold(Told):
    """A stop; ``reached`` null: not counted yet, or fewer than five (``few``)."""

    stop: int
    area_path: str
    place: str
    starts: Instant
    ends: Instant
    dropped: bool
    reached: int | None
    few: bool


class CircuitTold(Told):
    """A round with its stops."""

    ref: Ref
    title: Both
    team: str
    members: str
    kit: list[str]
    stops: list[StopTold]


class Circuits(Told):
    """A portion of the calendar of rounds."""

    circuits: list[CircuitTold]
    cursor: str


class ChildcareGroupTold(Told):
    """A group: ages in months, the fee in fen a month, ``capacity`` by places and staff."""

    ref: Ref
    name: Both
    centre: Both
    months_from: int
    months_to: int
    staff: int
    capacity: int
    held: int
    waits: int
    fee_fen: int
    hours: str


class Childcare(Told):
    """All groups; ``certainty`` says whether ratios and priorities are examples."""

    groups: list[ChildcareGroupTold]
    priorities: list[str]
    certainty: str


class ChildcareApplicationTold(Told):
    """One of the asker's applications."""

    ref: Ref
    group: Ref
    name: str
    wants_from: str
    priority: str
    paper_seen: bool
    standing: str
    position: int
    offered_until: Instant | None


class ChildcareApplications(Told):
    """All of the asker's."""

    applications: list[ChildcareApplicationTold]


class MeetingTold(Told):
    """A meeting with its counts."""

    ref: Ref
    question: Both
    about: Both
    held_at: str
    opens_at: Instant
    ends_at: Instant
    closed_at: Instant | None
    published: int
    not_published: int


class Meetings(Told):
    """A portion of the meetings, the latest first."""

    meetings: list[MeetingTold]
    cursor: str


class SuggestionTold(Told):
    """A suggestion as published; a name only where its author chose one."""

    ref: Ref
    text: str
    name: str
    channel: str


class ReplyTold(Told):
    """What a body promised or answered."""

    ref: Ref
    body: str
    promised_on: str
    answer: Both
    answered_at: Instant | None


class ThemeTold(Told):
    """A theme with its suggestions, or (without a title) one that stands alone."""

    ref: Ref
    title: Both
    suggestions: list[SuggestionTold]
    reply: ReplyTold | None
    since: Instant


class SittingTold(Told):
    """People sit together over a question; ``in_hall`` and ``joined`` (from home) are told once it is closed, fewer than five as null."""

    ref: Ref
    meeting: Ref
    starts: Instant
    ends: Instant
    place: str
    from_home: bool
    called_off: bool
    replay: str
    closed_at: Instant | None
    in_hall: int | None
    joined: int | None


class SittingQuestion(Told):
    """A question to a sitting, its answer, or the reason for which it was set aside; never who asked."""

    ref: Ref
    text: str
    channel: str
    asked_at: Instant
    answer: Both
    reason: str
    settled_at: Instant | None


class SittingWhole(SittingTold):
    """A sitting with what was asked and answered."""

    questions: list[SittingQuestion]


class AskedList(Told):
    """Every question of a sitting, the first asked first."""

    questions: list[SittingQuestion]


class ActivityQuestion(Told):
    """A question to those who hold an activity, and its answer."""

    ref: Ref
    text: str
    asked_at: Instant
    answer: str
    answered_at: Instant | None


class ActivityQuestions(Told):
    """Every question of an activity, those without an answer first."""

    questions: list[ActivityQuestion]


class RoomLink(Told):
    """The address of the room for those at home."""

    link: str


class Done(Told):
    """It is done."""

    done: bool


class DueTold(Told):
    """Something that is due: what, at how many months, weeks or days, and the day."""

    what: str
    n: int
    day: str


class RemindersTold(Told):
    """Reminders for a child or an expecting mother, with what is to come."""

    ref: Ref
    kind: str
    day: str
    to_come: list[DueTold]


class RemindersList(Told):
    """One's own reminders."""

    reminders: list[RemindersTold]


class MeetingWhole(MeetingTold):
    """A meeting with all that was said and answered, and when people sit together."""

    themes: list[ThemeTold]
    sittings: list[SittingTold]


class UnansweredTold(ThemeTold):
    """Something published that nobody answered, with the meeting it belongs to and its age in days."""

    meeting: Ref
    age_days: int


class Unanswered(Told):
    """Everything unanswered, the oldest first."""

    unanswered: list[UnansweredTold]


class Grouped(Told):
    """How many suggestions moved."""

    moved: int
