"""`make bench`: measures everything and prints one JSON. It loads this machine alone, for some minutes."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARTS = (
    "web",
    "grid",
    "clock",
    "expr",
    "rules",
    "openfisca",
    "booking",
    "counter",
    "certificates",
    "fan_out",
    "forms",
    "packs",
    "care",
    "jobs",
    "reach",
    "speech",
    "market",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="measure these parts only")
    parser.add_argument("--requests", type=int, default=240, help="requests a run (default 240)")
    parser.add_argument("--stored", type=int, action="append", help="stored cases (default 1000 and 20000)")
    asked = parser.parse_args()
    found: dict[str, object] = {"machine": _machine()}
    for part in asked.only or PARTS:
        print(f"{part} ...", file=sys.stderr)
        found[part] = _web(asked) if part == "web" else _in_own_process(part)
    print(json.dumps(found, ensure_ascii=False, indent=2))


def _web(asked: argparse.Namespace) -> object:
    web = importlib.import_module("benchmarks.web")
    return web.run(requests=asked.requests, stored=tuple(asked.stored or web.STORED))


def _in_own_process(part: str) -> object:
    """Each module sets up what it needs; none may find the other's."""
    code = f"import json; from benchmarks.{part} import run; print(json.dumps(run(), ensure_ascii=False))"
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": path},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1:]}
    return json.loads(done.stdout.splitlines()[-1])


def _machine() -> dict[str, object]:
    return {
        "cores": os.cpu_count(),
        "load_before": [round(one, 1) for one in os.getloadavg()],
        "python": platform.python_version(),
        "system": platform.platform(),
    }


if __name__ == "__main__":
    main()
