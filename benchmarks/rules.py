"""Entitlements: one answer with its grounds and next question in ms, a million persons under two versions of rules."""

from __future__ import annotations

import functools
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np

from linli.core.forms.answers import Answers, read_answers
from linli.core.packs.benefit import Benefit
from linli.core.packs.entitlement import entitlement
from linli.packs.benefits import CheckedBenefit, check_benefit_folder
from linli.packs.changing import read_change
from linli.packs.folder import RULES, SHIPPED, packs_below
from linli.packs.population import Population, read_population
from linli.packs.simulating import simulate

BENEFITS = SHIPPED / "benefits"
PERSONS = 1_000_000
ON = date(2026, 3, 1)
CHANGE = "parameters: {amounts: {2026-02-01: {bands: [[0, 0], [75, 3000], [80, 8000], [90, 15000], [100, 36000]]}}}\n"


def run() -> dict[str, object]:
    """Measure and return medians."""
    old_age = checked("old-age-allowance")
    with tempfile.TemporaryDirectory() as folder:
        change, people = Path(folder) / "change.yaml", Path(folder) / "people.csv"
        change.write_text(CHANGE, encoding="utf-8")
        after = read_change(change, old_age.folder)
        assert isinstance(after, Benefit)
        write(people)
        started = time.perf_counter()
        population = read_population(people, old_age.benefit)
        reading = time.perf_counter() - started
    assert isinstance(population, Population)
    found = simulate(old_age.benefit, after, population, ON)
    return {
        "persons": PERSONS,
        "read_csv_s": round(reading, 2),
        "simulate_s": found["seconds"],
        "decisions_a_second": found["persons_per_second"],
        "decisions_a_second_with_reading": round(2 * PERSONS / (reading + found["seconds"])),
        "one_answer_ms": {path.name: slowest(path.name) for path in packs_below(BENEFITS, RULES)},
    }


def checked(name: str) -> CheckedBenefit:
    found = check_benefit_folder(BENEFITS / name)
    assert not found.found
    return found


def write(path: Path) -> None:
    random = np.random.default_rng(20261122)
    births = random.integers(-18_000, 20_000, PERSONS).astype("datetime64[D]").astype(str)
    yes = np.where(random.random((2, PERSONS)) < 0.9, "true", "false")
    rows = "\n".join(map(",".join, zip(births, yes[0], yes[1], strict=True)))
    path.write_text(f"birth,registered,pays_elsewhere\n{rows}\n", encoding="utf-8")


def slowest(name: str) -> dict[str, object]:
    """Return what the slowest answer of a pack takes: no, some or all answers of every scenario."""
    one = checked(name)
    taken: dict[str, float] = {}
    for file, document in one.folder.scenarios.items():
        given = [*(document.value.get("answers") or {}).items()]
        on = date.fromisoformat(str(document.value["on"]))
        for many in range(len(given) + 1):
            answers = read_answers(one.benefit.form, dict(given[:many]), on)
            if isinstance(answers, Answers):
                work = functools.partial(answered, one.benefit, dict(given[:many]), on)
                taken[f"{file.rpartition('/')[2]}, {many} answers"] = _median(work)
    case = max(taken, key=taken.__getitem__)
    return {"ms": taken[case], "case": case}


def answered(benefit: Benefit, raw: dict[str, object], on: date) -> object:
    """Read the answers, decide, give grounds and the next best question."""
    return entitlement(benefit, read_answers(benefit.form, raw, on), on)


def _median(work: Callable[[], object], times: int = 15) -> float:
    """Return milliseconds of the processor: others at work on the machine do not count."""
    taken = []
    for _ in range(times):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return round(statistics.median(taken) * 1000, 2)


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
