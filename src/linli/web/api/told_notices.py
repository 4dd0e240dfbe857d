"""The shapes of what is answered about announcements, subscriptions and search notices."""

from __future__ import annotations

from linli.web.api.told import Both, Instant, Ref, Told


class ChannelTold(Told):
    """How many were told over a channel and have heard; null where it would tell of few."""

    channel: str
    told: int | None
    heard: int | None


class AnnouncementTold(Told):
    """An announcement; English is null where there is none."""

    ref: Ref
    kind: str
    state: str
    about: Ref | None
    area: str
    area_name: Both
    body_name: Both | None
    topic: str
    age: str
    title: Both
    text: Both
    do: Both
    place: Both
    by: Instant | None
    emergency: bool
    published_at: Instant | None
    expires_at: Instant
    version: int


class AnnouncementsTold(Told):
    """A page of announcements, the newest first; ``cursor`` asks for the next."""

    announcements: list[AnnouncementTold]
    cursor: str | None


class AnnouncementWhole(AnnouncementTold):
    """An announcement with how many were told."""

    told: list[ChannelTold]


class EstimateTold(Told):
    """Whom an announcement would reach first over which channel, and what that costs, before it is sent."""

    reach: dict[str, int]
    people: int
    unreached: int
    cost_fen: int
    message: str
    message_signs: int
    message_parts: int
    message_cut: bool
    spoken: str


class AnnouncementMoved(Told):
    """The announcement that was moved, or the follow-up that was drafted."""

    ref: Ref
    state: str


class KeyTaken(Told):
    """What the key did: heard, heard_already, left."""

    done: str


class SubscriptionTold(Told):
    """A subscription of the asker's own."""

    ref: Ref
    area: str
    area_name: Both
    channels: list[str]
    topics: list[str]
    age: str
    language: str
    large: bool
    phone: str
    email: str
    email_confirmed: bool


class SubscriptionsTold(Told):
    """The asker's own subscriptions."""

    subscriptions: list[SubscriptionTold]


class Made(Told):
    """The ref of what was made."""

    ref: Ref


class ReadingTold(Told):
    """How a word of the city's own list sounds, and why."""

    ref: Ref
    word: str
    pinyin: str
    why: str
    added_at: Instant


class ReadingsTold(Told):
    """A page of the city's own words, the newest first; ``cursor`` asks for the next."""

    readings: list[ReadingTold]
    cursor: str | None


class HeardTold(Told):
    """A word of a text that a list says; ``own`` where it is the city's."""

    word: str
    pinyin: str
    own: bool


class SoundTold(Told):
    """How a text is said now."""

    pinyin: str
    heard: list[HeardTold]
    unknown: list[str]


class SearchTold(Told):
    """A search notice: never a number, never who put it up."""

    ref: Ref
    kind: str
    thing: str
    state: str
    title: str
    text: str
    place: str
    area: str
    area_name: Both
    seen_on: str | None
    minor: bool
    shown_name: str
    photo: Ref | None
    shown_at: Instant | None
    until: Instant | None


class SearchesTold(Told):
    """A page of search notices, the newest first."""

    searches: list[SearchTold]
    cursor: str | None


class SearchesWaiting(Told):
    """What waits for staff to look, with the time by which they do."""

    searches: list[SearchTold]
    due: list[Instant]


class MessageTold(Told):
    """Word that was left; ``phone`` is empty unless the sender wanted it passed on."""

    text: str
    phone: str
    left_at: Instant


class MessagesTold(Told):
    """Word that was left for the asker."""

    messages: list[MessageTold]


class NoticeDone(Told):
    """It was done."""

    done: bool


class VisitTold(Told):
    """A place where an emergency was not heard in time, with how many there still wait."""

    announcement: Ref
    area: str
    alerted_at: Instant
    waiting: int


class VisitsTold(Told):
    """Where somebody should come by."""

    visits: list[VisitTold]
