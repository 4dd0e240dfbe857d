"""What the database alone can do: the rows of one act, written by the raw driver, nothing else.

`python -m benchmarks.limit SECONDS` prints one JSON for the database that LINLI_DATABASE names. Next to the
figures over HTTP it says how much of the way the product leaves.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import sys
import time
from typing import Any

from benchmarks.usage import cpu_ms

COLUMNS = {
    "stream": 6,
    "entry": 8,
    "item": 7,
    "item_2": 7,
    "case_row": 40,
    "text": 8,
    "person": 9,
    "act": 7,
}
"""Tables and the columns of the rows that opening a case writes."""


def main(seconds: float) -> dict[str, float]:
    """Write for so long in one process and return acts a second and CPU-ms of this process an act."""
    url = os.environ["LINLI_DATABASE"]
    connection: Any
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///") + ".limit", isolation_level=None)
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
        begin, mark = "BEGIN IMMEDIATE", "?"
    else:
        import psycopg

        connection = psycopg.connect(url, autocommit=True)
        begin, mark = "BEGIN", "%s"
    for table, count in COLUMNS.items():
        columns = ", ".join(f"c{n} TEXT" for n in range(count))
        connection.execute(f"CREATE TABLE limit_{table} (id TEXT PRIMARY KEY, {columns})")
    done, before, until = 0, cpu_ms(os.getpid()), time.monotonic() + seconds
    began = time.monotonic()
    while time.monotonic() < until:
        _act(connection, begin, mark)
        done += 1
    took, used = time.monotonic() - began, cpu_ms(os.getpid()) - before
    connection.close()
    return {"acts": done, "acts_per_s": round(done / took, 1), "cpu_ms_of_the_driver": round(used / done, 3)}


def _act(connection: Any, begin: str, mark: str) -> None:
    cursor = connection.cursor()
    cursor.execute(begin)
    cursor.execute(f"SELECT c1 FROM limit_act WHERE id = {mark}", (secrets.token_hex(16),))  # noqa: S608 - our own words
    cursor.fetchone()
    for table, count in COLUMNS.items():
        values = [secrets.token_hex(16), *["0123456789abcdef0123456789abcdef"] * count]
        marks = ", ".join([mark] * (count + 1))
        cursor.execute(f"INSERT INTO limit_{table} VALUES ({marks})", values)  # noqa: S608 - same
    cursor.execute("COMMIT")


if __name__ == "__main__":
    print(json.dumps(main(float(sys.argv[1]))))
