"""One value has one spelling, the one of RFC 8785, and what has none is refused with its place."""

import json
import unicodedata

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from linli.core.ledger.canonical import DEPTH_LIMIT, INTEGER_LIMIT, canonical, nfc, read_canonical
from linli.core.shared.outcomes import Problem

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20).map(
    lambda text: unicodedata.normalize("NFC", text)
)
KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
SCALARS = st.none() | st.booleans() | st.integers(1 - INTEGER_LIMIT, INTEGER_LIMIT - 1) | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_the_spelling_is_that_of_rfc_8785(value):
    assert canonical(value) == rfc8785.dumps(value)


@given(VALUES)
def test_what_is_written_is_read(value):
    assert read_canonical(canonical(value)) == value


@pytest.mark.parametrize(
    ("value", "field", "code"),
    [
        (0.5, "", "ledger.unknown_type"),
        ({"a": [1, 2.0]}, ".a[1]", "ledger.unknown_type"),
        (INTEGER_LIMIT, "", "ledger.integer_too_large"),
        ([-INTEGER_LIMIT], "[0]", "ledger.integer_too_large"),
        ("e\u0301", "", "ledger.not_nfc"),
        ("\ud800", "", "ledger.broken_text"),
        ({"路": 1}, "", "ledger.key_not_ascii"),
        ({1: 1}, "", "ledger.key_not_ascii"),
        (b"bytes", "", "ledger.unknown_type"),
        (float("nan"), "", "ledger.unknown_type"),
    ],
)
def test_what_has_no_spelling(value, field, code):
    problem = canonical(value)
    assert (problem.field, problem.code) == (field, code)


def test_depth_has_an_end():
    deep = []
    for _ in range(DEPTH_LIMIT - 1):
        deep = [deep]
    assert canonical(deep) == b"[" * DEPTH_LIMIT + b"]" * DEPTH_LIMIT
    assert canonical([deep]).code == "ledger.too_deep"


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b"1.0",
        b"1e3",
        b'"\\u8def"',
        b"",
        b"{",
        b"\xff",
        b'{"a":1,"a":1}',
        b"NaN",
        b"[" * 5000,
    ],
)
def test_other_spellings_are_refused(data):
    assert isinstance(read_canonical(data), Problem)


@given(st.text(max_size=30))
def test_texts_can_be_brought_into_form(text):
    value = nfc({"a": [text, 1, None, True]})
    assert value["a"][1:] == [1, None, True]
    try:
        json.dumps(text, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return
    assert not isinstance(canonical(value), Problem)
