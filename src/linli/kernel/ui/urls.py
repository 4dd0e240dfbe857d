"""Addresses of the design system."""

from __future__ import annotations

from django.urls import path

from linli.kernel.ui import web

app_name = "ui"
urlpatterns = [
    path("about/style", web.style, name="style"),
    path("about/style/errors/<str:kind>", web.failing, name="failing"),
    path("about/style/<str:page>", web.sample, name="sample"),
    path("field/away", web.field_away, name="field_away"),
    path("field/worker.js", web.field_worker, name="field_worker"),
]
