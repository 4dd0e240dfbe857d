"""The public page of sources: each thing the five newspaper pages tell, where it is in the product, and its test."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_GET

from linli.kernel.access.pages import public_page
from linli.kernel.ui.pages import render

STATES = ("built", "partly", "open")


@public_page
@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    """Show what came from where, what stands, and what does not yet."""
    told = read()
    rows = [row for group in told["groups"] for row in group["rows"]]
    context = {
        "told": told,
        "groups": [(group, [_row(row) for row in group["rows"]]) for group in told["groups"]],
        "counts": {state: sum(row["state"] == state for row in rows) for state in STATES}
        | {"total": len(rows)},
        "weight": sum(row["weight"] for row in rows),
        "built_weight": sum(row["weight"] for row in rows if row["state"] == "built"),
    }
    return render(request, "county/sources.html", context)


@cache
def read() -> dict[str, Any]:
    """Return the list as it is kept beside this module."""
    told: dict[str, Any] = yaml.safe_load(
        files("linli.web.county").joinpath("sources.yaml").read_text("utf-8")
    )
    return told


def _row(row: dict[str, Any]) -> dict[str, Any]:
    page = str(row.get("page", ""))
    pages = sorted({str(one)[0] for one in row["ids"]})
    return {
        **row,
        "page": page,
        "test": row.get("test", ""),
        "there": page != "" and opens(page),
        "pages": pages,
    }


def opens(path: str) -> bool:
    """Say whether a page is there in this installation."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
