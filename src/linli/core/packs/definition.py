"""What a pack becomes once it is read: the definition of one service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from linli.core.expr.tree import Expression
from linli.core.forms.questions import Form
from linli.core.lifecycle.definition import ClockKind, ClockRule, InputKind, Lifecycle
from linli.core.packs.guide import Guide
from linli.core.routing.rows import Row
from linli.core.rules.parameters import Parameter

LANGUAGES = ("zh", "en")


class Sensitivity(StrEnum):
    """How much of a case may show (docs/entry-format.md)."""

    NORMAL = "normal"
    CONFIDENTIAL = "confidential"  # the resident may choose it, or the service always has it
    SEALED = "sealed"  # the public part of every entry says nothing but that it is there


class Audience(StrEnum):
    """Who may be told of a move; the case engine finds the people."""

    RESIDENT = "resident"
    JOINED = "joined"
    AGENT = "agent"
    PARTIES = "parties"  # everybody a sealed case names, each for themselves
    LEAD = "lead"
    SUPPORTING = "supporting"
    CONSULTED = "consulted"
    ON_SITE = "on_site"
    MEDIATOR = "mediator"
    CHECKERS = "checkers"
    CALLERS = "callers"
    SUPERVISORS = "supervisors"


class Place(StrEnum):
    """How exactly the public may see where a case is."""

    GRID = "grid"
    COMMUNITY = "community"
    NONE = "none"


class Summary(StrEnum):
    """Whether the public list carries a sentence about a case."""

    CHOSEN_AND_REVIEWED = "chosen_and_reviewed"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Basis:
    """A rule the service rests on."""

    title: str
    url: str = ""
    note: str = ""


class AmountUnit(StrEnum):
    """What an amount is counted in."""

    FEN = "fen"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum that the service works out from the answers and the figures of the day."""

    name: str
    formula: Expression | None
    unit: AmountUnit = AmountUnit.FEN


@dataclass(frozen=True, slots=True)
class Notice:
    """Who is told of a move, with which sentence of the pack's texts."""

    to: tuple[Audience, ...]
    text: str


@dataclass(frozen=True, slots=True)
class PublicView:
    """What the public list shows of a case."""

    listed: bool = False
    fields: tuple[str, ...] = ()
    place: Place = Place.NONE
    summary: Summary = Summary.NEVER


@dataclass(frozen=True, slots=True)
class ServiceDefinition:
    """One service, resolved: nothing outside it is needed to run its cases.

    ``confidential_if`` is asked of the answers (``answers.<question>``) when a case is opened.
    ``routing`` rows go before the city's matrix. ``parameters`` are the figures of the law that the
    service speaks of, by name, read at the day in question; ``amounts`` are worked out from them. A ``family`` is only there to be extended.
    ``placed_by_staff``: nothing is asked that says where a case is, although a body is chosen by the place.
    """

    name: str
    version: int
    kind: str
    effective_from: date
    sensitivity: Sensitivity
    lifecycle: Lifecycle
    extends: str | None = None
    family: bool = False
    legal_basis: tuple[Basis, ...] = ()
    form: Form = field(default_factory=Form)
    notices: Mapping[str, tuple[Notice, ...]] = field(default_factory=dict)
    public: PublicView = field(default_factory=PublicView)
    evidence: Mapping[str, int] = field(default_factory=dict)
    routing: tuple[Row, ...] = ()
    confidential_if: Expression | None = None
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    amounts: Mapping[str, Amount] = field(default_factory=dict)
    guide: Guide | None = None
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    placed_by_staff: bool = False

    @property
    def promised(self) -> ClockRule | None:
        """Return the clock whose limit is told to somebody who asks how long it takes."""
        clocks = self.lifecycle.clocks
        if self.guide is not None and self.guide.promised in clocks:
            return clocks[self.guide.promised]
        promises = {name: rule for name, rule in clocks.items() if rule.kind is ClockKind.PROMISE}
        return promises.get("promise") or next(iter(promises.values()), None)

    def is_money(self, name: str) -> bool:
        """Say whether what moves ask for under this name is a sum, kept in fen."""
        return self._asks(name, InputKind.MONEY)

    def is_date(self, name: str) -> bool:
        """Say whether what moves ask for under this name is a day."""
        return self._asks(name, InputKind.DATE)

    def _asks(self, name: str, kind: InputKind) -> bool:
        asked = (one for move in self.lifecycle.moves.values() for one in move.inputs)
        return any(one.name == name and one.kind is kind for one in asked)

    def text(self, key: str, lang: str, **params: str) -> str:
        """Return the pack's sentence for ``key``, or the key itself when the pack has none."""
        sentence = self.texts.get(lang, {}).get(key, key)
        for name, value in params.items():
            sentence = sentence.replace("{" + name + "}", value)
        return sentence
