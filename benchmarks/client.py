"""A small client with kept connections, for loopback only: eight at once, a bounded number of requests."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

CONNECTIONS = 8
PART = 262_144
HERE = "127.0.0.1"
A_CLIENT = 40  # requests from one address: a form counts how often an address may write
_addresses = itertools.count(2)


@dataclass(frozen=True, slots=True)
class Ask:
    """One request."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(slots=True)
class Answers:
    """What came back, and how long each took."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)


def ask_all(port: int, asks: Sequence[Ask]) -> Answers:
    """Send everything over eight connections at once."""
    answers, lock = Answers(), threading.Lock()
    waiting = iter(asks)

    def take(count: int) -> list[Ask]:
        with lock:
            return list(itertools.islice(waiting, count))

    def work() -> None:
        while part := take(A_CLIENT):
            for status, took in _over_one_connection(port, part):
                with lock:
                    answers.times.append(took)
                    answers.statuses[status] = answers.statuses.get(status, 0) + 1

    began = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.seconds = time.perf_counter() - began
    return answers


def _over_one_connection(port: int, asks: Sequence[Ask]) -> Iterator[tuple[int, float]]:
    """Speak plain HTTP over a socket: Python's own client would take as much of the machine as the server."""
    number = next(_addresses)
    address = f"127.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    with socket.create_connection((HERE, port), timeout=60, source_address=(address, 0)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for ask in asks:
            began = time.perf_counter()
            line.sendall(_written(ask))
            yield _status_of_answer(line), time.perf_counter() - began


def _written(ask: Ask) -> bytes:
    lines = [f"{ask.method} {ask.path} HTTP/1.1", f"Host: {HERE}", f"Content-Length: {len(ask.body)}"]
    lines += [f"{name}: {value}" for name, value in ask.headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + ask.body


def _status_of_answer(line: socket.socket) -> int:
    """Read one answer to its end; all of ours say their length."""
    data = line.recv(PART)
    while b"\r\n\r\n" not in data:
        data += _more(line)
    head, _, body = data.partition(b"\r\n\r\n")
    lower = head.lower()
    at = lower.index(b"content-length:") + len(b"content-length:")
    missing = int(lower[at:].split(b"\r\n", 1)[0]) - len(body)
    while missing > 0:
        missing -= len(_more(line))
    return int(head[9:12])


def _more(line: socket.socket) -> bytes:
    part = line.recv(PART)
    if not part:
        raise ConnectionError("the server hung up")
    return part
