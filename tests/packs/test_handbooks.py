"""docs/packs.md and docs/packs.zh-CN.md are one manual in two languages: neither is changed without the other."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENGLISH, CHINESE = "docs/packs.md", "docs/packs.zh-CN.md"
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
JOINING = {"and", "or"}
"""Words between two of the code that stand in one pair of backticks with them."""


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def headings(page):
    return [len(marks) for marks in re.findall(r"^(#+) ", FENCED.sub("", page), re.MULTILINE)]


def without_comments(block):
    return [re.sub(r"(^|\s+)#.*$", "", line).rstrip() for line in block.splitlines()]


def blocks(page):
    return [(language, without_comments(block)) for language, block in FENCED.findall(page)]


def sections(page):
    return re.split(r"^#+ .*$", FENCED.sub("", page), flags=re.MULTILINE)


def words_of_code(section):
    spans = " ".join(re.findall(r"`([^`]+)`", section))
    return {*re.findall(r"[A-Za-z_$/][\w./$-]*", spans, re.ASCII)} - JOINING


def rows(section):
    return len(re.findall(r"^\|", section, re.MULTILINE))


def differences(one, other):
    """What a change in one page leaves behind in the other, said so that one finds it."""
    if headings(one) != headings(other):
        return [("headings", headings(one), headings(other))]
    told = [("code", *pair) for pair in zip(blocks(one), blocks(other), strict=False) if pair[0] != pair[1]]
    told += [("blocks", len(blocks(one)), len(blocks(other)))] * (len(blocks(one)) != len(blocks(other)))
    for number, (here, there) in enumerate(zip(sections(one), sections(other), strict=True)):
        apart = words_of_code(here) ^ words_of_code(there)
        told += [("words of section", number, sorted(apart))] if apart else []
        told += [("rows of section", number, rows(here), rows(there))] if rows(here) != rows(there) else []
    return told


def test_the_chinese_manual_says_what_the_english_one_says():
    assert blocks(read(ENGLISH))
    apart = differences(read(ENGLISH), read(CHINESE))
    assert apart == [], f"change {ENGLISH} and {CHINESE} together"


PAGE = "# A\n\n`key` is one.\n\n| a |\n| --- |\n\n```yaml\nkey: 1  # a number\n```\n\n## B\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("## B", "### B"),
        ("## B", "## B\n\n## C"),
        ("key: 1", "key: 2"),
        ("```yaml\nkey: 1  # a number\n```\n", ""),
        ("`key`", "`key` or `keys`"),
        ("| a |\n", "| a |\n| b |\n"),
    ],
)
def test_what_is_changed_in_one_page_alone_is_found(old, new):
    assert old in PAGE
    assert differences(PAGE, PAGE.replace(old, new)) != []


def test_sentences_and_comments_are_each_language_s_own():
    assert differences(PAGE, PAGE.replace("# a number", "# 一个数").replace("is one", "是一个")) == []


@pytest.mark.parametrize(
    ("page", "to"),
    [
        ("README.md", ENGLISH),
        ("README.zh-CN.md", CHINESE),
        (ENGLISH, "packs.zh-CN.md"),
        (CHINESE, "packs.md"),
    ],
)
def test_each_reader_is_led_to_the_page_in_their_language(page, to):
    assert f"]({to})" in read(page)
