"""Django's handle on this app."""

from __future__ import annotations

from django.apps import AppConfig


class CentresConfig(AppConfig):
    """Names the app and its label."""

    name = "linli.apps.centres"
    label = "centres"
    default_auto_field = "django.db.models.BigAutoField"
