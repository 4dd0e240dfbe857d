"""The shapes of what is answered about consultations."""

from __future__ import annotations

from linli.web.api.told import Both, Instant, Ref, Told


class AdviserTold(Told):
    """Somebody who advises; ``first``: the next free time."""

    ref: Ref
    kind: str
    name: Both
    centre: Ref
    centre_name: Both
    minutes: int
    ways: list[str]
    first: Instant | None


class Advisers(Told):
    """Who advises."""

    advisers: list[AdviserTold]


class FreeTime(Told):
    """A time that can be booked."""

    starts: Instant
    ends: Instant


class FreeTimes(Told):
    """The free times of an adviser."""

    times: list[FreeTime]


class ConsultationMade(Told):
    """A time that was booked; ``code`` is told by who calls."""

    ref: Ref
    code: str


class ConsultationTold(Told):
    """A consultation, to one of the two; ``room`` is the link around the hour, ``record`` what was noted."""

    ref: Ref
    adviser: Ref
    starts: Instant
    ends: Instant
    way: str
    state: str
    arrived_at: Instant | None
    called_at: Instant | None
    offer_until: Instant | None
    room: str
    record: str
    record_until: Instant | None


class Consultations(Told):
    """The asker's own consultations: as a client, and as an adviser from today on."""

    as_client: list[ConsultationTold]
    as_adviser: list[ConsultationTold]
