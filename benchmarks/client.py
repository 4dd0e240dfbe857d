"""A small client with kept connections, for loopback only: eight at once, a bounded number of requests."""

from __future__ import annotations

import http.client
import itertools
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

CONNECTIONS = 8
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
    number = next(_addresses)
    address = f"127.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    connection = http.client.HTTPConnection(HERE, port, timeout=60, source_address=(address, 0))
    try:
        for ask in asks:
            began = time.perf_counter()
            connection.request(ask.method, ask.path, ask.body or None, dict(ask.headers))
            answer = connection.getresponse()
            answer.read()
            yield answer.status, time.perf_counter() - began
    finally:
        connection.close()
