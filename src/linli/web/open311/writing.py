"""Writes GeoReport answers as XML or JSON from the same plain values."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import escape

from django.http import HttpResponse

from linli.core.shared.text import clean_text

TYPES = {"xml": "application/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
Rows = list[dict[str, Any]] | dict[str, Any]


def written(form: str, root: str, item: str, body: Rows, *, status: int = 200) -> HttpResponse:
    """Return the answer; in XML a list is ``root`` around many ``item``, an object is ``root`` alone."""
    if form == "json":
        text = json.dumps(body, ensure_ascii=False, allow_nan=False)
    else:
        inner = "".join(_element(item, one) for one in body) if isinstance(body, list) else _children(body)
        text = f'<?xml version="1.0" encoding="utf-8"?>\n<{root}>{inner}</{root}>\n'
    response = HttpResponse(text, status=status, content_type=TYPES[form])
    response.headers["Cache-Control"] = "no-store"
    return response


ITEMS = {
    "values": "value",
    "attributes": "attribute",
    "endpoints": "endpoint",
    "formats": "format",
    "history": "entry",
    "comments": "comment",
}
"""How the members of a list are called in XML."""


def _element(name: str, value: Any) -> str:
    if value is None or value == "":
        return f"<{name}/>"
    return f"<{name}>{_children(value, ITEMS.get(name, 'item'))}</{name}>"


def _children(value: Any, item: str = "item") -> str:
    if isinstance(value, dict):
        return "".join(_element(name, one) for name, one in value.items())
    if isinstance(value, list):
        return "".join(_element(item, one) for one in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(clean_text(str(value)).replace("\ufffe", "").replace("\uffff", ""))
