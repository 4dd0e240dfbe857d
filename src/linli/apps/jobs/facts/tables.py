"""Trades, minimum wages, and how long claims to pay may be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from linli.apps.jobs.models import MinimumWageRow, Trade
from linli.core.matching import pay


@dataclass(frozen=True, slots=True)
class TradeFact:
    """A trade as anybody may read it."""

    id: int
    code: str
    name_zh: str
    name_en: str
    occupation: str
    dangerous: bool
    open: bool


@dataclass(frozen=True, slots=True)
class WageFact:
    """A row of the table of minimum wages; ``is_example`` until somebody entered it from its notice."""

    ref: str
    area_code: str
    area_path: str
    since: date
    hourly: int
    source: str
    is_example: bool


def trades(*, all_of_them: bool = False) -> tuple[TradeFact, ...]:
    """Return the trades in the order they were entered, closed ones only when asked for."""
    rows = Trade.objects.order_by("id") if all_of_them else Trade.objects.filter(open=True).order_by("id")
    return tuple(
        TradeFact(one.pk, one.code, one.name_zh, one.name_en, one.occupation, one.dangerous, one.open)
        for one in rows
    )


def trades_by_id() -> dict[int, TradeFact]:
    """Return every trade by its key."""
    return {one.id: one for one in trades(all_of_them=True)}


def wages() -> tuple[WageFact, ...]:
    """Return the table of minimum wages, the latest first."""
    return tuple(
        WageFact(
            str(one.ref), one.area_code, one.area_path, one.since, one.hourly, one.source, one.is_example
        )
        for one in MinimumWageRow.objects.order_by("-since", "area_path")
    )


def least_wage(area_path: str, day: date) -> pay.MinimumWage | None:
    """Return the minimum wage of a place and a day, if the table has one."""
    rows = MinimumWageRow.objects.filter(since__lte=day).values_list("area_path", "since", "hourly")
    return pay.in_force((pay.MinimumWage(*row) for row in rows), area_path, day)


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """For how many years an agreement is proof, from a day on, and why; ``is_example`` until a place confirms it."""

    since: date
    years: int
    is_example: bool
    basis: Mapping[str, str]


@cache
def claims() -> tuple[ClaimFact, ...]:
    """Return how long claims to pay may be made; ``data/claims.yaml``."""
    return tuple(
        ClaimFact(one["since"], int(one["years"]), bool(one["is_example"]), one["basis"])
        for one in table("claims")
    )


def last_claim(due: date) -> date | None:
    """Return the last day on which pay that was due on a day can be claimed."""
    return pay.last_claim(due, [pay.ClaimRule(one.since, one.years) for one in claims()])


@cache
def table(name: str) -> Any:
    """Read one of the app's own tables."""
    text = (files("linli.apps.jobs") / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)
