"""A day of casual work: 2,000 workers and 2,000 shifts shared out at best, with the greedy way beside it."""

from __future__ import annotations

import json
import os
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from linli.core.clock.instants import BEIJING
from linli.core.matching.assignment import assign, faults
from linli.core.matching.model import build
from linli.core.matching.pairs import pairs_of
from linli.core.matching.people import Free, Shift, Worker

COUNT = 2_000
ROUNDS = 3
WANTED = 2.0
TRADES = 20
MORNING = datetime(2026, 11, 30, tzinfo=BEIJING)
AT = MORNING + timedelta(hours=6, minutes=30)


def run() -> dict[str, object]:
    """Measure medians: pairs weighed, the model solved; processor seconds beside, for a machine that is shared."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
    django.setup()
    from linli.apps.jobs.facts.solver import solve

    found: dict[str, object] = {"processor_seconds_wanted_at_most": WANTED}
    for name, ends in (("one_shift_each", (16, 18)), ("up_to_two_shifts", (12, 18))):
        workers, shifts = invent(ends)
        weighing, pairs = timed(lambda w=workers, s=shifts: pairs_of(w, s.values(), AT))
        sharing, answer = timed(lambda p=pairs: assign(p, solve))
        model = build(pairs, {})
        assert faults(answer.pairs, shifts) == ()
        found[name] = {
            "workers": len(workers), "shifts": len(shifts), "places": sum(one.places for one in shifts.values()),
            "pairs": len(pairs), "rows": len(model.limits), "weighing": weighing, "sharing_out": sharing,
            "filled": answer.filled, "points": answer.points, "greedy_filled": answer.greedy_filled,
            "greedy_points": answer.greedy_points, "whole_at_once": answer.at_once, "proven_by_prices": answer.proven,
            "processor_seconds": round(weighing["processor_seconds"] + sharing["processor_seconds"], 3),
            "gap_of_greedy_in_places": round(1 - answer.greedy_filled / answer.filled, 4),
        }  # fmt: skip
    return found


def invent(ends: tuple[int, int]) -> tuple[list[Worker], dict[str, Shift]]:
    """Workers know one to three of twenty trades and go 2 to 30 km; shifts of a day lie all over a city."""
    chance = random.Random(16)  # noqa: S311 - invention
    trades = [f"t{n}" for n in range(TRADES)]
    week = tuple(Free(day, 0, 1440) for day in range(1, 8))
    workers = [
        Worker(
            f"w{n}", {one: chance.randint(1, 5) for one in chance.sample(trades, chance.randint(1, 3))}, week,
            date(chance.randrange(1966, 2006), 1, 1), MORNING - timedelta(days=chance.randrange(60)),
            112.4 + chance.random() * 0.3, 37.7 + chance.random() * 0.3, chance.choice((2, 5, 10, 30)) * 1000,
        )
        for n in range(COUNT)
    ]  # fmt: skip
    shifts = {}
    for n in range(COUNT):
        starts = MORNING + timedelta(hours=chance.choice((7, 8, 13)))
        lasts = timedelta(hours=chance.choice((4, 8)) if ends[0] == 12 else 8)
        shifts[f"s{n}"] = Shift(
            f"s{n}", chance.choice(trades), chance.randint(1, 3), starts, starts + lasts, 1,
            112.4 + chance.random() * 0.3, 37.7 + chance.random() * 0.3,
        )  # fmt: skip
    return workers, shifts


def timed(work: Callable[[], Any]) -> tuple[dict[str, float], Any]:
    walls, cpus, answer = [], [], None
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        answer = work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return {
        "seconds": round(statistics.median(walls), 3), "processor_seconds": round(statistics.median(cpus), 3),
    }, answer  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
