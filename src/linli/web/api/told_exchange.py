"""The shapes of what is answered about other cities: which there are, the other side of a case, how things stand."""

from __future__ import annotations

from linli.web.api.told import Both, Instant, Question, Ref, Told


class CityService(Told):
    """A service that another city handles for people who ask here, with its questions."""

    service: str
    title: Both
    summary: Both
    questions: list[Question]


class City(Told):
    """A city that cases are exchanged with."""

    city: str
    name: Both
    services: list[CityService]


class Cities(Told):
    """All of them; none while cross-city handling is not open here."""

    cities: list[City]


class Handed(Told):
    """Number and query code of our own case together open it without an account."""

    ref: Ref
    number: str
    code: str


class FileBetween(Told):
    """A file that a message named. ``stands``: offered, waiting, taken, refused, untold, gone.

    ``ours`` says that it goes there; ``ref`` opens it at /files/{ref} once it lies here. A photo has no name.
    ``code`` and ``why`` say why it was refused, or what keeps it waiting.
    """

    ref: Ref | None
    city: str
    ours: bool
    name: str
    media_type: str
    size: int
    stands: str
    code: str
    why: Both | None
    named_at: Instant
    settled_at: Instant | None


class OtherSide(Told):
    """What the other city last said of its case, which has a number and a date of its own, and the files between."""

    city: Both
    side: str
    service: str
    number: str
    stage: Both | None
    due: Instant | None
    over: bool
    unsent: int
    files: list[FileBetween]


class MessageBetween(Told):
    """A message and how it stands; never what it says. ``state``: waiting, delivered, refused; heard, done."""

    ref: Ref
    city: str
    matter: Ref
    ours: bool
    n: int
    kind: str
    state: str
    code: str
    why: Both | None
    tries: int
    at: Instant


class OurKeyNow(Told):
    """A key of this city, in hexadecimal; ``ends_at``: from then on it signs nothing."""

    key: str
    since: Instant | None
    ends_at: Instant | None


class CityTold(Told):
    """Whether a city has our newest key. ``state``: waiting, told, entered, refused, unknown, hand."""

    city: str
    state: str
    code: str
    why: Both | None
    old_key_until: Instant | None


class KeyOfCity(Told):
    """A key of another city. ``refused`` counts what it signed after its end, which was not taken."""

    city: str
    key: str
    since: Instant
    ends_at: Instant | None
    distrusted: bool
    by_hand: bool
    refused: int


class CityKeys(Told):
    """Our keys, the newest first; which city has it; and those of the other cities, the newest of each first."""

    ours: list[OurKeyNow]
    told: list[CityTold]
    theirs: list[KeyOfCity]


class NewestKey(Told):
    """Our newest key."""

    key: str


class Messages(Told):
    """The latest messages, newest first."""

    messages: list[MessageBetween]


class FilesBetween(Told):
    """The latest files, newest first; never what they are called."""

    files: list[FileBetween]
