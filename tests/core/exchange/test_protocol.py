"""The exchange between cities: one spelling, one sender, one order; whatever else comes is told why it is not taken."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.exchange.message import DEEPEST, LONGEST, SPEAKS, Kind, Message, read_message
from linli.core.exchange.protocol import LATER, Known, Side, refusal_of, wait_seconds
from linli.core.shared.outcomes import Problem

REF = "0f0b4a52-3c7d-4a53-9d0e-6f5f8f1f2a10"
HANDED = {
    "service": "birth-registration", "answers": {"child_name": "李小满"}, "name": "陈静", "phone": "", "words": "",
    "number": "12345678903", "language": "zh",
}  # fmt: skip
NEWS = {
    "number": "1", "stage_zh": "正在办", "stage_en": "Being worked on", "told": "", "waits": False, "ended": False,
    "result": "", "due": "",
}  # fmt: skip
FIRST = Message(REF, "fenan", "linhe", REF, 1, Kind.HANDED_OVER, "2026-10-09T01:00:00Z", HANDED)
SECOND = replace(FIRST, n=2, kind=Kind.ANSWERED, body={"words": "补好了"})
REPORT = replace(FIRST, sender="linhe", receiver="fenan", kind=Kind.NEWS, body=NEWS)
HERE = {"us": "linhe", "signer": "fenan"}


@pytest.mark.parametrize("message", [FIRST, SECOND, REPORT])
def test_what_is_written_is_read_again(message):
    assert read_message(message.written()) == message


def said(**more):
    whole = {**json.loads(FIRST.written()), **more}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


WRONG = {
    "no json": b"{",
    "a list": b"[]",
    "not utf-8": b"\xff",
    "too long": b" " * (LONGEST + 1),
    "another spelling": json.dumps(json.loads(FIRST.written())).encode(),
    "an id that is none": said(id="1"),
    "a city that is none": said(**{"from": "No City"}),
    "a number below one": said(n=0),
    "a truth as number": said(n=True),
    "a text as number": said(n="1"),
    "an unknown kind": said(kind="gossip"),
    "a moment without zone": said(at="2026-10-09T01:00:00"),
    "a field too many": said(more=1),
    "a body that is a list": said(body=[]),
    "very deep": said(body=eval("[" * DEEPEST + "]" * DEEPEST)),  # noqa: S307 - a literal of this file
    "endless": b"[" * 100_000,
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_message_is_none(name):
    found = read_message(WRONG[name])
    assert isinstance(found, Problem)
    assert found.code == "exchange.shape"


def test_another_version_is_told_so():
    found = read_message(said(v="linli/exchange/0"))
    assert (found.code, found.params["speaks"]) == ("exchange.version", ", ".join(SPEAKS))
    assert read_message(b"{}").code == "exchange.version"


@pytest.mark.parametrize(
    "message",
    [
        replace(FIRST, body={**HANDED, "more": ""}),
        replace(FIRST, body={**HANDED, "answers": []}),
        replace(REPORT, body={**NEWS, "result": "maybe"}),
    ],
)
def test_a_body_of_another_kind_is_refused(message):
    assert read_message(message.written()).code == "exchange.fields"


def known(**more):
    return Known(**{"peer": "fenan", "side": Side.HANDLING, "heard": 1, "over": False, **more})


REFUSED = {
    "exchange.other_sender": (replace(FIRST, sender="taigu"), None),
    "exchange.not_for_us": (replace(FIRST, receiver="taigu"), None),
    "exchange.no_such_matter": (SECOND, None),
    "exchange.not_yours_to_say": (replace(REPORT, sender="fenan", receiver="linhe", n=2), known()),
    "exchange.number_used": (FIRST, known()),
    "exchange.too_early": (replace(SECOND, n=4), known()),
    "exchange.over": (SECOND, known(over=True)),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_is_out_of_place_is_refused(code):
    message, stands = REFUSED[code]
    found = refusal_of(message, **HERE, known=stands)
    assert found is not None
    assert found.code == code
    assert (code in LATER) == (code == "exchange.too_early")


def test_a_matter_of_another_city_looks_like_none():
    found = refusal_of(SECOND, **HERE, known=known(peer="taigu"))
    assert found.code == "exchange.no_such_matter"


def test_a_matter_is_handed_over_once():
    again = replace(FIRST, n=2)
    assert refusal_of(again, **HERE, known=known()).code == "exchange.not_yours_to_say"


def test_what_is_in_its_place_is_taken():
    assert refusal_of(FIRST, **HERE, known=None) is None
    assert refusal_of(SECOND, **HERE, known=known()) is None
    back = Known("linhe", Side.ACCEPTING, 0, over=False)
    assert refusal_of(REPORT, us="fenan", signer="linhe", known=back) is None


def test_waiting_grows_to_an_hour():
    assert [wait_seconds(tries) for tries in (0, 1, 5, 11, 12, 500)] == [1, 2, 32, 2048, 3600, 3600]


@settings(max_examples=100)
@given(
    st.binary(max_size=200)
    | st.integers(0, 300).map(lambda at: FIRST.written()[:at] + b"x" + FIRST.written()[at + 1 :])
)
def test_a_changed_message_is_never_read_as_the_same(data):
    found = read_message(data)
    assert found != FIRST or data == FIRST.written()
