"""The addresses below /api/v1/; each carries who may use it, method by method."""

from __future__ import annotations

from django.urls import URLPattern, path

from linli.kernel.identity.marks import mark
from linli.web.api import docs
from linli.web.api.interface import addresses

app_name = "api"
urlpatterns: list[URLPattern] = [
    path("docs", docs.docs, name="docs"),
    path("docs/<slug:tag>", docs.group, name="docs-group"),
    path("openapi.json", docs.openapi, name="openapi"),
    *(path(route, mark(view, access), name=name) for route, view, name, access in addresses()),
]
