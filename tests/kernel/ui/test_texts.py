"""Sentences: complete in both languages, filled in for people."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from markupsafe import Markup

from linli.core.shared.outcomes import Problem, Reason, Refusal
from linli.kernel.ui import sentences, show
from linli.kernel.ui.text import has, problems, reason, t

NOON = datetime(2026, 10, 10, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_noon():
    token = show.moment.set(NOON)
    yield
    show.moment.reset(token)


def test_every_sentence_of_the_product_is_there_in_both_languages():
    assert problems() == []


def write(root, language, text):
    folder = root / "part" / "locale"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{language}.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("zh", "en", "told"),
    [
        ('a.b: "一"', "", "a.b: no sentence in en"),
        ('a.b: "{x}"', 'a.b: "{y}"', "a.b: the languages fill different blanks: [['x'], ['y']]"),
        ('a.b: "{x.y}"', 'a.b: "{x.y}"', "a.b: cannot fill {x.y:} (zh.yaml)"),
        ('a.b: "{x:wild}"', 'a.b: "{x:wild}"', "a.b: cannot fill {x:wild} (zh.yaml)"),
        ('A: "一"', 'A: "one"', "A: a key is written part.what in small letters"),
        ('a.b: " "', 'a.b: "one"', "a.b: empty (other, zh.yaml)"),
    ],
)
def test_a_faulty_catalogue_is_told(tmp_path, zh, en, told):
    write(tmp_path, "zh", zh)
    write(tmp_path, "en", en)
    assert told in problems(sentences.read(tmp_path))


def test_a_key_written_twice_is_refused(tmp_path):
    write(tmp_path, "zh", 'a.b: "一"')
    write(tmp_path / "again", "zh", 'a.b: "二"')
    with pytest.raises(sentences.BadCatalogueError, match="already in"):
        sentences.read(tmp_path)


@pytest.mark.parametrize("text", ["- a", "a.b: 3", "a.b: {one: x}"])
def test_a_file_that_is_not_a_flat_list_of_sentences_is_refused(tmp_path, text):
    write(tmp_path, "zh", text)
    with pytest.raises(sentences.BadCatalogueError):
        sentences.read(tmp_path)


def test_several_files_a_language_are_read(tmp_path):
    folder = tmp_path / "locale" / "zh"
    folder.mkdir(parents=True)
    (folder / "one.yaml").write_text('a.b: "一"', encoding="utf-8")
    (folder / "two.yaml").write_text('a.c: "二"', encoding="utf-8")
    assert set(sentences.read(tmp_path)["zh"]) == {"a.b", "a.c"}


def test_english_counts_in_one_and_many():
    assert t("ui.errors_title", n=1, lang="en") == "One thing needs changing"
    assert t("ui.errors_title", n=2, lang="en") == "2 things need changing"
    assert t("ui.errors_title", n=1, lang="zh") == "有 1 处要改一下"


def test_an_unknown_key_or_an_empty_blank_is_a_programming_error():
    with pytest.raises(KeyError):
        t("ui.nothing_like_it")
    with pytest.raises(KeyError):
        t("ui.errors_title")


def test_values_are_written_for_people():
    assert t("ui.sent_at", at=NOON, lang="zh") == "10 月 10 日（周六）12:00"
    assert t("ui.sent_at", at=date(2025, 1, 2), lang="en") == "Thu 2 January 2025"
    assert t("ui.sent_at", at={"zh": "柳溪", "en": "Liuxi"}, lang="en") == "Liuxi"
    assert t("ui.sent_at", at=True, lang="zh") == "是"
    assert t("ui.sent_at", at=None, lang="zh") == "—"


def test_a_link_in_a_sentence_leaves_the_rest_escaped():
    said = t("ui.title", page=Markup("<a>x</a>"), city="<b>", lang="en")
    assert said == "<a>x</a> · Linli · &lt;b&gt;"
    assert isinstance(said, Markup)
    assert not isinstance(t("ui.title", page="<a>", city="", lang="en"), Markup)


def test_reasons_of_every_kind_are_said():
    assert "11 位" in reason(Problem("number", "shared.number_length", {"digits": 11}), lang="zh")
    assert reason(Refusal("lifecycle.ended"), lang="en").startswith("This case has ended")
    assert (
        reason(Reason("ui.sent_at", {"at": "2026-10-10T10:00:00.000000Z"}), lang="zh")
        == "10 月 10 日（周六）18:00"
    )
    assert reason(Reason("ui.sent_at", {"at": "2026-10-10"}), lang="en") == "Sat 10 October"
    assert reason(Reason("ui.sent_at", {"at": "3 working_days"}), lang="zh") == "3 个工作日"


def test_a_code_or_blank_of_an_older_version_stays_readable(caplog):
    assert reason(Reason("clock.gone_long_ago"), lang="zh") == "说明（代码 clock.gone_long_ago）"
    assert "no sentence" in caplog.text
    assert reason(Reason("ui.sent_at"), lang="zh") == "—"


def test_presence_can_be_asked():
    assert has("ui.yes")
    assert not has("ui.maybe")
