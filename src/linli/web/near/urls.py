"""Addresses of the neighbourhood; each app's pages include theirs below."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from linli.web.near import front

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("linli.web.reach.urls")),
    path("near", front.front, name="near"),
    path("", include("linli.web.centres.urls")),
    path("", include("linli.web.counter.urls")),
    path("", include("linli.web.activities.urls")),
    path("", include("linli.web.lending.urls")),
    path("", include("linli.web.care.urls")),
    path("", include("linli.web.notices.urls")),
    path("", include("linli.web.advice.urls")),
    path("", include("linli.web.jobs.urls")),
    path("", include("linli.web.council.urls")),
    path("", include("linli.web.volunteers.urls")),
]
