"""What import-linter cannot see: string foreign keys, unmarked routes, templates that reach into neighbours."""

import ast
import configparser
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/linli"


def tiers():
    """The rank of each app, read from the contract so that there is one source of truth."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    layers = contracts["importlinter:contract:tiers"]["layers"].strip().splitlines()
    return {
        name.strip(" ()"): rank for rank, layer in enumerate(reversed(layers)) for name in layer.split("|")
    }


def upward_relations(rank):
    for model in apps.get_models():
        here = model._meta.app_label
        for field in model._meta.get_fields() if here in rank else ():
            target = getattr(field, "related_model", None)
            if not field.concrete or target is None or isinstance(target, str):
                continue
            there = target._meta.app_label
            if here != there and rank.get(there, -1) >= rank[here]:
                yield f"{model._meta.label}.{field.name} -> {target._meta.label}"


def test_foreign_keys_point_down():
    assert list(upward_relations(tiers())) == []


def test_relations_across_apps_leave_no_name_behind():
    loud = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("linli.")
        for field in model._meta.get_fields()
        if field.concrete
        and field.is_relation
        and field.related_model is not model
        and getattr(field.related_model, "_meta", None)
        and field.related_model._meta.app_label != model._meta.app_label
        and not field.remote_field.hidden
    ]
    assert loud == []


def routes(resolver=None, prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        path = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, path)
        elif isinstance(pattern, URLPattern):
            yield path, pattern.callback


OF_OTHERS = ("ninja.", "django.views.static", "django.contrib.staticfiles")
"""Ninja's operations declare their access one by one; tests/contracts/api walks them."""


def test_every_route_says_who_may_open_it():
    unmarked = [
        path
        for path, view in routes()
        if not getattr(view, "linli_access", None) and not view.__module__.startswith(OF_OTHERS)
    ]
    assert unmarked == []


FORBIDDEN_CALLS = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("uuid", "uuid4"),
    ("uuid", "uuid1"),
    ("time", "time"),
}


def clock_reads(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
            if (name, node.func.attr) in FORBIDDEN_CALLS:
                yield f"{path.relative_to(ROOT)}:{node.lineno}"
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"open", "print"}
        ):
            yield f"{path.relative_to(ROOT)}:{node.lineno}"


def test_the_core_reads_no_clock_and_no_file():
    assert [read for path in sorted((SOURCE / "core").rglob("*.py")) for read in clock_reads(path)] == []


def test_apps_are_not_reached_by_name():
    reached = [
        f"{path.relative_to(ROOT)}"
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts and re.search(r"\bget_model\(", path.read_text(encoding="utf-8"))
    ]
    assert reached == []


def test_no_translation_escapes_the_catalogue():
    from linli.kernel.ui import text

    assert list(text.problems()) == []


ONCE_ONLY = ("bulk_create", "update_or_create", "get_or_create")


@pytest.mark.parametrize("stratum", ["web", "site"])
def test_pages_and_commands_write_only_through_services(stratum):
    """A `.save()` or `.create()` on a domain model outside its service would be an act without an entry."""
    writes = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (SOURCE / stratum).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "objects"
        and node.attr in {"create", *ONCE_ONLY}
    ]
    assert writes == []
