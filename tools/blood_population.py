"""Writes an example population of blood donors from a seed: invented people whose awards add up to a real table.

The city's figures for 2020-2021 were published as 5,855 awards: 538 for life, 1,010 gold, 1,267 silver, 3,040
bronze. Nothing else about the donors is known, so everybody here is made up. The rules are not told the result:
they count every donation.

    python tools/blood_population.py --seed 2021 --out var/blood
    linli rules simulate packs/benefits/blood-donor-award --population var/blood/people.csv --on 2021-12-31 --json
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

AWARDS = {"lifetime": 538, "gold": 1010, "silver": 1267, "bronze": 3040, "none": 2000}
SPANS = {"lifetime": (40, 70), "gold": (40, 79), "silver": (30, 39), "bronze": (20, 29), "none": (1, 19)}
GOLD = 40
LAST = date(2021, 12, 31)
OLD = date(2010, 1, 1)
OLD_UNIT, UNITS, ML = 4, (1, 2), (200, 300, 400)


def donations(counts: int, dice: random.Random) -> Iterator[tuple[date, str, int]]:
    """Yield donations that come to exactly ``counts`` counts, in halves where 300 ml was given."""
    left = counts * 2
    while left:
        day = LAST - timedelta(days=dice.randrange(20 * 365))
        if dice.random() < 0.5:  # noqa: PLR2004 - one half each
            units = dice.choice(UNITS)
            halves = units * 2 * (OLD_UNIT if day < OLD else 1)
            if halves <= left:
                yield day, "platelets", units
                left -= halves
        else:
            ml = dice.choice(ML) if left > 1 else 100
            if ml // 100 <= left:
                yield day, "whole_blood", ml
                left -= ml // 100


def write(out: Path, seed: int) -> None:
    """Write people.csv and people.donations.csv."""
    dice = random.Random(seed)  # noqa: S311 - invented people, not secrets
    out.mkdir(parents=True, exist_ok=True)
    wanted = [award for award, many in AWARDS.items() for _ in range(many)]
    dice.shuffle(wanted)
    people_file, donations_file = out / "people.csv", out / "people.donations.csv"
    with people_file.open("w", newline="") as first, donations_file.open("w", newline="") as second:
        people, given = csv.writer(first), csv.writer(second)
        people.writerow(["id", "golds"])
        given.writerow(["id", "day", "sort", "amount"])
        for number, award in enumerate(wanted, 1):
            golds = 2 if award == "lifetime" else dice.choice((0, 0, 0, 1))
            people.writerow([number, golds])
            low, high = SPANS[award]
            for row in donations(golds * GOLD + dice.randint(low, high), dice):
                given.writerow([number, *row])


def main() -> None:
    """Read the options."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=2021)
    options.add_argument("--out", type=Path, required=True)
    said = options.parse_args()
    write(said.out, said.seed)


if __name__ == "__main__":
    main()
