"""Does each step of the demo once, many to a commit, and finds its place again after an interruption."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from linli.kernel.audit.act import BATCH_LIMIT, Source, batch
from linli.kernel.audit.models import ActRecord

CHUNK = 20_000


class Hand:
    """Names acts after the seed and the step, and remembers the answers of those that are done."""

    def __init__(self, seed: str, size: str, day: str) -> None:
        self._space = uuid5(NAMESPACE_URL, f"linli/demo/{seed}/{size}/{day}")
        self._answers: dict[str, str] = dict(_records())
        self.done = 0

    def act_id(self, step: str) -> str:
        """Return the id of a step's act."""
        return str(uuid5(self._space, step))

    def answer(self, step: str) -> Any:
        """Return what a step answered when it was done, None when it is still to do."""
        stored = self._answers.get(self.act_id(step))
        return None if stored is None else (json.loads(stored),)

    def once(self, step: str, do: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Do a step unless it is done, and return its answer."""
        known = self.answer(step)
        if known is not None:
            return known[0]
        answer = do(*args, act_id=self.act_id(step), **more)
        self._answers[self.act_id(step)] = json.dumps(answer, default=str)
        self.done += 1
        return answer


class Voice:
    """Who says the setting-up acts, and when they are said to have happened."""

    def __init__(self, hand: Hand, at: datetime) -> None:
        self.hand = hand
        self.at = at

    def say(
        self, step: str, do: Callable[..., Any], *args: Any, actor: Any, sourced: bool = True, **more: Any
    ) -> Any:
        """Do a step of the setting-up; ``sourced`` says that the service takes a source."""
        if sourced:
            more["source"] = Source.DEMO
        return self.hand.once(step, do, *args, actor=actor, at=self.at, **more)


@contextmanager
def together() -> Iterator[None]:
    """Let the acts inside share a commit; the caller keeps to ``BATCH_LIMIT``."""
    with batch():
        yield


def portions(items: Iterable[Any], size: int = BATCH_LIMIT) -> Iterator[list[Any]]:
    """Yield lists of at most ``size``."""
    waiting: list[Any] = []
    for item in items:
        waiting.append(item)
        if len(waiting) == size:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _records() -> Iterator[tuple[str, str]]:
    rows = ActRecord.objects.order_by("id").values_list("act_id", "answer")
    yield from rows.iterator(chunk_size=CHUNK)
