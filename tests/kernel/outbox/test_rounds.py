"""Jobs come round in their time, each once, whatever becomes of the others."""

from datetime import timedelta

import pytest
from tests.kernel.audit.conftest import AT

from linli.kernel.outbox import rounds
from linli.kernel.outbox.models import Round

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_job_is_done_once_a_period(outbox):
    rounds.every(HOUR, "trial round", outbox.heard.append)
    assert [rounds.go_round(AT + HOUR * part / 4) for part in range(6)] == [1, 0, 0, 0, 1, 0]
    assert outbox.heard == [AT, AT + HOUR]


def test_a_job_that_another_worker_is_at_is_left_alone(outbox):
    rounds.every(HOUR, "trial round", outbox.heard.append)
    Round.objects.create(name="trial round", next_at=AT, lease_until=AT + timedelta(minutes=1))
    assert rounds.go_round(AT) == 0
    assert rounds.go_round(AT + timedelta(minutes=2)) == 1


def test_a_job_that_fails_stops_no_other(outbox):
    def fail(_at):
        raise RuntimeError

    rounds.every(HOUR, "other round", fail)
    rounds.every(HOUR, "trial round", outbox.heard.append)
    assert rounds.go_round(AT) == 2
    assert outbox.heard == [AT]
    assert rounds.go_round(AT) == 0


def test_names_are_not_given_twice(outbox):
    rounds.every(HOUR, "trial round", outbox.heard.append)
    with pytest.raises(ValueError, match="twice"):
        rounds.every(HOUR, "trial round", print)


def test_what_the_kernel_declares():
    assert "outbox.forget_done" in rounds._jobs
