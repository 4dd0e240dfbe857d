"""The side of OpenFisca in `benchmarks/openfisca.py`: run by the Python of a throw-away environment, not by ours."""

from __future__ import annotations

import csv
import json
import sys
import time
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from openfisca_core.simulations import SimulationBuilder
from openfisca_country_template import CountryTaxBenefitSystem

PIECE, FEW = 50_000, 20_000
NAMES = ("income_tax", "social_security_contribution", "basic_income", "pension")


def main(path: str, period: str) -> None:
    """Read the people, work out what each pays and gets in a month, and print times and sums."""
    started = time.process_time()
    system = CountryTaxBenefitSystem()
    loaded = time.process_time()
    birth, salary, capital = read(path)
    read_at = time.process_time()
    found = decide(system, birth, salary, capital, period)
    done = time.process_time()
    again = time.process_time()
    decide(system, birth, salary, capital, period)
    once_more = time.process_time() - again
    from_documents = documents(system, birth, salary, capital, period)
    print(
        json.dumps(
            {
                "load_s": loaded - started,
                "read_s": read_at - loaded,
                "decide_s": min(done - read_at, once_more),
                "whole_s": done - started,
                "documents_a_second": from_documents,
                "sums": {name: float(column.astype(np.float64).sum()) for name, column in found.items()},
            }
        )
    )


def read(path: str) -> tuple[Any, Any, Any]:
    """Read a file in pieces, as our own side does."""
    parts = []
    with Path(path).open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        while rows := [*islice(reader, PIECE)]:
            parts.append([np.array(column) for column in zip(*rows, strict=True)])
    birth, salary, capital = (np.concatenate(column) for column in zip(*parts, strict=True))
    return birth.astype("datetime64[D]"), salary.astype(np.float64) / 100, capital.astype(np.float64) / 100


def decide(system: object, birth: Any, salary: Any, capital: Any, period: str) -> dict[str, Any]:
    """Work everything out for everybody."""
    simulation = SimulationBuilder().build_default_simulation(system, len(birth))
    simulation.set_input("birth", period, birth)
    simulation.set_input("salary", period, salary)
    simulation.set_input("capital_returns", period, capital)
    found = {name: simulation.calculate(name, period) for name in NAMES}
    net = salary + capital + found["pension"] + found["basic_income"]
    found["net"] = net - found["income_tax"] - found["social_security_contribution"]
    return found


def documents(system: object, birth: Any, salary: Any, capital: Any, period: str) -> float:
    """Return persons a second when they come as the situations that the template has as its examples."""
    situation = {
        "persons": {
            str(n): {
                "birth": {"ETERNITY": str(birth[n])},
                "salary": {period: float(salary[n])},
                "capital_returns": {period: float(capital[n])},
            }
            for n in range(FEW)
        },
        "households": {str(n): {"adults": [str(n)]} for n in range(FEW)},
    }
    text = json.dumps(situation)
    started = time.process_time()
    simulation = SimulationBuilder().build_from_entities(system, json.loads(text))
    for name in NAMES:
        simulation.calculate(name, period)
    return FEW / (time.process_time() - started)


main(*sys.argv[1:])
