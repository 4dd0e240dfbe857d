"""The description of the interface: committed, true, and only ever growing; its page needs nobody else's server."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client

from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.web.api.access import Open
from linli.web.api.docs import written
from linli.web.api.interface import api, operations

ROOT = Path(__file__).resolve().parents[3]
SNAPSHOT = ROOT / "docs/openapi.json"
FIRST = Path(__file__).parent / "v1.json"
"""What programs rely on since the first release; lines are added, none taken away."""

KNOWN = {one.value for one in Open} | {one.value for one in Permission}


def test_the_committed_description_is_the_true_one():
    assert SNAPSHOT.read_text(encoding="utf-8") == written(), "renew it: make openapi"


def promised(described):
    """What a program may rely on: operations, their parameters, fields of what is answered."""
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}"
            for one in operation["parameters"]:
                yield f"{method} {path} takes {one['name']}"
            for status in operation["responses"]:
                if int(status) < 300:
                    yield f"{method} {path} answers {status}"
    for name, shape in described["components"]["schemas"].items():
        for field in shape.get("properties", {}):
            yield f"{name}.{field}"


def demanded(described):
    """What a program has to send: may shrink, never grow."""
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            for one in operation["parameters"]:
                if one["required"]:
                    yield f"{method} {path} needs {one['name']}"
            for content in operation.get("requestBody", {}).get("content", {}).values():
                shape = described["components"]["schemas"].get(
                    str(content["schema"].get("$ref", "")).rpartition("/")[2]
                )
                for field in (shape or {}).get("required", ()):
                    yield f"{method} {path} needs {field}"


def test_version_one_only_grows():
    first = json.loads(FIRST.read_text(encoding="utf-8"))
    now = api.describe()
    lost = set(first["promised"]) - set(promised(now))
    assert not lost, "a program somewhere uses this"
    operations_then = {one for one in first["promised"] if one.count(" ") == 1}
    new_demands = {
        one
        for one in set(demanded(now)) - set(first["demanded"])
        if " ".join(one.split()[:2]) in operations_then
    }
    assert not new_demands, "a program somewhere does not send this"


def test_it_is_openapi_31_without_loose_ends():
    described = json.loads(written())
    assert described["openapi"].startswith("3.1")
    schemas = described["components"]["schemas"]
    references = set(re.findall(r'"#/components/schemas/([^"]+)"', written()))
    assert references <= schemas.keys()
    names = [one["operationId"] for methods in described["paths"].values() for one in methods.values()]
    assert len(names) == len(set(names))
    assert all(one["description"] for methods in described["paths"].values() for one in methods.values())


@pytest.mark.parametrize(("method", "path", "access"), [*operations()], ids=lambda one: str(one)[:40])
def test_every_operation_says_who_may_ask(method, path, access):
    told = {access.told} if isinstance(access.told, str) else set(access.told)
    assert told
    assert told <= KNOWN
    assert access.scope in Scope
    # what somebody says of themselves stands in no address and no log
    keeps_nothing = path.endswith(("/decide", "/bring", "/check"))
    assert (access.scope is Scope.READ) == (method == "GET" or keeps_nothing)


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_about_it_needs_nobody_else(lang):
    reader = Client(headers={"Accept-Language": lang})
    page = reader.get("/api/v1/docs")
    html = page.content.decode()
    assert page.status_code == 200
    groups = re.findall(r'href="(/api/v1/docs/[a-z]+)"', html)
    assert len(groups) > 10
    html += "".join(reader.get(one).content.decode() for one in groups)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', html)
    assert "<style" not in html
    assert not re.findall(r"<script(?![^>]*\bsrc=)", html)
    named = set(re.findall(r'"#/components/schemas/(\w+)"', written()))
    for one in (*json.loads(written())["paths"], *(f'id="shape-{name}"' for name in named)):
        assert one in html, one
    assert reader.get("/api/v1/docs/none").status_code == 404
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_description_is_served():
    served = Client().get("/api/v1/openapi.json")
    assert served.content.decode() == written()
