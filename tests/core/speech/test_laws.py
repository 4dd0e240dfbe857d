"""Laws of reading: nothing is lost, no figure or letter is left, every figure is said and can be heard back."""

import re

from hypothesis import given
from hypothesis import strategies as st

from linli.core.speech.numerals import DIGITS, TELEPHONE, amount, decimal, one_by_one
from linli.core.speech.read import read

VALUES = {**{sign: n for n, sign in enumerate(DIGITS)}, "两": 2}
SIZES = {"十": 10, "百": 100, "千": 1000}
NOTICE = st.text(
    alphabet=st.sampled_from(
        [*"0123456789０５", *"停水月日年元点号楼周一:/-.,~%¥ 度℃单元室电话", *"ABmkgAPP", "\n", "😀"]
    ),
    max_size=24,
)
NUMERALS = re.compile("[零一二三四五六七八九十百千万亿两幺点角分日]")


def heard(said):
    """What somebody understands who hears an amount: written anew, not the product's own code."""
    millions, _, rest = said.rpartition("亿")
    thousands, _, ones = rest.rpartition("万")
    return _below(millions) * 10**8 + _below(thousands) * 10**4 + _below(ones)


def _below(said):
    if "万" in said:
        return heard(said)
    total = digit = 0
    for sign in said:
        if sign in SIZES:
            total += (digit or 1) * SIZES[sign]
            digit = 0
        else:
            digit = VALUES[sign]
    return total + digit


@given(st.integers(0, 10**12 - 1))
def test_an_amount_is_heard_as_it_was_written(number):
    assert heard(amount(str(number))) == number


@given(st.text(alphabet="0123456789", min_size=1, max_size=20), st.sampled_from([DIGITS, TELEPHONE]))
def test_figures_said_one_by_one_are_all_heard(figures, words):
    assert "".join(str(words.index(sign)) for sign in one_by_one(figures, words)) == figures


@given(st.integers(0, 10**9), st.text(alphabet="0123456789", min_size=1, max_size=6))
def test_a_fraction_keeps_every_figure(whole, rest):
    said, _, tail = decimal(f"{whole:,}.{rest}").partition("点")
    assert (heard(said), one_by_one(rest)) == (whole, tail)


@given(NOTICE)
def test_no_letter_and_no_figure_is_left_and_nothing_is_lost(text):
    spoken = read(text)
    assert not re.search("[A-Za-z0-9Ａ-Ｚａ-ｚ０-９]", spoken.text)
    assert "".join(one.source for one in spoken.pieces) == text


@given(NOTICE)
def test_every_piece_with_figures_is_said_with_numerals_or_reported(text):
    spoken = read(text)
    reported = {one.sign for one in spoken.unread}
    for piece in spoken.pieces:
        if re.search("[0-9０-９]", piece.source) and piece.source[:40] not in reported:
            assert NUMERALS.search(piece.said), piece


@given(st.text(max_size=30))
def test_any_text_at_all_is_read_or_reported(text):
    spoken = read(text)
    assert "".join(one.source for one in spoken.pieces) == text
    assert not re.search("[A-Za-z0-9]", spoken.text)
