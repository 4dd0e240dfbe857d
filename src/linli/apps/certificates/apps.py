"""Django's handle on this app."""

from __future__ import annotations

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """Names the app and its label, and lets it hear of erasures."""

    name = "linli.apps.certificates"
    label = "certificates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen."""
        from linli.apps.certificates import subscribers

        subscribers.register()
