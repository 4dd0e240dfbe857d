"""The shapes of what is sent of forms that are gone on with later."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from linli.web.api.sent import Code, ContactIn, Degrees, Sent

MOST_WORDS = 20_000


class DraftIn(Sent):
    """What was written so far: nothing has to be complete, but every answer belongs to a question of the service."""

    body: Annotated[str, StringConstraints(max_length=MOST_WORDS)] = ""
    answers: dict[str, Any] = Field(default_factory=dict, description="Answers to the service's questions.")
    contact: ContactIn = Field(default_factory=ContactIn)
    lon: Degrees | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    confidential: bool = False
    letters: bool = True


class NewDraftIn(DraftIn):
    """A form that is begun."""

    service: Code = Field(description="One of GET /services.")
    person: Code = Field("", description="A resident whose agent one is, as GET /represented names them.")
