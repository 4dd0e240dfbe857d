"""One act, one transaction, one entry per touched stream, or none of it; said twice, done once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction

from linli.core.ledger.entry import Source
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.audit import rows
from linli.kernel.audit.acting import Acting, HasKey, Item, LostRaceError
from linli.kernel.audit.models import Stream
from linli.kernel.audit.outcomes import Busy, Invalid, Refused

__all__ = ["Acting", "HasKey", "Item", "Source", "act", "batch"]

TRIES = 5
BATCH_LIMIT = 500
_acts_in_batch: ContextVar[int | None] = ContextVar("acts_in_batch", default=None)
_running: ContextVar[bool] = ContextVar("act_running", default=False)


def act(
    name: str,
    work: Callable[[Acting], JsonValue],
    *,
    said: JsonValue,
    actor: HasKey,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
    occurred_at: datetime | None = None,
) -> JsonValue:
    """Do ``work`` once for this actor and ``act_id``, and return its answer, now and every later time.

    ``work`` reads the facts, asks the core and writes through the ``Acting`` it is given; it may be
    called again when another act was quicker on the same stream.

    Raises:
        Invalid: ``act_id`` is no UUID.
        Refused: the id was used for something else.
        Busy: the database could not take it in time.
        Outcome: whatever ``work`` raises.
    """
    if at.tzinfo is None or (occurred_at is not None and occurred_at.tzinfo is None):
        raise ValueError("an act needs moments with a time zone")
    if _running.get():
        raise RuntimeError(f"{name}: an act inside an act; pass the Acting on instead")
    asked = _Asked(name, work, _input_hash(name, said), actor, _uuid(act_id), at, source, occurred_at or at)
    _count_in_batch()
    for _ in range(TRIES):
        try:
            return asked.attempt()
        except LostRaceError as lost:
            asked.queue_at = lost.stream_id
        except OperationalError as error:
            if _is_deadlock(error):
                continue
            if _is_busy(error):
                raise Busy from error
            raise
    raise Busy


@contextmanager
def batch() -> Iterator[None]:
    """Let up to 500 acts share one commit (import, demo). A refused act undoes only itself."""
    if _acts_in_batch.get() is not None:
        raise RuntimeError("a batch inside a batch")
    token = _acts_in_batch.set(0)
    try:
        with transaction.atomic(durable=True):
            yield
    finally:
        _acts_in_batch.reset(token)


class _Asked:
    """What was asked for, kept the same over every try."""

    def __init__(
        self,
        name: str,
        work: Callable[[Acting], JsonValue],
        input_hash: str,
        actor: HasKey,
        act_id: str,
        at: datetime,
        source: Source,
        occurred_at: datetime,
    ) -> None:
        self._name = name
        self._work = work
        self._input_hash = input_hash
        self._actor = actor
        self._key = actor.key  # a lazy actor is looked up here, before the database is locked
        self._act_id = act_id
        self._at = at
        self._source = source
        self._occurred_at = occurred_at
        self.queue_at: int | None = None

    def attempt(self) -> JsonValue:
        """Try once; a clash that another try of the same act caused is answered with that one's answer."""
        token = _running.set(True)
        try:
            with transaction.atomic(durable=_acts_in_batch.get() is None):
                self._queue()
                answered = self._first_answer() or self._do()
        except IntegrityError:
            clash = self._first_answer()
            if clash is None:
                raise
            answered = clash
        finally:
            _running.reset(token)
        return json.loads(answered)  # type: ignore[no-any-return]

    def _queue(self) -> None:
        # Only so that a quick rival does not win every time: PostgreSQL hands a row on in the order of
        # asking. What keeps the chain whole is the conditional update in Acting.enter.
        if self.queue_at is not None:
            Stream.objects.select_for_update().filter(id=self.queue_at).values_list("id").first()

    def _first_answer(self) -> str | None:
        found = rows.find_answer(self._key, self._act_id)
        if found is None:
            return None
        input_hash, answer = found
        if input_hash != self._input_hash:
            raise Refused(Refusal("audit.act_id_reused", {"act_id": self._act_id}))
        return answer

    def _do(self) -> str:
        acting = Acting(
            actor=self._actor,
            act_id=self._act_id,
            at=self._at,
            occurred_at=self._occurred_at,
            source=self._source,
            recorded_at=datetime.now(UTC),
        )
        answer = json.dumps(self._work(acting), ensure_ascii=False)
        if not acting.touched:
            raise RuntimeError(f"{self._name}: an act must write an entry")
        rows.insert_act(
            self._key,
            self._act_id,
            self._name,
            self._input_hash,
            answer,
            acting.recorded_at,
            acting.events(),
        )
        return answer


def _count_in_batch() -> None:
    done = _acts_in_batch.get()
    if done is None:
        return
    if done == BATCH_LIMIT:
        raise RuntimeError(f"a batch holds at most {BATCH_LIMIT} acts")
    _acts_in_batch.set(done + 1)


def _uuid(text: str) -> str:
    # Published with the entry, so it must not be a place for words: a UUID or nothing.
    try:
        return str(UUID(text))
    except ValueError:
        raise Invalid(Problem("act_id", "audit.act_id_form")) from None


def _input_hash(name: str, said: JsonValue) -> str:
    text = json.dumps([name, said], ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _is_deadlock(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlstate", None) in {"40P01", "40001"}


def _is_busy(error: OperationalError) -> bool:
    if getattr(error.__cause__, "sqlstate", None) in {"55P03", "57014"}:
        return True
    return "database is locked" in str(error)
