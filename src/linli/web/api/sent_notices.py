"""The shapes of what is sent to announcements, subscriptions and search notices."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from linli.web.api.sent import Code, Line, Sent

Text = Annotated[str, StringConstraints(max_length=4_000)]
Few = Annotated[list[Code], Field(max_length=12)]


class AnnouncementIn(Sent):
    """One text for a place, Chinese and perhaps English; for whom, until when, over which channels."""

    area: Code = Field(description="The code of an area; its whole subtree is meant.")
    topic: Code = Field(description="water, power, gas, heating, traffic, health, weather, benefits ...")
    title_zh: Line
    text_zh: Text
    expires_at: Line = Field(description="An instant with its zone.")
    body: Code = ""
    title_en: Line = ""
    text_en: Text = ""
    do_zh: Line = ""
    do_en: Line = ""
    place_zh: Line = ""
    place_en: Line = ""
    by: Line = Field("", description="An instant with its zone: by when something is to be done.")
    age: Code = Field("", description="child, adult or elderly: only who told that age group.")
    channels: Few = Field(
        default_factory=list, description="sms, voice, email, visit; none: pages and screens only."
    )
    resend_hours: Annotated[int, Field(ge=0, le=72)] = Field(
        0, description="Hours after which whoever has not heard is told over their next channel."
    )
    emergency: bool = False
    emergency_reason: Line = ""


class AnnouncementMoveIn(Sent):
    """What is done with an announcement; publishing is another person's than writing."""

    move: Literal["hand_in", "give_back", "publish", "stop", "correction", "withdrawal"]
    version: Annotated[int, Field(ge=0, le=1_000_000)] = Field(
        0, description="What was looked at, to publish it."
    )
    agreed: bool = Field(False, description="The reviewer, too, holds it for an emergency.")
    why: Line = ""


class KeyPressIn(Sent):
    """A key that somebody pressed on the telephone, signed by the gateway."""

    told: Code = Field(description="The subject of the letter that the gateway was given.")
    key: Code = Field(description="1: heard; 9: no more calls.")
    stamp: Code = Field(description="Seconds since 1970; at most five minutes old.")
    signature: Code = Field(description="HMAC-SHA256 over `stamp.told.key` with the shared key, in hex.")


class ReadingIn(Sent):
    """How a word sounds, and why."""

    word: Line = Field(description="1 to 12 Chinese characters.")
    pinyin: Line = Field(description="A syllable with its tone for each character: hai4 zhou1, or hài zhōu.")
    why: Line


class SubscriptionIn(Sent):
    """Where and how the asker wants to hear; channels in their order."""

    area: Code
    channels: Few
    topics: Few
    age: Code = ""
    language: Literal["zh", "en"] = "zh"
    large: bool = False
    email: Line = ""
    name: Line = ""
    door: Line = ""
    neighbour: bool = False


class SearchIn(Sent):
    """A person or thing that is missed or was found; looked at by staff before anybody sees it."""

    kind: Code = Field(description="missing_person, found_person, lost_thing, found_thing")
    area: Code
    title: Line
    text: Text
    thing: Code = ""
    place: Line = ""
    seen_on: Code = Field("", description="A day, YYYY-MM-DD.")
    minor: bool = False
    shown_name: Line = ""
    authority: Code = Field(
        "", description="guardian, police or court: needed for name or picture of a minor."
    )
    authority_by: Line = ""
    police: Line = Field(
        "", description="Number of the police report; needed for a found person, never shown."
    )


class SearchMoveIn(Sent):
    """What is done with a search notice."""

    move: Literal["show", "refuse", "renew", "close"]
    why: Line = ""
    outcome: Code = Field("", description="found, returned, given_up, mistake: to close it.")


class MessageIn(Sent):
    """Word for whoever put a search notice up; a number only if its owner wants it passed on."""

    text: Text
    phone: Code = ""
