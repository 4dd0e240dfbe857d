"""Two keys side by side: what is rightly signed is taken at every instant, and what has ended never holds again."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.exchange.keys import (
    CLOCKS,
    LONGEST,
    Announcement,
    Held,
    Step,
    after,
    distrust,
    is_about_keys,
    read_announcement,
    refusal_of_announcement,
    refusal_of_key,
    signs_with,
)
from linli.core.exchange.message import WITH_FILES
from linli.core.exchange.protocol import LATER

REF = "0f0b4a52-3c7d-4a53-9d0e-6f5f8f1f2a10"
OLD, NEW, THIRD = "a" * 64, "b" * 64, "c" * 64
NOW = datetime(2026, 12, 1, 2, tzinfo=UTC)
END = NOW + timedelta(days=7)
SAID = Announcement(REF, "fenan", "linhe", OLD, NEW, NOW, END, "0" * 128)
KNOWN = (Held(OLD, NOW - timedelta(days=300)),)
HERE = {"us": "linhe", "signer": "fenan", "key": OLD, "known": KNOWN, "at": NOW}

moments = st.timedeltas(timedelta(), timedelta(days=700)).map(lambda one: NOW + one)
spans = st.timedeltas(timedelta(), timedelta(days=LONGEST))
skews = st.timedeltas(-CLOCKS, CLOCKS)


def test_what_is_written_is_read_again():
    assert is_about_keys(SAID.written())
    assert read_announcement(SAID.written()) == SAID
    assert b"proof" not in SAID.vouched()


def spelled(**more):
    whole = {**json.loads(SAID.written()), **more}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


WRONG = {
    "no json": b"{",
    "another version": spelled(v=WITH_FILES),
    "another spelling": SAID.written() + b" ",
    "a field too many": spelled(more=""),
    "a number": spelled(old=1),
    "a key that is none": spelled(new="B" * 64),
    "no proof": spelled(proof=""),
    "a city that is none": spelled(**{"from": "No City"}),
    "a day that is none": spelled(until="2026-02-31T00:00:00.000000Z"),
    "a moment without its parts": spelled(since="2026-12-01"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_announcement_is_none(name):
    assert read_announcement(WRONG[name]).code == "exchange.shape"


@pytest.mark.parametrize(
    "said",
    [
        replace(SAID, until=NOW - timedelta(seconds=1)),
        replace(SAID, until=NOW + timedelta(days=LONGEST, seconds=1)),
        replace(SAID, new=OLD),
    ],
)
def test_an_end_before_its_beginning_or_far_away_and_the_same_key_are_no_change(said):
    assert read_announcement(said.written()).code == "exchange.key_overlap"


CHANGED = after(KNOWN, SAID)
REFUSED = {
    "another sender": ("exchange.other_sender", {"signer": "taigu"}),
    "another receiver": ("exchange.not_for_us", {"us": "taigu"}),
    "a key that we do not know": ("exchange.key_not_vouched", {"key": THIRD}),
    "a key that it does not name": ("exchange.key_not_vouched", {"key": NEW, "known": CHANGED}),
    "a second change by the same key": ("exchange.key_replaced", {"known": (*CHANGED[:1], Held(THIRD, NOW))}),
    "a key that has ended": ("exchange.key_ended", {"known": CHANGED, "at": END}),
    "a key that is not believed": ("exchange.key_distrusted", {"known": distrust(KNOWN, NOW)}),
    "a key that was here before": ("exchange.key_used", {"known": (Held(NEW, NOW, NOW), *KNOWN)}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_vouch_is_not_taken(name):
    code, more = REFUSED[name]
    assert refusal_of_announcement(SAID, **{**HERE, **more}).code == code


def test_what_the_newest_key_vouches_for_is_taken():
    assert refusal_of_announcement(SAID, **HERE) is None
    following = replace(SAID, old=NEW, new=THIRD)
    assert refusal_of_announcement(following, **{**HERE, "key": NEW, "known": CHANGED}) is None


def test_before_it_holds_a_key_is_asked_to_come_later():
    key = Held(NEW, NOW)
    early = refusal_of_key(key, NOW - CLOCKS - timedelta(seconds=1))
    assert early.code == "exchange.key_early"
    assert refusal_of_key(key, NOW - CLOCKS) is None


@pytest.mark.parametrize("code", ["exchange.key_early", "exchange.key_ended", "exchange.key_distrusted"])
def test_no_message_is_given_up_for_its_key(code):
    assert code in LATER


@given(since=moments, overlap=spans, share=st.floats(0, 1), skew=skews)
def test_in_the_overlap_nothing_rightly_signed_is_refused(since, overlap, share, skew):
    """By the clock of either city, with the old key or the new one."""
    said = replace(SAID, since=since, until=since + overlap)
    old, new = after((Held(OLD, since - overlap),), said)
    at = since + share * overlap
    assert refusal_of_key(new, at + skew) is None
    assert at >= said.until or refusal_of_key(old, at) is None


@given(since=moments, overlap=spans, later=st.timedeltas(timedelta(), timedelta(days=4_000)))
def test_after_its_end_the_old_key_never_holds(since, overlap, later):
    said = replace(SAID, since=since, until=since + overlap)
    known = after((Held(OLD, since),), said)
    at = said.until + later
    assert refusal_of_key(known[0], at).code == "exchange.key_ended"
    assert refusal_of_key(known[1], at) is None
    again = replace(said, new=THIRD)
    assert refusal_of_announcement(again, **{**HERE, "known": known, "at": at}) is not None


@given(since=moments, overlap=spans, taken=spans, waits=spans, asks=spans, skew=skews)
def test_whatever_we_sign_with_the_other_city_believes(since, overlap, taken, waits, asks, skew):
    """It takes the change at ``taken``, we hear of that later; at every moment we sign rightly, or wait."""
    said = replace(SAID, since=since, until=since + overlap)
    at = since + asks
    has_taken, has_signed = asks >= taken, asks >= taken + waits
    there = after(KNOWN, said) if has_taken else KNOWN
    key = signs_with(NEW, None if has_signed else Step(OLD, said.until), at)
    assert key is not None or at >= said.until - CLOCKS
    if key is not None:
        (held,) = (one for one in there if one.public == key)
        assert refusal_of_key(replace(held, since=min(held.since, since)), at + skew) is None


@given(steps=st.lists(spans, max_size=4), after_days=spans)
def test_of_a_city_that_is_not_believed_no_key_holds(steps, after_days):
    known, at = KNOWN, NOW
    for n, overlap in enumerate(steps):
        said = replace(SAID, old=known[-1].public, new=f"{n}" * 64, since=at, until=at + overlap)
        known = after(known, said)
    gone = distrust(known, at)
    assert all(refusal_of_key(one, at + after_days) is not None for one in gone)
    assert gone[-1].distrusted
    assert distrust(gone, at + after_days) == gone


@given(
    st.binary(max_size=100)
    | st.integers(0, 300).map(lambda n: SAID.written()[:n] + b"x" + SAID.written()[n + 1 :])
)
def test_a_changed_announcement_is_never_read_as_the_same(data):
    assert read_announcement(data) != SAID or data == SAID.written()
