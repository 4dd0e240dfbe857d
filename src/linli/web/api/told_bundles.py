"""The shapes of what is answered about bundles."""

from __future__ import annotations

from linli.web.api.told import Both, Instant, Question, Ref, Told


class BundlePart(Told):
    """A part of a bundle: its service, and which parts it waits for (``granted`` or ``decided``)."""

    part: str
    title: Both
    service: str
    after: dict[str, str]


class Bundle(Told):
    """A bundle with everything it asks, once, and the parts it fans out to."""

    bundle: str
    version: int
    events: list[str]
    title: Both
    summary: Both
    questions: list[Question]
    parts: list[BundlePart]


class Bundles(Told):
    """All bundles."""

    bundles: list[Bundle]


class BundleSent(Told):
    """Number and query code together open it without an account."""

    ref: Ref
    number: str
    code: str


class PartStanding(Told):
    """How a part stands: not_needed, waiting, open, granted, refused, withdrawn, stopped."""

    part: str
    title: Both
    stand: str
    since: Instant
    case: Ref | None
    body: Both | None
    due: Instant | None
    waits_for: list[str]
    means: Both | None


class BundleStanding(Told):
    """How a bundle stands; ``means`` of a refused part says what that is for the others."""

    ref: Ref
    number: str
    bundle: str
    opened_at: Instant
    done_at: Instant | None
    parts: list[PartStanding]
