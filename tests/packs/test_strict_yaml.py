import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.packs.strict_yaml import DEEPEST, Document, read_yaml


def codes(text):
    read = read_yaml(text)
    return [] if isinstance(read, Document) else [(one.code, one.line) for one in read]


def test_plain_data_is_read_with_its_lines():
    read = read_yaml(
        "a: 1\nb:\n  - x\n  - {c: true, d: ~}\ne: 2026-01-01\nf: '110'\ng: |\n  long\n  text\nh:\n"
    )
    assert read.value == {
        "a": 1, "b": ["x", {"c": True, "d": None}], "e": "2026-01-01", "f": "110", "g": "long\ntext\n", "h": None,
    }  # fmt: skip
    assert read.line("b[1].c") == 4
    assert read.line("b[1].nothing.there") == 4
    assert read.line("zzz") == 1
    assert read.has("b[0]")
    assert not read.has("b[2]")


def test_an_empty_file_says_nothing():
    assert read_yaml("").value is None
    assert read_yaml("# only a remark\n").value is None


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\na: 2\n", "packs.yaml_twice", 2),
        ("a:\n  b: 1\n  b: 2\n", "packs.yaml_twice", 3),
        ("a: yes\n", "packs.yaml_boolean", 1),
        ("a: [x, Off]\n", "packs.yaml_boolean", 1),
        ("a: True\n", "packs.yaml_boolean", 1),
        ("a: 1.5\n", "packs.yaml_number", 1),
        ("a: 007\n", "packs.yaml_number", 1),
        ("a: 1_000\n", "packs.yaml_number", 1),
        ("a: 0x1F\n", "packs.yaml_number", 1),
        ("a: 12345678901234567890\n", "packs.yaml_number", 1),
        ("a: .inf\n", "packs.yaml_number", 1),
        ("a: 1e3\n", "packs.yaml_number", 1),
        ("a: !!python/object/apply:os.system [x]\n", "packs.yaml_tag", 1),
        ("a: !!str 5\n", "packs.yaml_tag", 1),
        ("a: &x 1\nb: 2\n", "packs.yaml_anchor", 1),
        ("a: &x [1]\nb: *x\n", "packs.yaml_anchor", 2),
        ("a: 1\n---\nb: 2\n", "packs.yaml_documents", 2),
        ("a: [1, 2\n", "packs.yaml_broken_bracket", 2),
        ("a: b: c\n", "packs.yaml_broken_colon", 1),
        ("a: *\n", "packs.yaml_broken_mark", 1),
        ("a:\n  b: 1\n c: 2\n", "packs.yaml_broken_indent", 3),
        ("a: 1\nb\nc: 2\n", "packs.yaml_broken_key", 3),
        ("a: 'x\n", "packs.yaml_broken_quote", 2),
        ("\ta: 1\n", "packs.yaml_broken_tab", 1),
        ("a: \x00\n", "packs.yaml_broken", 1),
        ("[" * 40 + "]" * 40, "packs.yaml_deep", 1),
        ("[" * 5000, "packs.yaml_broken", 2),
        ("? [a, b]\n: 1\n", "packs.not_text", 1),
    ],
)
def test_what_is_not_plain_data_is_found(text, code, line):
    assert (code, line) in codes(text)


def test_quotes_make_anything_a_text():
    assert read_yaml("a: 'yes'\nb: \"1.5\"\n").value == {"a": "yes", "b": "1.5"}


def test_nesting_as_deep_as_allowed_is_read():
    assert codes("[" * DEEPEST + "]" * DEEPEST) == []


def test_a_merge_key_is_an_ordinary_unknown_word():
    assert read_yaml("<<: {a: 1}\n").value == {"<<": {"a": 1}}


@given(st.text(st.characters(codec="utf-8"), max_size=120))
def test_no_text_makes_the_reader_fail(text):
    assert isinstance(read_yaml(text), Document | tuple)


@given(st.text("{}[]:,-&*!|>'\"#%@ \n\tabyesno01.?", max_size=60))
def test_no_yaml_like_text_makes_the_reader_fail(text):
    assert isinstance(read_yaml(text), Document | tuple)


def test_in_a_file_of_sentences_every_plain_word_is_a_word():
    read = read_yaml("a: No\nb: 110\nc: 1.5\nd:\n", sentences=True)
    assert read.value == {"a": "No", "b": "110", "c": "1.5", "d": None}
