"""Addresses of the field page; the design system serves its script worker beside it."""

from __future__ import annotations

from django.urls import path

from linli.web.field import households, views

urlpatterns = [
    path("field/", views.page, name="field"),
    path("field/report", views.report, name="field-report"),
    path("field/households", households.page, name="field-households"),
]
