"""The shapes of what is sent to be handled in another city."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from linli.web.api.sent import Code, ContactIn, Sent

MOST_FILES = 9


class HandingIn(Sent):
    """Everything that the service asks, by the version that is published here."""

    service: Code = Field(description="One of the city's services, as GET /cities names them.")
    answers: dict[str, Any] = Field(default_factory=dict, description="Answers to the service's questions.")
    words: Annotated[str, StringConstraints(max_length=20_000)] = ""
    contact: ContactIn = Field(default_factory=ContactIn)
    files: list[Code] = Field(
        default_factory=list,
        max_length=MOST_FILES,
        description="Refs of POST /files, sent with the same Idempotency-Key; they go along to that city.",
    )
    language: Literal["zh", "en"] = "zh"


class KeyChangeIn(Sent):
    """How this city's key is changed."""

    days: Annotated[int, Field(ge=1, le=90)] | None = Field(
        None, description="For how many days old and new key both hold; without it as the settings say."
    )
    lost: bool = Field(
        False, description="The old key is void at once; every city is told of the new one by hand."
    )
