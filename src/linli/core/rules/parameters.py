"""Parameters that law changes: each value with the day it begins and where it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Protocol, TypeVar

from linli.core.expr.tables import Table, fault_in
from linli.core.shared.outcomes import Problem

Setting = bool | int | Decimal | str | date | Table | None
"""What a parameter can be; None says that it was abolished from that day on."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where something is written: the document, the article, an address to read it at.

    ``confirmed`` is false for what is known but was not seen in a public text; ``example`` is true for
    what was made up to show how it works. Pages say so.
    """

    title: str
    article: str = ""
    url: str = ""
    confirmed: bool = True
    example: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """One value of a parameter, in force from ``since`` until the next one."""

    since: date
    value: Setting
    source: Source


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter with all its values, earliest first."""

    name: str
    unit: str
    values: tuple[Dated, ...]

    def at(self, day: date) -> Dated | None:
        """Return what is in force on ``day``; None before the first value."""
        return in_force(self.values, day)


class Beginning(Protocol):
    """Anything that begins on a day."""

    @property
    def since(self) -> date:
        """Return the first day."""


Version = TypeVar("Version", bound=Beginning)


def in_force(versions: Sequence[Version], day: date) -> Version | None:
    """Return the version in force on ``day`` among those that follow each other."""
    return next((one for one in reversed(versions) if one.since <= day), None)


def parameter_problems(parameter: Parameter) -> Iterator[Problem]:
    """Yield what is wrong with a parameter."""
    yield from version_problems(parameter.name, parameter.values)
    for one in parameter.values:
        if not one.source.title:
            yield Problem(parameter.name, "rules.no_source", {"name": parameter.name})
        if isinstance(one.value, Table) and (code := fault_in(one.value)):
            yield Problem(parameter.name, code)


def version_problems(name: str, versions: Sequence[Beginning]) -> Iterator[Problem]:
    """Yield a problem if there is no version, or if they do not follow each other in time."""
    if not versions:
        yield Problem(name, "rules.no_version", {"name": name})
    for earlier, later in pairwise(versions):
        if later.since <= earlier.since:
            yield Problem(name, "rules.not_in_order", {"name": name, "date": later.since.isoformat()})
