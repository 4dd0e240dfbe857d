"""The shapes of what is sent to queues at counters."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from linli.web.api.sent import CaseName, Code, Sent


class NumberIn(Sent):
    """A number to take."""

    business: Code = Field(description="One of the hall's kinds of business.")
    priority: Code = Field("", description="One of the hall's reasons to go ahead, on the person's word.")
    channel: Literal["online", "phone", "staff"] = Field(
        "online", description="For somebody else: phone or staff, by who works there."
    )


class CounterMoveIn(Sent):
    """What is done at a counter; ``number`` is the ref of the number that stands there."""

    move: Literal["next", "again", "done", "absent", "pass", "open", "close"]
    number: CaseName = ""
    counter: CaseName = Field("", description="Where a visit is passed on to.")
