"""Files and functions stay short: the budgets of the codebases we learned from; limits only ever go down."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/linli"
FACTS = {"calendar_cn.py"}
"""Modules that hold tables of facts and no logic."""


def modules(stratum):
    return [
        path
        for path in sorted((SOURCE / stratum).rglob("*.py"))
        if "migrations" not in path.parts and path.name not in FACTS
    ]


@cache
def functions(path):
    return [
        (node.end_lineno - node.lineno + 1, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def worst(measured, limit):
    return [f"{size} lines: {name}" for size, name in sorted(measured, reverse=True)[:10] if size > limit]


@pytest.mark.parametrize(
    ("stratum", "limit"),
    [("core", 400), ("kernel", 500), ("apps", 500), ("packs", 500), ("web", 500), ("site", 500)],
)
def test_files_stay_short(stratum, limit):
    sizes = [
        (len(path.read_text(encoding="utf-8").splitlines()), path.relative_to(ROOT))
        for path in modules(stratum)
    ]
    assert worst(sizes, limit) == []


@pytest.mark.parametrize(
    ("stratum", "limit"),
    [("core", 40), ("kernel", 60), ("apps", 60), ("packs", 60), ("web", 60), ("site", 60)],
)
def test_functions_stay_short(stratum, limit):
    sizes = [found for path in modules(stratum) for found in functions(path)]
    assert worst(sizes, limit) == []


@pytest.mark.parametrize(("stratum", "median", "p95"), [("core", 7, 25), ("kernel", 8, 35), ("apps", 9, 35)])
def test_most_functions_are_small(stratum, median, p95):
    sizes = sorted(size for path in modules(stratum) for size, _name in functions(path))
    assert sizes[len(sizes) // 2] <= median
    assert sizes[int(len(sizes) * 0.95)] <= p95


FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "manager"}


def test_nothing_is_called_by_a_name_that_says_nothing():
    named = [path for path in SOURCE.rglob("*") if path.stem in FORBIDDEN_NAMES]
    assert named == []


def test_every_module_says_in_a_sentence_what_it_is():
    silent = [
        str(path.relative_to(ROOT))
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_every_app_introduces_itself():
    without = [
        app.name
        for app in (SOURCE / "apps").iterdir()
        if app.is_dir() and app.name != "__pycache__" and not (app / "README.md").exists()
    ]
    assert without == []


def test_every_app_has_its_tests():
    apps = {
        app.name
        for app in (SOURCE / "apps").iterdir()
        if (app / "models.py").exists() or (app / "models").exists()
    }
    mirrored = {folder.name for folder in (ROOT / "tests/apps").iterdir() if folder.is_dir()}
    assert apps - mirrored == set()
