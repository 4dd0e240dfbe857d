"""The same people, the same formulas, here and in OpenFisca's country template: persons a second of the whole run.

Times are those of the processor, so that others at work on the machine do not count. The template is installed from the package index into an environment that is thrown away; nothing of Linli needs it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np

from linli.core.packs.benefit import Benefit, read_benefit
from linli.core.rules.many import work_out_many
from linli.packs.population import Population, read_population

PACKAGE = "openfisca-country-template"
PERSONS = 1_000_000
ON = date(2026, 3, 1)
SUMS = ("income_tax", "contribution", "basic_income", "pension", "net")
THEIR_NAMES = {"contribution": "social_security_contribution"}
SINCE = "2017-01-01"


def said(unit: str, value: object) -> dict[str, object]:
    return {"unit": unit, "source": "template", "values": {SINCE: value}}


def rule(formula: str, gives: str = "number") -> dict[str, object]:
    return {"gives": gives, "source": "template", "formulas": {SINCE: formula}}


TEMPLATE = {
    "benefit": "country-template",
    "version": 1,
    "events": ["hardship"],
    "answer": "adult",
    "shows": dict.fromkeys(SUMS, "fen"),
    "sources": {"template": {"title": "OpenFisca country template", "certainty": "seen"}},
    "ask": {
        "birth": {"type": "date"},
        "salary": {"type": "money", "least": 0},
        "capital": {"type": "money", "least": 0},
    },
    "parameters": {
        "majority": said("years", 18),
        "retirement": said("years", 62),
        "basic": said("fen", 60_000),
        "tax_rate": said("share", "0.15"),
        "scale": said("table", {"slices": [[0, "0.02"], [600_000, "0.06"], [1_240_000, "0.12"]]}),
    },
    "rules": {
        "years": rule("age(answers.birth, on)"),
        "adult": rule("years >= majority", "yes_no"),
        "basic_income": rule("if(adult, basic, 0)"),
        "pension": rule("if(years >= retirement, 100, 0)"),
        "income_tax": rule("(answers.salary + answers.capital + pension) * tax_rate"),
        "contribution": rule("table(scale, answers.salary)"),
        "net": rule("answers.salary + answers.capital + pension + basic_income - income_tax - contribution"),
    },
    "texts": {},
}
"""Equivalent formulas; money is fen, and a pension of one as the template has it."""


def run() -> dict[str, object]:
    """Measure both sides on this machine, one after the other, and hold their sums against each other."""
    with tempfile.TemporaryDirectory() as folder:
        people = Path(folder) / "people.csv"
        write(people)
        ours = _ours(people)
        theirs = _theirs(Path(folder), people)
    if "sums" not in theirs:
        return {"persons": PERSONS, "ours": ours, "theirs": theirs}
    for name, total in ours["sums"].items():
        other = theirs["sums"][THEIR_NAMES.get(name, name)]
        assert abs(total / 100 - other) <= abs(other) * 1e-4, (name, total, other)  # theirs are 32-bit floats
    return {
        "persons": PERSONS,
        "ours": _told(ours),
        "theirs": _told(theirs),
        "times_faster": {
            "whole_run": round(theirs["whole_s"] / ours["whole_s"], 2),
            "deciding_alone": round(theirs["decide_s"] / ours["decide_s"], 2),
            "than_from_documents": round(PERSONS / ours["whole_s"] / theirs["documents_a_second"], 1),
        },
    }


def write(path: Path) -> None:
    """Invent people: a birth, a salary and returns of capital a month, in fen."""
    dice = np.random.default_rng(20261122)
    births = dice.integers(-18_000, 20_000, PERSONS).astype("datetime64[D]").astype(str)
    money = dice.lognormal(12.5, 1.0, (2, PERSONS)).astype(np.int64).astype(str)
    rows = "\n".join(map(",".join, zip(births, money[0], money[1], strict=True)))
    path.write_text(f"birth,salary,capital\n{rows}\n", encoding="utf-8")


def _ours(people: Path) -> dict[str, object]:
    started = time.process_time()
    benefit = read_benefit(TEMPLATE)
    assert isinstance(benefit, Benefit), benefit
    loaded = time.process_time()
    population = read_population(people, benefit)
    assert isinstance(population, Population)
    read_at = time.process_time()
    found = work_out_many(benefit.rules, population.columns, ON, PERSONS)
    done = time.process_time()
    again = time.process_time()
    work_out_many(benefit.rules, population.columns, ON, PERSONS)
    once_more = time.process_time() - again
    return {
        "load_s": loaded - started,
        "read_s": read_at - loaded,
        "decide_s": min(done - read_at, once_more),
        "whole_s": done - started,
        "sums": {name: float(found[name].values.astype(np.float64).sum()) for name in SUMS},
    }


def _theirs(folder: Path, people: Path) -> dict[str, object]:
    """Install the template beside us and let it read the same file; without the package index say so."""
    python = folder / "venv" / "bin" / "python"
    side = Path(__file__).with_name("openfisca_side.py")
    steps = (
        [sys.executable, "-m", "venv", str(folder / "venv")],
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE],
        [str(python), str(side), str(people), ON.isoformat()[:7]],
    )
    output = ""
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, check=False, timeout=600)
        if done.returncode:
            return {"not_measured": done.stderr.strip().splitlines()[-1:]}
        output = done.stdout
    version = subprocess.run(
        [str(python), "-m", "pip", "show", PACKAGE], capture_output=True, text=True, check=False
    ).stdout.splitlines()[1:2]
    return {**json.loads(output.splitlines()[-1]), "version": version}


def _told(side: dict[str, object]) -> dict[str, object]:
    times = {name: round(side[name], 2) for name in ("load_s", "read_s", "decide_s", "whole_s")}
    return {
        **times,
        "persons_a_second_whole_run": round(PERSONS / side["whole_s"]),
        "persons_a_second_deciding": round(PERSONS / side["decide_s"]),
        **{name: side[name] for name in ("version", "documents_a_second") if name in side},
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
