"""So many tries in so much time; and whose address it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import RequestFactory
from tests.cast import NOW

from linli.kernel.access.throttle import allow_query_code
from linli.kernel.audit.outcomes import Throttled
from linli.kernel.identity.models import Bucket
from linli.kernel.identity.throttle import allow, allow_address, client_address, forget, neighbourhood

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def refused(key, limit, seconds, at):
    try:
        allow(key, limit, seconds, at)
    except Throttled as outcome:
        return outcome.retry_after
    return 0


def test_so_many_at_once_and_then_one_by_one():
    assert [refused("a", 3, 60, NOW) for _ in range(4)] == [0, 0, 0, 20]
    assert refused("a", 3, 60, NOW + timedelta(seconds=19)) == 1
    assert refused("a", 3, 60, NOW + timedelta(seconds=20)) == 0
    assert refused("a", 3, 60, NOW + timedelta(seconds=21)) == 19


def test_after_a_pause_everything_is_free_again():
    for _ in range(3):
        allow("a", 3, 60, NOW)
    later = NOW + timedelta(seconds=60)
    assert [refused("a", 3, 60, later) for _ in range(4)] == [0, 0, 0, 20]


def test_keys_do_not_share_and_are_not_readable():
    allow("13812345678", 1, 60, NOW)
    assert refused("13812345679", 1, 60, NOW) == 0
    assert not Bucket.objects.filter(key__contains="138123").exists()


def test_a_try_costs_one_statement_and_a_refusal_two(django_assert_num_queries):
    with django_assert_num_queries(1):
        allow("a", 1, 60, NOW)
    with django_assert_num_queries(2):
        assert refused("a", 1, 60, NOW) == 60


def test_empty_buckets_are_forgotten():
    allow("a", 1, 60, NOW)
    assert forget(NOW) == 0
    assert forget(NOW + timedelta(minutes=2)) == 1


def request_from(address, forwarded=None):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)
    request.at = NOW
    return request


def test_a_forwarded_address_is_believed_from_our_own_proxies_only(settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert client_address(request_from("203.0.113.9", "198.51.100.1")) == "203.0.113.9"
    assert client_address(request_from("10.0.0.1", "198.51.100.1")) == "198.51.100.1"
    assert client_address(request_from("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2")) == "198.51.100.1"
    assert client_address(request_from("10.0.0.1", "nonsense")) == "10.0.0.1"
    assert client_address(request_from("10.0.0.1")) == "10.0.0.1"
    assert client_address(request_from("10.0.0.1", "10.0.0.3")) == "10.0.0.3"


def test_a_neighbourhood_is_what_one_client_cannot_leave():
    assert neighbourhood("203.0.113.9") == "203.0.113.9"
    assert neighbourhood("::ffff:203.0.113.9") == "203.0.113.9"
    assert neighbourhood("2001:db8::1") == neighbourhood("2001:db8::2")
    assert neighbourhood("2001:db8::1") != neighbourhood("2001:db8:0:1::1")
    assert neighbourhood("unix:") == "unknown"


def test_addresses_are_counted_apart():
    allow_address(request_from("203.0.113.9"), "x", 1, 60)
    allow_address(request_from("203.0.113.8"), "x", 1, 60)
    with pytest.raises(Throttled):
        allow_address(request_from("203.0.113.9"), "x", 1, 60)


def test_query_codes_are_guessed_slowly():
    for _ in range(10):
        allow_query_code(request_from("203.0.113.9"), "12345678901")
    with pytest.raises(Throttled):
        allow_query_code(request_from("203.0.113.10"), "12345678901")
