"""Templates and styles keep the rules: texts from the catalogue, no inline style or script, legible colours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from markupsafe import Markup

from linli.core.shared.outcomes import Problem
from linli.kernel.ui import jinja, pictures

UI = Path(jinja.__file__).parent
TEMPLATES = sorted(path.relative_to(UI / "jinja2").as_posix() for path in (UI / "jinja2").rglob("*.html"))
SOURCES = {name: (UI / "jinja2" / name).read_text(encoding="utf-8") for name in TEMPLATES}
SCRIPTS = sorted((UI / "static" / "ui").glob("*.js"))


def bare(source):
    """What remains of a template without comments, expressions, statements and tags: words for people."""
    source = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    source = re.sub(r"\{% block body_class %\}.*", "", source)
    source = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", source, flags=re.DOTALL)
    return re.sub(r"<[^>]*>|\b[\w-]+=\"[^\"]*\"", "", source)


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_speaks_by_itself(name):
    assert re.findall(r"[A-Za-z一-鿿]{2,}", bare(SOURCES[name])) == []
    assert not re.search(r"[一-鿿]", SOURCES[name])


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_carries_inline_style_or_script(name):
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*src=)|javascript:", SOURCES[name])


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(name):
    assert get_template(name)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_small_and_say_nothing_themselves(path):
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") < 120
    assert not re.search(r"[一-鿿]", source)
    assert "innerHTML" not in source
    assert "eval(" not in source


@pytest.mark.parametrize("page", ["", "/portal", "/case", "/desk", "/board"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_sample_page_is_complete(browser_of, page, lang):
    browser_of.cookies["lang"] = lang
    answer = browser_of.get(f"/about/style{page}")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert not re.search(r"\sstyle=", html)
    if lang == "en":
        assert re.findall(r"[一-鿿]+", html) == ["中文"]


def test_an_unknown_sample_is_not_found(browser_of):
    assert browser_of.get("/about/style/nothing").status_code == 404


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TOKENS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (UI / "static" / "ui" / "tokens.css").read_text()))
GROUNDS = ("paper", "paper-deep", "card", "grey-tint")
TEXT = [(ink, ground) for ink in ("ink", "ink-2", "pine", "pine-dark") for ground in (*GROUNDS, "pine-tint")]
TEXT += [("ink-3", ground) for ground in GROUNDS[:3]] + [("brick", "card"), ("brick", "paper")]
TEXT += [(name, f"{name}-tint") for name in ("brick", "amber", "sky")] + [
    ("ink", "sky-tint"),
    ("ink", "amber-tint"),
]
TEXT += [("on-pine", "pine"), ("on-pine", "pine-dark"), ("on-pine-2", "pine-dark"), ("on-pine", "brick")]


@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_reaches_seven_to_one(ink, ground):
    assert contrast(TOKENS[ink], TOKENS[ground]) >= 7


@pytest.mark.parametrize("ground", GROUNDS)
def test_edges_of_controls_reach_three_to_one(ground):
    assert contrast(TOKENS["edge"], TOKENS[ground]) >= 3
    assert contrast(TOKENS["focus"], TOKENS[ground]) >= 3


def test_what_people_wrote_keeps_its_lines_and_nothing_else():
    assert jinja.paragraphs("a<b>\nc\r\n\r\nd") == Markup("<p>a&lt;b&gt;<br>c</p><p>d</p>")


def test_headings_break_after_their_commas():
    assert (
        jinja.phrases("说一次，有人管")
        == '<span class="phrase">说一次，</span><span class="phrase">有人管</span>'
    )


def test_problems_are_found_by_field():
    problems = (Problem("a", "lifecycle.required"), Problem("b", "lifecycle.required"))
    assert jinja.problem_of(problems, "a") == "这一项要填。"
    assert jinja.problem_of(None, "a") == ""


def test_addresses_by_name_may_be_missing(site):
    assert jinja.url_or("ui:style", "/") == "/about/style"
    assert jinja.url_or("nothing:here", "/else") == "/else"
    assert jinja.url("ui:sample", page="case") == "/about/style/case"


def test_a_code_has_words_and_obeys_the_policy():
    drawn = pictures.qr("https://example.org/q/1", '扫码"看"进度')
    assert 'aria-label="扫码&#34;看&#34;进度"' in drawn
    assert "style" not in drawn
