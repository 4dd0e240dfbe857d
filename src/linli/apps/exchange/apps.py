"""Django's handle on this app."""

from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Names the app and its label, and lets it hear of what happens to exchanged cases."""

    name = "linli.apps.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen."""
        from linli.apps.exchange import subscribers

        subscribers.register()
