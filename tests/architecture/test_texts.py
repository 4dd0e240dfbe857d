"""Whatever code answers has its sentences, and no template speaks or acts by itself."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from linli.core.forms.questions import QuestionType
from linli.kernel.ui.text import catalogue

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/linli"
CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_-]+)+")
CODE_AT = {"Problem": 1, "Refusal": 0, "Reason": 0, "t": 0}
"""Where the code stands among the arguments."""
TEMPLATES = sorted(
    path for path in SOURCE.rglob("jinja2/**/*.html") if SOURCE / "kernel/ui" not in path.parents
)


def start_of(node):
    """The literal beginning of a string, and whether that is all of it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value, True
    if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
        return node.values[0].value, False
    return None, False


@cache
def answers(path):
    return list(_answers(path))


def _answers(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name not in CODE_AT or len(node.args) <= CODE_AT[name]:
            continue
        given = node.args[CODE_AT[name]]
        for one in (given.body, given.orelse) if isinstance(given, ast.IfExp) else (given,):
            code, whole = start_of(one)
            if code and (CODE.fullmatch(code) if whole else "." in code):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", code, whole


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_that_is_answered_has_its_sentence(language):
    known = catalogue()[language]
    silent = [
        (where, code)
        for path in sorted(SOURCE.rglob("*.py"))
        for where, code, whole in answers(path)
        if (code not in known if whole else not any(key.startswith(code) for key in known))
    ]
    assert silent == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_file_of_sentences_says_one_code_twice(language):
    """The later one would be taken everywhere, without a word."""
    twice = []
    for path in [*SOURCE.rglob(f"locale/{language}.yaml"), *SOURCE.rglob(f"locale/{language}/*.yaml")]:
        codes = re.findall(r"^([a-z][\w.-]*):", path.read_text(encoding="utf-8"), re.MULTILINE)
        twice += [f"{path.name} {code}" for code in codes if codes.count(code) > 1]
    assert sorted(set(twice)) == []


def test_english_has_the_apostrophe_of_the_latin_font():
    # the curly one is drawn as wide as a Chinese character
    assert [code for code, said in catalogue()["en"].items() if "\u2019" in str(said)] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_type_of_question_has_its_name_on_the_page_of_a_service(language):
    assert [one for one in QuestionType if f"county.type_{one}" not in catalogue()[language]] == []


def said_in(path):
    tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t" and call.args:
            key = call.args[0]
            if isinstance(key, nodes.Const):
                yield key.value


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_every_sentence_that_a_template_asks_for_exists(path):
    assert [key for key in said_in(path) if key not in catalogue()["zh"]] == []


TAKEN_AWAY = frozenset({"check_alone.html"})  # opened from the reader's own disk: all it needs is in it
SHOWS_COLUMNS = {"sheet.html"}
"""Names the columns of a file as they must be typed there, in whichever language the page is."""


def words(source):
    """What remains of a template without comments, expressions, statements, marks and entities."""
    source = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    source = re.sub(r"\{% block [a-z_]*class %\}.*?\{% endblock( [a-z_]+)? %\}", "", source, flags=re.DOTALL)
    source = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", source, flags=re.DOTALL)
    source = re.sub(r"<(code|pre|kbd)\b.*?</\1>", "", source, flags=re.DOTALL)  # what is typed, not said
    source = re.sub(r"<[^>]*>|\b[\w-]+=\"[^\"]*\"|&[a-z]+;", "", source)
    return re.findall(r"[A-Za-z一-鿿]{2,}", source)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_no_template_speaks_by_itself(path):
    source = path.read_text(encoding="utf-8")
    assert words(source) == []
    if path.name in SHOWS_COLUMNS:
        return
    chinese = re.findall(r"[一-鿿]+", re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL))
    assert set(chinese) <= {"中文"}  # a language is called by its own name in every language


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_no_template_carries_inline_style_or_script(path):
    if path.name in TAKEN_AWAY:
        return
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*src=)|javascript:", source)
