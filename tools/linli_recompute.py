"""Work out Linli's published figures again from its open data: one file, Python's own library, nothing of ours.

    python3 linli_recompute.py DIR --period 2026-10 [--area CODE] [--body REF] [--subject CODE]

DIR holds about.json and rounds-*.csv as `linli open-data export DIR` writes them, or as they are downloaded
from /public/data. Prints the JSON that `linli indicators --json` prints. What each figure means is said at
/public/figures; this file says it a second time, in code that shares nothing with the first.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import re
import statistics
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

ENDED_BESIDE = ("merged", "transferred", "withdrawn", "void", "not_accepted")
Z = 1.959963984540054


def utc(moment: datetime) -> str:
    """Write an instant as the files do; such texts sort like the instants."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")  # noqa: UP017 - old Pythons too


def span(name: str, offset: timezone) -> tuple[str, str]:
    """Return the first instant of a period and the first one after it."""
    first, dots, last = name.partition("..")
    if dots:
        return span(first, offset)[0], span(last, offset)[1]
    found = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?|-Q([1-4]))?", name)
    if not found:
        sys.exit(f"not a period: {name}")
    year, month, day, quarter = (int(part) if part else 0 for part in found.groups())
    if day:
        start = datetime(year, month, day, tzinfo=offset)
        return utc(start), utc(start + timedelta(days=1))
    first_month = month or (3 * quarter - 2 if quarter else 1)
    after = first_month + (1 if month else 3 if quarter else 12)
    end = datetime(year + (after - 1) // 12, (after - 1) % 12 + 1, 1, tzinfo=offset)
    return utc(datetime(year, first_month, 1, tzinfo=offset)), utc(end)


def beside(row: dict) -> str:
    """A promise falls away when the case ended beside its course before it was late."""
    if row["ended"] in ("", "closed") or not row["done_at"] or row["done_at"] > row["due"]:
        return ""
    return row["ended"] if row["ended"] in ENDED_BESIDE else "elsewhere"


def unanswered(row: dict, needed: str) -> str:
    """Why a resident's answer cannot be counted."""
    if row["kind"] == "inquiry":
        return "inquiry"
    if row["reached"] == "no":
        return "unreachable"
    return "" if row["reached"] and needed else "not_asked"


def figures(rows: list[dict], start: str, end: str, as_of: str, weights: dict[str, int]) -> list[dict]:
    """Return every figure of these rounds in a period."""
    cutoff = min(end, as_of)
    due = [row for row in rows if row["due"] and row["due"] < cutoff and not before(row, start)]
    closed = [row for row in within(rows, "closed_at", start, end) if row["ended"] == "closed"]
    sent, told = within(rows, "dispatched_at", start, end), within(rows, "reported_at", start, end)
    return [
        *answers(closed, weights),
        *promises(due, cutoff),
        one("returned", sent, nothing, above("returns")),
        one("redone", told, nothing, above("redone")),
        one("reopened", closed, nothing, says("reopened")),
        times(closed),
    ]


def before(row: dict, start: str) -> bool:
    """Say whether a promise was over and kept before the period began."""
    return row["due"] < start and "" < row["done_at"] < start


def within(rows: list[dict], column: str, start: str, end: str) -> list[dict]:
    """Return the rounds to which something happened in the period."""
    return [row for row in rows if start <= row[column] < end]


def answers(closed: list[dict], weights: dict[str, int]) -> list[dict]:
    """Return what residents said."""

    def without(column: str, rate: str):  # noqa: ANN202 - a small closure
        return lambda row: unanswered(row, row[column]) or row[f"left_out_{rate}"]

    def no_satisfaction(row: dict) -> str:
        return unanswered(row, row["satisfaction"] or row["objected"]) or row["left_out_satisfaction"]

    def satisfied(row: dict) -> int:
        return 0 if row["objected"] else weights.get(row["satisfaction"], 0)

    return [
        one("contact", closed, without("contacted", "contact"), says("contacted")),
        one("resolution", closed, without("solved", "resolution"), says("solved")),
        one("satisfaction", closed, no_satisfaction, satisfied, weighted=True),
    ]


def promises(due: list[dict], cutoff: str) -> list[dict]:
    """Return what became of the dates that were promised."""

    def excuse(row: dict) -> str:
        return beside(row) or row["left_out_on_time"]

    def in_time(row: dict) -> int:
        return 1000 * ("" < row["done_at"] <= row["due"])

    def done(row: dict) -> int:
        return 1000 * ("" < row["done_at"] < cutoff)

    return [
        one("on_time", due, excuse, in_time),
        one("completed", due, excuse, done),
        one("still_overdue", due, excuse, lambda row: 1000 - done(row)),
        one("extended", due, beside, above("extensions")),
    ]


def times(closed: list[dict]) -> dict:
    """Return the median working time to close."""
    minutes = [int(row["minutes"]) for row in closed if row["minutes"]]
    median = float(statistics.median(minutes)) if minutes else None
    return {"code": "time_to_close", "median_working_minutes": median, "closed": len(minutes)}


def nothing(_row: dict) -> str:
    """Leave nobody out."""
    return ""


def above(column: str):  # noqa: ANN201 - a small closure
    """Count the rounds with at least one of these."""
    return lambda row: 1000 * (int(row[column]) > 0)


def says(column: str):  # noqa: ANN201 - a small closure
    """Count the rounds that say yes."""
    return lambda row: 1000 * (row[column] == "yes")


def one(code: str, rows: list[dict], excuse, counts, *, weighted: bool = False) -> dict:  # noqa: ANN001
    """Return one share: who is left out and why, what counts, and the Wilson interval."""
    excluded: dict[str, int] = {}
    numerator = denominator = 0
    for row in rows:
        if reason := excuse(row):
            excluded[reason] = excluded.get(reason, 0) + 1
        else:
            denominator += 1
            numerator += counts(row)
    share = numerator / (1000 * denominator) if denominator else None
    return {
        "code": code,
        "numerator": numerator / 1000 if weighted else numerator // 1000,
        "denominator": denominator,
        "value": None if share is None else round(share, 6),
        "interval": None if share is None else wilson(numerator / 1000, denominator),
        "excluded": dict(sorted(excluded.items())),
    }


def wilson(successes: float, n: int) -> list[float]:
    """Return the 95 % Wilson interval."""
    share, squared = successes / n, Z * Z
    middle = (share + squared / (2 * n)) / (1 + squared / n)
    reach = Z / (1 + squared / n) * math.sqrt(share * (1 - share) / n + squared / (4 * n * n))
    return [round(max(0.0, middle - reach), 6), round(min(1.0, middle + reach), 6)]


def read(folder: Path) -> list[dict]:
    """Read the rounds of all files."""
    rows: list[dict] = []
    for path in sorted(folder.glob("rounds-*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file)
    return rows


def recompute(folder: Path, period: str, area: str = "", body: str = "", subject: str = "") -> dict:
    """Return the figures of a group in a period, as `linli indicators --json` says them."""
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    hours, minutes = (int(part) for part in about["utc_offset"].split(":"))
    start, end = span(period, timezone(timedelta(hours=hours, minutes=minutes)))
    rows = [
        row
        for row in read(folder)
        if row["area"].startswith(area) and body in ("", row["lead"]) and subject in ("", row["subject"])
    ]
    return {
        "period": period,
        "area": area or None,
        "body": body or None,
        "subject": subject or None,
        "as_of": about["as_of"],
        "log_size": about["log_size"],
        "indicators": figures(rows, start, end, about["as_of"], about["weights"]),
    }


def main() -> None:
    """Read the command line and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--period", required=True)
    for name in ("area", "body", "subject"):
        parser.add_argument(f"--{name}", default="")
    said = parser.parse_args()
    if not (said.folder / "about.json").is_file():
        sys.exit(f"{said.folder} holds no about.json: export or download the open data first")
    found = recompute(said.folder, said.period, said.area, said.body, said.subject)
    json.dump(found, sys.stdout, ensure_ascii=False, indent=2)
    print()


if __name__ == "__main__":
    main()
