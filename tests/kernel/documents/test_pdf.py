"""PDF files: what people type is only ever text, nothing is fetched or read, the same data gives the same file."""

from __future__ import annotations

import re
from datetime import date
from threading import Thread

import pytest
import typst

from linli.kernel import documents
from linli.kernel.audit.outcomes import Refused
from linli.kernel.documents import fonts
from linli.kernel.documents.press import Press
from linli.kernel.ui.text import reason

MACHINE = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
needs_font = pytest.mark.skipif(not fonts.choose(MACHINE.families()), reason="needs fonts-noto-cjk")
DAY = date(2026, 11, 22)
TYPED = [
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0"',
    "*fat* _lean_ $x^2$ `raw` #pagebreak() #panic()",
    "= heading\n- list // comment /* */ \\ ~ @ref <label> ] } ) [ { (",
    '"},"title":"other", \\u0022 \\',
    "𠮷野家 龘䶮",
    "\u202ea\u0007b\ufffec",
    "",
]


def record(value: str) -> dict[str, object]:
    """A record with the same words in every place where words can stand."""
    rows = {"title": value, "rows": [[value, value]]}
    return {
        "lang": "zh",
        "title": value or "无题",
        "over": value,
        "under": value,
        "sections": [rows, rows],
        "notes": [value],
        "qr": documents.qr("https://linli.local/check/ABCD", value or "核验码", value),
        "foot": value,
    }


def outline(made: bytes) -> list[str]:
    """The headings as a reader's list of contents shows them: text strings, not shapes."""
    said = re.findall(rb"/Title(?:<FEFF([0-9A-F]+)>|\((.*)\))/(?:Dest|First|Parent)", made)
    return [
        bytes.fromhex(wide.decode()).decode("utf-16-be")
        if wide
        else re.sub(r"\\(.)", r"\1", plain.decode("latin-1"))
        for wide, plain in said
    ]


@needs_font
@pytest.mark.parametrize("typed", TYPED)
def test_what_people_type_is_set_as_it_was_typed(typed):
    made = documents.pdf(documents.RECORD, record(typed), DAY)
    shown = re.sub(r"[\u202e\u0007\ufffe]", "", typed)
    assert b"/Count 1/" in made
    assert sorted(outline(made)) == ([shown] * 3 if shown else ["无题"])


@needs_font
@pytest.mark.parametrize("typed", ["བོད་ཡིག", "👩‍🌾"])
def test_letters_that_no_font_has_do_not_stop_the_document(typed):
    assert documents.pdf(documents.RECORD, record(typed), DAY).startswith(b"%PDF-")


@needs_font
def test_the_same_data_gives_the_same_file_and_other_data_another():
    first = documents.pdf(documents.RECORD, record("甲"), DAY)
    again = Press(MACHINE).pdf(documents.RECORD, record("甲"), DAY)
    assert first == again
    assert documents.pdf(documents.RECORD, record("乙"), DAY) != first


@needs_font
def test_several_threads_wait_for_each_other():
    made: list[bytes] = []
    threads = [
        Thread(target=lambda n=n: made.append(documents.pdf(documents.RECORD, record(f"甲{n}"), DAY)))
        for n in range(4)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(set(made)) == 4


@needs_font
@pytest.mark.parametrize(
    ("source", "says"),
    [
        ('#read("/etc/passwd")', "not found"),
        ('#read("../press.py")', "escape"),
        ('#import "@preview/cetz:0.3.0"', "elsewhere"),
    ],
)
def test_a_template_reaches_nothing_outside_its_folder(tmp_path, source, says):
    template = tmp_path / "bad.typ"
    template.write_text(f'#import "sheet.typ": *\n#show: sheet\n{source}\n')
    with pytest.raises((typst.TypstError, ValueError), match=says):
        documents.pdf(template, {"lang": "zh", "title": "甲"}, DAY)


def test_a_machine_without_a_chinese_font_says_what_to_install(settings, tmp_path):
    settings.DOCUMENT_FONTS = str(tmp_path)
    assert documents.chinese() == ""
    with pytest.raises(Refused) as refused:
        documents.pdf(documents.RECORD, record("甲"), DAY)
    for lang in ("zh", "en"):
        assert "fonts-noto-cjk" in reason(refused.value.refusal, lang=lang)


def test_the_font_with_rare_characters_is_taken_first():
    assert fonts.choose(["SimSun", "Noto Sans CJK SC", "Arial"]) == "Noto Sans CJK SC"
    assert fonts.choose(["Arial"]) == ""


def test_a_file_name_in_chinese_survives():
    answer = documents.download(b"%PDF-", "办理结果 𠮷")
    assert "filename*=utf-8''%E5%8A%9E" in answer.headers["Content-Disposition"]
