"""Addresses of the neighbourhood; each app's pages include theirs below."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from linli.web.near import front

urlpatterns: list[URLPattern | URLResolver] = [
    path("near", front.front, name="near"),
]
