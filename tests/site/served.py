"""A real `linli serve` on a free port, for tests that need the whole of it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

START_WITHIN = 60.0


@dataclass(slots=True)
class Served:
    """A running installation: where it listens and what it said."""

    process: subprocess.Popen[str]
    port: int
    said: list[dict[str, object]]

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def health(self) -> dict[str, object]:
        return json.loads(self.get("/health")[2])

    def hear(self, event: str) -> dict[str, object]:
        """Read what it says until it says ``event``."""
        for line in self.process.stdout:
            self.said.append(json.loads(line))
            if self.said[-1]["event"] == event:
                return self.said[-1]
        raise AssertionError(f"ended without {event}: {self.said}")


def environment(folder: Path) -> dict[str, str]:
    """The environment of a fresh installation in ``folder``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LINLI_", "COV_"))}
    source = Path(__file__).resolve().parents[2] / "src"
    return kept | {"LINLI_VAR": str(folder), "PYTHONPATH": str(source), "LINLI_LOG_LEVEL": "ERROR"}


def linli(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    command = [sys.executable, "-m", "linli", *words]
    return subprocess.run(
        command, env=environment(folder), capture_output=True, text=True, check=False, timeout=120
    )


@contextmanager
def serving(folder: Path, *more: str) -> Iterator[Served]:
    """Start it, wait until it answers, stop it at the end; ``more`` are further words of the command."""
    command = [sys.executable, "-m", "linli", "serve", "--address", "127.0.0.1:0", "--json", *more]
    process = subprocess.Popen(command, env=environment(folder), stdout=subprocess.PIPE, text=True)
    try:
        served = Served(process, 0, [])
        served.port = urlsplit(str(served.hear("serve.serving")["address"])).port
        _wait_until_it_answers(served)
        yield served
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(40)
        process.stdout.close()


def _wait_until_it_answers(served: Served) -> None:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until:
        try:
            served.health()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("it does not answer")
