"""Django's handle on this app."""

from __future__ import annotations

from django.apps import AppConfig


class PacksConfig(AppConfig):
    """Names the app and its label."""

    name = "linli.packs"
    label = "packs"
    default_auto_field = "django.db.models.BigAutoField"
