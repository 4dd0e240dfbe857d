"""The addresses below /open311/v2/, each with .xml and .json."""

from __future__ import annotations

from django.urls import path

from linli.web.open311 import views
from linli.web.open311.writing import TYPES

app_name = "open311"
urlpatterns = [
    path(f"{route}.{form}", view, {"form": form}, name=f"{view.__name__}_{form}")
    for form in TYPES
    for route, view in (
        ("discovery", views.discovery),
        ("services", views.services),
        ("services/<str:code>", views.service_definition),
        ("requests", views.service_requests),
        ("requests/<str:number>", views.service_request),
        ("tokens/<str:token>", views.token),
    )
] + [path("<path:path>", views.nowhere, {"form": "xml"}, name="nowhere")]
