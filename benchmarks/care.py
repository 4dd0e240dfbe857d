"""Planning home visits: ten instances with ten patients against the best known costs; an own checker recomputes each."""

from __future__ import annotations

import json
import math
import os
import re
import time
from pathlib import Path

from linli.core.matching.visit_search import plan
from linli.core.matching.visits import AT_ONCE, Carer, Day, Part, Plan, Visit

DATA = Path(os.environ.get("LINLI_CARE_INSTANCES", Path(__file__).resolve().parents[2] / "shared/data/care"))
STEPS, SEED, WITHIN = 40_000, 1, 0.03
SLACK = 1e-6
ROW = re.compile(r"\| (Instanz\S+\.json) \|.*\| ([\d.]+) \|$", re.MULTILINE)


def run(steps: int = STEPS) -> dict[str, object]:
    """Plan each instance, let the checker recompute the cost, and compare."""
    if not (DATA / "best_known.md").exists():
        return {"skipped": "the instances are not here; name their folder in LINLI_CARE_INSTANCES"}
    found: dict[str, object] = {}
    for name, best in ROW.findall((DATA / "best_known.md").read_text()):
        found[name] = _measure(json.loads((DATA / name).read_text()), float(best), steps)
    toy = json.loads((DATA / "toy.json").read_text())
    ratios = [one["over_best"] for one in found.values()]
    return {
        "steps": steps, "seed": SEED, "toy_cost": round(check(toy, plan(read(toy), seed=SEED, steps=steps)), 3),
        "instances": found, "most_over_best": max(ratios), "wanted_at_most": WITHIN,
        "within": max(ratios) <= WITHIN, "slowest_s": max(one["seconds"] for one in found.values()),
        "most_processor_seconds": max(one["processor_seconds"] for one in found.values()),
    }  # fmt: skip


def _measure(instance: dict, best: float, steps: int) -> dict[str, float]:
    begun, cpu = time.perf_counter(), time.process_time()
    made = plan(read(instance), seed=SEED, steps=steps)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    cost = check(instance, made)
    return {
        "cost": round(cost, 3), "best_known": best, "over_best": round(cost / best - 1, 5), "seconds": round(seconds, 2),
        "processor_seconds": round(cpu, 2),
    }  # fmt: skip


def read(instance: dict) -> Day:
    """Read an instance: the office is place 0, patients follow in their order."""
    carers = tuple(
        Carer(one["id"], start=0, skills=frozenset(one["abilities"]), home=0)
        for one in instance["caregivers"]
    )
    usual = {one["id"]: one["default_duration"] for one in instance["services"]}
    visits = tuple(_visit(at, one, usual) for at, one in enumerate(instance["patients"], start=1))
    return Day(carers, visits, instance["distances"])


def _visit(at: int, patient: dict, usual: dict[str, float]) -> Visit:
    opens, closes = patient["time_window"]
    asked = patient["required_caregivers"]
    parts = tuple(Part(one["service"], one.get("duration", usual[one["service"]])) for one in asked)
    together = patient.get("synchronization", {"type": "simultaneous"})
    gap = AT_ONCE if together["type"] == "simultaneous" else tuple(together["distance"])
    return Visit(patient["id"], at, opens, closes, parts, gap)


def check(instance: dict, made: Plan) -> float:
    """Recompute the cost of an answer from the instance alone; an answer that breaks a rule is an error."""
    patients = {one["id"]: (at, one) for at, one in enumerate(instance["patients"], start=1)}
    able = {one["id"]: one["abilities"] for one in instance["caregivers"]}
    usual = {one["id"]: one["default_duration"] for one in instance["services"]}
    assert not made.left_out
    begun: dict[str, dict[int, float]] = {}
    way = late = latest = 0.0
    for carer, skills in able.items():
        place, free = 0, 0.0
        for stop in sorted((one for one in made.stops if one.carer == carer), key=lambda one: one.starts):
            at, patient = patients[stop.visit]
            asked = patient["required_caregivers"][stop.part]
            assert asked["service"] in skills
            assert stop.starts + SLACK >= free + instance["distances"][place][at]
            assert stop.starts + SLACK >= patient["time_window"][0]
            way += instance["distances"][place][at]
            over = max(0.0, stop.starts - patient["time_window"][1])
            late, latest = late + over, max(latest, over)
            place, free = at, stop.starts + asked.get("duration", usual[asked["service"]])
            assert stop.part not in begun.setdefault(stop.visit, {})
            begun[stop.visit][stop.part] = stop.starts
        way += instance["distances"][place][0]
    for name, (_, patient) in patients.items():
        _check_together(patient, begun[name], [one.carer for one in made.stops if one.visit == name])
    return (way + late + latest) / 3


def _check_together(patient: dict, begun: dict[int, float], carers: list[str]) -> None:
    assert len(begun) == len(patient["required_caregivers"]) == len({*carers})
    together = patient.get("synchronization")
    if together is None:
        return
    least, most = (0, 0) if together["type"] == "simultaneous" else together["distance"]
    between = begun[1] - begun[0]
    assert least - SLACK <= between <= most + SLACK
    assert math.isfinite(between)


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
