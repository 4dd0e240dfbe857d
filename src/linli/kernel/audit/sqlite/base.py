"""Django's SQLite backend plus one file lock around write transactions.

SQLite's own waiting sleeps and retries, so an unlucky writer may starve for seconds. The kernel wakes
those who wait for a file lock in turn. SQLite still guards the data: the lock is only about fairness,
so a place that cannot have a lock file works without.
"""

from __future__ import annotations

import fcntl
import os
import threading
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError


class FairLock:
    """An exclusive lock on a file, waited for in turn; held by one connection at a time."""

    def __init__(self, path: str, timeout: float) -> None:
        self._path = path
        self._timeout = timeout
        self._handle: int | None = None

    def take(self) -> None:
        """Wait for the lock.

        Raises:
            OperationalError: it was not free in time.
        """
        if self._handle is not None:
            return
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return
        if not _wait(handle, self._timeout):
            raise OperationalError("database is locked: waited for the writers before us")
        self._handle = handle

    def release(self) -> None:
        """Let the next one in. Closing the handle ends its lock."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _wait(handle: int, timeout: float) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _wait_in_turn(handle, timeout)
    return True


def _wait_in_turn(handle: int, timeout: float) -> bool:
    # flock knows no timeout, and polling would lose our place: a thread waits, and gives the lock
    # straight back when it comes after we stopped waiting.
    turn = threading.Lock()
    came = threading.Event()
    given_up = False

    def wait() -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with turn:
            came.set()
            if given_up:
                os.close(handle)

    threading.Thread(target=wait, name="linli-write-lock", daemon=True).start()
    came.wait(timeout)
    with turn:
        given_up = not came.is_set()
        return not given_up


class DatabaseWrapper(base.DatabaseWrapper):
    """The backend that settings name; see the module."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fair_lock: FairLock | None = None

    def get_connection_params(self) -> dict[str, Any]:
        """Settle where the lock lies: beside the database file, nowhere for one in memory."""
        params: dict[str, Any] = super().get_connection_params()
        if not self.is_in_memory_db():
            self._fair_lock = FairLock(f"{params['database']}.lock", float(params.get("timeout", 5)))
        return params

    def _start_transaction_under_autocommit(self) -> None:
        if self._fair_lock is None:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
            return
        self._fair_lock.take()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except BaseException:
            self._fair_lock.release()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # not in the stubs
        self._let_next_in()

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]  # not in the stubs
        self._let_next_in()

    def _close(self) -> None:
        super()._close()  # type: ignore[misc]  # not in the stubs
        self._let_next_in()

    def _let_next_in(self) -> None:
        if self._fair_lock is not None:
            self._fair_lock.release()
