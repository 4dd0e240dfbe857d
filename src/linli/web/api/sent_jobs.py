"""The shapes of what is sent to the market of casual work."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from linli.web.api.sent import CaseName, Code, Degrees, Line, Sent

Phone = Annotated[str, StringConstraints(max_length=40)]
Small = Annotated[int, Field(ge=0, lt=10_000)]


class EmployerIn(Sent):
    """Who wants to give work."""

    kind: Literal["company", "household"]
    name: Line
    phone: Phone
    area: Code = Field(description="Code of a community or village.")
    credit_code: Code = Field("", description="Unified social credit code; households leave it out.")


class EmployerMoveIn(Sent):
    """What staff do with an employer; ``seen`` are papers of a first look, ``reason`` is for refusing and suspending."""

    move: Literal["look", "verify", "refuse", "suspend", "resume"]
    seen: list[Code] = Field(default_factory=list, max_length=10)
    reason: Annotated[str, StringConstraints(max_length=20)] = ""


class ShiftIn(Sent):
    """A shift. Sums in fen; moments with a zone; a place is a point (WGS84), or the middle of the area."""

    trade: Code = Field(description="One of GET /jobs/trades.")
    area: Code
    place: Line
    starts_at: Code
    ends_at: Code
    places: Small = 1
    pay_fen: Annotated[int, Field(ge=-1_000_000_000, lt=1_000_000_000)]
    pay_unit: Literal["hour", "day", "piece"] = "hour"
    pieces_an_hour: Small = 0
    pay_way: Literal["cash", "bank", "mobile"] = "mobile"
    pay_days: Small = Field(0, description="Days after the shift by which it is paid.")
    level: Small = 1
    lon: Degrees | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    tools: Literal["given", "own"] = "given"
    protection: Line = ""
    insurance: Literal["injury", "accident", "none"] = "none"
    meals: Literal["none", "one", "all"] = "none"
    demands: list[Code] = Field(default_factory=list, max_length=10)
    words: Annotated[str, StringConstraints(max_length=500)] = ""


class ShiftMoveIn(Sent):
    """``open`` and ``refuse`` for staff who read it, ``withdraw`` for its employer, ``offer`` to a worker."""

    move: Literal["open", "refuse", "withdraw", "offer"]
    reason: Annotated[str, StringConstraints(max_length=20)] = ""
    worker: CaseName = ""


class TradeOfWorker(Sent):
    """A trade with its level, 1 to 8."""

    trade: Code
    level: Small = 1


class FreeIn(Sent):
    """A stretch of a weekday (Monday is 1), in minutes after midnight."""

    weekday: Small
    start: Small
    end: Small


class WorkerIn(Sent):
    """Who looks for work; ``phone`` and ``consent`` are for staff who take it down for somebody."""

    name: Line
    born: Code = Field(description="ISO day.")
    area: Code
    trades: list[TradeOfWorker] = Field(max_length=30)
    free: list[FreeIn] = Field(max_length=40)
    reach: Annotated[int, Field(ge=0, lt=1_000_000)] = Field(5_000, description="Metres.")
    helps: list[Code] = Field(default_factory=list, max_length=10)
    key_group: Code = ""
    phone: Phone = ""
    consent: Literal["own", "spoken", "paper"] = "own"


class WorkerMoveIn(Sent):
    """``words`` and ``says_group`` go with ``help``: whether whoever helps learns the key group that was entered."""

    move: Literal["pause", "resume", "leave", "help"]
    words: Annotated[str, StringConstraints(max_length=500)] = ""
    says_group: bool = False


class EngagementIn(Sent):
    """A wish for a shift; ``worker`` for staff who stand in."""

    shift: CaseName
    worker: CaseName = ""


class EngagementMoveIn(Sent):
    """What a side does; ``starts`` and ``ends`` with ``hours``, ``text`` with ``note``."""

    move: Literal[
        "yes", "no", "confirm", "case_wish", "call_off", "not_there", "hours", "say_paid", "got", "not_got",
        "open_case", "note",
    ]  # fmt: skip
    wants_case: bool = True
    keeps_name: bool = False
    starts: Code = ""
    ends: Code = ""
    text: Annotated[str, StringConstraints(max_length=2_000)] = ""


class PaperSeenIn(Sent):
    """A trade of the worker, and whether its certificate was seen."""

    trade: Code
    seen: bool = True


Lines = Annotated[list[Annotated[str, StringConstraints(max_length=2_000)]], Field(max_length=200)]


class WordingIn(Sent):
    """One sort of words as it should be: what is refused, what does not count, and the law in both languages."""

    sort: Code = Field(description="One of GET /jobs/wording.")
    patterns: Lines
    excuses: Lines = Field(default_factory=list)
    basis_zh: Annotated[str, StringConstraints(max_length=400)]
    basis_en: Annotated[str, StringConstraints(max_length=400)]
    confirmed: bool = False


class WordingMoveIn(Sent):
    """``approve`` and ``refuse`` for the second person, ``withdraw`` for who proposed it."""

    move: Literal["approve", "refuse", "withdraw"]
