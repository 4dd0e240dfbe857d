"""An entry has one form; entries of a stream follow one another; every flipped byte shows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.ledger.entry import (
    Entry,
    SealedEntry,
    check_link,
    read_entry,
    read_instant,
    write_entry,
    write_instant,
)
from linli.core.ledger.hashes import commitment, leaf_hash
from linli.core.shared.outcomes import Problem

FIRST = Entry(
    stream="0123456789abcdef0123456789abcdef",
    seq=1,
    prev=None,
    act="case.open",
    act_id="5f0f7a0e-2f0e-4c0e-9a53-7f1a2b3c4d5e",
    recorded_at="2026-10-01T00:00:00.000001Z",
    occurred_at="2026-10-01T08:00:00.000000Z",
    source="live",
    public={"stage": "submitted", "area": "140105001"},
    commitments=("a" * 64,),
)
LEAF = write_entry(FIRST)
SECOND = replace(FIRST, seq=2, prev=leaf_hash(LEAF).hex(), act="case.accept", commitments=())
SEALED = SealedEntry("f" * 32, 1, None, ("b" * 64,))


@pytest.mark.parametrize("entry", [FIRST, SECOND, SEALED, replace(SEALED, seq=2, prev="0" * 64)])
def test_written_and_read(entry):
    assert read_entry(write_entry(entry)) == entry


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"stream": "xyz"}, "stream"),
        ({"stream": FIRST.stream.upper()}, "stream"),
        ({"seq": 0}, "seq"),
        ({"seq": True}, "seq"),
        ({"seq": 2}, "prev"),
        ({"prev": "a" * 64}, "prev"),
        ({"prev": "A" * 64, "seq": 2}, "prev"),
        ({"act": "Case Open"}, "act"),
        ({"act_id": "1"}, "act_id"),
        ({"recorded_at": "2026-10-01T00:00:00Z"}, "recorded_at"),
        ({"recorded_at": "2026-02-30T00:00:00.000000Z"}, "recorded_at"),
        ({"occurred_at": "2026-10-01T08:00:00.000000+00:00"}, "occurred_at"),
        ({"occurred_at": None}, "occurred_at"),
        ({"source": "dream"}, "source"),
        ({"commitments": ("a" * 63,)}, "commitments"),
        ({"public": {"n": 0.5}}, ".public.n"),
    ],
)
def test_wrong_fields_are_named(changes, field):
    problem = write_entry(replace(FIRST, **changes))
    assert isinstance(problem, Problem)
    assert problem.field == field


def test_an_entry_that_is_called_sealed_must_be_sealed():
    assert write_entry(replace(FIRST, act="sealed")).code == "ledger.entry_keys"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"[]", "ledger.not_an_entry"),
        (b"{}", "ledger.entry_keys"),
        (b"{", "ledger.not_json"),
        (LEAF + b" ", "ledger.not_canonical"),
        (LEAF.replace(b'"v":1', b'"v":2'), "ledger.entry_field"),
        (LEAF.replace(b'"v":1', b'"v":true'), "ledger.entry_field"),
        (
            LEAF.replace(b'{"stage":"submitted"}', b"[]").replace(
                b'{"area":"140105001","stage":"submitted"}', b"[]"
            ),
            "ledger.entry_field",
        ),
        (b"x" * 65_536, "ledger.entry_too_long"),
    ],
)
def test_other_bytes_are_no_entry(data, code):
    assert read_entry(data).code == code


def test_an_entry_fits_into_a_bundle():
    long = replace(FIRST, commitments=("c" * 64,) * 1000)
    assert write_entry(long).code == "ledger.entry_too_long"


@pytest.mark.parametrize(
    ("previous", "entry", "code"),
    [
        (None, SECOND, "ledger.first_missing"),
        (LEAF, replace(SECOND, seq=3), "ledger.gap"),
        (LEAF, replace(SECOND, prev="c" * 64), "ledger.prev_differs"),
        (LEAF, replace(SECOND, stream="c" * 32), "ledger.other_stream"),
        (LEAF, SealedEntry(FIRST.stream, 2, SECOND.prev), "ledger.other_stream"),
        (LEAF, replace(SECOND, recorded_at="2026-09-30T00:00:00.000000Z"), "ledger.time_runs_back"),
        (b"{}", SECOND, "ledger.entry_keys"),
    ],
)
def test_a_broken_link_is_named(previous, entry, code):
    assert check_link(previous, entry).code == code


def test_links_that_hold():
    assert check_link(None, FIRST) is None
    assert check_link(LEAF, SECOND) is None
    sealed = write_entry(SEALED)
    assert check_link(sealed, SealedEntry(SEALED.stream, 2, leaf_hash(sealed).hex())) is None


@given(st.integers(0, len(LEAF) - 1), st.integers(1, 255))
def test_a_flipped_byte_breaks_the_link(position, change):
    data = bytearray(LEAF)
    data[position] ^= change
    assert check_link(bytes(data), SECOND) is not None


@given(
    st.datetimes(
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))]),
        min_value=datetime(2, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    )
)
def test_instants_both_ways(moment):
    text = write_instant(moment)
    assert read_instant(text) == moment
    assert len(text) == 27


def test_an_instant_is_written_in_ascii_digits():
    assert read_instant("٢٠٢٦-10-01T00:00:00.000000Z") is None


SALT = bytes(range(32))


@given(st.integers(0, 31), st.integers(1, 255))
def test_a_commitment_depends_on_every_byte_of_the_salt(position, change):
    other = bytearray(SALT)
    other[position] ^= change
    assert commitment(SALT, "phone", "139") != commitment(bytes(other), "phone", "139")


def test_a_commitment_binds_name_and_value():
    assert len({commitment(SALT, *item) for item in [("a", "b"), ("b", "a"), ("a", ["b"]), ("a", None)]}) == 4


def test_a_commitment_needs_a_whole_salt_and_a_plain_value():
    assert commitment(SALT[1:], "a", "b").code == "ledger.salt_length"
    assert commitment(SALT, "a", 0.5).code == "ledger.unknown_type"
