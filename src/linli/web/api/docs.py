"""The page about the interface and its description, drawn by ourselves: no script, nothing from elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse

from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.pages import render
from linli.web.api.interface import api

WHILE = "public, max-age=300"
REFERENCE = "#/components/schemas/"
NAMED = re.compile(f'"{REFERENCE}([^"]+)"')


@public_page
def docs(request: HttpRequest) -> HttpResponse:
    """Show every operation by name; what one takes and answers stands on the page of its group."""
    return render(request, "api/docs.html", {"groups": groups()})


@public_page
def group(request: HttpRequest, tag: str) -> HttpResponse:
    """Show the operations of a group, and the shapes that they take and answer."""
    if tag not in groups():
        raise NotVisible
    told = {"tag": tag, "operations": groups()[tag], "shapes": shapes(tag)}
    return render(request, "api/group.html", told)


@public_page
def openapi(_request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI 3.1 description."""
    return HttpResponse(written(), content_type="application/json", headers={"Cache-Control": WHILE})


@cache
def _described() -> dict[str, Any]:
    return api.describe()


@cache
def written() -> str:
    """Return the description as it lies under docs/openapi.json."""
    return json.dumps(_described(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@cache
def groups() -> dict[str, list[dict[str, Any]]]:
    """Return the operations by tag, in the order of the description."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, methods in _described()["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(_operation(method, path, operation))
    return found


def _operation(method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    bodies = operation.get("requestBody", {}).get("content", {})
    good = next(one for status, one in operation["responses"].items() if int(status) < 300)  # noqa: PLR2004
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "says": operation["description"],
        "access": operation["x-access"],
        "scope": operation["x-scope"],
        "parameters": [_parameter(one) for one in operation["parameters"]],
        "takes": next((_named(one["schema"]) for one in bodies.values()), ""),
        "answers": _named(good["content"]["application/json"]["schema"]),
        "names": NAMED.findall(json.dumps(operation)),
        "failures": [str(status) for status in operation["responses"] if int(status) >= 400],  # noqa: PLR2004
    }


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": one["name"],
        "where": one["in"],
        "required": one["required"],
        "type": kind_of(one["schema"]),
        "says": one.get("description", ""),
    }


@cache
def shapes(tag: str) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Return the shapes that a group uses, and those inside them, as (name, what it is, fields)."""
    schemas = _described()["components"]["schemas"]
    waiting = [name for one in groups()[tag] for name in one["names"]]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += NAMED.findall(json.dumps(schemas[name]))
    return [
        (name, schemas[name].get("description", ""), list(_fields(schemas[name]))) for name in sorted(found)
    ]


def _fields(shape: dict[str, Any]) -> Iterator[dict[str, Any]]:
    required = shape.get("required", ())
    for name, one in shape.get("properties", {}).items():
        yield {
            "name": name,
            "required": name in required,
            "type": kind_of(one),
            "shape": _reference(one),
            "says": one.get("description", ""),
        }


def kind_of(schema: dict[str, Any]) -> str:
    """Name the type of a field in a few words that are the same in every language."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REFERENCE)
    if "anyOf" in schema:
        return " | ".join(kind_of(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(json.dumps(one) for one in schema["enum"])
    if schema.get("type") == "array":
        return f"[{kind_of(schema.get('items', {}))}]"
    plain = str(schema.get("format") or schema.get("type") or "any")
    longest = schema.get("maxLength")
    return f"{plain} ≤ {longest}" if longest else plain


def _named(schema: dict[str, Any]) -> str:
    return _reference(schema) or str(schema.get("title", ""))


def _reference(schema: dict[str, Any]) -> str:
    inside = [schema, schema.get("items", {}), *schema.get("anyOf", ())]
    return next((one["$ref"].removeprefix(REFERENCE) for one in inside if "$ref" in one), "")
