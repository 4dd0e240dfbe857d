"""The shapes of what is answered about forms that were begun and not yet sent."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from linli.web.api.told import Both, Instant, ProblemField, Ref, Sum, Told, Why


class DraftCard(Told):
    """A form that was begun: of which service, for whom, until when it is kept."""

    ref: Ref
    service: str
    title: Both
    person: Ref | None = Field(description="whose agent one is, where it is for somebody else")
    saved_at: Instant
    expires_at: Instant


class Drafts(Told):
    """One's own, the latest first; those for people who no longer agree are not shown."""

    drafts: list[DraftCard]


class Draft(DraftCard):
    """Everything that was written so far, and what still stands in the way of sending it.

    ``key`` goes with files for it, as Idempotency-Key of POST /files. ``changed``: the service has another version now.
    """

    key: Ref
    body: str
    answers: dict[str, Any]
    contact: dict[str, str]
    lon: float | None
    lat: float | None
    confidential: bool
    letters: bool
    changed: bool
    wrong: list[ProblemField]
    advice: list[Why] = Field(description="what the person has to be told before it is sent")
    amounts: list[Sum]
