"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from linli.web.public import cases, data, feeds, figures, front, maps, neighbourhood, register

app_name = "public"
urlpatterns = [
    path("", front.front, name="front"),
    path("figures", figures.index, name="figures"),
    path("figures/<slug:code>", figures.figure, name="figure"),
    path("cases", cases.listing, name="cases"),
    path("c/<uuid:ref>", cases.case, name="case"),
    path("map", maps.page, name="map"),
    path("map.json", maps.shapes, name="shapes"),
    path("feed/<slug:code>.atom", feeds.feed, name="feed"),
    path("neighbourhood", neighbourhood.neighbourhood, name="neighbourhood"),
    path("register", register.register, name="register"),
    path("data", data.index, name="data"),
    path("data/<str:name>", data.file, name="file"),
]
