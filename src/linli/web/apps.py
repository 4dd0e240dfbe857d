"""Django's handle on this app."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Names the app and its label."""

    name = "linli.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
