"""The documents keep up with the code: links, commands, settings, words and dependencies."""

import ast
import re
from pathlib import Path

import pytest
import yaml
from django.apps import apps

from linli.kernel.access.permissions import Role
from linli.site.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/linli"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *SOURCE.rglob("*.md")])


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def anchors(path):
    heads = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        found = (page.parent / name).resolve() if name else page
        if not found.exists() or (anchor and anchor not in anchors(found)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_the_commands_that_are_named_exist(page):
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), flags=re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", read(page), flags=re.MULTILINE))
    assert named - targets == set()
    assert set(re.findall(r"`linli ([a-z-]+)", read(page))) - COMMANDS.keys() == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_handbook_of_operations(command):
    assert f"`linli {command}" in read("docs/operations.md")


def variables():
    found = set()
    for text in (path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(text)) if "LINLI_" in text else ():
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= set(re.findall(r"\bLINLI_[A-Z_]+[A-Z]\b", node.value))
    return sorted(found)


@pytest.mark.parametrize("name", variables())
def test_every_variable_is_in_the_handbook_of_operations(name):
    assert re.search(rf"^\| `{name}` \|", read("docs/operations.md"), flags=re.MULTILINE)


MODULES = {
    "django-ninja": "ninja", "django-htmx": "django_htmx", "django-leaflet": "leaflet", "django-otp": "django_otp",
    "psycopg": "django.db.backends.postgresql", "pyyaml": "yaml", "pillow": "PIL", "python-calamine": "python_calamine",
}  # fmt: skip
BUILDS = {"setuptools"}


def required(name):
    return re.findall(r"^([a-z][a-z0-9-]+)", read(f"requirements/{name}.in"), flags=re.MULTILINE)


@pytest.mark.parametrize("package", [one for one in required("base") if one not in BUILDS])
def test_what_is_installed_for_running_is_used(package):
    module = MODULES.get(package, package)
    asked = re.compile(rf"(import|from) {re.escape(module)}\b|[\"']{re.escape(module)}[./\"']")
    sources = [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html")]
    assert any(asked.search(path.read_text(encoding="utf-8")) for path in sources)


@pytest.mark.parametrize("package", sorted({*required("base"), *required("dev")}))
def test_every_dependency_says_why_it_is_here(package):
    assert re.search(rf"^\| `{package}` \|", read("docs/dependencies.md"), flags=re.MULTILINE)


OF_STORAGE = {
    "version": "a numbered state of something that keeps its older states",
    "published": "a pack after publishing",
    "migration": "cases that go over to another version of their pack",
    "reading": "how far the public log was read",
    "standard": "a taxonomy's own name for itself",
    "erasure": "what was forgotten, and when",
    "membership": "a person in a household, from and to",
    "rating": "what one resident answered, from which the rates are made",
}
"""Words of model names that name how something is kept, not a concept of the field."""


def spaced(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").lower()


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_every_role_is_in_the_glossary(role):
    assert spaced(role) in read("docs/glossary.md").lower()


@pytest.mark.parametrize(
    "model",
    sorted({model.__name__ for model in apps.get_models() if model.__module__.startswith("linli.apps.")}),
)
def test_every_model_of_the_domain_is_made_of_the_glossary_s_words(model):
    glossary = read("docs/glossary.md").lower()
    unknown = [word for word in spaced(model).split() if word not in glossary and word not in OF_STORAGE]
    assert unknown == []


PLAIN = frozenset(
    {"answer", "approve", "ask", "confirm", "fail", "give", "go", "on", "pass", "record", "refuse", "refute"}
    | {"request", "take", "to", "without"}
)
"""Plain English verbs: they mean here what they mean everywhere."""


def steps_of_the_request():
    declared = yaml.safe_load(read("packs/base/request/pack.yaml"))
    return sorted({*declared["stages"], *declared["moves"]})


def stem(word):
    return re.sub(r"(?<=...)(ing|ed|ion|e)$", "", word)


@pytest.mark.parametrize("step", steps_of_the_request())
def test_stages_and_moves_are_made_of_the_glossary_s_words(step):
    glossary = read("docs/glossary.md").lower().replace("-", "")
    unknown = [word for word in step.split("_") if word not in PLAIN and stem(word) not in glossary]
    assert unknown == []
