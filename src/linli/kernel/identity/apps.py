"""Django's handle on this app."""

from __future__ import annotations

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Names the app and its label."""

    name = "linli.kernel.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"
