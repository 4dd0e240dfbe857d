"""The whole suite, in four rounds, and at the end one line that counts them all: what `make test` runs.

1. the core, with Django out of reach: every branch must be covered;
2. everything else but the browser, on SQLite, a file for each of two workers;
3. the browser, three tests at a time, for each waits for its pages (the longest begins first, tests/conftest.py);
4. what asks for a database again, on a throw-away PostgreSQL (tests/conftest.py says what is left out).

With CI=true nothing may be left out in silence: a missing PostgreSQL or Chromium is a failure.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTEST = (sys.executable, "-m", "pytest", "-q")
TWO = ("-n", "2", "--dist", "worksteal")
THREE = ("-n", "3", "--dist", "load", "--maxschedchunk", "1")
BROWSER = tuple(sorted(str(one.relative_to(ROOT)) for one in ROOT.glob("tests/*/**/*browser*.py")))
"""The files that ask for a browser have the word in their names: a round need not read the others."""
NO_BROWSER = ("-m", "not browser")
NO_CORE = ("--ignore=tests/core",)
COVER = ("--cov=linli.core", "--cov-branch", "--cov-report=term-missing:skip-covered", "--cov-fail-under=100")
POSTGRES = "tools/throwaway_postgres"
NOT_INSTALLED = 3
COUNTED = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed)")


@dataclass(frozen=True, slots=True)
class Round:
    """One run of pytest."""

    name: str
    command: tuple[str, ...]


ROUNDS = (
    Round("core", (*PYTEST, "tests/core", *TWO, *COVER)),
    Round("sqlite", (*PYTEST, "tests", *NO_CORE, *NO_BROWSER, *TWO, "--durations=20")),
    Round("browser", (*PYTEST, *BROWSER, "-m", "browser", *THREE, "--durations=10")),
    Round(
        "postgresql",
        (
            POSTGRES,
            "run",
            *PYTEST,
            "tests",
            *NO_CORE,
            "--ignore=tests/architecture",
            *NO_BROWSER,
            *TWO,
            "--durations=20",
        ),
    ),
)


def run(one: Round, environment: dict[str, str]) -> tuple[int, str]:
    """Run a round, show what it says as it says it, and return its exit code and closing line."""
    print(f"\n=== {one.name}", flush=True)
    closing = ""
    with subprocess.Popen(  # noqa: S603 - our own commands, written above
        one.command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as running:
        for line in running.stdout or ():
            print(line, end="", flush=True)
            if COUNTED.search(line) and re.search(r" in \d+[.]\d\ds", line):
                closing = line.strip(" =\n")
    return running.returncode, closing


def verdict(one: Round, code: int, *, strict: bool) -> bool:
    """Say whether a round's exit code is good."""
    if one.name == "postgresql" and code == NOT_INSTALLED and not strict:
        print("PostgreSQL is not installed: the database tests ran on SQLite only.", flush=True)
        return True
    return code == 0


def keep_pictures(taken: Path) -> None:
    """Bring the pictures that the browser took to where the documents say they are."""
    if taken.exists():
        shutil.copytree(taken, ROOT / "var" / "screenshots", dirs_exist_ok=True)


def add_up(closings: list[str], seconds: float) -> str:
    """Add the closing lines up to one of the same form."""
    totals: dict[str, int] = {}
    for number, word in (found for line in closings for found in COUNTED.findall(line)):
        key = "errors" if word == "error" else word
        totals[key] = totals.get(key, 0) + int(number)
    order = ("failed", "passed", "skipped", "xfailed", "errors")
    counted = ", ".join(f"{totals[word]} {word}" for word in order if word in totals)
    return f"{counted or 'no tests ran'} in {seconds:.2f}s"


def main(wanted: list[str]) -> int:
    """Run the rounds (or the named ones), go on after a failure, end with one line for all."""
    began, results = time.monotonic(), []
    strict = os.environ.get("CI") == "true"
    with tempfile.TemporaryDirectory(prefix="linli-tests-") as scratch:
        environment = {**os.environ, "PYTHONPATH": "src", "LINLI_VAR": scratch}
        for one in ROUNDS:
            if wanted and one.name not in wanted:
                continue
            code, closing = run(one, environment)
            results.append((one.name, verdict(one, code, strict=strict), closing or f"exit code {code}"))
        keep_pictures(Path(scratch) / "screenshots")
    print(
        "\n" + "\n".join(f"{'ok    ' if good else 'FAILED'} {name}: {line}" for name, good, line in results)
    )
    print(f"=== {add_up([line for _name, _good, line in results], time.monotonic() - began)} ===")
    return 0 if results and all(good for _name, good, _line in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
