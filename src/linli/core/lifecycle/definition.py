"""The declared course of a case: stages, moves, the effects of a move, the clocks that run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from linli.core.expr.tree import Expression


class StageKind(StrEnum):
    """Who a stage waits for, in the widest sense."""

    OPEN = "open"
    WAITING = "waiting"  # on the resident, or suspended by law: the promise may stand still
    END = "end"


class Holder(StrEnum):
    """Whose desk a stage lies on."""

    INTAKE = "intake"
    DISPATCH = "dispatch"
    BODY = "body"
    CHECKER = "checker"
    CALLER = "caller"  # who calls the resident back
    RESIDENT = "resident"
    NOBODY = "nobody"


class ClockKind(StrEnum):
    """The kinds of clock (docs/legal-time.md)."""

    PROMISE = "promise"
    HOLDER = "holder"
    PERIOD = "period"  # a time that has to pass; nobody is late when it is over


class InputKind(StrEnum):
    """What a move may ask of the person who makes it."""

    TEXT = "text"
    CHOICE = "choice"
    BODY = "body"
    BODIES = "bodies"
    CASE = "case"  # another case, by number
    DATE = "date"
    LIMIT = "limit"  # "3 working_days"
    FILES = "files"
    MONEY = "money"  # fen
    NUMBER = "number"
    YES_NO = "yes_no"


class EffectKind(StrEnum):
    """Everything that a move may do beyond changing the stage; one handler each."""

    ASSIGN = "assign"  # bodies and their parts: lead, supporting, consulted, on_site, each from an input
    PART = "part"  # the part of the actor's body changes: accepted, reported, with a word
    RETURN = "return"  # the holder gives it back; counted
    START_CLOCK = "start_clock"
    STOP_CLOCK = "stop_clock"
    PAUSE_CLOCK = "pause_clock"
    RESUME_CLOCK = "resume_clock"
    EXTEND_CLOCK = "extend_clock"
    REQUIRE_EVIDENCE = "require_evidence"
    NOTIFY = "notify"
    ISSUE = "issue"
    SPAWN = "spawn"
    LINK = "link"
    FLAG = "flag"
    UNFLAG = "unflag"
    COUNT = "count"  # raises a named counter by one
    OUTCOME = "outcome"  # the result code, from input `outcome` or fixed
    RULING = "ruling"  # a precedent: who was competent, and why
    END = "end"


@dataclass(frozen=True, slots=True)
class Input:
    """One thing a move asks.

    ``private`` inputs never reach the public part of an entry; ``told`` ones are read by the resident.
    """

    name: str
    kind: InputKind
    required: bool = True
    private: bool = True
    told: bool = False
    choices: tuple[str, ...] = ()
    max_length: int = 2_000


@dataclass(frozen=True, slots=True)
class Effect:
    """What happens beside the change of stage. ``options`` depend on the kind and are checked by it."""

    kind: EffectKind
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition over the facts; ``code`` is the sentence told when it does not hold."""

    condition: Expression
    code: str


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a case can stand."""

    name: str
    kind: StageKind
    holder: Holder


@dataclass(frozen=True, slots=True)
class Move:
    """One way from some stages to another. A move without ``target`` keeps the stage."""

    name: str
    sources: frozenset[str]
    target: str | None
    roles: frozenset[str]
    inputs: tuple[Input, ...] = ()
    guards: tuple[Guard, ...] = ()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class ClockRule:
    """A clock that a move may start: its kind and limit, or where the limit comes from.

    ``limit`` is "3 working_days"; ``from_condition`` takes the limit of the acceptance condition
    under which the case was accepted, with ``limit`` as the fall-back. ``remind_before`` its end
    ("7 calendar_days") those in ``remind_to`` are told by the sentence ``remind.<name>``.
    """

    name: str
    kind: ClockKind
    limit: str
    from_condition: bool = False
    max_extensions: int = 0
    approvals: int = 1
    remind_before: str = ""
    remind_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """A whole course. ``opening`` are the effects of opening a case in ``initial``."""

    initial: str
    stages: Mapping[str, Stage]
    moves: Mapping[str, Move]
    clocks: Mapping[str, ClockRule] = field(default_factory=dict)
    opening: tuple[Effect, ...] = ()

    def moves_from(self, stage: str) -> tuple[Move, ...]:
        """Return the moves that leave or keep ``stage``, in declared order."""
        return tuple(move for move in self.moves.values() if stage in move.sources)
