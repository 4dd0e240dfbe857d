"""PostgreSQL's health is asked for after a rest or a failure, not before every request."""

import pytest
from django.db import connection

from linli.kernel.audit.postgresql.base import RESTED_SECONDS

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server that could go away"),
]


def cut(other):
    """Let the server end our conversation behind our back."""
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])


@pytest.fixture
def other():
    second = connection.copy("other")
    yield second
    second.close()


def test_a_connection_that_just_worked_is_not_asked_and_a_rested_one_is(other):
    connection.ensure_connection()
    assert connection.is_usable()
    cut(other)
    assert connection.is_usable()
    connection._asked_at -= RESTED_SECONDS
    assert not connection.is_usable()
    connection.close()
    assert not connection.is_usable()


def test_after_a_failure_it_is_asked_at_once(other):
    connection.ensure_connection()
    assert connection.is_usable()
    cut(other)
    connection.errors_occurred = True
    connection.close_if_unusable_or_obsolete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
