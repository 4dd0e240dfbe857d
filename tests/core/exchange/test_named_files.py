"""Files that messages name: one spelling, every byte vouched for; who may fetch them, until when, and how it ends."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.exchange.test_protocol import FIRST, REF, REPORT, SECOND

from linli.core.exchange import fetching
from linli.core.exchange.fetching import (
    GIVEN_UP_AFTER,
    GOOD_FOR,
    LONGEST_ASK,
    MOST_ODD,
    OPEN_FOR,
    Ask,
    Does,
    KnownFile,
    Stand,
    read_ask,
    refusal_of_ask,
    verdict,
)
from linli.core.exchange.message import VERSION, WITH_FILES, Kind, read_message
from linli.core.exchange.named import MOST, Named
from linli.core.shared.outcomes import Problem

AT = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)
PAPER = Named(REF, "户口本.pdf", "application/pdf", 3, hashlib.sha256(b"abc").hexdigest())
OTHER = replace(PAPER, ref=REF.replace("0f0b", "1f0b"), name="", media_type="image/jpeg")


@pytest.mark.parametrize("message", [FIRST, SECOND, REPORT])
def test_files_are_read_as_they_were_written_and_only_then_is_it_the_second_version(message):
    whole = replace(message, files=(PAPER, OTHER))
    assert read_message(whole.written()) == whole
    assert json.loads(whole.written())["v"] == WITH_FILES
    assert json.loads(message.written())["v"] == VERSION


def test_for_a_city_that_knows_none_they_are_told_of_in_words():
    plain = replace(FIRST, files=(PAPER,)).without_files("还有 1 个文件")
    assert (plain.files, plain.body["words"]) == ((), "还有 1 个文件")
    assert json.loads(plain.written())["v"] == VERSION
    told = replace(REPORT, files=(PAPER,), body={**REPORT.body, "told": "好了"}).without_files("见信")
    assert told.body["told"] == "好了\n见信"


def with_files(files, kind=FIRST):
    whole = json.loads(replace(kind, files=(PAPER,)).written())
    return json.dumps(
        {**whole, "files": files}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


ONE = PAPER.written()
WRONG = {
    "none": [],
    "no list": {},
    "too many": [{**ONE, "ref": f"{n:08d}{REF[8:]}"} for n in range(MOST + 1)],
    "one twice": [ONE, ONE],
    "no object": ["x"],
    "a field missing": [{name: one for name, one in ONE.items() if name != "size"}],
    "a field too many": [{**ONE, "url": "https://evil.example"}],
    "no size": [{**ONE, "size": 0}],
    "a truth as size": [{**ONE, "size": True}],
    "a text as size": [{**ONE, "size": "3"}],
    "a number as name": [{**ONE, "name": 3}],
    "a way out": [{**ONE, "name": "../../etc/passwd"}],
    "a way out of Windows": [{**ONE, "name": "..\\x"}],
    "an invisible name": [{**ONE, "name": "a\u202efdp.exe"}],
    "a long name": [{**ONE, "name": "x" * 121}],
    "another ref": [{**ONE, "ref": "1"}],
    "another type": [{**ONE, "media_type": "PDF"}],
    "a short hash": [{**ONE, "sha256": "ab"}],
}


@pytest.mark.parametrize("name", WRONG)
def test_what_names_no_files_is_no_message(name):
    assert read_message(with_files(WRONG[name])) == Problem("message", "exchange.shape")


def test_only_what_hands_over_answers_or_reports_names_files():
    lie = with_files([ONE], replace(FIRST, n=2, kind=Kind.WITHDRAWN, body={"words": ""}))
    assert read_message(lie) == Problem("message", "exchange.shape")


@settings(max_examples=60)
@given(st.binary(min_size=1, max_size=60), st.binary(max_size=60))
def test_only_the_very_bytes_pass(data, came):
    named = replace(PAPER, size=len(data), sha256=hashlib.sha256(data).hexdigest())
    assert (named.differs(came) == "") == (came == data)


def test_what_is_wrong_with_other_bytes_is_told_apart():
    assert [PAPER.differs(came) for came in (b"abc", b"ab", b"abcd", b"abd")] == [
        "", "exchange.file_short", "exchange.file_longer", "exchange.file_hash",
    ]  # fmt: skip


FETCH = Ask("linhe", "fenan", REF, PAPER.ref, Does.FETCH, AT)
REFUSED = replace(FETCH, does=Does.REFUSED, code="files.too_large", because={"mb": 25})


def spelled(ask, **more):
    whole = {**json.loads(ask.written()), **more}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@pytest.mark.parametrize("ask", [replace(FETCH, because={}), REFUSED])
def test_a_request_is_read_as_it_was_written(ask):
    assert read_ask(ask.written()) == ask


NO_ASK = {
    "no json": b"{",
    "a list": b"[]",
    "too long": spelled(FETCH, code="x" * LONGEST_ASK),
    "a field too many": spelled(FETCH, more=1),
    "another spelling": json.dumps(json.loads(FETCH.written())).encode(),
    "no city": spelled(FETCH, to="No City"),
    "no file": spelled(FETCH, file="1"),
    "something else": spelled(FETCH, does="sell"),
    "no moment": spelled(FETCH, at="soon"),
    "no such day": spelled(FETCH, at="2026-02-31T01:00:00.000000Z"),
    "a number as code": spelled(FETCH, code=1),
    "no facts": spelled(FETCH, because=[]),
    "deep facts": spelled(FETCH, because={"a": {}}),
    "many facts": spelled(FETCH, because={str(n): n for n in range(6)}),
}


@pytest.mark.parametrize("name", NO_ASK)
def test_what_is_no_request_is_none(name):
    assert read_ask(NO_ASK[name]) == Problem("request", "exchange.shape")


def test_a_request_of_another_version_is_told_so():
    assert read_ask(spelled(FETCH, v=VERSION)).code == "exchange.version"


OFFERED = KnownFile("linhe", Stand.OFFERED, None)
HERE = {"us": "fenan", "signer": "linhe", "at": AT}
TAKEN = replace(FETCH, does=Does.TAKEN)
NOT_FOLLOWED = {
    "signed by another": (FETCH, OFFERED, {"signer": "taigu"}, "exchange.other_sender"),
    "for another": (FETCH, OFFERED, {"us": "taigu"}, "exchange.not_for_us"),
    "never named": (FETCH, None, {}, "exchange.no_such_file"),
    "named to another": (FETCH, replace(OFFERED, peer="taigu"), {}, "exchange.no_such_file"),
    "an old one sent again": (FETCH, OFFERED, {"at": AT + GOOD_FOR * 2}, "exchange.stale"),
    "one from ahead": (FETCH, OFFERED, {"at": AT - GOOD_FOR * 2}, "exchange.stale"),
    "fetched already": (FETCH, replace(OFFERED, stand=Stand.TAKEN), {}, "exchange.file_closed"),
    "refused already": (FETCH, replace(OFFERED, stand=Stand.REFUSED), {}, "exchange.file_closed"),
    "erased": (FETCH, replace(OFFERED, stand=Stand.GONE), {}, "exchange.file_gone"),
    "long over": (FETCH, replace(OFFERED, over=AT - OPEN_FOR * 2), {}, "exchange.file_closed"),
}


@pytest.mark.parametrize("name", NOT_FOLLOWED)
def test_a_file_is_for_the_city_it_was_named_to_while_the_matter_is_open(name):
    ask, known, more, code = NOT_FOLLOWED[name]
    found = refusal_of_ask(ask, **{**HERE, **more}, known=known)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("ask", "known"),
    [
        (FETCH, OFFERED),
        (FETCH, replace(OFFERED, over=AT - timedelta(days=1))),  # the papers of the last word
        (TAKEN, replace(OFFERED, stand=Stand.GONE)),
        (REFUSED, replace(OFFERED, stand=Stand.REFUSED)),
    ],
)
def test_what_is_in_order_is_followed(ask, known):
    assert refusal_of_ask(ask, **HERE, known=known) is None


@pytest.mark.parametrize(
    ("code", "tries", "waited", "ends"),
    [
        ("exchange.file_hash", 1, timedelta(0), "exchange.file_hash"),
        ("files.too_large", 1, timedelta(0), "files.too_large"),
        ("exchange.file_slow", MOST_ODD - 1, timedelta(0), ""),
        ("exchange.file_slow", MOST_ODD, timedelta(0), "exchange.file_slow"),
        ("silent", 400, GIVEN_UP_AFTER, ""),
        ("silent", 400, GIVEN_UP_AFTER * 2, fetching.GIVEN_UP),
    ],
)
def test_what_may_pass_is_tried_again_and_nothing_for_ever(code, tries, waited, ends):
    assert verdict(code, tries=tries, waited=waited) == ends


@given(st.integers(1, 10**8), st.lists(st.integers(1, 10**7), max_size=60))
def test_so_many_pieces_at_most_are_no_failed_try(size, pieces):
    have, good = 0, 0
    for one in pieces:
        after = min(have + one, size)
        good += fetching.is_progress(have, after, size)
        have = after
        if have == size:
            break
    assert good <= fetching.PIECES
