"""The sound of a word in pinyin: every way to type it, everything that is none, and there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.shared.outcomes import Problem
from linli.core.speech.syllables import SYLLABLES, marked, read_sound

TONED = st.builds(
    lambda syllable, tone: f"{syllable}{tone}", st.sampled_from(sorted(SYLLABLES)), st.integers(1, 4)
)


@pytest.mark.parametrize(
    ("word", "said", "syllables"),
    [
        ("解州", "hài zhōu", ("hai4", "zhou1")),
        ("解州", "HAI4  ZHOU1", ("hai4", "zhou1")),
        ("绿", "lǜ", ("lv4",)),
        ("绿", "lü4", ("lv4",)),
        ("绿", "lu:4", ("lv4",)),
        ("大夫", "dai4 fu5", ("dai4", "fu5")),
        ("大夫", "dài·fu0", ("dai4", "fu5")),
        ("西安", "xī'ān", ("xi1", "an1")),
        ("岳", "yue\u0300", ("yue4",)),
        ("\U00030edd", "biang2", ("biang2",)),
        ("〇", "ling2", ("ling2",)),
    ],
)
def test_a_sound_is_read_as_people_type_it(word, said, syllables):
    assert read_sound(word, said) == syllables


@pytest.mark.parametrize(
    ("word", "said", "field", "code"),
    [
        ("", "hai4", "word", "speech.word_missing"),
        ("解" * 13, "hai4", "word", "speech.word_long"),
        ("解A", "hai4 a1", "word", "speech.not_han"),
        ("解 州", "hai4 a1 zhou1", "word", "speech.not_han"),
        ("解州", "hai4", "pinyin", "speech.syllable_count"),
        ("解州", "", "pinyin", "speech.syllable_count"),
        ("解州", "hai4zhou1", "pinyin", "speech.syllable_count"),
        ("解州", "hai4 zhou", "pinyin", "speech.no_tone"),
        ("解州", "hài4 zhou1", "pinyin", "speech.no_such_syllable"),
        ("解州", "hái\u0300 zhou1", "pinyin", "speech.no_such_syllable"),
        ("解州", "hai6 zhou1", "pinyin", "speech.no_such_syllable"),
        ("解州", "hxi4 zhou1", "pinyin", "speech.no_such_syllable"),
        ("解州", "解 zhou1", "pinyin", "speech.no_such_syllable"),
    ],
)
def test_what_is_no_sound_of_the_word_is_told_by_field(word, said, field, code):
    found = read_sound(word, said)
    assert isinstance(found, Problem)
    assert (found.field, found.code) == (field, code)


@pytest.mark.parametrize(
    ("syllable", "written"),
    [
        ("hai4", "hài"), ("gui4", "guì"), ("liu2", "liú"), ("zhou1", "zhōu"), ("lve4", "lüè"), ("nv3", "nǚ"),
        ("er2", "ér"), ("fu5", "fu"), ("xiong2", "xióng"), ("hua1", "huā"), ("ben3", "běn"),
    ],
)  # fmt: skip
def test_marks_stand_where_books_put_them(syllable, written):
    assert marked(syllable) == written


@given(st.lists(TONED, min_size=1, max_size=12))
def test_what_is_shown_can_be_typed_again(syllables):
    assert read_sound("州" * len(syllables), " ".join(map(marked, syllables))) == tuple(syllables)


@given(st.text(max_size=20), st.text(max_size=30))
def test_whatever_is_typed_gets_an_answer(word, said):
    found = read_sound(word, said)
    assert isinstance(found, Problem) or len(found) == len(word)
