"""Django's handle on this app."""

from __future__ import annotations

from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    """Names the app and its label."""

    name = "linli.apps.benefits"
    label = "benefits"
    default_auto_field = "django.db.models.BigAutoField"
