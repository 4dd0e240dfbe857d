"""The shapes of what is sent about consultations."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from linli.web.api.sent import CaseName, Code, Sent


class ConsultationIn(Sent):
    """A time to book; ``phone`` where staff book for a caller."""

    adviser: CaseName = Field(description="One of GET /advisers.")
    starts: Code = Field(description="One of GET /advisers/{adviser}/times.")
    way: Literal["on_site", "remote"] = "on_site"
    phone: Annotated[str, StringConstraints(max_length=40)] = ""


class ConsultationMoveIn(Sent):
    """What one of the two does; the client moves, answers, arrives and erases, the adviser calls and ends."""

    move: Literal["cancel", "move", "yes", "no", "arrive", "erase", "call", "kept", "missed"]
    starts: Code = Field("", description="With `move`: the new time.")


class RecordIn(Sent):
    """The adviser's short record, for the two alone."""

    text: str = Field(description="At most 2,000 characters.")
