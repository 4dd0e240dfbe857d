"""Keeps programs running: starts them, starts them again when they end, stops them together."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import Event

from linli.core.shared.outcomes import Param, Reason

LOOK = 0.25  # seconds between two looks at the children
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
STEADY = 60.0  # who ran this long is started again without delay
STOPPING = 20.0
FILES = 65_536
STDERR = 2
DIE_WITH_PARENT = 1  # prctl's PR_SET_PDEATHSIG

Tell = Callable[[Reason], None]


@dataclass(frozen=True, slots=True)
class Program:
    """Something to keep running."""

    name: str
    command: tuple[str, ...]


@dataclass(slots=True)
class _Child:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    next_start: float = 0.0
    falls: int = 0


class Supervisor:
    """Runs until it is told to stop; ``tell`` hears of each start and each end."""

    def __init__(self, programs: Sequence[Program], tell: Tell) -> None:
        self._children = [_Child(program) for program in programs]
        self._tell = tell

    def run(self, stop: Event) -> None:
        """Keep everything running until ``stop``, then end everything."""
        try:
            while not stop.is_set():
                now = time.monotonic()
                for child in self._children:
                    self._look_after(child, now)
                stop.wait(LOOK)
        finally:
            self._end_all()

    def _look_after(self, child: _Child, now: float) -> None:
        if child.process is None:
            if now >= child.next_start:
                self._start(child, now)
            return
        code = child.process.poll()
        if code is None:
            return
        _end_remains(child.process.pid)
        child.falls = 0 if now - child.started >= STEADY else child.falls + 1
        wait = wait_after(child.falls)
        child.process, child.next_start = None, now + wait
        about: dict[str, Param] = {"name": child.program.name, "code": code, "seconds": f"{wait:g}"}
        self._tell(Reason("serve.ended", about))

    def _start(self, child: _Child, now: float) -> None:
        # In a session of its own: Ctrl-C reaches us alone, and we end the children in order.
        child.process = subprocess.Popen(  # noqa: S603 - our own programs
            child.program.command,
            stdin=subprocess.DEVNULL,
            stdout=STDERR,  # our own lines may be read by a program
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - this process has one thread
        )
        child.started = now
        self._tell(Reason("serve.started", {"name": child.program.name, "pid": child.process.pid}))

    def _end_all(self) -> None:
        for child in self._running():
            _signal(child, signal.SIGTERM)
        until = time.monotonic() + STOPPING
        for child in self._running():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(until - time.monotonic(), 0.1))
        for child in self._running():
            _end_remains(child.pid)
            child.wait()

    def _running(self) -> Iterator[subprocess.Popen[bytes]]:
        for child in self._children:
            if child.process is not None and child.process.poll() is None:
                yield child.process


def wait_after(falls: int) -> float:
    """Return how long to wait after so many quick ends in a row."""
    return min(FIRST_WAIT * 2 ** max(falls - 1, 0), LONGEST_WAIT) if falls else 0.0


def allow_many_files() -> None:
    """Let the children hold as many connections as the system allows us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(FILES, hard) if hard != resource.RLIM_INFINITY else FILES
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(number)


def _end_remains(pid: int) -> None:
    """End what a program started itself: web processes that outlive their parent would go on serving."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _end_with_parent() -> None:
    """Have Linux end this child when the supervisor is killed; elsewhere it goes on alone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
