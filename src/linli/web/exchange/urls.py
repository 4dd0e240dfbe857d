"""Addresses of the exchange between cities."""

from __future__ import annotations

from django.urls import path

from linli.web.exchange import views

urlpatterns = [
    path("messages", views.messages, name="exchange-messages"),
    path("files", views.files, name="exchange-files"),
]
