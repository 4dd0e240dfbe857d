"""Expressions: one case in microseconds, a million rows beside the same sum in plain NumPy."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from datetime import date

import numpy as np

from linli.core.expr.evaluate import evaluate
from linli.core.expr.parse import parse
from linli.core.expr.tree import Expression
from linli.core.expr.vector import Members, evaluate_many

ROWS = 1_000_000
ONE_BY_ONE = 2_000
CONDITION = "age(birth, on) >= 60 and registered and income * 0.7 + 100 < 2500"
AMOUNT = "income * 0.7 + 100"
HOUSEHOLD = "sum(members, income) / count(members) < 1000"
ON = date(2026, 11, 22)


def run() -> dict[str, object]:
    """Measure and return medians; the plain NumPy of each row is what the machine allows."""
    random = np.random.default_rng(20261122)
    columns = {
        "birth": random.integers(-20_000, 10_000, ROWS).astype("datetime64[D]"),
        "registered": random.random(ROWS) < 0.9,
        "income": random.integers(0, 10_000, ROWS),
        "on": ON,
    }
    rows = np.sort(random.integers(0, ROWS, 3 * ROWS))
    household = {"members": Members(rows, {"income": random.integers(0, 3_000, 3 * ROWS)})}
    one = {"birth": date(1950, 3, 1), "registered": True, "income": 1850, "on": ON}
    family = {"members": [{"income": 1200}, {"income": 800}, {"income": 0}]}
    plain = np.zeros(ROWS, dtype=bool)
    return {
        "rows": ROWS,
        "parse_us": _each(lambda: parse(CONDITION)),
        "scalar_us": {
            "condition": _each(lambda: evaluate(read(CONDITION), one)),
            "household_of_3": _each(lambda: evaluate(read(HOUSEHOLD), family)),
        },
        "million_rows_a_second": {
            "amount": _rate(lambda: evaluate_many(read(AMOUNT), columns)),
            "amount_plain_numpy": _rate(lambda: columns["income"] * 0.7 + 100),
            "condition": _rate(lambda: evaluate_many(read(CONDITION), columns)),
            "condition_plain_numpy": _rate(lambda: _plain_condition(columns, plain)),
            "household_of_3": _rate(lambda: evaluate_many(read(HOUSEHOLD), household, ROWS)),
            "household_of_3_plain_numpy": _rate(lambda: _plain_household(household["members"])),
        },
    }


_READ: dict[str, Expression] = {}


def read(text: str) -> Expression:
    """Read an expression once."""
    if text not in _READ:
        found = parse(text)
        assert isinstance(found, Expression)
        _READ[text] = found
    return _READ[text]


def _plain_condition(columns: dict[str, np.ndarray], out: np.ndarray) -> np.ndarray:
    """Do by hand what the condition says, with the age from whole months and days."""
    birth = columns["birth"]
    month = birth.astype("datetime64[M]")
    day = (birth - month).astype(np.int64)
    on = np.datetime64(ON, "D")
    on_month = on.astype("datetime64[M]")
    months = (on_month - month).astype(np.int64) - (day > (on - on_month).astype(np.int64))
    return np.logical_and(
        (months // 12 >= 60) & columns["registered"], columns["income"] * 0.7 + 100 < 2500, out=out
    )


def _plain_household(members: Members) -> np.ndarray:
    total = np.bincount(members.rows, members.columns["income"], minlength=ROWS)
    heads = np.bincount(members.rows, minlength=ROWS)
    return total / np.maximum(heads, 1) < 1000


def _each(work: Callable[[], object]) -> float:
    return round(_median(lambda: [work() for _ in range(ONE_BY_ONE)]) / ONE_BY_ONE * 1e6, 2)


def _rate(work: Callable[[], object]) -> float:
    return round(ROWS / 1e6 / _median(work), 1)


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
