"""Puts the operations together: one interface, described as OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation, PathView
from ninja.schema import NinjaGenerateJsonSchema
from ninja.utils import replace_path_param_notation

from linli.kernel.identity.marks import View
from linli.web.api.access import Access
from linli.web.api.operations import (
    activities,
    activities_asked,
    advice,
    announcements,
    areas,
    benefits,
    bodies,
    bookings,
    bundles,
    cards,
    care,
    care_files,
    care_results,
    care_rooms,
    centres,
    centres_kept,
    certificates,
    circuits,
    city_keys,
    counter,
    desks_kept,
    drafts,
    draws,
    elsewhere,
    entries,
    files,
    get_case,
    indicators,
    jobs,
    jobs_wording,
    join,
    kept,
    lending,
    list_cases,
    meetings,
    moves,
    neighbourhood,
    notes,
    open_case,
    programmes,
    public_cases,
    rate,
    reach,
    readings,
    receipts,
    registers,
    reminders,
    responsible,
    schools,
    searches,
    services,
    sittings,
    streets,
    subjects,
    volunteers,
)
from linli.web.api.problems import install
from linli.web.api.reading import StrictParser
from linli.web.api.told import Failure

PREFIX = "/api/v1/"
PROBLEM = "application/problem+json"
SCHEMAS = "#/components/schemas/"
FIRST_ERROR = 400
OPERATIONS = (
    services,
    benefits,
    bundles,
    city_keys,
    elsewhere,
    kept,
    drafts,
    programmes,
    neighbourhood,
    subjects,
    areas,
    bodies,
    responsible,
    reach,
    cards,
    schools,
    streets,
    open_case,
    list_cases,
    get_case,
    moves,
    notes,
    join,
    rate,
    receipts,
    entries,
    files,
    certificates,
    registers,
    centres,
    centres_kept,
    bookings,
    draws,
    counter,
    desks_kept,
    lending,
    advice,
    care,
    care_files,
    care_results,
    care_rooms,
    announcements,
    readings,
    searches,
    jobs,
    jobs_wording,
    public_cases,
    indicators,
    activities,
    activities_asked,
    reminders,
    circuits,
    meetings,
    sittings,
    volunteers,
)


class Interface(NinjaAPI):
    """Ninja's interface with the description that programs deserve."""

    def describe(self) -> dict[str, Any]:
        """Return the OpenAPI description: failures as problem JSON, both ways to show who one is."""
        described = OpenAPISchema(self, PREFIX)
        for operations in described["paths"].values():
            for operation in operations.values():
                _finish(operation)
        components = described["components"]
        components["securitySchemes"] = {
            "key": {"type": "http", "scheme": "bearer", "description": "A key made with `linli token new`."},
            "session": {
                "type": "apiKey",
                "in": "cookie",
                "name": "sessionid",
                "description": "A session of our own pages; writing also needs the header X-CSRFToken.",
            },
        }
        failure = Failure.model_json_schema(
            ref_template=f"{SCHEMAS}{{model}}", schema_generator=NinjaGenerateJsonSchema
        )
        components["schemas"] |= {**failure.pop("$defs"), Failure.__name__: failure}
        components["schemas"] = dict(sorted(components["schemas"].items()))
        return dict(described)

    def get_openapi_operation_id(self, operation: Any) -> str:
        """Name an operation by its function, whichever file it is in."""
        return str(operation.view_func.__name__)


def _finish(operation: dict[str, Any]) -> None:
    nobody: list[dict[str, list[str]]] = [{}] if operation["x-access"] in ("public", "case") else []
    operation["security"] = [*nobody, {"key": []}, {"session": []}]
    operation["description"] = _text(operation.get("description", ""))
    for status, told in operation["responses"].items():
        if int(status) >= FIRST_ERROR:
            told["content"] = {PROBLEM: {"schema": {"$ref": f"{SCHEMAS}{Failure.__name__}"}}}


def _text(docstring: str) -> str:
    return " ".join(docstring.split())


def _built() -> Interface:
    made = Interface(
        title="Linli",
        version="1",
        description="A problem told once, worked off on time, and open to anyone's check. docs/api.md tells how to "
        "begin. This version only grows: fields and operations are added, never taken away or changed.",
        parser=StrictParser(),
        urls_namespace="api",
        docs_url=None,
        openapi_url=None,
    )
    install(made)
    for module in OPERATIONS:
        made.add_router("", module.router)
    return made


api = _built()


def operations() -> Iterator[tuple[str, str, Access]]:
    """Yield every operation as (method, path, access): what tests walk."""
    for path, view in _views():
        for operation in view.operations:
            for method in operation.methods:
                yield method, path, access_of(operation)


def addresses() -> Iterator[tuple[str, View, str, tuple[str, ...]]]:
    """Yield every address as (route, view, name, who may use it)."""
    for path, view in _views():
        first = view.operations[0]
        told = tuple(sorted({str(access_of(one).told) for one in view.operations}))
        yield replace_path_param_notation(path.lstrip("/")), view.get_view(), first.view_func.__name__, told


def access_of(operation: Operation) -> Access:
    """Return who may ask an operation; one that does not say so is a programming error."""
    (access,) = operation.auth_callbacks
    if not isinstance(access, Access):
        raise TypeError(f"{operation.path} does not say who may ask it")
    return access


def _views() -> Iterator[tuple[str, PathView]]:
    """Walk what Ninja keeps; two files may share an address, each with its own method."""
    found: dict[str, PathView] = {}
    for bound in api._get_bound_routers():  # noqa: SLF001 - Ninja offers no public walk
        for path, view in bound.path_operations.items():
            if path in found:
                found[path].operations.extend(view.operations)
            else:
                found[path] = view.clone()
                found[path].operations = list(view.operations)
    yield from found.items()
