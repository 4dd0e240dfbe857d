from __future__ import annotations

import asyncio
from http import HTTPStatus

import pytest

from linli.site.serving.bodies import IN_MEMORY, announced, take_in


async def parts(*given, pause=0.0):
    for one in given:
        await asyncio.sleep(pause)
        yield one


def taken(*args, **kwargs):
    return asyncio.run(take_in(*args, **kwargs))


def test_a_body_is_taken_in_whole():
    with taken(parts(b"a" * 10, b"b" * 10), "20", 100) as body:
        assert body.read() == b"a" * 10 + b"b" * 10


def test_a_long_body_waits_on_the_disk():
    with taken(parts(b"a" * IN_MEMORY, b"b"), None, 2 * IN_MEMORY) as body:
        assert body.read()[-2:] == b"ab"


def test_an_announced_length_is_refused_before_the_first_byte():
    async def never():
        raise AssertionError("read")
        yield b""

    assert taken(never(), "101", 100) is HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_more_than_was_announced_is_refused_while_it_comes():
    assert taken(parts(b"a" * 60, b"a" * 60), "5", 100) is HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_a_drip_is_cut_off():
    drip = parts(*[b"a"] * 100, pause=0.02)
    assert taken(drip, "100", 1000, patience=0.1) is HTTPStatus.REQUEST_TIMEOUT


def test_a_slow_line_that_gets_on_is_given_the_time():
    slow = parts(*[b"a" * 400] * 8, pause=0.05)
    with taken(slow, "3200", 10_000, patience=0.1) as body:
        assert len(body.read()) == 3200


@pytest.mark.parametrize(("length", "bytes_"), [(None, 0), ("", 0), ("-1", 0), ("²", 0), ("12", 12)])
def test_what_is_no_number_announces_nothing(length, bytes_):
    assert announced(length) == bytes_
