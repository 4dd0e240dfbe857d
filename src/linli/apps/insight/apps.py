"""Django's handle on this app."""

from __future__ import annotations

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Names the app and its label."""

    name = "linli.apps.insight"
    label = "insight"
    default_auto_field = "django.db.models.BigAutoField"
