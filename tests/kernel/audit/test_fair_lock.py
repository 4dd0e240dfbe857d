"""Writers of SQLite wait in turn, never for ever, and do without a lock file where there can be none."""

import threading
import time

import pytest
from django.db.utils import OperationalError, load_backend

from linli.kernel.audit.sqlite.base import DatabaseWrapper, FairLock

pytestmark = pytest.mark.django_db

MEMORY = {
    "ENGINE": "linli.kernel.audit.sqlite",
    "NAME": ":memory:",
    "TIME_ZONE": None,
    "CONN_MAX_AGE": 0,
    "CONN_HEALTH_CHECKS": False,
    "AUTOCOMMIT": True,
    "ATOMIC_REQUESTS": False,
    "OPTIONS": {"transaction_mode": "IMMEDIATE"},
}


def wrapper(name, **options):
    return DatabaseWrapper({**MEMORY, "NAME": str(name), "OPTIONS": {**MEMORY["OPTIONS"], **options}})


def begin(one):
    one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def end(one):
    one.commit()
    one.set_autocommit(True)


def test_settings_find_the_backend():
    assert load_backend("linli.kernel.audit.sqlite").DatabaseWrapper is DatabaseWrapper


def test_the_second_waits_and_then_gives_up(tmp_path):
    first, second = (wrapper(tmp_path / "db", timeout=0.2) for _ in range(2))
    begin(first)
    began = time.monotonic()
    with pytest.raises(OperationalError, match="database is locked"):
        begin(second)
    assert time.monotonic() - began >= 0.2
    end(first)
    time.sleep(0.1)  # the thread that waited for us hands the lock back
    begin(second)
    end(second)
    first.close()
    second.close()


def test_the_lock_is_free_after_commit_rollback_and_close(tmp_path):
    first, second = (wrapper(tmp_path / "db", timeout=0.5) for _ in range(2))
    for leave in (first.commit, first.rollback, first.close):
        begin(first)
        leave()
        if first.connection is not None:
            first.set_autocommit(True)
        begin(second)
        end(second)
    second.close()


def test_whoever_waits_gets_it(tmp_path):
    lock, other = FairLock(str(tmp_path / "lock"), 5), FairLock(str(tmp_path / "lock"), 5)
    lock.take()
    lock.take()  # taken is taken
    threading.Timer(0.1, lock.release).start()
    other.take()
    other.release()
    other.release()


def test_a_begin_that_fails_frees_the_lock(tmp_path, monkeypatch):
    one, other = wrapper(tmp_path / "db", timeout=0.2), wrapper(tmp_path / "db", timeout=0.2)
    one.ensure_connection()
    monkeypatch.setattr(one, "transaction_mode", "NONSENSE")
    with pytest.raises(OperationalError, match="NONSENSE"):
        begin(one)
    begin(other)
    end(other)
    one.close()
    other.close()


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_in_memory_there_is_no_lock():
    one = wrapper(":memory:")
    begin(one)
    end(one)


def test_where_no_lock_file_can_be_the_database_works(tmp_path):
    (tmp_path / "db.lock").mkdir()
    one = wrapper(tmp_path / "db")
    begin(one)
    end(one)
    one.close()


def test_reading_takes_no_lock(tmp_path):
    first, second = (wrapper(tmp_path / "db", timeout=0.1) for _ in range(2))
    begin(first)
    with second.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    end(first)
    first.close()
    second.close()
